"""Row to frozen object and back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from digests.article import Article, ClaimStatus, Slug, StatusChange, StoryId, Tenant
from digests.channel import PLAIN_LOOK, Channel, ChannelId, Layout, Look, Platform
from digests.delivery import Delivery, Lease, Receipt, State
from digests.digest import Carried, RunProof
from digests.notice import Notice
from digests.ports import Run
from digests.ruling import Ruling, RulingKind
from digests.schedule import Cadence, Edition, Slot, Subscription, Weekday, read_quiet
from digests.taste import USUAL_TASTE, Mute, Taste
from digests.topics import Topic, topic
from digests.version import Difference, Version, difference

Values = dict[str, Any]

_ARTICLE = TypeAdapter(Article)
_DIFFERENCE = TypeAdapter(Difference)
_NOTICES = TypeAdapter(tuple[Notice, ...])
_PROOF = TypeAdapter(RunProof)
_CARRIED = TypeAdapter(tuple[Carried, ...])
_TASTE = TypeAdapter(Taste)
_LOOK = TypeAdapter(Look)


def document_of(article: Article) -> Any:
    """All that its source says of an article; neither when it came nor how often is part of that.

    What has its default is left out, so a default of the vocabulary may change only with a migration.
    """
    return _ARTICLE.dump_python(article, mode="json", exclude={"received", "version"}, exclude_defaults=True)


def article_from(row: Any, changes: Sequence[Any]) -> Article:
    """The article of a row, its claims with their whole histories, oldest first."""
    article = article_as_written(row)
    if not changes:
        return article
    histories: dict[str, list[StatusChange]] = {}
    for change in changes:
        step = StatusChange(status=ClaimStatus(change.status), at=change.at, by=change.by, reason=change.reason)
        histories.setdefault(change.claim, []).append(step)
    claims = tuple(replace(claim, history=tuple(histories.get(claim.id, ()))) for claim in article.claims)
    return replace(article, claims=claims)


def article_as_written(row: Any) -> Article:
    """As its source said it, without what was said of its claims since."""
    return _ARTICLE.validate_python({**row.document, "received": row.received, "version": row.version})


def version_values(article: Article, *, number: int, before: Article | None) -> Values:
    """A version as it is first written, with what is new in it."""
    changed = _DIFFERENCE.dump_python(difference(before, article), mode="json") if before else None
    notices = tuple(notice for notice in article.notices if before is None or notice not in before.notices)
    return {
        "tenant": article.tenant,
        "slug": article.slug,
        "version": number,
        "received": article.received,
        "document": document_of(article),
        "difference": changed,
        "notices": _NOTICES.dump_python(notices, mode="json") if notices else None,
    }


def version_from(row: Any) -> Version:
    return Version(
        article=Slug(row.slug),
        headline=row.document["headline"],
        number=row.version,
        received=row.received,
        difference=_DIFFERENCE.validate_python(row.difference) if row.difference else None,
        notices=_NOTICES.validate_python(row.notices or ()),
    )


def ruling_values(tenant: Tenant, ruling: Ruling) -> Values:
    return {
        "tenant": tenant,
        "slug": ruling.article,
        "at": ruling.at,
        "kind": ruling.kind,
        "left": ruling.left,
        "story": ruling.story,
        "by": ruling.by,
    }


def ruling_from(row: Any) -> Ruling:
    return Ruling(kind=RulingKind(row.kind), article=row.slug, left=row.left, story=row.story, by=row.by, at=row.at)


def channel_values(channel: Channel) -> Values:
    return {
        "tenant": channel.tenant,
        "id": channel.id,
        "platform": channel.platform,
        "address": channel.address,
        "name": channel.name,
        "zone": channel.zone.key,
        "layout": channel.layout,
        "quiet": str(channel.quiet) if channel.quiet else None,
        "taste": _TASTE.dump_python(channel.taste, mode="json", exclude_defaults=True),
        "look": _LOOK.dump_python(channel.look, mode="json", exclude_defaults=True),
        "from_file": channel.from_file,
    }


def channel_from(row: Any, prefix: str = "") -> Channel:
    """The prefix is that of its columns where they stand beside another table's."""
    columns: Mapping[str, Any] = row._mapping  # noqa: SLF001 - how SQLAlchemy spells "by name"
    quiet = columns[f"{prefix}quiet"]
    return Channel(
        tenant=columns["tenant"],
        id=ChannelId(columns[f"{prefix}id"]),
        platform=Platform(columns[f"{prefix}platform"]),
        address=columns[f"{prefix}address"],
        name=columns[f"{prefix}name"],
        zone=ZoneInfo(columns[f"{prefix}zone"]),
        layout=Layout(columns[f"{prefix}layout"]),
        quiet=read_quiet(quiet) if quiet else None,
        taste=_TASTE.validate_python(taste) if (taste := columns[f"{prefix}taste"]) else USUAL_TASTE,
        look=_LOOK.validate_python(look) if (look := columns[f"{prefix}look"]) else PLAIN_LOOK,
        from_file=columns[f"{prefix}from_file"],
    )


def mute_values(tenant: Tenant, channel: ChannelId, mute: Mute) -> Values:
    return {
        **mute_key(tenant, channel, mute.what),
        "name": mute.name,
        "by": mute.by,
        "at": mute.at,
        "until": mute.until,
    }


