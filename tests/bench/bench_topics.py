"""Topics by words against the sections in the addresses of real articles, which the method does not see."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from digests.intake.sections import topics_of_address
from digests.intake.themes import themes_of
from digests.topics import Topic
from tests.bench.row import Row

ARTICLES = Path(__file__).resolve().parents[3] / "shared/data/realtimeqa/articles.jsonl.gz"
SAMPLE = 6
"""Every sixth article."""
MOST_CONFUSED = 8


async def rows() -> list[Row]:
    """Nothing to measure where the articles are not there."""
    if not ARTICLES.exists():
        return [Row(what=f"skipped: no {ARTICLES.name} beside the project", figure=0, unit="articles")]
    told = list(_told())
    said = [(section, found) for section, found in told if found]
    agreed = sum(found[0] is section for section, found in said)
    either = sum(section in found for section, found in said)
    sections = Counter(section for section, _ in told)
    confused = Counter((section.word, found[0].word) for section, found in said if section not in found)
    return [
        Row(what="articles with a section", figure=len(told), unit="articles"),
        Row(what="a topic is named", figure=100 * len(said) / len(told), unit="%"),
        Row(what="of these, the first is the section's", figure=100 * agreed / len(said), unit="%"),
        Row(what="of these, the first or the second is", figure=100 * either / len(said), unit="%"),
        Row(what="always the most frequent section", figure=100 * max(sections.values()) / len(told), unit="%"),
        *(
            Row(what=f"section {section}, words of {found}", figure=count, unit="articles")
            for (section, found), count in confused.most_common(MOST_CONFUSED)
        ),
    ]


def _told() -> Iterator[tuple[Topic, tuple[Topic, ...]]]:
    """The first section of each address, and what the words say."""
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            article = json.loads(line) if number % SAMPLE == 0 else {}
            for section in topics_of_address(article.get("url") or "")[:1]:
                found = themes_of(article["headline"], article["body"])
                yield section, tuple(theme.topic for theme in found)
