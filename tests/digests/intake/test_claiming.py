"""Article text to claims: who said what, to whom, how sure, and where it stands in the text."""

from decimal import Decimal

import pytest

from digests.article import Claim, ClaimKind, GroundRule, RelationKind, Slug
from digests.intake.claiming import claim_id, claims_of, key_claims, relayed

TUNNEL = """Harbor tunnel to open in June

The tunnel under the harbor will open in June, chief engineer Mara Lind said on Monday. It cost at least $4.2 million.

“We tested every pump twice before the winter,” Lind said.

Two city officials told The Harbor Courier that the pumps failed in March.

Port spokesman Jonas Hale denied that any pumps failed in March.
"""


def told(body: str, *, headline: str = "", outlet: str | None = "Bay Gazette") -> tuple[Claim, ...]:
    return claims_of(body, slug=Slug("harbor-tunnel"), headline=headline, outlet=outlet)


def only(body: str, *, outlet: str | None = "Bay Gazette") -> Claim:
    """The one claim that a record would keep of a text."""
    (claim,) = key_claims(told(body, outlet=outlet))
    return claim


def of(speaker: str, claims: tuple[Claim, ...]) -> Claim:
    return next(claim for claim in claims if claim.attribution.speaker == speaker)


def test_a_named_speaker_comes_with_role_and_cue() -> None:
    claim = only("The tunnel will open in June, chief engineer Mara Lind said on Monday.")
    said = claim.attribution
    assert (said.speaker, said.role, said.named, said.how_many) == ("Mara Lind", "chief engineer", True, 1)
    assert (claim.cue, claim.direct, claim.kind) == ("said", False, ClaimKind.STATEMENT)


def test_an_office_behind_the_name_gives_role_and_organisation() -> None:
    said = only("Mara Lind, chief engineer at Harbor Works, said the tunnel will open in June.").attribution
    assert (said.speaker, said.role, said.organisation) == ("Mara Lind", "chief engineer", "Harbor Works")


def test_somebody_described_first_and_named_behind_a_comma_is_named() -> None:
    said = only("The city’s chief engineer, Mara Lind, said the tunnel will open in June.").attribution
    assert (said.speaker, said.role, said.named) == ("Mara Lind", "city’s chief engineer", True)


@pytest.mark.parametrize(
    ("speaker", "how_many"),
    [("two former officials", 2), ("a senior official", 1), ("current and former officials", None)],
)
def test_who_is_not_named_is_told_as_the_article_tells_them(speaker: str, how_many: int | None) -> None:
    said = only(f"{speaker.capitalize()} said the tunnel was never inspected.").attribution
    assert (said.speaker, said.named, said.how_many) == (speaker, False, how_many)


def test_who_speaks_on_condition_of_anonymity_speaks_on_background() -> None:
    first = "The pumps were never inspected, a port official said."
    claim = only(f"{first} The official asked for anonymity to speak freely.")
    assert claim.ground_rule is GroundRule.ON_BACKGROUND
    assert only(first).ground_rule is GroundRule.ON_THE_RECORD


@pytest.mark.parametrize(
    ("sentence", "speaker", "role", "organisation"),
    [
        ("Ruth Hale, 56, who runs the ferry, said the tunnel is safe.", "Ruth Hale", None, None),
        ("His mother, Ruth Hale, said the tunnel is safe.", "Ruth Hale", "mother", None),
        ("Her daughter Ruth Hale said the tunnel is safe.", "Ruth Hale", "daughter", None),
        ("Ruth Hale of the Harbor Works said the tunnel is safe.", "Ruth Hale", None, "Harbor Works"),
        ("Secretary of State Ruth Hale said the tunnel is safe.", "Ruth Hale", "Secretary of State", None),
        ("Harbor Police Chief Ruth Judge said the tunnel is safe.", "Ruth Judge", "Harbor Police Chief", None),
        ("The tunnel is safe, said Ruth Hale, a director of pumps at Harbor Works.", "Ruth Hale", "director of pumps",
         "Harbor Works"),
        ("Hale’s lawyers, Mara Lind and Erik Dahl, said the tunnel is safe.", "Mara Lind and Erik Dahl",
         "Hale’s lawyers", None),
        ("Harbor Mayor Jonas Hale and Port Director Mara Lind said the tunnel is safe.", "Jonas Hale and Mara Lind",
         "Harbor Mayor and Port Director", None),
    ],
)  # fmt: skip
def test_who_a_speaker_is(sentence: str, speaker: str, role: str | None, organisation: str | None) -> None:
    said = only(sentence).attribution
    assert (said.speaker, said.role, said.organisation, said.named) == (speaker, role, organisation, True)


