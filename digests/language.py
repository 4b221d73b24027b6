"""In which language people are spoken to: English as it stands in the code, the others out of their catalogues.

Who speaks to somebody says so once, at the edge (``with speaking("de")``); every text below it is then said by ``_``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

ENGLISH = "en"
CATALOGUES = Path(__file__).parent / "languages"
LANGUAGES = (ENGLISH, *sorted(catalogue.stem for catalogue in CATALOGUES.glob("*.po")))
"""As BCP 47 tags without a region."""

_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Within this, and in all that is begun within it, texts are said in that language; see ``nearest``."""
    before = _spoken.set(nearest(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language in which texts are said here: one of ``LANGUAGES``."""
    return _spoken.get()


def nearest(tag: str | None) -> str:
    """The language of ours that serves a reader of that one: "de" for "de-AT", English where we have none."""
    language = (tag or ENGLISH).replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH


def _(text: str) -> str:
    """The text in the language that is spoken here. It is filled in after that: ``_("Next: {when}.").format(...)``."""
    return _catalogue(_spoken.get()).gettext(text)


def several(one: str, many: str, count: int) -> str:
    """As ``_``, in the form for so many: ``several("{count} story", "{count} stories", 2)``, not yet filled in."""
    return _catalogue(_spoken.get()).ngettext(one, many, count)


def later(text: str) -> str:
    """The text itself, marked for the catalogues: it is said by ``_`` where it is shown."""
    return text


@cache
def _catalogue(language: str) -> NullTranslations:
    """Kept as text alone; gettext reads the form that Babel makes of it."""
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only where another language is spoken
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with (CATALOGUES / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
