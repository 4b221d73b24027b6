"""What a channel is told, in which order, and what it is told was left out."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from digests.article import (
    Article,
    Attribution,
    ClaimId,
    ClaimKind,
    ClaimStatus,
    Figure,
    Genre,
    PubStatus,
    Relation,
    RelationKind,
    StatusChange,
    Story,
    When,
)
from digests.composing import MOST_WORDS, compose
from digests.digest import Digest, Window
from digests.taste import Extent
from digests.topics import Topic
from tests.builders import MORNING, a_claim, a_story, an_article, an_edition

NIGHT = Window(since=MORNING - timedelta(hours=24), until=MORNING)


def composed(*stories: Story, carried: dict[ClaimId, str] | None = None, **edition: Any) -> Digest:
    return compose(an_edition(**edition), stories, window=NIGHT, at=MORNING, carried=carried or {})


def told(digest: Digest) -> list[str]:
    return [item.article for item in digest.items]


def why(digest: Digest) -> dict[str, str]:
    return {left.story: left.why for left in digest.proof.left_out}


def read(digest: Digest) -> dict[ClaimId, str]:
    """What a channel has used up once it got this digest."""
    return {carried.claim: carried.fingerprint for item in digest.items for carried in item.carries}


def many(count: int, **changes: Any) -> list[Story]:
    return [a_story(an_article(f"story-{n}", **changes)) for n in range(count)]


def test_the_most_urgent_story_comes_first_and_then_the_most_widely_reported() -> None:
    wide = a_story(an_article("wide"), an_article("wide-too", outlet="Port Gazette", claims=()))
    digest = composed(a_story(an_article("plain")), wide, a_story(an_article("urgent", urgency=1)))
    assert told(digest) == ["urgent", "wide", "plain"]


def test_an_outlet_that_relays_another_is_no_second_source() -> None:
    relay = an_article("relay", outlet="Port Gazette", relays="Harbor Courier", claims=())
    (item,) = composed(a_story(an_article(), relay)).items
    assert item.sources == ("Harbor Courier",)
    assert item.outlets == ("Harbor Courier", "Port Gazette")


def test_an_edition_on_sport_leaves_politics_out_and_says_so() -> None:
    digest = composed(
        a_story(an_article("match", topics=(Topic.SPORT,))),
        a_story(an_article("vote", topics=(Topic.POLITICS,))),
        topics=frozenset({Topic.SPORT}),
    )
    assert told(digest) == ["match"]
    assert why(digest) == {"vote": "not about sport"}


@pytest.mark.parametrize("status", [PubStatus.WITHHELD, PubStatus.CANCELED])
def test_what_is_withheld_or_withdrawn_is_counted_and_not_named(status: PubStatus) -> None:
    digest = composed(a_story(an_article("secret", pubstatus=status)))
    assert digest.items == ()
    assert digest.proof.held == 1
    assert "secret" not in repr(digest)


def test_an_embargo_lifts_at_its_instant_and_not_before() -> None:
    early = composed(a_story(an_article(embargoed_until=MORNING + timedelta(seconds=1))))
    assert told(early) == []
    assert "tunnel" not in repr(early)
    assert told(composed(a_story(an_article(embargoed_until=MORNING)))) == ["harbor-tunnel"]


def test_a_denial_rides_along_with_its_allegation_however_minor_it_is() -> None:
    charge = a_claim("charge", kind=ClaimKind.ALLEGATION)
    denial = a_claim(
        "denial", kind=ClaimKind.DENIAL, rank=9, relations=(Relation(kind=RelationKind.DENIES, claim=charge.id),)
    )
    filler = [a_claim(f"filler-{n}", rank=2) for n in range(3)]
    (item,) = composed(a_story(an_article(claims=(charge, *filler, denial)))).items
    assert item.lines[0].claim == charge.id
    assert [reply.claim for reply in item.lines[0].replies] == [denial.id]


def test_a_new_denial_brings_the_old_allegation_with_it() -> None:
    charge = a_claim("charge", kind=ClaimKind.ALLEGATION)
    first = composed(a_story(an_article(claims=(charge,))))
    denial = a_claim("denial", kind=ClaimKind.DENIAL, relations=(Relation(kind=RelationKind.DENIES, claim=charge.id),))
    (item,) = composed(a_story(an_article(claims=(charge, denial))), carried=read(first)).items
    assert not item.is_new
    assert [line.claim for line in item.lines] == [charge.id]
    assert [reply.claim for reply in item.lines[0].replies] == [denial.id]


def test_two_outlets_with_another_figure_stand_side_by_side_under_their_names() -> None:
    def toll(slug: str, value: int, outlet: str) -> Article:
        figure = Figure(value=Decimal(value), unit="people", measures="injured in the tunnel")
        claim = a_claim(of=slug, text=f"{value} people were hurt.", figures=(figure,), attribution=Attribution())
        return an_article(slug, outlet=outlet, claims=(claim,))

    (item,) = composed(a_story(toll("a", 12, "Harbor Courier"), toll("b", 15, "Port Gazette"))).items
    (line,) = item.lines
    assert (line.text, line.credit) == ("12 people were hurt.", "Harbor Courier")
    assert [(reply.text, reply.credit) for reply in line.replies] == [("15 people were hurt.", "Port Gazette")]


def test_a_denial_of_a_denial_is_not_lost() -> None:
    charge = a_claim("charge")
    denial = a_claim("denial", relations=(Relation(kind=RelationKind.DENIES, claim=charge.id),))
    retort = a_claim("retort", relations=(Relation(kind=RelationKind.DENIES, claim=denial.id),))
    (item,) = composed(a_story(an_article(claims=(retort, denial, charge)))).items
    assert {line.claim for line in item.claims} == {charge.id, denial.id, retort.id}


def test_a_story_that_the_channel_has_read_is_not_repeated_for_its_lesser_claims() -> None:
    story = a_story(an_article(claims=tuple(a_claim(f"claim-{n}", rank=n + 1) for n in range(9))))
    first = composed(story)
    again = composed(story, carried=read(first))
    assert again.items == ()
    assert why(again) == {"harbor-tunnel": "nothing new since this channel's last digest"}


def test_a_corrected_claim_is_news_again_and_says_why() -> None:
    first = composed(a_story(an_article()))
    change = StatusChange(
        status=ClaimStatus.CORRECTED, at=MORNING, by="Harbor Courier", reason="It opens in July, not June."
    )
    (item,) = composed(a_story(an_article(claims=(a_claim(history=(change,)),))), carried=read(first)).items
    assert item.lines[0].status is ClaimStatus.CORRECTED
    assert item.lines[0].note == "It opens in July, not June."


def test_a_withdrawn_claim_is_never_told() -> None:
    change = StatusChange(status=ClaimStatus.WITHDRAWN, at=MORNING, by="desk", reason="It was not said.")
    (item,) = composed(a_story(an_article(claims=(a_claim(history=(change,)), a_claim("other"))))).items
    assert [line.claim for line in item.claims] == ["harbor-tunnel/other"]


def test_opinion_stands_apart_after_all_news() -> None:
    view = a_story(an_article("view", genre=Genre.OPINION, urgency=1))
    digest = composed(view, a_story(an_article("report", urgency=9)))
    assert [(item.article, item.opinion) for item in digest.items] == [("report", False), ("view", True)]


def test_one_subject_cannot_fill_the_digest_while_there_are_others() -> None:
    sport = [a_story(an_article(f"match-{n}", topics=(Topic.SPORT,), urgency=1)) for n in range(9)]
    digest = composed(*sport, *many(2, topics=(Topic.HEALTH,)))
    assert sum(article.startswith("match") for article in told(digest)) == 3
    assert len(digest.items) == 5
    assert len(digest.proof.left_out) == 6


def test_a_digest_is_read_in_ninety_seconds() -> None:
    long = "The council heard at length how the tunnel was dug under the harbor in the dark. " * 6
    wordy = tuple(a_claim(f"claim-{n}", text=long, rank=n + 1) for n in range(4))
    digest = composed(*many(7, claims=wordy, summary=long), most=7)
    assert len(digest.items) == 3
    assert all(len(item.lines) == 2 for item in digest.items)
    assert "ninety seconds" in digest.proof.left_out[-1].why
    short = composed(*many(7), most=7)
    assert len(short.items) == 7
    assert sum(len(item.text.split()) for item in short.items) < MOST_WORDS[Extent.USUAL]


def test_a_window_without_news_says_what_was_looked_at() -> None:
    old = an_article(published=When.at(MORNING - timedelta(days=9)), received=MORNING - timedelta(hours=2))
    digest = composed(a_story(old))
    assert digest.items == ()
    assert digest.proof.articles == 1
    assert digest.proof.outlets == ("Harbor Courier",)
    assert why(digest) == {"harbor-tunnel": "older than two days when it came in"}


@pytest.mark.parametrize(
    ("published", "received", "is_news"),
    [
        (When.at(MORNING), MORNING, True),
        (When.at(MORNING - timedelta(hours=24)), MORNING - timedelta(hours=24), False),
        (When.at(MORNING - timedelta(hours=30)), MORNING - timedelta(hours=1), True),
        (When.at(MORNING - timedelta(days=4)), MORNING - timedelta(hours=1), False),
        (When.on(datetime(2026, 3, 2, tzinfo=UTC).date()), MORNING, True),
        (When.within(2026, 3), MORNING - timedelta(hours=1), True),
        (When.within(2026, 3), MORNING - timedelta(hours=30), False),
    ],
)
def test_an_article_belongs_to_the_window_in_which_it_was_news(
    published: When, received: datetime, *, is_news: bool
) -> None:
    digest = composed(a_story(an_article(published=published, received=received)))
    assert bool(digest.items) is is_news


def test_the_same_record_makes_the_same_digest() -> None:
    stories = many(9)
    assert composed(*stories) == composed(*reversed(stories))


def test_a_correction_opens_the_digest() -> None:
    change = StatusChange(status=ClaimStatus.CORRECTED, at=MORNING, by="Harbor Courier", reason="July, not June.")
    corrected = an_article("corrected", urgency=8, claims=(a_claim(of="corrected", history=(change,)),))
    assert told(composed(a_story(an_article("urgent", urgency=1)), a_story(corrected))) == ["corrected", "urgent"]


def test_a_figure_that_corrects_another_is_told_as_a_correction_and_the_old_one_no_more() -> None:
    change = StatusChange(status=ClaimStatus.CORRECTED, at=MORNING, by="Harbor Courier", reason="Not 2 but 3 million.")
    old = a_claim("old", text="It costs 2 million.", history=(change,))
    new = a_claim("new", text="It costs 3 million.", relations=(Relation(kind=RelationKind.UPDATES, claim=old.id),))
    (item,) = composed(a_story(an_article(claims=(old, new)))).items
    (line,) = item.claims
    assert (line.text, line.status, line.note) == ("It costs 3 million.", ClaimStatus.CORRECTED, "Not 2 but 3 million.")


def test_two_claims_that_contradict_each_other_are_told_once_together() -> None:
    twelve, fifteen = a_claim("twelve").id, a_claim("fifteen").id
    claims = (
        a_claim("twelve", relations=(Relation(kind=RelationKind.CONTRADICTS, claim=fifteen),)),
        a_claim("fifteen", relations=(Relation(kind=RelationKind.CONTRADICTS, claim=twelve),)),
    )
    (item,) = composed(a_story(an_article(claims=claims))).items
    assert [line.claim for line in item.lines] == [twelve]
    assert [reply.claim for reply in item.lines[0].replies] == [fifteen]


def test_what_the_text_says_already_has_no_line_of_its_own_and_counts_as_told() -> None:
    plain = a_claim("plain", text="The tunnel opens in June.", kind=ClaimKind.EVENT)
    other = a_claim("other", text="It cost 4.2 million crowns.", rank=2)
    story = a_story(an_article(summary="The tunnel opens in June. Ferries stop then.", claims=(plain, other)))
    (item,) = composed(story).items
    assert item.text == "The tunnel opens in June. Ferries stop then."
    assert [line.claim for line in item.lines] == [other.id]
    assert {carried.claim: carried.shown for carried in item.carries} == {plain.id: True, other.id: True}


def test_a_charge_is_told_by_its_line_with_its_denial_and_not_in_the_running_text() -> None:
    charge = a_claim("charge", text="The port paid twice.", kind=ClaimKind.ALLEGATION)
    denies = (Relation(kind=RelationKind.DENIES, claim=charge.id),)
    denial = a_claim("denial", text="The port paid once, it says.", kind=ClaimKind.DENIAL, rank=2, relations=denies)
    summary = "The tunnel opens in June. The port paid twice. It was much."
    (item,) = composed(a_story(an_article(summary=summary, claims=(charge, denial)))).items
    assert item.text == "The tunnel opens in June."
    assert [(line.claim, [reply.claim for reply in line.replies]) for line in item.lines] == [(charge.id, [denial.id])]