def test_who_answers_by_saying_something_is_the_speaker() -> None:
    assert only("Mara Lind responded by saying Jonas Hale was never at the port.").attribution.speaker == "Mara Lind"


def test_an_organisation_speaks_as_one() -> None:
    said = only("The Harbor Port Authority said the tunnel was never inspected.").attribution
    assert (said.speaker, said.named, said.how_many) == ("the Harbor Port Authority", True, None)


def test_what_no_one_is_quoted_for_the_outlet_reports() -> None:
    claim = only("The tunnel under the harbor opened on Monday.")
    assert (claim.attribution.speaker, claim.cue, claim.kind) == (None, None, ClaimKind.EVENT)


def test_a_closing_tag_of_several_speakers_attributes_the_sentence() -> None:
    claim = only("The flood threatens to reach the tunnel by Friday, port officials and engineers say.")
    assert claim.attribution.speaker == "port officials and engineers"


def test_a_storm_threatens_and_says_nothing() -> None:
    claim = only("The storm threatens to drop two inches of rain on the harbor.")
    assert claim.attribution.speaker is None


def test_what_somebody_does_or_wants_is_the_outlets_report() -> None:
    claim = only("Mara Lind plans to open the tunnel in June after eleven years of work.")
    assert claim.attribution.speaker is None


def test_a_clause_that_only_says_which_people_are_meant_attributes_nothing() -> None:
    claim = only("Residents who said they use the ferry also crossed the bridge last winter.")
    assert claim.attribution.speaker is None


def test_a_quotation_is_kept_letter_for_letter() -> None:
    claim = only("“We tested every pump twice before the winter,” Mara Lind said.")
    assert claim.direct
    assert claim.quote == "We tested every pump twice before the winter"


def test_a_long_quotation_is_told_by_its_first_sentence() -> None:
    more = " ".join(["The pumps ran for days without any fault that we could find or hear."] * 4)
    claim = only(f"“We tested every pump twice. {more}” Mara Lind said.".replace(".” M", ",” M"))
    assert claim.text == "“We tested every pump twice,” Mara Lind said."
    assert claim.quote == "We tested every pump twice"


def test_a_quotation_that_is_taken_up_again_is_told_by_its_first_part() -> None:
    rest = " ".join(["and then we tested each of them once more"] * 4)
    claim = only(f"“We tested every pump twice,” Mara Lind told reporters on Monday, “{rest}.”")
    assert claim.text == "“We tested every pump twice,” Mara Lind told reporters on Monday."


def test_a_claim_begins_at_its_speaker_where_the_sentence_begins_with_what_went_before() -> None:
    claim = only("Their doubts grew on Monday, when Mara Lind revealed that no pump was ever tested.")
    assert claim.text == "Mara Lind revealed that no pump was ever tested."


def test_two_who_speak_in_one_sentence_make_two_claims() -> None:
    body = "Mara Lind said the tunnel is safe, but Jonas Hale said the pumps failed in March."
    assert {claim.text for claim in key_claims(told(body))} == {
        "Mara Lind said the tunnel is safe.",
        "Jonas Hale said the pumps failed in March.",
    }


def test_what_two_officials_told_one_paper_is_that_papers_wherever_it_is_read() -> None:
    said = of("two city officials", told(TUNNEL)).attribution
    assert (said.heard_by, said.relayed_by) == ("The Harbor Courier", "Bay Gazette")
    own = of("two city officials", told(TUNNEL, outlet="Harbor Courier")).attribution
    assert (own.heard_by, own.relayed_by) == ("The Harbor Courier", None)


