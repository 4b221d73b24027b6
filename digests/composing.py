"""Cleared stories to a digest: pick by topic and news, order by weight, keep it short, and prove what was done."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digests.article import Article, ClaimId, ClaimStatus, Precision, Story
from digests.clearance import cleared
from digests.digest import Digest, Item, Missed, RunProof, SourceNews, Weighed, Window
from digests.feed import Feed
from digests.language import _, later
from digests.opening import opening_line
from digests.schedule import Edition, Slot
from digests.taste import USUAL_TASTE, Extent, Mute, Profile, Taste
from digests.tasting import meets, term_words, verdict
from digests.telling import FULL, Length, leading_article, tell
from digests.topics import Topic
from digests.weighing import NO_TIERS, Tiers, Weight, weigh

FIRST_WINDOW = timedelta(hours=24)
"""What a channel's first digest of an edition covers."""
STILL_NEWS = timedelta(hours=48)
"""An article that reaches the record late is still news when it was published this long before the window."""
WORDS_A_MINUTE = 238
"""The mean for adults and English non-fiction (Brysbaert 2019)."""
MOST_WORDS = {
    Extent.SHORT: WORDS_A_MINUTE,
    Extent.USUAL: WORDS_A_MINUTE * 3 // 2,
    Extent.LONG: WORDS_A_MINUTE * 3,
}
READ_IN = {
    Extent.SHORT: later("one minute"),
    Extent.USUAL: later("ninety seconds"),
    Extent.LONG: later("three minutes"),
}
"""A whole digest."""
FEWEST_ITEMS = 3
SHORTER = (Length(claims=2, sentences=2), Length(claims=2, sentences=1))
"""How a story is told where the whole would be too long, in this order."""
LENGTHS = {
    Extent.SHORT: Length(claims=2, sentences=1),
    Extent.USUAL: FULL,
    Extent.LONG: Length(claims=5, sentences=3, words=70),
}
"""How much of a story is told where there is room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pick:
    """A story that may stand in the digest, the item that it makes, and how much it weighs."""

    story: Story
    item: Item
    weight: Weight
    belongs: str | None = None
    """By which term of the channel's profile it comes before others."""

    @property
    def corrects(self) -> bool:
        return any(line.status is ClaimStatus.CORRECTED for line in self.item.claims)

    @property
    def why(self) -> str:
        """Where it stands by rule, what it weighs and why, and whether the channel had it before."""
        return "; ".join(filter(None, (self._place, self.weight.sentence, self.item.why)))

    @property
    def _place(self) -> str | None:
        if self.item.opinion:
            return _("opinion comes last")
        if self.corrects:
            return _("a correction comes first")
        return _("{term} comes first in this channel").format(term=self.belongs) if self.belongs else None


def compose(
    edition: Edition,
    stories: Sequence[Story],
    *,
    window: Window,
    at: datetime,
    carried: Mapping[ClaimId, str],
    ailing: Iterable[Feed] = (),
    tiers: Tiers = NO_TIERS,
    missed: Sequence[Slot] = (),
    taste: Taste = USUAL_TASTE,
    mutes: Collection[Mute] = (),
) -> Digest:
    """The digest of those stories for a channel that was given ``carried`` before; no items where nothing is new.

    ``ailing`` are the feeds whose health changed within the window, ``tiers`` the operator's table of outlets,
    ``missed`` the slots, oldest first, of which the channel got nothing in that window. Its ``taste`` and what it has
    muted decide what is told, and each says so; a correction of what it was told comes though its story is muted.

    The order in which ``stories`` come changes nothing. Articles under embargo at ``at``, withheld or withdrawn are
    not looked at and not named, only counted.
    """
    clear = sorted(filter(None, (cleared(story, at=at) for story in stories)), key=_newest_first)
    left_out: list[Weighed] = []
    picks: list[_Pick] = []
    for story in clear:
        if why := _out_of_place(story, edition, window) or verdict(taste.filter, story):
            left_out.append(_weighed(story, why))
        elif item := tell(story, at=at, carried=carried, length=LENGTHS[taste.profile.extent]):
            first = next((term_words(term) for term in taste.profile.belongs if meets(term, story)), None)
            pick = _Pick(story=story, item=item, weight=weigh(story, at=at, tiers=tiers), belongs=first)
            if why := _muted(pick, mutes, at=at):
                left_out.append(_weighed(story, why))
            else:
                picks.append(pick)
        else:
            left_out.append(_weighed(story, _("nothing new since this channel's last digest")))
    kept, over_share = _shared(sorted(picks, key=_order), taste.profile)
    kept, too_many = _diverse(kept, most=edition.most)
    kept, too_long = _short(kept, at=at, carried=carried, extent=taste.profile.extent)
    proof = RunProof(
        window=window,
        articles=sum(len(story.articles) for story in clear),
        stories=len(clear),
        outlets=tuple(sorted({article.outlet for story in clear for article in story.articles if article.outlet})),
        told=tuple(_weighed(pick.story, pick.why) for pick in kept),
        left_out=(*left_out, *over_share, *too_many, *too_long),
        held=sum(len(story.articles) for story in stories) - sum(len(story.articles) for story in clear),
    )
    return Digest(
        tenant=edition.tenant,
        edition=edition.name,
        title=f"{edition.name.split()[0].capitalize()} rundown",
        at=at.astimezone(edition.zone),
        items=tuple(replace(pick.item, why=pick.why) for pick in kept),
        proof=proof,
        sources=tuple(SourceNews(name=feed.title or feed.url, trouble=feed.trouble) for feed in ailing),
        missed=_told_late(kept, missed),
        opening=opening_line([pick.item for pick in kept], tone=taste.profile.opening, at=at.astimezone(edition.zone)),
    )


