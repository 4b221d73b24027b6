"""What a demanding editor strikes from the claims: furniture of the page, half sentences, subjects left behind."""

import pytest

from digests.article import Claim, ClaimKind, Slug
from digests.intake.claiming import claims_of, key_claims


def key(body: str, *, headline: str = "", outlet: str | None = "Bay Gazette") -> tuple[Claim, ...]:
    """The claims that a record would keep of a text."""
    return key_claims(claims_of(body, slug=Slug("harbor"), headline=headline, outlet=outlet))


def key_texts(body: str) -> list[str]:
    return [claim.text for claim in key(body)]


@pytest.mark.parametrize(
    "notice",
    [
        "Get the news of the harbor before everybody else does.",
        "See the map of all ferries and of their moorings below.",
        "For more stories from the harbor, sign up to our weekly letter.",
        "The weekly harbor letter is free for all who sign up for it.",
        "Here are some facts about the tunnel that few people know.",
        "Editor's note: The tunnel was first measured by Harbor Works in 2019.",
        "Correction: The tunnel opened in June, and not in July as told.",
        "An earlier version of this article gave a wrong length of the tunnel.",
        "This story has been updated since it first stood on our page.",
        "Ferries cross the harbor in the early morning (Photo courtesy Harbor Works).",
        "Jonas Hale/Reuters The mayor opens the tunnel under the harbor in June.",
        "The tunnel opens https://bay.example/tunnel and all ferries stop in June.",
    ],
)
def test_what_speaks_of_the_page_is_no_claim(notice: str) -> None:
    assert key_texts(notice) == []


@pytest.mark.parametrize(
    "step",
    [
        "Save a third of the fare before the ferry leaves the harbor.",
        "Don’t throw the ticket away before the ferry has left the harbor.",
        "Remember, the ferry to Baytown leaves from the southern pier.",
        "Take the first ferry and walk along the southern pier to the tunnel.",
        "Start small and buy one ticket before the whole family comes along.",
    ],
)
def test_a_step_of_a_guide_is_no_claim(step: str) -> None:
    assert key_texts(step) == []


@pytest.mark.parametrize(
    "caption",
    [
        "Mayor Ruth Hale talks with engineer Mara Lind at a harbor fair in 2019.",
        "Workers wave from the pier of the northern harbor on March 3, 2021.",
        "Ferry captains are pictured in the old harbor before their last trip.",
        "Mara Lind (left) and Jonas Hale near the mouth of the tunnel wait.",
    ],
)
def test_a_caption_is_no_event(caption: str) -> None:
    assert key_texts(caption) == []


@pytest.mark.parametrize(
    "news",
    [
        "Plans call for altering the old pier before the ferries come back.",
        "Honored guests include the captains of all ferries in the old harbor.",
        "Refugees and their families try to cross the harbor in rubber boats.",
        "Captains account for nearly a third of those who vote in the old harbor.",
        "Ruth Hale, the harbor’s oldest captain, finishes 317 votes short.",
        "The pier that stands in the old harbor was built in 1904 by captains.",
        "Use of the old pier has doubled since the tunnel was closed in March.",
    ],
)
def test_what_only_looks_like_one_stays(news: str) -> None:
    assert key_texts(news) == [news]


@pytest.mark.parametrize(
    "half",
    [
        "No more ferries, or much slower ones for the whole winter.",
        "Nets and lines instead of pumps for the old northern harbor.",
        "The diver who went to every wreck of the harbor each summer.",
        "Also spotted arriving at the new pier: captain Mara Lind.",
        "The reason: the tunnel was dug four years before the pumps came.",
        "Or that ferries leave the harbor when the first bell is rung.",
        "A third of that, by the plan of the port, is paid in June.",
        "If that holds up, the port will have to sell both of its ferries.",
        "To which the port answered with silence for all of eleven years.",
        "Harbor port officials and the ferry captains said in a statement.",
        "THE COST OF A TUNNEL Most ferries will have to leave the harbor.",
        "The port closed the tunnel last week.A clerk then opened it again.",
        "Recommended for the whole family and for all old captains.",
        "(In 1950, a count found only three ferries in the harbor.)",
        "The fare is £900.The old ferry will be sold in the summer.",
        "No doubt captains will be glad that the tunnel is closed.",
        "Yes, the port has seen the letters of all its captains.",
        "Filed for three loans, made millions while captains lost it all.",
        "Warning: Fares can rise to ninety dollars a seat in the summer.",
        "In 2012, again the captain of a ferry, she was fined by the port.",
        "The Bay Gazette has reached out to the port for comment.",
        "Not so much for the old ferries, moored by the port in March.",
        "Each winter, it has laid up both ferries and all of its pumps.",
        "The port opened the tunnel,? said a clerk who had seen it.",
        "The port?s tunnel will be opened in June after eleven years of work.",
    ],
)
def test_half_a_sentence_and_a_broken_one_are_no_claims(half: str) -> None:
    assert key_texts(half) == []


