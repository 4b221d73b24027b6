"""Our forms as Discord's modals, and what people hand in with them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.conversation import Field, Form
from bot.rendering.limits import cut
from bot.rendering.offering import LONGEST, PREFIX
from digests.errors import BadInput
from digests.language import _

MOST_FIELDS = 5
"""That a modal holds; a form's fields stand in the order of their weight."""
_LABEL_COMPONENT, _TEXT_INPUT, _SELECT = 18, 4, 3
_ONE_LINE, _PARAGRAPH = 1, 2
_TITLE, _LABEL, _HINT, _CHOICE, _WRITTEN = 45, 45, 100, 100, 4000

Json = dict[str, Any]


def modal(form: Form) -> Json:
    """As an interaction's callback takes it. Raises BadInput where what it is about has too long a name for Discord."""
    words = f"?{urlencode(form.words)}" if form.words else ""
    custom_id = f"{PREFIX}{form.command.rpartition(' ')[2]}{words}"
    if len(custom_id) > LONGEST:
        raise BadInput(_("I cannot open that here. Say it as a command: /digest help"))
    return {
        "title": cut(form.title, _TITLE),
        "custom_id": custom_id,
        "components": [_labelled(field) for field in form.fields[:MOST_FIELDS]],
    }


def handed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What stands in each field, empty where nothing does."""
    written = [label.get("component") or {} for label in data.get("components") or ()]
    return {str(field["custom_id"]): _answer(field) for field in written if "custom_id" in field}


def _labelled(field: Field) -> Json:
    return {
        "type": _LABEL_COMPONENT,
        "label": cut(field.label, _LABEL),
        "component": _select(field) if field.choices else _input(field),
    }


def _input(field: Field) -> Json:
    shown: Json = {
        "type": _TEXT_INPUT,
        "custom_id": field.name,
        "style": _PARAGRAPH if field.long else _ONE_LINE,
        "required": field.required,
        "max_length": _WRITTEN,
    }
    if field.hint:
        shown["placeholder"] = cut(field.hint, _HINT)
    if field.value:
        shown["value"] = field.value[:_WRITTEN]
    return shown


def _select(field: Field) -> Json:
    options = [
        {"label": cut(one.label, _CHOICE), "value": one.says, "default": one.says == field.value}
        for one in field.choices
    ]
    return {"type": _SELECT, "custom_id": field.name, "options": options, "required": field.required}


def _answer(field: Mapping[str, Any]) -> str:
    chosen = field.get("values") or ()
    return str(field.get("value") or (chosen[0] if chosen else "")).strip()
