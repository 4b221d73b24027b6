"""Web addresses: the one form in which the record keeps an article's, and what its other spellings share with it."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

LONGEST = 2000
"""Characters. Longer ones are traps, or hold a whole page."""

_TRACKING = re.compile(
    r"""(?:utm|mtm|otm|itm|hmb|at|ga|fb)_\w+|utm|[a-z_]*cl(?:ick|k)?id|_g[al]|g[bw]?raid|mkt_tok|mc_[cet]id
    |ml_subscriber\w*|__hs\w+|_hs\w+|hsctatracking|oly_\w+_id|vero_\w+|srsltid|wickedid|igshid|li_fat_id|_openstat
    |spm|xtor|echobox|[si]_?cid|[no]cid|cmp(?:id)?|smid|ftag|cvid|wt_?z?mc|soc_(?:src|trk)|guccounter|guce_\w+
    |ref_(?:src|url)|__twitter_impression|tracking_source""",
    re.VERBOSE | re.IGNORECASE,
)
"""Parameters that tell who sent the reader and never what is read; "ref" and "id" may name a page and stay."""

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
_NO_HOST = re.compile(r"[<>\"'`{}|\\^%]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(address: str) -> str | None:
    """The address without fragment, tracking parameters and default port, its host in small ASCII letters.

    None for what must not become a link: another scheme than http and https, a name or password in it, control
    characters, no host that can be one, or more than ``LONGEST`` characters.
    """
    said = address.strip()
    if len(said) > LONGEST or _CONTROL.search(said):
        return None
    try:
        parts = urlsplit(said)
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, idna.IDNAError):
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    place = host if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", _telling(parts), ""))


def page(address: str) -> str:
    """What all spellings of a canonical address share: it is without http or https, "www." and a closing slash."""
    place, mark, query = address.partition("://")[2].removeprefix("www.").partition("?")
    return f"{place.rstrip('/')}{mark}{query}"


def _host(name: str) -> str:
    plain = name.rstrip(".")
    if _NO_HOST.search(plain):
        raise ValueError("no host has such a name")
    if ":" in plain:
        return f"[{plain}]"
    return plain if plain.isascii() else idna.encode(plain, uts46=True).decode()


def _telling(parts: SplitResult) -> str:
    pairs = parts.query.split("&") if parts.query else []
    return "&".join(pair for pair in pairs if not _TRACKING.fullmatch(pair.partition("=")[0]))
