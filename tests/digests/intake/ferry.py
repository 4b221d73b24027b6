"""One invented article, sentence by sentence, for all that is held against an article."""

BOUGHT = "But the council of Skarv bought a second ferry on Monday for at least 4.2 million crowns, up from 3 million."
NEED = "“We need it before the winter, and we will not wait,” said Mara Lind, who chairs the council, after the vote."
DENIED = "Joren Brandt, a former mayor, denied that he had taken money from the yard, prosecutors said on Tuesday."
YARD = "The yard in Tarnwick, which built the first ferry in 1998, may deliver it in June, Mara Lind told the Courier."
CROSSING = "Some 340 people use the crossing each day, the harbor office reported, and 12 percent of them bring a car."
SENTENCES = (BOUGHT, NEED, DENIED, YARD, CROSSING)
BODY = "\n".join(SENTENCES)
