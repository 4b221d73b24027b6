"""The press: sets a digest, an answer or a note for the platform and layout of a channel."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot.conversation import Button, Home, Reply, Said
from bot.rendering import blocks, components, embeds, plaintext
from bot.rendering.galley import Copy
from bot.rendering.limits import Payload
from bot.rendering.offering import addressed
from bot.rendering.paging import SetPage, sheets, sheets_apart
from bot.rendering.typesetting import typeset
from bot.rendering.wording import words
from digests.channel import Channel, Layout, Platform, Room, Spread
from digests.digest import Digest, Silence
from digests.language import speaking
from digests.ports import Sheet

LONGEST_NAME = 100
"""Characters of the name of a thread or a forum's post on Discord."""
MOST_TAGS = 5
"""Of a forum's post."""


def press(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
    """The digest as the channel gets it, one sheet a message. It is a ``Press``."""
    with speaking(channel.taste.language):
        return _digest_sheets(digest, channel)


def cry(silence: Silence, channel: Channel) -> tuple[Sheet, ...]:
    """That digests did not come, as the channel is told. It is a ``Crier``."""
    with speaking(channel.taste.language):
        return sheets(_copy(silence, channel), _setter(channel))


def reply(said: Said, channel: Channel) -> tuple[Payload, ...]:
    """A reply to somebody in that channel, one payload a message; who sees it is for the adapter to say."""
    with speaking(said.language):
        copy = _copy(said.body, channel, offers=said.offers)
        return tuple(dict(sheet.payload) for sheet in sheets(copy, _setter(channel)))


def home(shown: Home, channel: Channel, *, language: str) -> Payload:
    """The app's page for the person whose channel this is, cut to what the page holds."""
    with speaking(language):
        return blocks.set_page(_copy(shown, channel))


def _copy(
    body: Reply | Silence | Home, channel: Channel, *, spread: Spread = Spread.ONE, offers: Sequence[Button] = ()
) -> Copy:
    return addressed(typeset(body, zone=channel.zone, spread=spread, offers=offers), channel)


def _digest_sheets(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
    """As the channel has it spread; of a forum each digest is a post of its own."""
    spread = _spread(digest, channel)
    copy = replace(_copy(digest, channel, spread=spread), calls=_called(digest, channel))
    setter = _setter(channel)
    match spread:
        case Spread.ONE:
            told = sheets(copy, setter)
        case Spread.EACH:
            told = sheets_apart(copy, setter, thread=None)
        case Spread.THREAD:
            told = sheets_apart(copy, setter, thread=_name(digest))
        case _:
            assert_never(spread)
    return _as_a_post(told, digest, channel) if channel.look.room is Room.FORUM else told


def _spread(digest: Digest, channel: Channel) -> Spread:
    """A webhook is told the id of no message, so that there is no thread under one."""
    if len(digest.items) <= 1:
        return Spread.ONE
    hears = channel.platform in {Platform.SLACK, Platform.DISCORD}
    return Spread.EACH if channel.look.spread is Spread.THREAD and not hears else channel.look.spread


def _as_a_post(told: Sequence[Sheet], digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
    """The first message opens the post, which bears the tags of its topics; the rest stands in it."""
    first, *rest = told
    topics = {topic for item in digest.items for topic in item.topics}
    tags = list(dict.fromkeys(tag for topic, tag in channel.look.tags if topic in topics))[:MOST_TAGS]
    post = {"name": _name(digest), "message": first.payload, "applied_tags": tags}
    return (replace(first, payload=post), *(replace(sheet, thread=_name(digest)) for sheet in rest))


def _called(digest: Digest, channel: Channel) -> tuple[str, ...]:
    """Whom an admin wants called for news of that urgency."""
    urgent = min((item.urgency for item in digest.items), default=None)
    return tuple(call.address for call in channel.look.calls if urgent is not None and urgent <= call.urgency)


def _name(digest: Digest) -> str:
    """What a thread is called."""
    return words(f"{digest.title} – {digest.at:%Y-%m-%d %H:%M}", most=LONGEST_NAME)


def _setter(channel: Channel) -> SetPage:
    match channel.platform:
        case Platform.SLACK | Platform.SLACK_WEBHOOK:
            return blocks.set_page
        case Platform.TERMINAL:
            return plaintext.set_page
        case Platform.DISCORD | Platform.DISCORD_WEBHOOK:
            match channel.layout:
                case Layout.COMPONENTS:
                    return components.set_page
                case Layout.EMBED:
                    return embeds.set_page
                case _:
                    assert_never(channel.layout)
        case _:
            assert_never(channel.platform)
