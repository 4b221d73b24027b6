"""Valid by default: a test states only its own difference."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from digests.article import HOUSE, Article, Attribution, Claim, ClaimId, ClaimKind, Slug, Story, StoryId, When
from digests.channel import Channel, ChannelId, Platform
from digests.delivery import DEADLINE, Delivery
from digests.digest import Carried, Digest, Item, Line, RunProof, Window
from digests.feed import Feed
from digests.schedule import Cadence, Edition, Slot, Subscription

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
"""Eight o'clock of a Monday in Berlin."""


def a_claim(name: str = "toll", *, of: str = "harbor-tunnel", **changes: Any) -> Claim:
    """A claim of the harbour tunnel's article, said by its engineer to the Courier."""
    speaker = Attribution(speaker="Mara Lind", role="chief engineer", named=True, heard_by="Harbor Courier")
    base = {"text": "The tunnel will open in June.", "kind": ClaimKind.STATEMENT, "attribution": speaker}
    return Claim(id=ClaimId(f"{of}/{name}"), **{**base, **changes})


def an_article(slug: str = "harbor-tunnel", **changes: Any) -> Article:
    """An article of an invented courier with one claim, an hour before MORNING."""
    base: dict[str, Any] = {
        "tenant": HOUSE,
        "source_id": slug,
        "headline": "Harbor tunnel to open in June",
        "received": datetime(2026, 3, 2, 6, 0, tzinfo=UTC),
        "published": When.at(datetime(2026, 3, 2, 6, 0, tzinfo=UTC)),
        "outlet": "Harbor Courier",
        "url": f"https://courier.example/{slug}",
        "summary": "The tunnel under the harbor opens in June, its chief engineer says.",
        "claims": (a_claim(of=slug),),
    }
    return Article(slug=Slug(slug), **{**base, **changes})


def a_story(*articles: Article, **changes: Any) -> Story:
    """The story that these articles tell; named after the first."""
    told = articles or (an_article(),)
    base: dict[str, Any] = {"tenant": told[0].tenant, "id": StoryId(told[0].slug), "articles": told}
    return Story(**{**base, **changes})


def a_channel(**changes: Any) -> Channel:
    """A Slack channel of the house, in Berlin."""
    base: dict[str, Any] = {
        "tenant": HOUSE,
        "id": ChannelId("slack:T1/C1"),
        "platform": Platform.SLACK,
        "address": "C1",
        "name": "newsroom",
        "zone": BERLIN,
    }
    return Channel(**{**base, **changes})


def an_edition(**changes: Any) -> Edition:
    """All topics, daily at eight in Berlin."""
    base: dict[str, Any] = {"tenant": HOUSE, "name": "morning", "cadence": Cadence(times=(time(8),)), "zone": BERLIN}
    return Edition(**{**base, **changes})


def a_subscription(**changes: Any) -> Subscription:
    """The Slack channel's taking of the morning edition, next due at MORNING."""
    base: dict[str, Any] = {
        "tenant": HOUSE,
        "channel": ChannelId("slack:T1/C1"),
        "edition": "morning",
        "created": datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
        "created_by": "slack:T1/U1",
        "next_due": MORNING,
    }
    return Subscription(**{**base, **changes})


def a_slot(**changes: Any) -> Slot:
    """The Slack channel's place in the morning edition of 2 March 2026."""
    base: dict[str, Any] = {
        "tenant": HOUSE,
        "channel": ChannelId("slack:T1/C1"),
        "edition": "morning",
        "local_date": date(2026, 3, 2),
        "wall": time(8),
        "due": MORNING,
    }
    return Slot(**{**base, **changes})


def a_delivery(**changes: Any) -> Delivery:
    """The only part of that slot's digest, planned."""
    base: dict[str, Any] = {
        "slot": a_slot(),
        "part": 1,
        "parts": 1,
        "channel": a_channel(),
        "payload": {"text": "Harbor tunnel to open in June"},
        "carries": (Carried(claim=ClaimId("harbor-tunnel/toll"), fingerprint="f1"),),
        "not_before": MORNING,
        "expires": MORNING + DEADLINE,
    }
    return Delivery(**{**base, **changes})


def a_line(name: str = "toll", **changes: Any) -> Line:
    """The engineer's claim as a digest tells it."""
    claim = a_claim(name)
    base: dict[str, Any] = {
        "claim": claim.id,
        "fingerprint": claim.fingerprint,
        "text": claim.text,
        "kind": claim.kind,
        "status": claim.status,
        "credit": "Mara Lind, chief engineer, to Harbor Courier",
    }
    return Line(**{**base, **changes})


def an_item(**changes: Any) -> Item:
    """The harbor tunnel's place in a digest."""
    base: dict[str, Any] = {
        "story": StoryId("harbor-tunnel"),
        "article": Slug("harbor-tunnel"),
        "headline": "Harbor tunnel to open in June",
        "text": "The tunnel under the harbor opens in June, its chief engineer says.",
        "lines": (a_line(),),
        "sources": ("Harbor Courier",),
        "outlets": ("Harbor Courier",),
        "published": When.at(datetime(2026, 3, 2, 6, 0, tzinfo=UTC)),
        "url": "https://courier.example/harbor-tunnel",
        "opinion": False,
        "example": False,
        "is_new": True,
        "why": "new since the last digest",
    }
    return Item(**{**base, **changes})


def a_proof(**changes: Any) -> RunProof:
    """A day's window in which one article of one outlet was found."""
    base: dict[str, Any] = {
        "window": Window(since=datetime(2026, 3, 1, 7, 0, tzinfo=UTC), until=MORNING),
        "articles": 1,
        "stories": 1,
        "outlets": ("Harbor Courier",),
        "left_out": (),
        "held": 0,
    }
    return RunProof(**{**base, **changes})


def a_digest(*items: Item, **changes: Any) -> Digest:
    """The morning edition; with no items it holds nothing new."""
    base: dict[str, Any] = {
        "tenant": HOUSE,
        "edition": "morning",
        "title": "Morning rundown",
        "at": MORNING.astimezone(BERLIN),
        "items": items,
        "proof": a_proof(),
    }
    return Digest(**{**base, **changes})


def a_feed(**changes: Any) -> Feed:
    """The courier's feed, added and due at MORNING."""
    base: dict[str, Any] = {
        "tenant": HOUSE,
        "url": "https://courier.example/rss",
        "added": MORNING,
        "next_look": MORNING,
    }
    return Feed(**{**base, **changes})
