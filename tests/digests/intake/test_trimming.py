"""An editor's pencil: what may be struck out of a sentence, and all that may not be brought in."""

from collections.abc import Iterator
from time import process_time

import pytest

from digests.intake.trimming import Fault, fault_in
from tests.digests.intake.ferry import BOUGHT, CROSSING, DENIED, NEED, SENTENCES, YARD

TRUE = [
    (BOUGHT, "The council of Skarv bought a second ferry on Monday for at least 4.2 million crowns."),
    (
        DENIED,
        "Joren Brandt, a former mayor, denied that he had taken money from the yard, prosecutors said on Tuesday.",
    ),
    (DENIED, "Prosecutors said on Tuesday Joren Brandt, a former mayor, denied he had taken money from the yard."),
    (YARD, "The yard in Tarnwick may deliver it in June, Mara Lind told the Courier."),
    (YARD, "Mara Lind told the Courier the yard in Tarnwick may deliver it in June."),
    (CROSSING, "Some 340 people use the crossing each day, the harbor office reported."),
    (CROSSING, "The harbor office reported some 340 people use the crossing each day."),
    (NEED, "“We need it before the winter, and we will not wait,” said Mara Lind after the vote."),
]

ADDRESSES = """https://evil.example http://1.2.3.4/x evil.example www.evil.example evil。example hxxps://evil.example
    javascript:alert(1) <https://evil.example|Courier> [vote](https://evil.example) //evil.example""".split("\n")
MENTIONS = "@everyone @here <!channel> <!here> <@U123> <@&99> <#C123> #news @Mara <!subteam^S1>".split()
MARKUP = "<b>vote</b> *vote* _vote_ `vote` ~vote~ ||vote|| **vote** # &amp; <img>".split()
UNSEEN = ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\U000e0041", "\x1b", "\u2800"]
NUMBERS = "7 three 99% $5 4,200 1e9 ٣ ½ twelve million 2025".split()
NAMES = "Anna Kelly Orrin Pentagon Reuters NATO Vale Harrow Зеленский".split()
DATES = "Sunday July 1999 yesterday tomorrow Aug. Friday".split()
QUOTES = ["“{}”", '"{}"', "‘{}’", "„{}“", "«{}»", "'{}'"]
CHARGES = "guilty stole killed fraud lied arrested bankrupt secretly system prompt password".split()
REPLACED = [
    ("4.2", "5.2"), ("4.2", "42"), ("at least ", ""), ("million", "billion"), ("crowns", "dollars"), ("a former", "a"),
    ("denied", "admitted"), ("denied that", "said"), ("may", "will"), ("may ", ""), ("not ", ""), ("June", "July"),
    ("Monday", "Tuesday"), ("Joren", "Jonas"), ("Mara Lind", "Joren Brandt"), ("Brandt", "Lind"), ("340", "430"),
    ("Some ", ""), ("Tarnwick", "Skarv"), ("Skarv", "Tarnwick"), ("Courier", "Post"), ("prosecutors", "police"),
    (", prosecutors said", ""), ("bought", "sold"), ("second", "third"), (", the harbor office reported", ""),
    (", Mara Lind told the Courier", ""), ("each day", "each hour"), ("winter", "summer"), ("need", "hate"),
]  # fmt: skip


def injected() -> Iterator[tuple[str, str]]:
    """Every true sentence with something foreign at its beginning, inside it, and before its end."""
    smuggled = [*ADDRESSES, *MENTIONS, *MARKUP, *NUMBERS, *NAMES, *DATES, *CHARGES]
    for number, word in enumerate(word.strip() for word in smuggled):
        source, told = TRUE[number % len(TRUE)]
        first, rest = told.split(" ", 1)
        yield source, f"{word} {told}"
        yield source, f"{first} {word} {rest}"
        yield source, f"{told[:-1]} {word}."
    for source, told in TRUE:
        for unseen in UNSEEN:
            yield source, told.replace(" ", f" {unseen}", 2)
        for marks in QUOTES:
            opening, second, *others = told.strip("“").split()
            yield source, " ".join([opening, marks.format(second), *others])
        for was, becomes in REPLACED:
            if was in told:
                yield source, told.replace(was, becomes)


INJECTED = sorted(set(injected()))


@pytest.mark.parametrize(("source", "told"), TRUE)
def test_what_is_struck_out_from_mark_to_mark_or_moved_with_its_speaker_holds(source: str, told: str) -> None:
    assert fault_in(told, of=source) is None


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_holds_against_itself_and_against_no_other(sentence: str) -> None:
    assert fault_in(sentence, of=sentence) is None
    assert all(fault_in(sentence, of=other) for other in SENTENCES if other != sentence)


