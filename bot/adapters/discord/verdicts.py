"""What Discord's refusals of a message mean for the message: never, later, or nobody knows."""

from collections.abc import Mapping
from http import HTTPStatus

from bot.waiting import asked_wait
from digests.errors import CourierError, NeverWill, OutcomeUnknown, TryLater

DELETED = 10008
"""Unknown Message: what the answer to a nonce says once the message that was posted under it has been deleted."""

_ALLOW = "Give the bot View Channel and Send Messages there"
_ELSEWHERE = "Choose another channel, or end the subscription"
_INVITE = "Invite the bot to the server again"
_RENEW = "Put a valid token into RUNDOWN_DISCORD_TOKEN, then start again"
_REPORT = "This is a fault of Rundown: report it with what `rundown deliveries` shows"
_MODERATOR = "Ask a moderator of the server to let the bot's messages pass"

_GONE = "Nothing is to be done"
_OF_THE_MESSAGE = frozenset({_REPORT, _MODERATOR, _GONE})

_NEVER = {
    10003: ("there is no such channel", _ELSEWHERE),
    10004: ("the bot is not on that server", _INVITE),
    DELETED: ("the message was posted before and has been deleted since", _GONE),
    40001: ("the token is not valid", _RENEW),
    30033: ("the server holds no more threads", _ELSEWHERE),
    40067: ("the forum wants a tag", "Name one: /digest settings tags politics 1187"),
    50001: ("the bot does not see the channel", _ALLOW),
    50006: ("the message is empty", _REPORT),
    50007: ("the person takes no messages from the bot", "They can allow messages from members of the server"),
    50008: ("the channel takes no messages", _ELSEWHERE),
    50013: ("the bot may not write in the channel", _ALLOW),
    50035: ("the message is malformed", _REPORT),
    50083: ("the thread is archived", _ELSEWHERE),
    160005: ("the thread is locked", _ELSEWHERE),
    200000: ("the server's AutoMod blocked the message", _MODERATOR),
    240000: ("Discord counts a link in the message as harmful", _MODERATOR),
}
_BY_STATUS: Mapping[int, tuple[str, str]] = {
    HTTPStatus.BAD_REQUEST: ("the message is malformed", _REPORT),
    HTTPStatus.UNAUTHORIZED: ("the token is not valid", _RENEW),
    HTTPStatus.FORBIDDEN: ("the bot may not do that", _ALLOW),
    HTTPStatus.NOT_FOUND: ("there is no such channel", _ELSEWHERE),
}


def verdict(*, status: int, code: int, retry_after: str | float | None) -> CourierError:
    """What an answer means that did not take a message; ``code`` is Discord's own, 0 where it gave none."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryLater("Discord", asked_wait(retry_after))
    known = _NEVER.get(code) or _BY_STATUS.get(status)
    if known is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        reason, mend = known
        return NeverWill("Discord", f"{reason} ({code or status})", mend, only_this=mend in _OF_THE_MESSAGE)
    return OutcomeUnknown(f"Discord answered with status {status} and code {code}.")
