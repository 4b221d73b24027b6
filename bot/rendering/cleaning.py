"""Foreign text made harmless for every platform alike; each renderer then escapes what its own platform reads.

The rules, in this order. White space of any kind is one space. What is not seen is removed: control, format, bidi,
private and unassigned characters, fillers, and variation selectors and joiners outside emoji. The rest is NFC, a
letter keeps at most eight combining marks, and a text cannot begin with one.
"""

from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote, urlsplit, urlunsplit

import idna
import regex

LONGEST_ADDRESS = 1_000
"""Characters of an address in ASCII that is still linked; a longer one leaves no room for what it leads to."""
LONGEST_HOST = 60
"""Characters of a host that are shown; its end counts, so it is cut in front."""

_SPACE = regex.compile(r"[\s\u2800]")
_EMOJI = r"[\p{Extended_Pictographic}--\p{C}]"
_UNSEEN = regex.compile(
    rf"""
    (?V1)
    (?P<kept> (?<={_EMOJI}[\ufe0f\p{{Emoji_Modifier}}]?) \u200d (?={_EMOJI})  # joins two emoji
    | (?<=[\p{{Emoji}}--\p{{C}}]) \ufe0f )                                    # asks for the emoji of a character
    | [\p{{C}}\p{{Default_Ignorable_Code_Point}}]
    """,
    regex.VERBOSE,
)
_MANY_SPACES = regex.compile(" {2,}")
_MANY_MARKS = regex.compile(r"(\p{M}{8})\p{M}+")
_LEADING_MARKS = regex.compile(r"^[\p{M} ]+")

_LIKE_A_HOST = regex.compile(r"\w\.[^\W\d_]{2}|://|@|\d\.\d+\.\d+\.\d")
_UNLINKABLE = regex.compile(r"[\p{C}\s\\]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_HOST = regex.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LIKE_LATIN = r"(?:[a-z0-9_-]|[\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u017e])+"
_EAST_ASIAN = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}0-9-]+"
_OTHERS = ("Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Georgian", "Greek", "Hebrew", "Tamil", "Thai")
_ONE_SCRIPT = regex.compile(
    "|".join(
        rf"{label}(?:\.{label})*"
        for label in (rf"(?:{_LIKE_LATIN}|{_EAST_ASIAN})", *(rf"[\p{{{script}}}\p{{Mn}}0-9-]+" for script in _OTHERS))
    )
)


def clean(text: str) -> str:
    """The text as people see it, on one line; the same again where it is cleaned already."""
    seen = _UNSEEN.sub(lambda match: match["kept"] or "", _SPACE.sub(" ", text))
    folded = normalize("NFC", _MANY_SPACES.sub(" ", seen))
    return _LEADING_MARKS.sub("", _MANY_MARKS.sub(r"\1", folded)).rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that may be linked, in ASCII, and its host as readers should see it beside the link."""

    url: str
    host: str


def link_to(address: str | None) -> Link | None:
    """None where there is no address, or one that must not be linked.

    Only http and https are, without credentials, up to ``LONGEST_ADDRESS``. The host is shown without "www."; one that
    mixes scripts, so that it may pass for another, is shown as punycode.
    """
    if address is None or _UNLINKABLE.search(address := address.strip()):
        return None
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port is not None else ""
        host = _in_ascii(parts.hostname or "")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    path, query, fragment = (quote(part, safe="/?%:@!$&'()*+,;=~") for part in parts[2:])
    url = urlunsplit((parts.scheme, host + port, path, query, fragment))
    return Link(url=url, host=_shown(host)) if len(url) <= LONGEST_ADDRESS else None


def may_carry(text: str) -> bool:
    """Whether a link may stand behind that text: not where it could be read as a host, an address or another link."""
    return not _LIKE_A_HOST.search(normalize("NFKC", text).replace("。", ".")) and not set("[]<>") & set(text)


def _in_ascii(host: str) -> str:
    """Lower case and punycode. Raises ValueError where the host is none (idna's errors are ValueErrors)."""
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()


def _shown(host: str) -> str:
    bare = host.removeprefix("www.")
    try:
        written = idna.decode(bare)
    except idna.IDNAError:
        written = bare
    shown = written if _ONE_SCRIPT.fullmatch(written) else bare
    return shown if len(shown) <= LONGEST_HOST else "…" + shown[-LONGEST_HOST:]