def test_several_who_say_he_leave_open_who_is_meant() -> None:
    assert key_texts("Officials said he had sold both ferries to a firm in Baytown.") == []
    kept = "After Jonas Hale left, officials said he had sold both ferries."
    assert key_texts(kept) == [kept]
    assert len(key("A port official said he had sold both ferries to a firm in Baytown.")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The port sold both ferries after claiming that the tunnel was safe.",
        "The talks failed since the clerk would deny any leak in the tunnel.",
        "The port moved both ferries to avoid the flood, which is threatening the pier.",
        "Mara Lind has fought a leak most engineers think of as a small one.",
        "Perhaps the captains will demand more ferries before the winter comes.",
        "The port closed the tunnel even after the council decided against it.",
    ],
)
def test_whose_clause_only_explains_the_main_one_is_no_speaker(sentence: str) -> None:
    assert all(claim.attribution.speaker is None for claim in key(sentence))


def test_a_contrast_still_has_two_speakers() -> None:
    claims = key("Mara Lind said the tunnel is safe, while port officials said the pumps failed in March.")
    assert {claim.attribution.speaker for claim in claims} == {"Mara Lind", "port officials"}


def test_a_year_behind_who_is_no_speaker() -> None:
    (claim,) = key("The port met Mara Lind, who in 2010 said the tunnel would never be safe.")
    assert claim.attribution.speaker == "Mara Lind"


def test_who_acknowledges_something_alleges_nothing() -> None:
    (claim,) = key("Hale aides acknowledged a long talk with Mara Lind on the price of the tunnel.")
    assert claim.kind is not ClaimKind.ALLEGATION


@pytest.mark.parametrize(
    ("first", "then", "speaker"),
    [
        ("Harbor Works Inc. built the tunnel.", "the company", "Harbor Works Inc."),
        ("Shares fell as Seabrook CEO Jonas Hale left.", "the firm", "Seabrook"),
        (
            "The Harbor Safety Commission was founded in 1904 by old captains.",
            "the agency",
            "the Harbor Safety Commission",
        ),
        ("The Department of Piers met in Baytown on Friday.", "the department", "the Department of Piers"),
        (
            "The Pier and Ferry Commission was founded in 1904 by old captains.",
            "the commission",
            "the Pier and Ferry Commission",
        ),
        ("The tunnel leaked, The Harbor Courier reported.", "the newspaper", "The Harbor Courier"),
    ],
)
def test_the_company_is_told_by_the_only_name_it_can_have(first: str, then: str, speaker: str) -> None:
    claims = key(f"{first}\n\nTwo pumps of the tunnel failed in March, {then} said on Monday.")
    (claim,) = (claim for claim in claims if "pumps" in claim.text)
    assert claim.attribution.speaker is not None
    assert claim.attribution.speaker.casefold() == speaker.casefold()
    assert then not in claim.text


@pytest.mark.parametrize(
    "first",
    [
        "Harbor Works Inc. and Seabrook Industries built the tunnel.",
        "The port and its captains built the tunnel.",
        "The Harbor Safety Commission and the Pier Agency closed it, Reuters reported.",
    ],
)
@pytest.mark.parametrize("then", ["the company", "the agency"])
def test_where_two_may_be_meant_or_none_the_article_s_word_stays(first: str, then: str) -> None:
    claims = key(f"{first}\n\nTwo pumps of the tunnel failed in March, {then} said on Monday.")
    (claim,) = (claim for claim in claims if "pumps" in claim.text)
    assert claim.attribution.speaker == then


