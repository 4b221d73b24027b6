"""What Slack's refusals of a message mean for the message: never, later, or nobody knows."""

from collections.abc import Mapping
from http import HTTPStatus

from bot.waiting import asked_wait
from digests.errors import CourierError, NeverWill, OutcomeUnknown, TryLater

_INVITE = "Invite the bot into the channel: /invite @Rundown"
_ELSEWHERE = "Choose another channel, or end the subscription"
_ADMIN = "Ask an admin of the workspace to let the bot post there"
_NEW_TOKENS = "Put valid tokens into RUNDOWN_SLACK_BOT_TOKEN and RUNDOWN_SLACK_APP_TOKEN, then start again"
_REINSTALL = "Give the app the scopes chat:write, commands and connections:write, then install it again"
_REPORT = "This is a fault of Rundown: report it with what `rundown deliveries` shows"

_NEVER = {
    "not_in_channel": ("the bot is not in the channel", _INVITE),
    "channel_not_found": ("the bot sees no such channel", _INVITE),
    "is_archived": ("the channel is archived", _ELSEWHERE),
    "messages_tab_disabled": ("messages to the app are switched off", _ADMIN),
    "cannot_dm_bot": ("a bot cannot be written to", _ELSEWHERE),
    "restricted_action": ("the workspace does not let the bot post there", _ADMIN),
    "restricted_action_read_only_channel": ("the channel is read-only", _ADMIN),
    "restricted_action_thread_only_channel": ("the channel takes only replies", _ADMIN),
    "restricted_action_non_threadable_channel": ("the channel takes no replies", _ADMIN),
    "access_denied": ("access is denied", _ADMIN),
    "no_permission": ("the bot has no permission", _ADMIN),
    "ekm_access_denied": ("the workspace has suspended the access to messages", _ADMIN),
    "team_access_not_granted": ("the app was not granted to the workspace", _ADMIN),
    "enterprise_is_restricted": ("the organisation does not allow it", _ADMIN),
    "org_login_required": ("the workspace is being moved", _ADMIN),
    "user_not_found": ("there is no such person", _ELSEWHERE),
    "user_disabled": ("the person's account is switched off", _ELSEWHERE),
    "missing_scope": ("the app lacks a scope", _REINSTALL),
    "account_inactive": ("the app was removed from the workspace", _NEW_TOKENS),
    "invalid_auth": ("the token is not valid", _NEW_TOKENS),
    "not_authed": ("there is no token", _NEW_TOKENS),
    "not_allowed_token_type": ("it is a token of another kind", _NEW_TOKENS),
    "token_expired": ("the token has expired", _NEW_TOKENS),
    "token_revoked": ("the token was revoked", _NEW_TOKENS),
    "invalid_arguments": ("the message is malformed", _REPORT),
    "invalid_blocks": ("the message is malformed", _REPORT),
    "invalid_blocks_format": ("the message is malformed", _REPORT),
    "invalid_metadata_format": ("the message is malformed", _REPORT),
    "metadata_too_large": ("the message is malformed", _REPORT),
    "msg_blocks_too_long": ("the message is too long", _REPORT),
    "msg_too_long": ("the message is too long", _REPORT),
    "no_text": ("the message is empty", _REPORT),
}
_LATER = frozenset(
    {
        "accesslimited",
        "external_channel_migrating",
        "message_limit_exceeded",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "team_added_to_org",
    }
)
"""Refused before anything was done, and for a time only."""


def verdict(*, status: int, body: object, retry_after: str | None) -> CourierError:
    """What an answer means that did not take a message. An error that we do not know may have followed a post."""
    error = str(body["error"]) if isinstance(body, Mapping) and "error" in body else None
    if status == HTTPStatus.TOO_MANY_REQUESTS or error in _LATER:
        return TryLater("Slack", asked_wait(retry_after))
    if status == HTTPStatus.OK and error in _NEVER:
        reason, mend = _NEVER[error]
        return NeverWill("Slack", f"{reason} ({error})", mend, only_this=mend == _REPORT)
    return OutcomeUnknown(f"Slack answered {error or 'nothing that can be read'}, with status {status}.")
