"""Three mornings that a renderer must get right, and one answer: invented, from the harbor and its neighbours."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.conversation import Reply
from digests.answer import Answer, Citation, Question, Sentence
from digests.article import HOUSE, UNKNOWN_TIME, ClaimKind, ClaimStatus, Slug, StatusChange, StoryId, When
from digests.channel import Channel, Layout, Platform
from digests.digest import Digest, Item, SourceNews, Weighed
from digests.listing import Listing, StoryFile
from tests.builders import BERLIN, MORNING, a_channel, a_claim, a_digest, a_line, a_proof, an_article, an_item

OFFICES: dict[str, Channel] = {
    "slack": a_channel(),
    "discord": a_channel(platform=Platform.DISCORD),
    "embed": a_channel(platform=Platform.DISCORD, layout=Layout.EMBED),
    "terminal": a_channel(platform=Platform.TERMINAL),
}
"""One channel for each way to set a page."""

HOSTILE_ID = "424242424242424242"
"""Whom and what the hostile texts call on Discord."""
HOSTILE = (
    "@everyone @here <!channel> <!here|x> <@U0000001> <#C1> <!subteam^S1> <!date^1^{date}|now> &lt;!channel&gt;",
    "<@424242424242424242> <@&424242424242424242> <#424242424242424242> </kill:424242424242424242> <t:1:R>",
    "<id:customize> <a:wave:424242424242424242> [bank](https://evil.example) <https://evil.example|https://bank.example>",
    "# heading -# small > quote >>> all - list * list 1. list ||spoiler|| **bold** __under__ ~~gone~~ https://evil.example",
    "``` ``````fence `code` \\*escaped\\* _em_ :wave: <script>alert(1)</script> a | b {{7*7}} %s {0.__class__}",
    "\u202eelixir\u202c \u200bzero\u200b \u2066width\u2069 \U000e0041tag\U000e007f e" + "\u0301" * 500 + " \x1b[31mred",
)
"""Foreign words that would like to be more than words."""


def rich() -> Digest:
    """Four stories: a denial and figures that conflict, a correction, an example that is an update, an opinion."""
    return a_digest(
        _tunnel(),
        _ferry(),
        _lighthouse(),
        _column(),
        proof=a_proof(
            articles=9,
            stories=6,
            outlets=("Harbor Courier", "Island Wire", "Radio Osterfen"),
            left_out=(
                _left("regatta", "weightier stories filled the 5 places"),
                _left("market", "not about transport"),
            ),
        ),
    )


def _tunnel() -> Item:
    denial = a_line(
        "late-denied",
        text="The tunnel is on schedule and will open in June, the builder says.",
        kind=ClaimKind.DENIAL,
        credit="Ona Brandt, spokeswoman of Brandt & Sons",
    )
    alleged = a_line(
        "late",
        text="The tunnel runs a year late, two engineers say.",
        kind=ClaimKind.ALLEGATION,
        credit="two engineers, to Harbor Courier",
        replies=(denial,),
    )
    higher = a_line(
        "cost-wire", text="It costs 61 million.", kind=ClaimKind.FIGURE, credit="audit office, to Island Wire"
    )
    cost = a_line(
        "cost",
        text="The tunnel costs at least 48 million.",
        kind=ClaimKind.FIGURE,
        status=ClaimStatus.DISPUTED,
        credit="harbor authority, to Harbor Courier",
        note="the audit office counts the approach roads as well",
        replies=(higher,),
    )
    return an_item(
        headline="Harbor tunnel a year late, engineers say; builder denies it",
        text="Two engineers say that the harbor tunnel will open a year late. Its builder holds to June.",
        lines=(alleged, cost),
        sources=("Harbor Courier", "Island Wire"),
        outlets=("Harbor Courier", "Island Wire", "Bay Mirror"),
    )


def _ferry() -> Item:
    corrected = a_line(
        "aboard",
        text="The ferry carried 212 passengers.",
        kind=ClaimKind.FIGURE,
        status=ClaimStatus.CORRECTED,
        credit="coast guard",
        note="first given as 221: two digits were swapped",
    )
    safe = a_line("safe", text="Nobody was hurt.", status=ClaimStatus.CONFIRMED, credit="coast guard")
    return an_item(
        story=StoryId("ferry"),
        article=Slug("ferry"),
        headline="Ferry Amalia runs aground off Skarv",
        text="The ferry Amalia ran aground in fog off Skarv and was pulled free at high water.",
        lines=(corrected, safe),
        sources=("Island Wire",),
        outlets=("Island Wire",),
        published=When.on(date(2026, 3, 1)),
        url="https://www.wire.example/ferry_(amalia)?from=feed",
    )


def _lighthouse() -> Item:
    return an_item(
        story=StoryId("lighthouse"),
        article=Slug("lighthouse"),
        headline="Skarv keeps its lighthouse",
        text="The council of Skarv votes to keep its lighthouse lit.",
        lines=(a_line("vote", text="The vote was seven to two.", kind=ClaimKind.EVENT, credit=None),),
        sources=("Radio Osterfen",),
        outlets=(),
        published=When.within(2026, 2),
        url=None,
        example=True,
        is_new=False,
    )


def _column() -> Item:
    return an_item(
        story=StoryId("column"),
        article=Slug("column"),
        headline="Build the second tunnel now",
        text="A second tunnel should follow the first, the columnist writes.",
        lines=(a_line("second", text="One tunnel is none.", kind=ClaimKind.OPINION, credit="Jori Palm, columnist"),),
        published=UNKNOWN_TIME,
        opinion=True,
    )


def _left(story: str, why: str) -> Weighed:
    return Weighed(story=StoryId(story), headline=story.capitalize(), why=why)


def hostile() -> Digest:
    """Every field says everything hostile; the addresses are no better."""
    addresses = (
        "javascript:alert(1)",
        "https://bank.example@evil.example/",
        "https://xn--80ak6aa92e.com/a(b)[c]<d>",
        "https://evil.example/" + "x" * 8_000,
        "https://evil.example/)](https://bank.example)",
    )
    items = tuple(_steeped_item(text, address) for text, address in zip(HOSTILE, (*addresses, None), strict=True))
    proof = a_proof(outlets=HOSTILE, left_out=tuple(_left(text, text) for text in HOSTILE))
    sources = tuple(SourceNews(name=text, trouble=text) for text in HOSTILE)
    return a_digest(*items, title=HOSTILE[0], proof=proof, sources=sources)


def steeped(text: str, *, address: str | None = None) -> tuple[Digest, Digest]:
    """Digests of which every field says that: one that tells a story and one that has nothing new."""
    proof = a_proof(outlets=(text,), left_out=(_left(text, text),))
    sources = (SourceNews(name=text, trouble=text),)
    told = a_digest(_steeped_item(text, address), title=text, proof=proof, sources=sources)
    return told, a_digest(title=text, proof=proof, sources=sources)


def _steeped_item(text: str, address: str | None) -> Item:
    reply = a_line("reply", text=text, kind=ClaimKind.DENIAL, credit=text, note=text)
    line = a_line("claim", text=text, status=ClaimStatus.DISPUTED, credit=text, note=text, replies=(reply,))
    return an_item(headline=text, text=text, lines=(line,), sources=(text,), outlets=(text,), url=address, why=text)


def empty() -> Digest:
    """Nothing new, although there was something to look at."""
    had = "nothing new since this channel's last digest"
    left_out = (_left("tunnel", had), _left("ferry", had), _left("market", "not about ships"))
    return a_digest(
        proof=a_proof(articles=5, stories=3, outlets=("Harbor Courier", "Island Wire"), left_out=left_out),
        sources=_turned(),
    )


def _turned() -> tuple[SourceNews, ...]:
    """A feed that fails, and one that is well again."""
    failing = SourceNews(name="Radio Osterfen", trouble="it answered 404 Not Found. It will be tried again.")
    return failing, SourceNews(name="Island Wire", trouble=None)


def late() -> Digest:
    """After an outage of the morning."""
    return a_digest(an_item(), was_due=MORNING - timedelta(hours=2))


DIGESTS: dict[str, Digest] = {"rich": rich(), "hostile": hostile(), "empty": empty(), "late": late()}


def an_answer(*sentences: Sentence, asked: str = "When does the tunnel open?", **changes: Any) -> Answer:
    """What the record says of the tunnel; with no sentences it says nothing."""
    question = Question(text=asked, tenant=HOUSE, at=MORNING.astimezone(BERLIN))
    return Answer(**{"question": question, "sentences": sentences, "confidence": 0.9, **changes})


def answered() -> Answer:
    """An allegation of an unknown outlet's, and a corrected claim with the speaker's own words."""
    late = Citation(
        claim=a_claim("late", text="The tunnel runs a year late, two engineers say.", kind=ClaimKind.ALLEGATION),
        article=an_article(outlet=None, relays="Harbor Courier", url=None, published=When.within(2026, 2)),
    )
    mended = StatusChange(
        status=ClaimStatus.CORRECTED, at=MORNING, by="desk", reason="first given as July: a slip of the Courier's"
    )
    opening = Citation(
        claim=a_claim(quote="we open in June, rain or shine", history=(mended,)),
        article=an_article(published=When.at(datetime(2025, 12, 30, 23, 30, tzinfo=UTC))),
    )
    return an_answer(
        Sentence(text=f"{late.claim.text} — Mara Lind, chief engineer, to Harbor Courier", citations=(late,)),
        Sentence(text="The tunnel will open in June. (corrected) — Mara Lind, chief engineer", citations=(opening,)),
    )


def refused() -> Answer:
    """The record holds only something near."""
    near = Citation(claim=a_claim(), article=an_article(example=True))
    return an_answer(asked="Who pays for the second tunnel?", confidence=0.2, nearest=(near,))


def partly_read() -> Answer:
    """Refused while the index was still being built."""
    return replace(refused(), read=0.4)


def listing() -> Listing:
    """A charge with its denial, and more than there was room for."""
    cited = answered().sources
    return Listing(heading="Claims of the story: Tunnel opens", at=answered().question.at, citations=cited, more=6)


def nothing_listed() -> Listing:
    """A search without a find."""
    return Listing(heading="Claims on: volcano", at=answered().question.at, citations=())


def story_file() -> StoryFile:
    """A story with the articles that tell it."""
    articles = tuple(cited.article for cited in answered().sources)
    return StoryFile(item=_tunnel(), articles=articles, at=answered().question.at)


ANSWERS: dict[str, Reply] = {
    "answered": answered(),
    "refused": refused(),
    "partly-read": partly_read(),
    "listing": listing(),
    "nothing-listed": nothing_listed(),
    "story-file": story_file(),
}