def test_what_an_outlet_passes_on_is_its_source_s_word() -> None:
    said = only("According to The Harbor Courier, spokesman Jonas Hale said the pumps failed in March.").attribution
    assert (said.speaker, said.heard_by, said.relayed_by) == ("Jonas Hale", "The Harbor Courier", "Bay Gazette")
    said = only("Officials said the pumps failed in March, The Harbor Courier reported Thursday.").attribution
    assert (said.speaker, said.heard_by, said.relayed_by) == ("officials", "The Harbor Courier", "Bay Gazette")


def test_the_short_name_of_an_outlet_is_completed() -> None:
    body = "The Harbor Courier found the leak.\n\n“The pumps failed in March,” an official told the Courier."
    assert of("an official", told(body)).attribution.heard_by == "The Harbor Courier"


def test_an_article_that_names_another_outlet_twice_retells_it() -> None:
    body = "The pumps failed, The Harbor Courier reported.\n\nAn official told the Courier that nobody inspected them."
    assert relayed(told(body), outlet="Bay Gazette") == "The Harbor Courier"
    assert relayed(told(body), outlet="Harbor Courier") is None
    assert relayed(told("The pumps failed, The Harbor Courier reported."), outlet="Bay Gazette") is None


def test_hedges_and_negations_stay_in_the_claim() -> None:
    claim = only("The port has not allegedly paid at least 40 workers, Mara Lind said.")
    assert claim.text == "The port has not allegedly paid at least 40 workers, Mara Lind said."
    (figure,) = claim.figures
    assert (figure.value, figure.unit, figure.hedge) == (Decimal(40), "workers", "at least")


def test_how_many_speak_is_no_figure_of_the_claim() -> None:
    claim = only("Three people who know the port said the pumps failed in March.")
    assert claim.figures == ()
    assert claim.attribution.how_many == 3


def test_a_denial_is_tied_to_what_it_denies_and_kept_with_it() -> None:
    claims = key_claims(told(TUNNEL))
    denial = of("Jonas Hale", claims)
    assert denial.kind is ClaimKind.DENIAL
    (relation,) = denial.relations
    assert (relation.kind, relation.claim) == (RelationKind.DENIES, of("two city officials", claims).id)


def test_a_charge_is_never_kept_without_its_denial() -> None:
    claims = told(TUNNEL)
    charge = of("two city officials", claims)
    kept = key_claims([charge, *(claim for claim in claims if claim.id != charge.id)], most=2)
    assert {claim.attribution.speaker for claim in kept} == {"two city officials", "Jonas Hale"}


def test_turning_down_an_offer_is_no_denial() -> None:
    assert only("Union members rejected the port’s final contract offer.").kind is not ClaimKind.DENIAL


def test_nothing_found_contradicts_the_reason_that_was_given() -> None:
    body = (
        "The port has defended the closure as necessary to stop smuggled diesel.\n\n"
        "Inspector Jonas Hale said there was no evidence that diesel was smuggled."
    )
    claims = key_claims(told(body))
    (relation,) = of("Jonas Hale", claims).relations
    assert (relation.kind, relation.claim) == (RelationKind.CONTRADICTS, of("the port", claims).id)


def test_a_surname_is_completed_from_the_article() -> None:
    body = "Engineer Mara Lind built the tunnel.\n\nLind said the pumps were tested twice."
    claim = of("Mara Lind", told(body))
    assert claim.text == "Mara Lind said the pumps were tested twice."
    assert claim.attribution.role == "Engineer"


def test_a_surname_that_two_people_share_is_left_alone() -> None:
    body = "Mara Lind met her brother Erik Lind.\n\nLind said the pumps were tested twice."
    assert of("Lind", told(body)).text == "Lind said the pumps were tested twice."


