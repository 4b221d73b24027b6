"""rundown why: every story of a digest, told or left out, and the reason."""

from datetime import UTC, datetime
from pathlib import Path

from digests.article import When
from digests.topics import Topic
from tests.bot.cli.typed import filed, typed
from tests.builders import an_article

TODAY = ("--since", "2026-03-01T08:00Z", "--until", "2026-03-02T07:00Z")
LONG_AGO = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)


def test_a_story_that_is_told_says_why() -> None:
    filed(an_article())
    said = typed("why", "harbor-tunnel", *TODAY)
    assert said.code == 0
    assert "Told: Harbor tunnel to open in June\n  harbor-tunnel: " in said.out


def test_a_story_that_is_left_out_says_why() -> None:
    filed(an_article(topics=(Topic.SPORT,)))
    said = typed("why", "TUNNEL to open", *TODAY, "--topic", "politics")
    assert "Left out: Harbor tunnel to open in June\n  harbor-tunnel: " in said.out


def test_its_own_id_finds_one_story_and_not_all_that_speak_of_it() -> None:
    filed(an_article(), an_article("harbor-tunnel-toll", headline="Toll for the harbor tunnel"))
    said = typed("why", "harbor-tunnel", *TODAY)
    assert "Harbor tunnel to open" in said.out
    assert "Toll for" not in said.out


def test_without_a_name_all_stories_of_the_digest_are_listed() -> None:
    filed(an_article(), an_article("second-ferry", headline="Second ferry to sail"))
    said = typed("why", *TODAY)
    assert said.out.startswith("A dry run looked at 2 articles in 2 stories, from 01 Mar 08:00 to 02 Mar 07:00 UTC.")
    assert said.out.count("  harbor-tunnel: ") == said.out.count("  second-ferry: ") == 1


def test_a_story_out_of_the_digests_time_is_named_as_such() -> None:
    filed(an_article(received=LONG_AGO, published=When.at(LONG_AGO)))
    said = typed("why", "tunnel", *TODAY)
    assert said.code == 0
    assert "Not looked at: Harbor tunnel to open in June" in said.out


def test_an_unknown_story_is_refused_with_the_nearest() -> None:
    filed(an_article())
    said = typed("why", "tunel", *TODAY)
    assert (said.code, said.out) == (2, "")
    assert "No story is called 'tunel'. Did you mean harbor-tunnel?" in said.err


def test_a_name_like_none_is_refused_with_where_to_look() -> None:
    filed(an_article())
    said = typed("why", "zzzz", *TODAY)
    assert said.code == 2
    assert "rundown stories" in said.err


def test_a_story_under_embargo_is_neither_named_nor_near() -> None:
    filed(an_article(embargoed_until=datetime(2199, 1, 1, tzinfo=UTC)))
    for name in ("harbor-tunnel", "tunel"):
        said = typed("why", name, *TODAY)
        assert said.code == 2
        assert "June" not in said.out + said.err
        assert "Did you mean" not in said.err


def test_the_last_digest_that_was_sent_is_explained_and_not_a_dry_run() -> None:
    filed(an_article())
    Path("rundown.toml").write_text(
        '[editions.morning]\nat = "8:00"\n[channels.desk]\nplatform = "terminal"\neditions = ["morning"]\n'
    )
    assert typed("post", "--once", "--channel", "desk", "--at", "2026-03-02T07:00Z").code == 0
    said = typed("why")
    assert said.out.startswith("Morning rundown to terminal:desk, due 02 Mar 07:00, looked at 1 article in 1 story,")
    assert "Told: Harbor tunnel to open in June" in said.out
