"""An article as it came in to one of the record: its slug, its claims, its summary."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from digests.article import Article, Attribution, Claim, ClaimKind, Evidence, Genre, Precision, Slug, Tenant, When
from digests.intake.claiming import MOST, claim_id, claims_of, key_claims, relayed
from digests.intake.foreign import lead_of
from digests.intake.incoming import Copy, ReadyClaim
from digests.intake.languages import is_english, language_of
from digests.intake.notices import notices_of, without_notices
from digests.intake.sections import genre_of_address, topics_of_address
from digests.intake.summarising import summarised
from digests.intake.themes import themes_of

MOST_READ = 100_000
"""Characters of a body that are read for claims and a summary: forty usual articles. None shall take minutes."""
LONGEST_SLUG = 60

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug_for(copy: Copy) -> Slug:
    """Day and headline in small letters: "2026-03-02-council-buys-a-ferry"; two articles may get the same."""
    words = [word for word in _NOT_PLAIN.split(_plain(copy.headline)) if word]
    slug = _day(copy)
    for word in words:
        if len(slug) + len(word) >= LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return Slug(slug if words else f"{slug}-{_short(copy.headline)}".strip("-"))


def other_slug_for(copy: Copy) -> Slug:
    """For an article whose first slug another one has."""
    return Slug(f"{slug_for(copy)}-{_short(f'{copy.source_id} {copy.url}')}")


def told(copy: Copy, *, tenant: Tenant, slug: Slug, received: datetime) -> Article:
    """All that the source says, without any reading of ours; only its time is never later than its receipt."""
    return Article(
        tenant=tenant,
        slug=slug,
        source_id=copy.source_id,
        headline=copy.headline,
        received=received,
        published=_no_later_than(received, copy.published),
        outlet=copy.outlet,
        url=copy.url,
        byline=copy.byline,
        located=copy.located,
        language=copy.language,
        body=copy.body,
        topics=copy.topics or topics_of_address(copy.url or ""),
        genre=genre_of_address(copy.url or "") if copy.genre is Genre.NEWS else copy.genre,
        urgency=copy.urgency,
        pubstatus=copy.pubstatus,
        embargoed_until=copy.embargoed_until,
        ednote=copy.ednote,
    )


def drafted(
    copy: Copy,
    *,
    tenant: Tenant,
    slug: Slug,
    received: datetime,
    choose: Callable[[Sequence[Claim]], tuple[Claim, ...]] = key_claims,
) -> Article:
    """The article with a summary and the claims that ``choose`` picks; ready-made ones are taken as they are.

    In another language than English: its lead, and the first of the sentences that quote.
    """
    body = without_notices(copy.body[:MOST_READ])
    language = language_of(copy.body or copy.headline, said=copy.language)
    ready = tuple(_ready(copy, slug))
    found = ready or claims_of(body, slug=slug, headline=_title(copy), outlet=copy.outlet, language=language)
    bare = told(copy, tenant=tenant, slug=slug, received=received)
    themes = themes_of(copy.headline, body) if is_english(language) and not bare.topics else ()
    return replace(
        bare,
        language=language,
        topics=bare.topics or tuple(theme.topic for theme in themes),
        relays=relayed(found, outlet=copy.outlet),
        notices=notices_of(copy),
        claims=ready or (choose(found) if is_english(language) else found[:MOST]),
        summary=copy.summary or _summary(body, copy.headline, language),
    )


def _summary(body: str, headline: str, language: str | None) -> str:
    return summarised(body, headline=headline) if is_english(language) else lead_of(body) or headline


def _no_later_than(received: datetime, published: When) -> When:
    start = published.start
    ahead = start is not None and start > received and published.precision is Precision.INSTANT
    return When.at(received) if ahead else published


def _title(copy: Copy) -> str:
    """The headline where it is no part of the body's first sentence, so that no claim is passed over with it."""
    body = copy.body.lstrip()
    behind = body.removeprefix(copy.headline)
    return copy.headline if behind is body or behind.startswith(("\n", "\r")) else ""


def _ready(copy: Copy, slug: Slug) -> Iterator[Claim]:
    """The claims that came with the article, each once, in their order."""
    claims = {claim.id: claim for claim in (_claim(given, copy, slug) for given in reversed(copy.claims))}
    for rank, claim in enumerate(reversed(claims.values()), 1):
        yield replace(claim, rank=rank)


def _claim(given: ReadyClaim, copy: Copy, slug: Slug) -> Claim:
    """Words, speaker and outlet as given; kind, figures and quotation as the words themselves show."""
    first = next(iter(claims_of(given.text, slug=slug, headline="", outlet=given.outlet)), None)
    kind = first.kind if first else ClaimKind.EVENT
    place = copy.body.find(given.text)
    return Claim(
        id=claim_id(slug, given.text),
        text=given.text,
        kind=ClaimKind.STATEMENT if given.speaker and kind is ClaimKind.EVENT else kind,
        attribution=_attribution(given, copy.outlet),
        direct=first is not None and first.direct,
        quote=first.quote if first else None,
        figures=first.figures if first else (),
        evidence=Evidence(whole=((place, place + len(given.text)),)) if place >= 0 else None,
    )


def _attribution(given: ReadyClaim, outlet: str | None) -> Attribution:
    elsewhere = given.outlet is not None and (outlet is None or given.outlet.casefold() != outlet.casefold())
    words = (given.speaker or "").split()
    return Attribution(
        speaker=given.speaker,
        named=bool(words) and words[0][0].isupper() and words[-1][0].isupper(),
        heard_by=given.outlet if given.speaker or elsewhere else None,
        relayed_by=outlet if elsewhere else None,
    )


def _day(copy: Copy) -> str:
    start = copy.published.start
    match copy.published.precision:
        case Precision.INSTANT | Precision.DAY:
            return f"{start:%Y-%m-%d}"
        case Precision.MONTH:
            return f"{start:%Y-%m}"
        case Precision.UNKNOWN:
            return ""
        case _:
            assert_never(copy.published.precision)


def _plain(text: str) -> str:
    """In small letters without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]
