"""The press: sets a digest, an answer or a note for the platform and layout of a channel."""

from typing import assert_never

from bot.conversation import Reply
from bot.rendering import blocks, components, embeds, plaintext
from bot.rendering.limits import Payload
from bot.rendering.paging import SetPage, sheets
from bot.rendering.typesetting import typeset
from digests.channel import Channel, Layout, Platform
from digests.digest import Digest, Silence
from digests.ports import Sheet


def press(digest: Digest, channel: Channel) -> tuple[Sheet, ...]:
    """The digest as the channel gets it, one sheet a message. It is a ``Press``."""
    return _sheets(digest, channel)


def cry(silence: Silence, channel: Channel) -> tuple[Sheet, ...]:
    """That digests did not come, as the channel is told. It is a ``Crier``."""
    return _sheets(silence, channel)


def reply(body: Reply, channel: Channel) -> tuple[Payload, ...]:
    """A reply to somebody in that channel, one payload a message; who sees it is for the adapter to say."""
    return tuple(dict(sheet.payload) for sheet in _sheets(body, channel))


def _sheets(body: Reply | Silence, channel: Channel) -> tuple[Sheet, ...]:
    return sheets(typeset(body, zone=channel.zone), _setter(channel))


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
