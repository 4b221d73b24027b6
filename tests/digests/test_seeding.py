"""What a seed file may say, and how its faults are told."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from digests.article import (
    HOUSE,
    UNKNOWN_TIME,
    ClaimId,
    ClaimKind,
    ClaimStatus,
    Figure,
    GroundRule,
    PubStatus,
    Relation,
    RelationKind,
    StatusChange,
    When,
)
from digests.errors import BadSeed, BadSeeds, BadSource, UnknownTopic
from digests.seeding import Seed, read_seeds, shipped_seeds
from digests.topics import Topic, topic

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

ARTICLE = """
slug = "harbor-tunnel"
headline = "Harbor tunnel to open in June"
"""
CLAIM = """
[[claims]]
id = "opening"
text = "The tunnel will open in June."
kind = "statement"
"""


def seeds_of(folder: Path, **sheets: str) -> tuple[Seed, ...]:
    """The seeds of a folder with one file a keyword; ``examples_tram`` is examples/tram.toml."""
    for name, text in sheets.items():
        file = folder / f"{name.replace('_', '/')}.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    return read_seeds(folder, received=NOON)


def faults_of(folder: Path, **sheets: str) -> list[tuple[str, str, str]]:
    """What is wrong with them: file, field, why."""
    with pytest.raises(BadSeeds) as told:
        seeds_of(folder, **sheets)
    return [(fault.file, fault.field, fault.why) for fault in told.value.faults]


def test_two_lines_make_an_article_and_the_rest_is_unknown(tmp_path: Path) -> None:
    (seed,) = seeds_of(tmp_path, tunnel=ARTICLE)
    article = seed.article
    assert (article.tenant, article.slug, article.source_id) == (HOUSE, "harbor-tunnel", "harbor-tunnel")
    assert (article.outlet, article.url, article.byline, article.published) == (None, None, None, UNKNOWN_TIME)
    assert (article.urgency, article.pubstatus, article.received) == (5, PubStatus.USABLE, NOON)
    assert seed.story == "harbor-tunnel"


def test_a_claim_keeps_speaker_quote_figure_relation_and_history(tmp_path: Path) -> None:
    told = """
        [[claims]]
        id = "cost"
        text = "The tunnel costs about 3.5 million crowns, two engineers say."
        kind = "figure"
        ground_rule = "on background"
        cue = "told"
        quote = "a fair price"
        [claims.attribution]
        speaker = "two engineers"
        how_many = 2
        heard_by = "Harbor Courier"
        relayed_by = "Radio Osterfen"
        [[claims.figures]]
        value = 3.5
        unit = "million crowns"
        hedge = "about"
        measures = "cost of the tunnel"
        [[claims.relations]]
        kind = "supports"
        claim = "opening"
        [[claims.history]]
        status = "confirmed"
        at = 2026-03-02T10:00:00+01:00
        by = "Harbor Courier"
        reason = "the contract was shown"
        """
    ((_, claim),) = (seed.article.claims for seed in seeds_of(tmp_path, tunnel=ARTICLE + CLAIM + dedent(told)))
    assert (claim.id, claim.rank, claim.kind) == ("harbor-tunnel/cost", 2, ClaimKind.FIGURE)
    assert (claim.attribution.speaker, claim.attribution.how_many) == ("two engineers", 2)
    assert (claim.attribution.heard_by, claim.attribution.relayed_by) == ("Harbor Courier", "Radio Osterfen")
    assert (claim.quote, claim.direct, claim.cue) == ("a fair price", True, "told")
    assert claim.ground_rule is GroundRule.ON_BACKGROUND
    assert claim.figures == (
        Figure(value=Decimal("3.5"), unit="million crowns", hedge="about", measures="cost of the tunnel"),
    )
    assert claim.relations == (Relation(kind=RelationKind.SUPPORTS, claim=ClaimId("harbor-tunnel/opening")),)
    assert claim.history == (
        StatusChange(
            status=ClaimStatus.CONFIRMED,
            at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
            by="Harbor Courier",
            reason="the contract was shown",
        ),
    )


def test_the_most_important_claim_comes_first_wherever_it_stands(tmp_path: Path) -> None:
    second = CLAIM.replace("opening", "cost") + "key = 1\n"
    (seed,) = seeds_of(tmp_path, tunnel=ARTICLE + CLAIM + "key = 2\n" + second)
    assert [claim.id for claim in seed.article.claims] == ["harbor-tunnel/cost", "harbor-tunnel/opening"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-02T07:00:00+01:00", When.at(datetime(2026, 3, 2, 7, tzinfo=timezone(timedelta(hours=1))))),
        ("2026-03-02", When.on(datetime(2026, 3, 2, tzinfo=UTC).date())),
        ('"2026-03-02"', When.on(datetime(2026, 3, 2, tzinfo=UTC).date())),
        ('"2026-03"', When.within(2026, 3)),
    ],
)
def test_a_time_is_kept_as_exact_as_it_was_written(written: str, meant: When, tmp_path: Path) -> None:
    (seed,) = seeds_of(tmp_path, tunnel=f"{ARTICLE}versioncreated = {written}")
    assert seed.article.published == meant


def test_two_files_tell_one_story_where_they_say_so(tmp_path: Path) -> None:
    radio = ARTICLE.replace("harbor-tunnel", "tunnel-radio")
    seeds = seeds_of(tmp_path, a=ARTICLE + 'story = "tunnel"', b=radio + 'story = "tunnel"')
    assert [(seed.article.slug, seed.story) for seed in seeds] == [
        ("harbor-tunnel", "tunnel"),
        ("tunnel-radio", "tunnel"),
    ]


def test_a_claim_may_answer_one_of_another_file(tmp_path: Path) -> None:
    radio = (ARTICLE + CLAIM).replace("harbor-tunnel", "tunnel-radio")
    relation = '[[claims.relations]]\nkind = "contradicts"\nclaim = "harbor-tunnel/opening"'
    _, seed = seeds_of(tmp_path, a=ARTICLE + CLAIM, b=radio + relation)
    assert seed.article.claims[0].relations[0].claim == "harbor-tunnel/opening"


@pytest.mark.parametrize(
    ("lines", "field", "why"),
    [
        ("urgncy = 3", "urgncy", "did you mean urgency?"),
        ("colour = 3", "colour", "known are slug, "),
        ("urgency = 0", "urgency", "runs from 1 to 9"),
        ("urgency = 10", "urgency", "runs from 1 to 9"),
        ('urgency = "high"', "urgency", "must be a whole number"),
        ("urgency = true", "urgency", "must be a whole number"),
        ("outlet = 7", "outlet", "must be a text in quotes"),
        ('outlet = " "', "outlet", "leave the line out"),
        ('url = "harbor.example"', "url", "begins with https://"),
        ('topics = ["politcs"]', "topics", "Did you mean politics"),
        ('topics = "politics"', "topics", "must be a list of words"),
        ('pubstatus = "cancelled"', "pubstatus", "did you mean canceled?"),
        ("embargoed = 2026-03-02T07:00:00", "embargoed", "needs a zone"),
        ("embargoed = 2026-03-02", "embargoed", "must be an instant"),
        ("versioncreated = 2026-03-02T07:00:00", "versioncreated", "needs a zone"),
        ('versioncreated = "2026-13"', "versioncreated", "is no time"),
        ('versioncreated = "yesterday"', "versioncreated", "is no time"),
        (f'summary = "{"word " * 61}"', "summary", "has 61 words; 60 at most"),
        ('claims = "none"', "claims", "must be a list of tables"),
        ('claims = ["none"]', "claims[1]", "must be a table"),
    ],
)
def test_a_fault_of_an_article_is_named_by_file_and_field(lines: str, field: str, why: str, tmp_path: Path) -> None:
    ((file, named, told),) = faults_of(tmp_path, tunnel=f"{ARTICLE}{lines}")
    assert (file, named) == ("tunnel.toml", field)
    assert why in told


@pytest.mark.parametrize(
    ("lines", "field", "why"),
    [
        ('spekaer = "Mara Lind"', "claims[opening].spekaer", "is no field here"),
        ('ground_rule = "on background "', "claims[opening].ground_rule", "did you mean on background"),
        ("key = 0", "claims[opening].key", "runs from 1"),
        ('direct = "yes"', "claims[opening].direct", "must be true or false"),
        ('attribution.spekaer = "Mara"', "claims[opening].attribution.spekaer", "did you mean speaker?"),
        ("attribution.how_many = -1", "claims[opening].attribution.how_many", "runs from 1"),
        ('figures = [{value = "ten"}]', "claims[opening].figures[1].value", "must be a number"),
        ("figures = [{value = true}]", "claims[opening].figures[1].value", "must be a number"),
        ("figures = [{value = nan}]", "claims[opening].figures[1].value", "counts nothing"),
        ('figures = [{unit = "m"}]', "claims[opening].figures[1].value", "is missing"),
        (
            'relations = [{kind = "denies", claim = "opning"}]',
            "claims[opening].relations[1].claim",
            "did you mean harbor-tunnel/opening?",
        ),
        (
            'relations = [{kind = "rejects", claim = "opening"}]',
            "claims[opening].relations[1].kind",
            "cannot be 'rejects'",
        ),
        (
            'history = [{status = "corrected", by = "desk", reason = "slip"}]',
            "claims[opening].history[1].at",
            "is missing; it must be an instant",
        ),
    ],
)
def test_a_fault_of_a_claim_is_named_with_the_claim(lines: str, field: str, why: str, tmp_path: Path) -> None:
    ((_, named, told),) = faults_of(tmp_path, tunnel=ARTICLE + CLAIM + lines)
    assert named == field
    assert why in told


def test_what_must_be_there_is_asked_for(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, tunnel='outlet = "Harbor Courier"\n[[claims]]\n')
    assert [field for _, field, _ in faults] == [
        "slug",
        "headline",
        "claims[1].id",
        "claims[1].text",
        "claims[1].kind",
    ]
    assert all("is missing" in why for _, _, why in faults)


def test_a_claim_of_more_than_300_characters_is_too_long(tmp_path: Path) -> None:
    just = CLAIM.replace("The tunnel will open in June.", "x" * 300)
    assert seeds_of(tmp_path, tunnel=ARTICLE + just)
    faults = faults_of(tmp_path, tunnel=ARTICLE + just.replace("x" * 300, "x" * 301))
    assert faults == [("tunnel.toml", "claims[opening].text", "has 301 characters; 300 at most")]


def test_two_claims_of_a_file_cannot_share_an_id(tmp_path: Path) -> None:
    ((_, field, why),) = faults_of(tmp_path, tunnel=ARTICLE + CLAIM + CLAIM)
    assert (field, why) == ("claims[opening].id", "an earlier claim of this file has it already")


def test_two_files_cannot_share_a_slug(tmp_path: Path) -> None:
    ((file, field, why),) = faults_of(tmp_path, a=ARTICLE, b=ARTICLE)
    assert (file, field) == ("b.toml", "slug")
    assert "a.toml has it already" in why


def test_a_slug_is_written_in_small_letters_and_hyphens(tmp_path: Path) -> None:
    ((_, field, why),) = faults_of(tmp_path, tunnel=ARTICLE.replace("harbor-tunnel", "Harbor/Tunnel"))
    assert field == "slug"
    assert "small letters" in why


def test_an_invented_article_is_marked_and_only_among_the_examples(tmp_path: Path) -> None:
    (seed,) = seeds_of(tmp_path, examples_tram=ARTICLE + "example = true")
    assert seed.article.example
    assert faults_of(tmp_path, examples_tram=ARTICLE) == [
        ("examples/tram.toml", "example", "must be true in examples/, and only there")
    ]
    (tmp_path / "examples/tram.toml").unlink()
    ((file, field, _),) = faults_of(tmp_path, tram=ARTICLE + "example = true")
    assert (file, field) == ("tram.toml", "example")


def test_all_faults_of_all_files_are_told_together_in_the_order_of_the_files(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        c="slug = ",
        a=ARTICLE + 'language = 3\nurgency = "high"',
        b=ARTICLE.replace("harbor-tunnel", "other") + "url = 1",
    )
    assert [(file, field) for file, field, _ in faults] == [
        ("a.toml", "language"),
        ("a.toml", "urgency"),
        ("b.toml", "url"),
        ("c.toml", "the whole file"),
    ]


def test_a_broken_file_is_no_fault_of_those_that_answer_it(tmp_path: Path) -> None:
    answering = CLAIM + '[[claims.relations]]\nkind = "denies"\nclaim = "broken/claim"'
    faults = faults_of(tmp_path, tunnel=ARTICLE + answering, broken="slug = ")
    assert [file for file, _, _ in faults] == ["broken.toml"]


def test_a_file_that_is_not_text_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "tunnel.toml").write_bytes(b'slug = "\xff"')
    ((file, field, why),) = faults_of(tmp_path)
    assert (file, field) == ("tunnel.toml", "the whole file")
    assert "is not TOML" in why


def test_a_file_saved_by_a_plain_editor_of_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "tunnel.toml").write_bytes(b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    assert [seed.article.slug for seed in seeds_of(tmp_path)] == ["harbor-tunnel"]


def test_a_fault_reads_as_a_sentence_with_its_place() -> None:
    fault = BadSeed("tunnel.toml", "urgency", "is 10; it runs from 1 to 9")
    assert str(BadSeeds([fault])) == "tunnel.toml: urgency: is 10; it runs from 1 to 9"


def test_a_folder_without_seeds_gives_none_and_a_missing_one_is_named(tmp_path: Path) -> None:
    assert seeds_of(tmp_path) == ()
    with pytest.raises(BadSource, match="there is no such folder"):
        read_seeds(tmp_path / "missing", received=NOON)


def test_the_seeds_that_ship_are_found_from_any_folder() -> None:
    assert any(file.name.endswith(".toml") for file in shipped_seeds().iterdir())


@pytest.mark.parametrize("said", ["politics", " Politics ", "medtop:11000000", "politics and government"])
def test_a_topic_goes_by_word_code_or_name(said: str) -> None:
    assert topic(said) is Topic.POLITICS
    assert (Topic.POLITICS.word, Topic.POLITICS.title) == ("politics", "politics and government")


def test_an_unknown_topic_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownTopic) as told:
        topic("sprot")
    assert (told.value.said, told.value.nearest[0]) == ("sprot", "sport")
    with pytest.raises(UnknownTopic, match="for example, politics"):
        topic("medtop:20000574")


def test_the_seventeen_topics_have_codes_and_words_of_their_own() -> None:
    assert [one.value for one in Topic] == [f"medtop:{number:02}000000" for number in range(1, 18)]
    assert len({one.word for one in Topic}) == 17
