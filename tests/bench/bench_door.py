"""What the door adds to the libraries that it stands on: pages, feeds, and the reading of an article for its claims."""

import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from statistics import fmean, median
from time import perf_counter

import feedparser
import trafilatura

from digests.article import HOUSE, Slug
from digests.intake.drafting import drafted
from digests.intake.feeds import read_feed
from digests.intake.incoming import Copy
from digests.intake.pages import read_page
from tests.bench.row import Row
from tests.builders import MORNING
from tests.conftest import ROOT

SETS = ROOT.parent / "shared" / "data"
"""The developers' folder beside the repository; without it pages and articles are not measured."""
PAGES = SETS / "html_scrapinghub" / "html"
ARTICLES = SETS / "realtimeqa" / "articles.jsonl.gz"
EVERY = 80
"""Of the 26,000 articles one in so many is read, and one in four pages."""
ROUNDS = 3
ENTRIES = 200

Reading = Callable[[bytes], object]


async def rows() -> Iterable[Row]:
    """Ratios of medians: both sides read the same bytes in turn, in this process."""
    return [
        Row(
            what="our reading of a page, over trafilatura.extract",
            figure=ratio(
                pages(),
                ours=lambda raw: read_page(raw, source="https://courier.example/a", at=MORNING),
                theirs=lambda raw: trafilatura.extract(raw, include_comments=False),
            ),
            unit="times",
            goal=1.5,
        ),
        Row(
            what=f"our reading of a feed of {ENTRIES}, over feedparser.parse",
            figure=ratio(
                [a_feed()],
                ours=lambda raw: read_feed(raw, source="https://courier.example/rss", at=MORNING),
                theirs=feedparser.parse,
            ),
            unit="times",
            goal=1.3,
        ),
        Row(what="claims and summary of an article, mean", figure=milliseconds(articles()), unit="ms", goal=15),
    ]


def ratio(texts: Sequence[bytes], *, ours: Reading, theirs: Reading) -> float | None:
    """The sum of our medians over the sum of theirs; None where there is nothing to read."""
    sums = [0.0, 0.0]
    for raw in texts:
        spent: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS + 1):
            for side in (0, 1) if number % 2 else (1, 0):
                took = seconds((ours, theirs)[side], raw)
                if number:
                    spent[side].append(took)
        sums = [total + median(times) for total, times in zip(sums, spent, strict=True)]
    return sums[0] / sums[1] if texts else None


def seconds(reading: Reading, raw: bytes) -> float:
    began = perf_counter()
    reading(raw)
    return perf_counter() - began


def milliseconds(copies: Sequence[Copy]) -> float | None:
    """For each of the articles, on the mean; None where there is none."""
    times = []
    for copy in copies:
        began = perf_counter()
        drafted(copy, tenant=HOUSE, slug=Slug("a-story"), received=MORNING)
        times.append(perf_counter() - began)
    return fmean(times[1:]) * 1_000 if copies else None


def pages() -> list[bytes]:
    return [gzip.decompress(path.read_bytes()) for path in sorted(PAGES.glob("*.html.gz"))[::4]]


def articles() -> list[Copy]:
    if not ARTICLES.exists():
        return []
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        return [a_copy(json.loads(line)) for line in islice(lines, 0, None, EVERY)]


def a_copy(told: dict[str, str]) -> Copy:
    return Copy(source=ARTICLES.name, source_id=told["id"], headline=told["headline"], body=told["body"])


def a_feed() -> bytes:
    """As a newspaper sends it: a teaser with a link and a picture, a date, a writer, two categories an entry."""
    entries = "".join(
        f"<item><title>Tunnel {number} leaks &amp; stays shut</title>"
        f"<link>https://courier.example/2026/03/{number}?utm_source=rss</link><guid>tag:courier.example,{number}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 0{number % 6}:00:00 GMT</pubDate><dc:creator>Mara Lind</dc:creator>"
        "<category>Business</category><category>Harbor</category><description>&lt;p&gt;&lt;img src='https://courier."
        f"example/{number}.jpg'/&gt; The harbor authority has shut tunnel {number}, where two pumps &lt;b&gt;failed"
        "&lt;/b&gt; on Sunday. Its &lt;a href='/report'&gt;report&lt;/a&gt; names no cause; the builder denies that it "
        "knew.&lt;/p&gt;</description></item>"
        for number in range(ENTRIES)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Harbor Courier</title><link>https://courier.example/</link>{entries}</channel></rss>"
    ).encode()
