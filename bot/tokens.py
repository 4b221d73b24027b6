"""What the platforms' secrets look like, and what only stands in their place."""

import re
from collections.abc import Mapping

from digests.channel import Platform

MASK = "•••"

_WEBHOOKS: Mapping[Platform, str] = {
    Platform.SLACK_WEBHOOK: r"https://hooks\.slack(?:-gov)?\.com/services/[^/?\s]+/[^/?\s]+/[^/?\s]+",
    Platform.DISCORD_WEBHOOK: r"https://(?:ptb\.|canary\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/[\w-]+",
}
_SHAPES: Mapping[str, str] = {
    "RUNDOWN_SLACK_BOT_TOKEN": r"\bxox[a-z]-[\w-]{8,}",
    "RUNDOWN_SLACK_APP_TOKEN": r"\bxapp-[\w-]{8,}",
    "RUNDOWN_DISCORD_TOKEN": r"\b[\w-]{20,}\.[\w-]{6}\.[\w-]{25,}",
    "RUNDOWN_WEBHOOKS__NAME": r"(?:hooks\.slack(?:-gov)?\.com/services|discord(?:app)?\.com/api/\S*webhooks)/[^\s\"']+",
    "RUNDOWN_MODEL_KEY": r"\bsk-[\w-]{16,}",
}
_ANY_SHAPE = re.compile("|".join(_SHAPES.values()))
_PLACEHOLDER = re.compile(
    r"""\.\.\. | … | \*{3} | <[\w\s-]+> | \{\{.*\}\} | \$\{\w+\} | ^\$\w+$
    | change[-_. ]?me | replace[-_. ]?(?:me|this|with) | placeholder
    | your[-_. a-z]{0,40}(?:token|key|secret|password|url)
    | (?:^|[-_ ])token$ | (?<![a-z0-9])x{4,}(?![a-z0-9])""",
    re.IGNORECASE | re.VERBOSE,
)


def is_placeholder(said: str) -> bool:
    """Whether it was copied from a manual and never filled in, such as ``xoxb-your-token``."""
    return _PLACEHOLDER.search(said) is not None


def webhook_of(address: str) -> Platform | None:
    """Which platform gave out that address of a webhook; None where neither did."""
    asked = r"/?(?:\?\S*)?"
    return next((platform for platform, form in _WEBHOOKS.items() if re.fullmatch(form + asked, address)), None)


def settings_for(text: str) -> list[str]:
    """For each kind of secret that stands in the text, the setting in which it belongs."""
    return [
        setting
        for setting, shape in _SHAPES.items()
        if any(not is_placeholder(found.group()) for found in re.finditer(shape, text))
    ]


def masked(text: str) -> str:
    """Without anything that has the shape of a secret, wherever it was pasted by mistake."""
    return _ANY_SHAPE.sub(MASK, text)