def test_a_pronoun_becomes_the_name_of_who_spoke_last() -> None:
    body = "The tunnel is safe, spokeswoman Mara Lind said. She added that the pumps were tested twice."
    texts = [claim.text for claim in key_claims(told(body))]
    assert "Mara Lind added that the pumps were tested twice." in texts


def test_a_pronoun_that_may_mean_another_is_left_alone_and_never_key() -> None:
    body = "The tunnel is safe, spokesman Jonas Hale said. She added that the pumps were tested twice."
    assert of("she", told(body)).text == "She added that the pumps were tested twice."
    assert all(claim.attribution.speaker != "she" for claim in key_claims(told(body)))


def test_a_claim_does_not_open_with_what_only_the_sentence_before_explains() -> None:
    body = "The tunnel opened.\n\nThis was a mistake that cost the harbor eleven years of traffic."
    assert [claim.text for claim in key_claims(told(body))] == []


def test_a_pronoun_without_a_noun_is_never_key() -> None:
    body = "If she wins, all charges could be dropped by June.\n\nUntil then, the port is forced to hire ferries."
    assert key_claims(told(body)) == ()


@pytest.mark.parametrize(
    "body",
    [
        "The tunnel under the harbor opened on Monday after the mayor and the",
        "Now, the chief engineer of the tunnel under the harbor.",
        "The pumps), which were tested nineteen times in the winter.",
    ],
)
def test_half_a_sentence_is_never_key(body: str) -> None:
    assert key_claims(told(body)) == ()


def test_a_man_believed_to_be_somewhere_believes_nothing() -> None:
    assert only("The last to leave was a clerk believed to trade in old ferries.").attribution.speaker is None


def test_headline_captions_and_notices_make_no_claims() -> None:
    body = (
        "Harbor tunnel to open in June\n\nWorkers near the tunnel mouth on a Monday in March\n\n"
        "The tunnel under the harbor opened on Monday.\n\nSign up for our newsletter to read more about tunnels."
    )
    claims = key_claims(told(body, headline="Harbor tunnel to open in June"))
    assert [claim.text for claim in claims] == ["The tunnel under the harbor opened on Monday."]


def test_a_dateline_is_no_part_of_a_claim() -> None:
    assert only("BAYTOWN (AP) — The tunnel under the harbor opened on Monday.").text.startswith("The tunnel")


def test_what_the_writer_judges_is_dropped_and_the_fact_kept() -> None:
    claim = only("Ever hungry for a fight, the port sold both ferries on Monday, ostensibly saving money.")
    assert claim.text == "The port sold both ferries on Monday."
    assert key_claims(told("The port’s shameful sale of both ferries went on all winter.")) == ()


def test_a_hedge_at_the_beginning_is_never_dropped_as_a_judgement() -> None:
    body = "Perhaps after a brutal winter, the port will sell both ferries to Baytown."
    assert all(claim.text == body for claim in key_claims(told(body)))


def test_an_opinion_is_told_as_one() -> None:
    claim = only("“Closing both ferries was a terrible mistake,” Mara Lind said.")
    assert claim.kind is ClaimKind.OPINION


def test_a_claim_keeps_its_id_when_the_article_is_told_in_another_order() -> None:
    first, second = "Mara Lind said the tunnel is safe.", "Jonas Hale said the pumps failed in March."
    one, other = told(f"{first}\n\n{second}"), told(f"{second}\n\n{first}")
    assert {claim.id for claim in one} == {claim.id for claim in other}
    assert claim_id(Slug("a"), "The tunnel opened.") == claim_id(Slug("a"), "the tunnel OPENED")


def test_ranks_count_from_one_and_ids_are_unique() -> None:
    body = TUNNEL + "\n\nThe tunnel will open in June, chief engineer Mara Lind said on Monday."
    claims = told(body)
    assert [claim.rank for claim in claims] == list(range(1, len(claims) + 1))
    assert len({claim.id for claim in claims}) == len(claims)


def test_a_repeated_statement_is_kept_once() -> None:
    sentence = "The tunnel will open in June, chief engineer Mara Lind said on Monday."
    assert len(key_claims(told(f"{sentence}\n\n{sentence}"))) == 1