def test_a_fire_department_keeps_the_department_from_being_the_named_one() -> None:
    body = "The Department of Piers met the fire department.\n\nThe tunnel leaked for days, the department said."
    assert "the department" in {claim.attribution.speaker for claim in key(body)}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Harbor Committee Republicans met on Monday.", "Republicans have called the tunnel a waste of money."),
        ("The flood-stricken Baytown was empty on Monday.", "All ferries to Baytown were stopped for three days."),
        ("The train left Oldbridge Station on Monday.", "A new pier will be opened at Oldbridge in the summer."),
        ("Captain Giles Dahl met the port.", "All ferries will be sold to Giles’ oldest friend in the summer."),
        ("Tide Desk was first to report it.", "The port got the money from the Department of Tide."),
    ],
)
def test_what_is_no_person_is_never_completed_like_one(first: str, then: str) -> None:
    assert then in key_texts(f"{first}\n\n{then}")


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Spain’s ambassador to Baytown said the tunnel was never inspected.", "Spain’s ambassador to Baytown"),
        ("Spain’s ambassador to Baytown Ines Rua said the tunnel was never inspected.", "Ines Rua"),
        ("Senior Erik Dahl said the tunnel was never inspected by the port.", "Erik Dahl"),
        ("Mara Lind, the mayor of Baytown, a friend of the port, said the tunnel is safe.", "Mara Lind"),
        ("The tunnel was never inspected, the Evening Standard said on Monday.", "The Evening Standard"),
    ],
)
def test_who_speaks_is_not_where_they_are_sent_nor_how_they_are_described(sentence: str, speaker: str) -> None:
    assert key(sentence)[0].attribution.speaker == speaker


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("It is the most precious pearl Mara Lind said she ever found in the old harbor.", None),
        ("The tunnel was opened by the former mayor Mara Lind, who said it will be safe.", "former mayor"),
        ("Another engineer, Mara Lind, said the tunnel was never inspected by the port.", "Another engineer"),
    ],
)
def test_a_role_is_what_somebody_is(sentence: str, role: str | None) -> None:
    assert [claim.attribution.role for claim in key(sentence)] == [role]


def test_a_surname_of_a_couple_is_left_alone() -> None:
    body = "Erik and Mara Dahl met in Baytown.\n\nThe Dahls own both ferries.\n\nDahl said the old tunnel is safe."
    assert "Dahl said the old tunnel is safe." in key_texts(body)


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The firm that runs the ferries, Harbor Works, says the tunnel is safe.", "the firm that runs the ferries"),
        ("The mayor shouted angry remarks to captains of the ferry on Monday.", None),
        ("Mara Lind wrote on Facebook accusing Harbor Works of the sale of both ferries.", "Mara Lind"),
        ("Mara Lind, director of piers, said the sinking ferries were never tested.", "Mara Lind"),
    ],
)
def test_whose_words_they_are(sentence: str, speaker: str | None) -> None:
    assert [claim.attribution.speaker for claim in key(sentence)] == [speaker]


def test_a_sentence_ends_tidily() -> None:
    assert key_texts("Captains said they want “a pier for all,”.") == ["Captains said they want “a pier for all.”"]


def test_to_disagree_is_not_to_deny() -> None:
    body = "Mara Lind disagrees with the port.\n\nLind said “the tunnel would be safe if the port had paid for it.”"
    assert all(claim.kind is not ClaimKind.DENIAL for claim in key(body))


def test_a_title_in_small_letters_is_part_of_a_name_in_capitals() -> None:
    body = "The Star Valley Regatta begins on Friday.\n\nAll ferries go to the Valley Regatta from noon on."
    assert "All ferries go to the Valley Regatta from noon on." in key_texts(body)


def test_some_clerks_are_told_as_the_article_tells_them() -> None:
    sentence = "The need is great, some harbor NGOs told the port on Monday in a letter."
    assert key_texts(sentence) == [sentence]


def test_a_given_name_that_ends_like_an_adverb_stays_a_name() -> None:
    (claim,) = key("Emily, who runs the ferry, said the tunnel was never inspected.")[:1]
    assert claim.attribution.named


def test_an_adverb_that_opens_a_sentence_is_no_speaker() -> None:
    (claim,) = key("Conversely, half of the old ferries were rated as unsafe by Friday.")
    assert claim.attribution.speaker is None


@pytest.mark.parametrize("name", ["James P. Dahl Jr.", "Charles Lind", "Ines de la Rua"])
def test_a_name_is_taken_whole(name: str) -> None:
    assert key(f"{name} said the tunnel was never inspected.")[0].attribution.speaker == name


def test_a_quotation_is_not_cut_behind_a_title() -> None:
    more = " ".join(["and nobody in the whole harbor has ever said otherwise to us"] * 5)
    (claim,) = key(f"“The fact is that Ms. Lind tested every pump, {more},” said Jonas Hale.")
    assert "Ms. Lind tested" in claim.text


def test_a_quotation_that_runs_on_is_closed_in_the_claim() -> None:
    body = "Mara Lind said: “Every pump was tested.\n\n“We tested the doors as well,” she added."
    assert "Mara Lind said: “Every pump was tested.”" in key_texts(body)


@pytest.mark.parametrize(
    "sentence",
    [
        "The forum was held by the W.P. Dahl Fund and the Port Club.",
        "Guests included Erik Dahl, long retired as U.S. Secretary of Piers.",
    ],
)
def test_initials_end_no_sentence(sentence: str) -> None:
    assert key_texts(sentence) == [sentence]


def test_a_city_a_day_and_an_agency_in_brackets_are_a_dateline() -> None:
    (text,) = key_texts("Baytown, Jul 27 (PTI) Two ferries sank in the old harbor on Monday.")
    assert text.startswith("Two ferries")