def test_there_are_enough_ways_to_smuggle() -> None:
    assert len(INJECTED) >= 300


@pytest.mark.parametrize(("source", "told"), INJECTED)
def test_nothing_foreign_gets_through(source: str, told: str) -> None:
    assert fault_in(told, of=source) is not None


@pytest.mark.parametrize(
    ("source", "told", "why"),
    [
        (BOUGHT, "The council of Skarv bought a second ferry for 5 crowns.", Fault.NUMBER),
        (BOUGHT, "The council of Skarv bought a second ferry on Monday for 4.2 million crowns.", Fault.NUMBER),
        (BOUGHT, "The council of Skarv bought a second ferry on Sunday.", Fault.DATE),
        (BOUGHT, "The council of Tarnwick bought a second ferry on Monday.", Fault.NAME),
        (BOUGHT, "The council of Skarv stole a second ferry on Monday.", Fault.WORD),
        (BOUGHT, "The council of “Skarv” bought a second ferry on Monday.", Fault.QUOTATION),
        (BOUGHT, "The council of Skarv bought a second ferry at evil.example.", Fault.MARKUP),
        (DENIED, "Joren Brandt had taken money from the yard, prosecutors said.", Fault.UNHEDGED),
        (CROSSING, "The crossing use some 340 people each day, the harbor office reported.", Fault.MOVED),
    ],
)
def test_an_operator_is_told_why_a_sentence_was_dropped(source: str, told: str, why: Fault) -> None:
    assert fault_in(told, of=source) is why


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Orr praised the ferry and Vale was fined.", "Orr was fined."),
        ("Orr, Vale, the banker, and Hale lied in court.", "Orr, the banker, and Hale lied in court."),
        ("Orr, the mayor, and Vale, the banker, lied in court.", "Orr, the banker, lied in court."),
        ("Orr, said Vale, lied in court.", "Orr said Vale lied in court."),
        ("Orr said Vale lied in court.", "Orr, said Vale, lied in court."),
        ("Orr said Vale lied in court.", "Orr lied in court, said Vale."),
        ("Prosecutors fear Vale sank the ferry.", "Vale sank the ferry."),
        ("Nobody saw that Vale sank the ferry, police said.", "Vale sank the ferry, police said."),
        ("Twelve people died and 40 were hurt at sea, police said.", "Twelve people were hurt at sea, police said."),
        ("Vale was wrongly accused of theft.", "Vale was accused of theft."),
        ("Orr was praised by Vale in Skarv.", "Orr praised Vale in Skarv."),
        ("The union sued the port, Orr said.", "The port sued the union, Orr said."),
        ("The US bridge opens in June.", "The us bridge opens in June."),
        ("The polish on the bridge fades in June.", "The Polish on the bridge fades in June."),
        ("The bridge opens in June.", "The bridge opens in June?"),
        ("The bridge opens in June.", "The bridge opens in June"),
        ("The brother of Orr, Vale said, sank the ferry.", "Vale said, sank the ferry."),
        ("The brother of Orr, who fled to Skarv, sank the ferry.", "The brother of Orr."),
        ("Quoting a joke, Orr said Vale lied.", "Orr said Vale lied."),
    ],
)
def test_striking_out_makes_nothing_that_was_not_said(source: str, told: str) -> None:
    assert fault_in(told, of=source) is not None


def test_a_word_taken_out_of_a_quotation_is_no_quotation() -> None:
    assert fault_in("“We need it before the winter,” said Mara Lind, after the vote.", of=NEED) is not None
    assert fault_in("We need it before the winter, and we will not wait, said Mara Lind.", of=NEED) is not None


@pytest.mark.parametrize("told", ["", " ", ".", "“”", "。。。", "\n", "(", "x" * 500, "a " * 200])
def test_what_is_no_sentence_is_never_one_of_the_article(told: str) -> None:
    assert fault_in(told, of=BOUGHT) is not None


@pytest.mark.parametrize("told", ["Der Rat von Skarv kaufte am Montag eine zweite Fähre.", "議会はフェリーを買った。"])
def test_another_language_brings_in_words(told: str) -> None:
    assert fault_in(told, of=BOUGHT) is not None


def test_a_sentence_made_to_be_slow_is_not() -> None:
    endless = ", the no".join(["Vale said no"] * 30) + "."
    begun = process_time()
    assert fault_in(endless.replace("Vale said", "said Vale", 1), of=endless) is not None
    assert process_time() - begun < 1