def _told_late(picks: Iterable[_Pick], missed: Sequence[Slot]) -> Missed | None:
    """Of what is told, how much a digest that was missed would have told."""
    if not missed:
        return None
    late = sum(all(article.received <= missed[-1].due for article in pick.story.articles) for pick in picks)
    return Missed(first=missed[0].local_date, last=missed[-1].local_date, items=late)


def _out_of_place(story: Story, edition: Edition, window: Window) -> str | None:
    """Why this edition does not carry the story, or None where it may."""
    if edition.topics and not any(edition.topics & set(article.topics) for article in story.articles):
        return _("not about {topics}").format(topics=", ".join(sorted(topic.word for topic in edition.topics)))
    if not any(_belongs(article, window) for article in story.articles):
        late = any(window.since < article.received <= window.until for article in story.articles)
        if late:
            return _("older than two days when it came in")
        return _("neither published nor received in its time")
    return None


def _belongs(article: Article, window: Window) -> bool:
    """Published in the window, or received in it and still news; what is known by month only goes by receipt."""
    received = window.since < article.received <= window.until
    start, end = article.published.start, article.published.end
    if start is None or end is None or article.published.precision is Precision.MONTH:
        return received
    if start <= window.until and end > window.since:
        return True
    return received and window.since - STILL_NEWS < end <= window.since


def _muted(pick: _Pick, mutes: Iterable[Mute], *, at: datetime) -> str | None:
    """By what the channel is told nothing of it; a correction of what it was told is no news that one can mute."""
    if pick.corrects and not pick.item.is_new:
        return None
    for mute in mutes:
        if mute.what in {pick.story.id, *pick.item.topics[:1]} and (mute.until is None or at < mute.until):
            return _("muted here by {by} on {day}").format(by=mute.by, day=f"{mute.at:%Y-%m-%d}")
    return None


def _shared(picks: Sequence[_Pick], profile: Profile) -> tuple[list[_Pick], list[Weighed]]:
    """Of each topic no more than the profile's share; corrections are not counted out."""
    most, kept, left = dict(profile.shares), list[_Pick](), list[Weighed]()
    told = Counter[Topic]()
    for pick in picks:
        topic = next(iter(pick.item.topics), None)
        if topic in most and told[topic] >= most[topic] and not pick.corrects:
            why = _("at most {count} on {topic} in this channel").format(count=most[topic], topic=topic.word)
            left.append(_weighed(pick.story, why))
            continue
        kept.append(pick)
        if topic is not None:
            told[topic] += 1
    return kept, left


def _order(pick: _Pick) -> tuple[object, ...]:
    """Opinion last and corrections first; then what belongs to the channel, the weightiest, the newest."""
    place = pick.item.opinion, not pick.corrects, pick.belongs is None
    return *place, -pick.weight.points, *_newest_first(pick.story)


def _newest_first(story: Story) -> tuple[object, ...]:
    """The ids make the order the same every time; a tenant's story may have the id of one of the house."""
    return -max(article.received for article in story.articles).timestamp(), story.id, story.tenant


def _diverse(picks: Sequence[_Pick], *, most: int) -> tuple[list[_Pick], list[Weighed]]:
    """The weightiest ``most``, with no more than half on one subject while there are others."""
    subjects = Counter[object]()
    kept: list[_Pick] = []
    crowded: list[_Pick] = []
    for pick in picks:
        subject = next(iter(leading_article(pick.story).topics), pick.story.id)
        (crowded if subjects[subject] >= (most + 1) // 2 else kept).append(pick)
        subjects[subject] += 1
    chosen = sorted((kept + crowded)[:most], key=_order)
    left = (kept + crowded)[most:]
    return chosen, [
        _weighed(
            pick.story,
            _("weightier stories filled the {most} places; {weight}").format(most=most, weight=pick.weight.sentence),
        )
        for pick in left
    ]


def _short(
    picks: Sequence[_Pick], *, at: datetime, carried: Mapping[ClaimId, str], extent: Extent
) -> tuple[list[_Pick], list[Weighed]]:
    """Cut from the end until it can be read in its time: first third claims and sentences, then whole stories."""
    kept, most = list(picks), MOST_WORDS[extent]
    for length in SHORTER:
        for place in reversed(range(len(kept))):
            if _words(kept) > most:
                shorter = tell(kept[place].story, at=at, carried=carried, length=length)
                kept[place] = replace(kept[place], item=shorter or kept[place].item)
    while len(kept) > FEWEST_ITEMS and _words(kept) > most:
        kept.pop()
    dropped = picks[len(kept) :]
    return kept, [
        _weighed(
            pick.story,
            _("no room: a digest is read in {time}; {weight}").format(
                time=_(READ_IN[extent]), weight=pick.weight.sentence
            ),
        )
        for pick in dropped
    ]


def _words(picks: Iterable[_Pick]) -> int:
    items = [pick.item for pick in picks]
    texts = [text for item in items for text in (item.headline, item.text)]
    texts += [text for item in items for line in item.claims for text in (line.text, line.credit or "")]
    return sum(len(text.split()) for text in texts)


def _weighed(story: Story, why: str) -> Weighed:
    return Weighed(story=story.id, headline=leading_article(story).headline, why=why)
