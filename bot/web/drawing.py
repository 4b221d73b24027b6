"""A platform's drawing of payload parts by the macros of its template; what cannot be drawn is a loud box."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from bot.web.markup import not_drawn


@cache
def environment() -> Environment:
    """The templates of this package: everything escaped, nothing undefined passed over."""
    return Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def drawer(template: str, **words: Any) -> Callable[[Any], Markup]:
    """The template's macro ``part`` as a function.

    The template may use ``words``, and ``draw`` for the parts inside a part. A part that lacks what its kind must have
    is drawn as a loud box, as is a kind that the template does not know.
    """

    def draw(part: Any) -> Markup:
        try:
            return Markup(macros.part(part))  # noqa: S704 - a macro's text is escaped by the environment
        except (UndefinedError, AttributeError, TypeError, ValueError) as lack:
            return not_drawn(part.get("type") if isinstance(part, Mapping) else part, str(lack))

    macros: Any = environment().get_template(template).make_module({**words, "draw": draw, "not_drawn": not_drawn})
    return draw
