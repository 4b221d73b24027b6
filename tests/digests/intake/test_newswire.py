"""Files as newsrooms have them: whole, broken, packed, in old encodings, and in folders."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digests.article import Genre, Precision, PubStatus
from digests.errors import BadSource
from digests.intake.incoming import Copy
from digests.intake.newswire import MOST_RAW, Incoming, read_files
from digests.intake.workshop import Workshop
from digests.topics import Topic

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def read(path: Path) -> list[Incoming]:
    with Workshop() as workshop:
        return list(read_files(str(path), at=NOON, workshop=workshop))


def one(path: Path) -> Copy:
    (copy,) = read(path)
    assert isinstance(copy, Copy), copy
    return copy


def fault(path: Path) -> str:
    (bad,) = read(path)
    assert isinstance(bad, BadSource)
    return bad.why


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_a_line_keeps_all_that_it_says(tmp_path: Path) -> None:
    copy = one(
        lines(
            tmp_path / "a.jsonl",
            {
                "id": 7,
                "url": "https://courier.example/tunnel?utm_source=x#top",
                "headline": "Tunnel\nopens",
                "byline": "Ana Ruiz",
                "published": "2026-03-02T09:00:00+01:00",
                "outlet": "Courier",
                "body": "Cars go under it.",
                "summary": "It opens.",
                "claims": [{"text": "It opens in June.", "speaker": "Mara Lind", "outlet": "Courier"}],
            },
        )
    )
    assert (copy.source_id, copy.headline, copy.outlet, copy.summary) == ("7", "Tunnel opens", "Courier", "It opens.")
    assert copy.url == "https://courier.example/tunnel"
    assert copy.published.start == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert [(claim.text, claim.speaker) for claim in copy.claims] == [("It opens in June.", "Mara Lind")]


@pytest.mark.parametrize(
    ("said", "precision"),
    [
        ("2026-03-02T09:00:00Z", Precision.INSTANT),
        ("Mon, 02 Mar 2026 09:00:00 GMT", Precision.INSTANT),
        ("2026-03-02", Precision.DAY),
        ("2026-03", Precision.MONTH),
        (None, Precision.UNKNOWN),
    ],
)
def test_a_time_is_never_made_more_exact_than_it_was_said(tmp_path: Path, said: str, precision: Precision) -> None:
    copy = one(lines(tmp_path / "a.jsonl", {"headline": "Fog", "published": said}))
    assert copy.published.precision is precision
    assert copy.doubts == ()


@pytest.mark.parametrize("said", ["soon", "0001-01-01", "1970-01-01T00:00:00Z", "2099-01-01", "2026-02-30", "20261399"])
def test_a_time_that_cannot_be_is_unknown_and_told(tmp_path: Path, said: str) -> None:
    copy = one(lines(tmp_path / "a.jsonl", {"headline": "Fog", "published": said}))
    assert copy.published.precision is Precision.UNKNOWN
    assert len(copy.doubts) == 1


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    good = {"headline": "Fog"}
    path = lines(tmp_path / "a.jsonl", good, "{broken", "[1]", "", {"headline": ["no"]}, {"id": 1}, "[" * 9000, good)
    read_ = read(path)
    assert [isinstance(one, Copy) for one in read_] == [True, False, False, False, False, False, True]
    assert [one.why.split()[1] for one in read_ if isinstance(one, BadSource)] == ["2", "3", "5", "6", "7"]


def test_a_line_longer_than_an_article_may_be_fills_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"headline": "' + b"x" * (2 * MOST_RAW) + b'"}\n{"headline": "Fog"}\n')
    bad, good = read(path)
    assert isinstance(bad, BadSource)
    assert isinstance(good, Copy)


def test_a_packed_file_is_read_and_a_damaged_one_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress(json.dumps({"headline": "Fog"}).encode() + b"\n")
    path.write_bytes(packed)
    assert one(path).headline == "Fog"
    path.write_bytes(b"no gzip")
    assert "cannot be read" in fault(path)


def test_a_text_stays_letter_for_letter_so_that_spans_hold(tmp_path: Path) -> None:
    path = tmp_path / "harbor.txt"
    text = "Tunnel opens in June\r\n\r\nCars go under it, “at last”, said Mara Lind.\r\n"
    path.write_bytes(text.encode())
    copy = one(path)
    assert (copy.body, copy.headline, copy.source_id) == (text, "Tunnel opens in June", "harbor")


def test_a_text_without_a_headline_is_called_by_its_first_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The ferry ran aground off Skarv on Monday. Nobody was hurt, the coast guard says.")
    assert one(path).headline.startswith("The ferry ran aground")


@pytest.mark.parametrize(
    "raw",
    [
        "Fähre läuft auf Grund".encode("cp1252"),
        "\ufeffFähre läuft auf Grund".encode(),
        "Fähre läuft auf Grund".encode("utf-16"),
    ],
)
def test_old_encodings_are_read(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert "Fähre läuft auf Grund" in one(path).body


def test_ninjs_keeps_what_the_wire_says_of_it(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    item = {
        "uri": "urn:wire:1",
        "headline": "Bridge closed",
        "versioncreated": "2026-03-02T10:00:00Z",
        "body_text": "The bridge is closed, the road office said.",
        "pubstatus": "withheld",
        "urgency": 2,
        "embargoed": "2026-03-02T18:00:00Z",
        "ednote": "Adds quote",
        "subject": [{"code": "medtop:11000000"}, {"code": "x"}],
        "genre": [{"name": "Opinion"}],
    }
    path.write_text(json.dumps(item))
    copy = one(path)
    assert (copy.source_id, copy.pubstatus, copy.urgency, copy.genre) == (
        "urn:wire:1",
        PubStatus.WITHHELD,
        2,
        Genre.OPINION,
    )
    assert copy.embargoed_until == datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert copy.topics == (Topic.POLITICS,)


def test_an_embargo_that_cannot_be_read_lets_nothing_through(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    path.write_text(json.dumps({"uri": "1", "headline": "Fog", "body_text": "Fog.", "embargoed": "after lunch"}))
    for incoming in read(path):
        assert isinstance(incoming, BadSource) or incoming.pubstatus is PubStatus.WITHHELD


def test_newer_ninjs_with_lists_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    path.write_text(
        json.dumps(
            {
                "uri": "urn:wire:2",
                "headlines": [{"role": "main", "value": "Bridge closed"}],
                "bodies": [{"contentType": "text/html", "value": "<p>It is <b>closed</b>.</p>"}],
                "versionCreated": "2026-03-02T10:00:00Z",
            }
        )
    )
    copy = one(path)
    assert (copy.headline, copy.body) == ("Bridge closed", "It is closed.")


def test_a_folder_is_read_in_the_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    lines(tmp_path / "b" / "2.jsonl", {"headline": "Two"})
    lines(tmp_path / "1.jsonl", {"headline": "One"})
    lines(tmp_path / ".3.jsonl", {"headline": "Hidden"})
    (tmp_path / "picture.png").write_bytes(b"x")
    assert [incoming.headline for incoming in read(tmp_path) if isinstance(incoming, Copy)] == ["One", "Two"]


def test_a_feed_and_a_page_are_known_by_what_stands_in_them(tmp_path: Path) -> None:
    feed = '<rss version="2.0"><channel><item><title>Fog</title></item></channel></rss>'
    page = f"<html><head><title>Fog</title></head><body><article>{'<p>Ships wait in fog off Skarv.</p>' * 9}</article>"
    (tmp_path / "a.xml").write_text(feed)
    (tmp_path / "b.html").write_text(page)
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(page.encode()))
    (tmp_path / "d.json").write_text('{"version": "https://jsonfeed.org/version/1", "items": [{"title": "Fog"}]}')
    (tmp_path / "e.xml").write_text("no markup at all")
    *found, bad = read(tmp_path)
    assert [incoming.headline for incoming in found if isinstance(incoming, Copy)] == ["Fog"] * 4
    assert isinstance(bad, BadSource)


@pytest.mark.parametrize("name", ["absent.jsonl", "a.docx", "a.pdf"])
def test_what_is_not_read_is_told_with_what_is(tmp_path: Path, name: str) -> None:
    if not name.startswith("absent"):
        (tmp_path / name).write_bytes(b"x")
    assert "JSON lines" in fault(tmp_path / name)
