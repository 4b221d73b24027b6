"""Our forms and the app's page as Slack's views, and what people hand in with them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.conversation import Field, Form, Home
from bot.rendering import press
from digests.channel import Channel
from digests.language import _, speaking

CALLBACK = "rd"
"""Of every form of ours."""
MOST_BLOCKS = 100
_TITLE, _LABEL, _HINT, _CHOICE, _WRITTEN = 24, 2000, 150, 75, 3000

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a form was opened: Slack gives it back with the answers. ``reply_to`` is where these can be replied to."""

    command: str
    words: Mapping[str, str]
    channel: str | None
    channel_name: str
    reply_to: str | None
    thread_of: str | None

    def packed(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, packed: str) -> "Origin":
        return cls(**json.loads(packed))


def modal(form: Form, origin: Origin, *, language: str) -> Json:
    """As views.open takes it."""
    with speaking(language):
        return {
            "type": "modal",
            "callback_id": CALLBACK,
            "private_metadata": origin.packed(),
            "title": _plain(form.title, _TITLE),
            "submit": _plain(_("Done"), _TITLE),
            "close": _plain(_("Cancel"), _TITLE),
            "blocks": list(map(_input, form.fields)),
        }


def page(home: Home, channel: Channel, *, language: str) -> Json:
    """As views.publish takes it; what has no room on it is left out from its end."""
    return {"type": "home", "blocks": press.home(home, channel, language=language)["blocks"][:MOST_BLOCKS]}


def handed_in(view: Mapping[str, Any]) -> dict[str, str]:
    """What stands in each field, empty where nothing does."""
    return {name: _answer(element) for inputs in view["state"]["values"].values() for name, element in inputs.items()}


def errors(faults: Mapping[str, str], view: Mapping[str, Any]) -> Json:
    """The faults beside their fields; what belongs to none stands at the last one."""
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    told = {name if name in names else names[-1]: why for name, why in faults.items()}
    return {"response_action": "errors", "errors": told}


def _input(field: Field) -> Json:
    return {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, _LABEL),
        "optional": not field.required,
        "element": _choices(field) if field.choices else _line(field),
    }


def _line(field: Field) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": field.long,
        "max_length": _WRITTEN,
    }
    if field.hint:
        element["placeholder"] = _plain(field.hint, _HINT)
    if field.value:
        element["initial_value"] = field.value[:_WRITTEN]
    return element


def _choices(field: Field) -> Json:
    options = [{"text": _plain(one.label, _CHOICE), "value": one.says} for one in field.choices]
    chosen = [option for option in options if option["value"] == field.value]
    return {
        "type": "static_select",
        "action_id": field.name,
        "options": options,
        **({"initial_option": chosen[0]} if chosen else {}),
    }


def _answer(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    return str(element.get("value") or chosen.get("value") or "").strip()


def _plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": text[:most], "emoji": False}
