"""What commands print with --json: one object a line, in the words of the command contract."""

import json
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, assert_never

from digests.answer import Answer, Citation
from digests.article import Article, Claim, Precision, Spans, When
from digests.audit import Act
from digests.complaint import Complaint
from digests.delivery import Delivery
from digests.digest import Digest
from digests.feed import Feed
from digests.golden import Verdict
from digests.listing import StoryFile
from digests.search import Hit
from digests.version import Version

if TYPE_CHECKING:
    from digests.polling import Look

Row = dict[str, Any]


def print_row(row: Row) -> None:
    """One line on standard output."""
    print(json.dumps(row, ensure_ascii=False, default=_plain))  # noqa: T201 - it is the command's answer


def published(when: When) -> str | None:
    """The time as exactly as it is known: an instant, a day, a month, or null."""
    match when.precision:
        case Precision.INSTANT:
            return when.start.isoformat() if when.start else None
        case Precision.DAY:
            return f"{when.start:%Y-%m-%d}"
        case Precision.MONTH:
            return f"{when.start:%Y-%m}"
        case Precision.UNKNOWN:
            return None
        case _:
            assert_never(when.precision)


def article_row(article: Article, *, file: str) -> Row:
    """An article as ``rundown read`` shows it; offsets count characters of the body."""
    return {
        "file": file,
        "source_id": article.source_id,
        "headline": article.headline,
        "byline": article.byline,
        "published": published(article.published),
        "language": article.language,
        "url": article.url,
        "body": article.body,
        "summary": article.summary,
        "claims": [_claim_row(claim, of=article) for claim in article.claims],
    }


def _claim_row(claim: Claim, *, of: Article) -> Row:
    by, evidence = claim.attribution, claim.evidence
    return {
        "text": claim.text,
        "kind": claim.kind,
        "speaker": by.speaker,
        "cue": claim.cue,
        "anonymous": by.speaker is not None and not by.named,
        "outlet": by.heard_by or of.outlet,
        "figures": [
            {"value": float(figure.value), "unit": figure.unit, "hedge": figure.hedge} for figure in claim.figures
        ],
        "span": _span(evidence.whole) if evidence else None,
        "speaker_span": _span(evidence.speaker) if evidence else None,
        "cue_span": _span(evidence.cue) if evidence else None,
        "content_span": _span(evidence.content) if evidence else None,
    }


def _span(spans: Spans) -> list[Any] | None:
    """Null, [start, end], or a list of such pairs where the text is interrupted."""
    if len(spans) > 1:
        return [list(span) for span in spans]
    return list(spans[0]) if spans else None


def taken_row(article: Article, *, status: str, reason: str | None = None) -> Row:
    """What became of an article that was taken in."""
    return {
        "source_id": article.source_id,
        "id": article.slug,
        "status": status,
        "headline": article.headline,
        "published": published(article.published),
        "url": article.url,
        "reason": reason,
    }


def feed_row(feed: Feed) -> Row:
    """A feed that is followed, and how it stands."""
    return {
        "url": feed.url,
        "title": feed.title,
        "next_look": feed.next_look.isoformat(),
        "last_good": feed.last_good.isoformat() if feed.last_good else None,
        "failures": feed.failures,
        "trouble": feed.trouble,
        "stopped": feed.stopped,
    }


def look_row(look: "Look") -> Row:
    """What became of one look at a feed."""
    return {
        **feed_row(look.feed),
        "new": look.new,
        "updated": look.updated,
        "unchanged": look.unchanged,
        "notes": look.notes,
    }


def version_row(version: Version) -> Row:
    """A version that brought notices, and what it changed."""
    return asdict(version)


def search_row(identity: str | None, hits: tuple[Hit, ...], *, most: int, ms: float) -> Row:
    """What a search found: articles and claims, best first."""
    articles = dict.fromkeys(hit.article.source_id for hit in hits)
    claims = [(hit.claim, hit.article) for hit in hits if hit.claim]
    return {
        "id": identity,
        "articles": list(articles)[:most],
        "claims": [
            {"id": claim.id, "article": article.source_id, "text": claim.text} for claim, article in claims[:most]
        ],
        "ms": ms,
    }


def answer_row(identity: str | None, answer: Answer, *, ms: float) -> Row:
    """An answer with what it rests on, or that the record does not hold it and what comes nearest."""
    return {
        "id": identity,
        "answered": answer.answered,
        "answer": " ".join(sentence.text for sentence in answer.sentences) or "Not in the record.",
        "confidence": round(answer.confidence, 4),
        "citations": [citation_row(citation) for citation in (answer.sources if answer.answered else ())],
        "nearest": [citation_row(citation) for citation in answer.nearest],
        "ms": ms,
    }


def story_row(file: StoryFile) -> Row:
    """A story whole, its articles oldest first."""
    return {
        "id": file.item.story,
        "headline": file.item.headline,
        "text": file.item.text,
        "claims": [asdict(line) for line in file.item.lines],
        "articles": [
            {
                "article": article.source_id,
                "headline": article.headline,
                "outlet": article.outlet,
                "published": published(article.published),
                "url": article.url,
            }
            for article in file.articles
        ],
    }


def verdict_row(verdict: Verdict) -> Row:
    """What became of a golden question."""
    return {
        "question": verdict.golden.question.text,
        "right": not verdict.faults,
        "faults": list(verdict.faults),
        **{name: value for name, value in answer_row(None, verdict.answer, ms=0.0).items() if name not in {"id", "ms"}},
    }


def act_row(act: Act) -> Row:
    """A line of the audit table."""
    return {
        "at": act.at.isoformat(),
        "tenant": act.tenant,
        "by": act.by,
        "deed": act.deed,
        "on": act.on,
        "why": act.why,
    }


def delivery_row(part: Delivery) -> Row:
    """A part of a digest, without its text."""
    return {
        "name": part.token,
        "state": part.state,
        "tenant": part.slot.tenant,
        "channel": part.channel.name,
        "edition": part.slot.edition,
        "due": part.slot.due.isoformat(),
        "part": part.part,
        "parts": part.parts,
        "attempts": part.attempts,
        "message_id": part.receipt.message_id if part.receipt else None,
        "reason": part.reason,
    }


def complaint_row(complaint: Complaint) -> Row:
    """What a reader says is wrong."""
    return asdict(complaint)


def citation_row(citation: Citation) -> Row:
    """A claim with its road to us and where it stands."""
    claim, article = citation.claim, citation.article
    return {
        "article": article.source_id,
        "claim": claim.id,
        "kind": claim.kind,
        "quote": claim.quote or claim.text,
        "outlet": claim.attribution.heard_by or article.outlet,
        "speaker": claim.attribution.speaker,
        "status": claim.status,
        "url": article.url,
    }


def digest_row(digest: Digest) -> Row:
    """A composed digest, whole."""
    return asdict(digest)


def _plain(value: object) -> object:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return float(value)
        case frozenset():
            return sorted(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