def mute_key(tenant: Tenant, channel: ChannelId, what: StoryId | Topic) -> Values:
    kind = "topic" if isinstance(what, Topic) else "story"
    return {"tenant": tenant, "channel": channel, "kind": kind, "what": str(what)}


def mute_from(row: Any) -> Mute:
    what = topic(row.what) if row.kind == "topic" else StoryId(row.what)
    return Mute(what=what, name=row.name, by=row.by, at=row.at, until=row.until)


def edition_values(edition: Edition) -> Values:
    return {
        "tenant": edition.tenant,
        "name": edition.name,
        "plans": [
            {"times": [f"{at:%H:%M}" for at in plan.times], "days": sorted(map(int, plan.days))}
            for plan in edition.cadence.plans
        ],
        "zone": edition.zone.key,
        "topics": sorted(edition.topics),
        "most": edition.most,
        "off": sorted(map(str, edition.off)),
        "holidays": edition.holidays,
        "from_file": edition.from_file,
    }


def edition_from(row: Any) -> Edition:
    return Edition(
        tenant=row.tenant,
        name=row.edition,
        cadence=_cadence(row.plans),
        zone=ZoneInfo(row.zone),
        topics=frozenset(topic(code) for code in row.topics),
        most=row.most,
        off=frozenset(map(date.fromisoformat, row.off)),
        holidays=row.holidays,
        from_file=row.from_file,
    )


def _cadence(plans: Sequence[Any]) -> Cadence:
    first, *others = plans
    return Cadence(
        times=tuple(map(time.fromisoformat, first["times"])),
        days=frozenset(map(Weekday, first["days"])),
        also=_cadence(others) if others else None,
    )


def subscription_values(subscription: Subscription) -> Values:
    return {
        "tenant": subscription.tenant,
        "channel": subscription.channel,
        "edition": subscription.edition,
        "created": subscription.created,
        "created_by": subscription.created_by,
        "next_due": subscription.next_due,
        "paused": subscription.paused,
        "resumes": subscription.resumes,
        "since": subscription.since,
        "failures": 0,
    }


def subscription_from(row: Any) -> Subscription:
    return Subscription(
        tenant=row.tenant,
        channel=row.channel,
        edition=row.edition,
        created=row.created,
        created_by=row.created_by,
        next_due=row.next_due,
        paused=row.paused,
        resumes=row.resumes,
        since=row.since,
    )


def slot_values(slot: Slot) -> Values:
    """The slot's key; its due instant is no part of it."""
    return {
        "tenant": slot.tenant,
        "channel": slot.channel,
        "edition": slot.edition,
        "local_date": slot.local_date,
        "wall": slot.wall,
    }


def slot_from(row: Any) -> Slot:
    return Slot(
        tenant=row.tenant,
        channel=row.channel,
        edition=row.edition,
        local_date=row.local_date,
        wall=row.wall,
        due=row.due,
    )


def run_values(run: Run, *, composition: str) -> Values:
    return {**slot_values(run.slot), "due": run.slot.due, "composition": composition}


def run_from(row: Any) -> Run:
    return Run(slot=slot_from(row), title=row.title, proof=_PROOF.validate_python(row.proof))


def composition_values(run: Run) -> Values:
    """What was composed, under an id that the same always has."""
    proof = _PROOF.dump_python(run.proof, mode="json")
    window = run.proof.window
    return {
        "tenant": run.slot.tenant,
        "id": _summed([run.title, proof]),
        "title": run.title,
        "since": window.since,
        "until": window.until,
        "proof": proof,
    }


def sheet_values(delivery: Delivery) -> Values:
    """The message and what it carries, under an id that the same always has."""
    payload, carries = dict(delivery.payload), _CARRIED.dump_python(delivery.carries, mode="json")
    return {
        "tenant": delivery.slot.tenant,
        "id": _summed([payload, carries, *([delivery.thread] if delivery.thread else [])]),
        "payload": payload,
        "carries": carries,
        "thread": delivery.thread,
    }


def _summed(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def delivery_values(delivery: Delivery, *, sheet: str) -> Values:
    """A new part as it is first written."""
    return {
        **slot_values(delivery.slot),
        "part": delivery.part,
        "parts": delivery.parts,
        "due": delivery.slot.due,
        "sheet": sheet,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "not_before": delivery.not_before,
        "expires": delivery.expires,
        "reason": delivery.reason,
        "fence": 0,
    }


def delivery_from(row: Any) -> Delivery:
    """From a row that holds the channel's columns too, each under ``channel_``."""
    carries = _CARRIED.validate_python(row.carries)
    state = State(row.state)
    posted = Receipt(message_id=row.message_id, posted=row.posted, carries=carries) if row.posted else None
    return Delivery(
        slot=slot_from(row),
        part=row.part,
        parts=row.parts,
        channel=channel_from(row, "channel_"),
        payload=row.payload,
        carries=carries,
        not_before=row.not_before,
        expires=row.expires,
        state=state,
        attempts=row.attempts,
        reason=row.reason,
        receipt=posted,
        lease=Lease(holder=row.holder, until=row.leased_until, fence=row.fence) if row.holder else None,
        thread=row.thread,
        lead=row.lead,
    )
