"""Lists of feeds as other readers write them (OPML), in and out."""

from collections.abc import Iterable, Iterator

from lxml import etree

from digests.errors import BadInput
from digests.feed import Feed
from digests.intake.incoming import one_line

MOST_BYTES = 5 * 1024 * 1024
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "recover": True}


def read_opml(raw: bytes) -> tuple[tuple[str, str | None], ...]:
    """The (address, title) of every feed in the list, folders opened, each once, in its order.

    Raises BadInput where it is no OPML or holds no feed.
    """
    if len(raw) > MOST_BYTES:
        raise BadInput(f"This list is longer than {MOST_BYTES // 1024**2} MiB. Split it.")
    try:
        root = etree.fromstring(raw, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    found = dict(_feeds(root)) if root is not None else {}
    if not found:
        raise BadInput("No feed stands in this list. Wanted is OPML, as feed readers export it.")
    return tuple(found.items())


def _feeds(root: etree._Element) -> Iterator[tuple[str, str | None]]:
    for outline in root.iter("outline"):
        said = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        url = one_line(said.get("xmlurl", ""))
        if url:
            yield url, one_line(said.get("title") or said.get("text") or "") or None


def write_opml(feeds: Iterable[Feed]) -> bytes:
    """The list as any reader takes it in, in the order given."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds that Rundown follows"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.title or feed.url
        etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))
