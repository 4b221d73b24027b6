"""rundown digest: what a channel would be told, in every form, and nothing sent."""

import json
import re
from typing import Any

import pytest

from digests.article import PubStatus
from digests.topics import Topic
from tests.bot.cli.typed import Said, filed, typed
from tests.builders import a_claim, an_article

TODAY = ("--since", "2026-03-01T08:00Z", "--until", "2026-03-02T07:00Z")
FERRY = "Second ferry to sail from Monday"


def a_ferry(**changes: Any) -> Any:
    claim = a_claim("sailing", of="second-ferry", text="A second ferry sails from Monday.")
    return an_article("second-ferry", headline=FERRY, summary="A second ferry sails.", claims=(claim,), **changes)


def digested(*words: str, **environment: str) -> Said:
    said = typed("digest", *TODAY, *words, **environment)
    assert said.code == 0, said.err
    return said


def headlines(said: Said) -> list[str]:
    (digest,) = said.rows
    return [item["headline"] for item in digest["items"]]


def test_a_digest_tells_story_claim_speaker_and_source() -> None:
    filed(an_article())
    text = digested().out
    for words in ("Harbor tunnel to open in June", "Mara Lind, chief engineer", "1 source: Harbor Courier"):
        assert words in text


def test_a_dry_run_marks_nothing_as_read() -> None:
    filed(an_article())
    assert digested("--json").rows == digested("--json").rows
    assert typed("why", *TODAY).out.startswith("A dry run looked at 1 article in 1 story,")


def test_an_empty_window_says_so_and_what_was_looked_at() -> None:
    filed(an_article())
    text = typed("digest", "--since", "2026-02-01", "--until", "2026-02-02").out
    assert "Nothing new" in text
    assert "no articles, 1 Feb, 00:00 – 2 Feb, 00:00" in text


def test_slack_gets_its_blocks() -> None:
    filed(an_article())
    (message,) = json.loads(digested("--as", "slack").out)
    assert {"text", "blocks"} <= message.keys()
    assert "Harbor tunnel to open in June" in json.dumps(message["blocks"])


def test_discord_gets_components_that_call_nobody() -> None:
    filed(an_article(headline="@everyone, the tunnel opens"))
    (message,) = json.loads(digested("--as", "discord").out)
    assert message["components"]
    assert message["allowed_mentions"] == {"parse": []}


def test_a_page_stands_alone() -> None:
    filed(an_article(headline="<script>alert(1)</script>"))
    page = digested("--as", "html").out
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert "<script" not in page


def test_json_is_one_object_on_one_line() -> None:
    filed(an_article())
    (digest,) = digested("--json").rows
    assert digest["at"] == "2026-03-02T07:00:00+00:00"
    assert [item["story"] for item in digest["items"]] == ["harbor-tunnel"]
    assert digest["proof"]["articles"] == 1


def test_a_topic_keeps_out_the_others_and_may_be_given_again() -> None:
    filed(an_article(topics=(Topic.BUSINESS,)), a_ferry(topics=(Topic.SOCIETY,)))
    assert headlines(digested("--json", "--topic", "society")) == [FERRY]
    assert len(headlines(digested("--json", "--topic", "society", "--topic", "Business"))) == 2


def test_the_limit_counts_stories() -> None:
    filed(
        *(
            an_article(f"tunnel-{word}", headline=f"Tunnel {word} opens", summary=f"The tunnel {word} opens.")
            for word in ("anna", "bert", "cora", "dirk", "emil")
        )
    )
    assert len(headlines(digested("--json", "--limit", "3"))) == 3
    assert len(headlines(digested("--json"))) == 5


def test_what_the_desk_holds_back_is_in_no_form() -> None:
    filed(a_ferry(pubstatus=PubStatus.WITHHELD), an_article())
    for form in ("slack", "discord", "text", "html"):
        assert "ferry" not in digested("--as", form).out.lower()
    assert "ferry" not in digested("--json").out.lower()


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("--since", "yesterday"), "Try 2026-03-02T08:00Z"),
        (("--until", "0001-01-01"), "Try 2026-03-02T08:00Z"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "cannot begin after it ends"),
        (("--topic", "polytics"), "Did you mean politics?"),
        (("--topic", ""), "Try, for example, politics"),
        (("--limit", "2"), "Try 'rundown digest --help'"),
        (("--limit", "many"), "Try 'rundown digest --help'"),
        (("--as", "fax"), "'slack', 'discord', 'text', 'html'"),
        (("--colour",), "Try 'rundown digest --help'"),
        (("today",), "Try 'rundown digest --help'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_next_step(words: tuple[str, ...], mend: str) -> None:
    said = typed("digest", *words)
    assert (said.code, said.out) == (2, "")
    assert mend in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("columns", [1, 20, 40, 80, 200])
def test_lines_keep_to_the_width_of_the_terminal_but_for_addresses(columns: int) -> None:
    filed(an_article(), a_ferry())
    lines = digested(COLUMNS=str(columns)).out.splitlines()
    widest = max(len(line) for line in lines if "://" not in line)
    assert widest <= max(min(columns, 88), 12)


def test_a_pipe_gets_plain_text_and_a_terminal_without_colour_gets_none() -> None:
    filed(an_article())
    coloured = re.compile(r"\x1b\[[\d;]*[34]\d?m")
    assert "\x1b" not in digested().out
    assert coloured.search(digested(FORCE_COLOR="1", TERM="xterm-256color").out)
    assert not coloured.search(digested(FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color").out)


@pytest.mark.parametrize(
    "verb", [("digest", *TODAY), ("why", *TODAY), ("ask", "When opens the tunnel?"), ("search", "tunnel")]
)
def test_foreign_words_cannot_command_the_terminal(verb: tuple[str, ...]) -> None:
    claim = a_claim(text="The tunnel opens \x1b]0;pwned\x07 in June.\x1b[2J")
    filed(an_article(headline="The tunnel \x1b[31mopens\x9b2J", claims=(claim,)))
    said = typed(*verb)
    assert said.code == 0
    assert "tunnel" in said.out.lower()
    assert not set("\x1b\x07\x9b") & set(said.out)
