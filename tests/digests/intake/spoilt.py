"""Bytes as the world sends them: sound feeds, pages and ninjs, spoilt by a seed in one of many ways."""

import json
from collections.abc import Callable, Mapping
from random import Random

DEEPEST = 500
"""Marks that stand inside each other; a thorough run goes deeper."""

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbor Courier</title>
<link>https://courier.example/</link><language>en</language>
<item><title>Tunnel leaks &amp; closes</title><link>/2026/03/tunnel?utm_source=rss</link><guid>tag:courier,7</guid>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><dc:creator>Mara Lind</dc:creator><category>Business</category>
<description>&lt;p&gt;The port — shut it.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>The port has shut the tunnel, two engineers said.</p>]]></content:encoded></item>
<item><title>Fähre für Skarv</title><link>https://courier.example/ferry</link></item></channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="/a/">
<title type="html">Island &lt;i&gt;Wire&lt;/i&gt;</title><link href="https://wire.example/"/><entry><id>urn:x:1</id>
<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Fog <b>over</b> Skarv</div></title>
<updated>2026-03-02T08:00:00Z</updated><link href="fog"/><author><name>Jonas Hale</name></author>
<source><title>Bay Gazette</title></source>
<content type="html">&lt;p&gt;Nobody sailed.&lt;/p&gt;</content></entry></feed>"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tunnel leaks | Harbor Courier</title>
<meta property="article:published_time" content="2026-03-02T08:00:00Z">
<link rel="canonical" href="https://courier.example/t">
<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-03-02"}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Tunnel leaks</h1><p>The port of Skarv has shut its tunnel after
two pumps failed on Sunday, the harbor authority said in a statement on Monday morning.</p><p>“Nobody was hurt,” said
Mara Lind, its chief engineer. The builder of the tunnel denies that it knew of the leak for a year.</p>
</article></body></html>"""
JSON_FEED: Mapping[str, object] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbor Courier",
    "home_page_url": "https://courier.example/",
    "authors": [{"name": "Mara Lind"}],
    "items": [
        {"id": 7, "title": "Tunnel leaks", "content_html": "<p>The port shut it.</p>", "tags": ["Business"]},
        {"id": "b", "url": "https://courier.example/b", "content_text": "Fog.", "date_published": "2026-03-02"},
    ],
}
NINJS: Mapping[str, object] = {
    "uri": "urn:newsml:wire.example:7",
    "headline": "Tunnel leaks",
    "versioncreated": "2026-03-02T08:00:00Z",
    "embargoed": "2026-03-02T09:00:00Z",
    "pubstatus": "usable",
    "urgency": 3,
    "body_xhtml": "<p>The port shut it.</p>",
    "headlines": [{"value": "Tunnel"}],
    "subject": [{"code": "04000000", "name": "economy"}],
    "infosource": [{"name": "Island Wire"}],
    "genre": [{"name": "Opinion"}],
}
LINE: Mapping[str, object] = {
    "id": "7",
    "headline": "Tunnel leaks",
    "body": "The port shut it.",
    "published": "2026-03-02",
    "claims": [{"text": "It leaks.", "speaker": "Mara Lind"}],
}
SOUND: Mapping[str, str | Mapping[str, object]] = {
    "rss.xml": RSS,
    "atom.xml": ATOM,
    "page.html": PAGE,
    "feed.json": JSON_FEED,
    "ninjs.json": NINJS,
    "lines.jsonl": LINE,
}
"""What is spoilt, by the name of a file that may hold it."""

ODD_WORDS = (
    "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "<!DOCTYPE html>", "<?xml version='1.0' encoding='utf-32'?>",
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>&b;', "&#0;", "&#xD800;", "&#1114112;", "&nbsp;",
    "&amp;lt;b&amp;gt;", "\x00", "\x0b", "\u202e", "\ufeff", "\u200b", "\ud83d", "😀", "</item>", "<item>", "<entry/>",
    "<script>", "</html>", "<base href='javascript:x'>", "<title>", "http://[", "https://a:b@c:99999/", "%00",
    "\\u0000", "\\ud800", "9" * 400, "1e999", "-1", "NaN", "0000-00-00", "99999-01-01T25:61:61+99:99",
    "Mon, 32 Foo 2026", "\n", "\t", '"', "'", "{", "}", "[", "]", ",", ":", "null",
)  # fmt: skip
ODD_VALUES: tuple[object, ...] = (
    None, True, -1, 0, 10**30, 1.5, float("inf"), "", " ", "\x00", "\ud800", "\u200b", "a" * 2_000, [], {}, [None],
    [[1]], [{}], {"name": 3}, {"value": []}, "http://[", "javascript:alert(1)", "2026-13-40", "https://courier.example/\n",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252", "gbk", "shift_jis", "koi8-r", "no-such", "")


def spoilt(seed: int, *, deepest: int = DEEPEST) -> tuple[str, bytes]:
    """The name of a file and what stands in it: always the same for a seed."""
    chance = Random(seed)
    name = chance.choice(tuple(SOUND))
    sound = SOUND[name]
    if isinstance(sound, str):
        text = sound
    else:
        told = [_odd(sound, chance) for _ in range(chance.choice((1, 1, 3)))]
        lines = [json.dumps(one) for one in told]
        text = "\n".join(lines) if name.endswith("l") else chance.choice((lines[0], f"[{', '.join(lines)}]"))
    for _ in range(chance.randrange(3)):
        text = chance.choice(WRITTEN)(text, chance, deepest)
    raw = _encoded(text, chance)
    for _ in range(chance.randrange(3)):
        raw = chance.choice(SENT)(raw, chance)
    return name, raw


def _odd(sound: Mapping[str, object], chance: Random) -> dict[str, object]:
    """The object with some of its fields left out or of another kind, at any depth."""
    told = dict(sound)
    for field in chance.sample(sorted(told), min(len(told), chance.randrange(3))):
        held = told[field]
        match chance.randrange(3):
            case 0:
                del told[field]
            case 1 if isinstance(held, list) and held and isinstance(held[0], dict):
                told[field] = [_odd(held[0], chance), *held[1:]]
            case _:
                told[field] = chance.choice(ODD_VALUES)
    return told


def _with_an_odd_word(text: str, chance: Random, deepest: int) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(ODD_WORDS) * chance.choice((1, 1, deepest // 50)) + text[place:]


def _nested(text: str, chance: Random, deepest: int) -> str:
    opened, closed = chance.choice((
        ("<div>", "</div>"), ("<b>", ""), ("<item>", "</item>"), ("<a href='x'>", ""), ("[", "]"), ('{"a":', "}"),
        ("&lt;i&gt;", ""), ("<table><tr><td>", ""), ("<ul><li>", "</li></ul>"),
    ))  # fmt: skip
    place, depth = chance.randrange(len(text) + 1), chance.randrange(deepest)
    return text[:place] + opened * depth + "x" + closed * depth + text[place:]


def _doubled(text: str, chance: Random, deepest: int) -> str:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:end] + text[start:end] * chance.randrange(1, max(2, deepest // 50)) + text[end:]


def _swapped(text: str, chance: Random, deepest: int) -> str:
    marks = ("<", ">", '"', "/", "=", "title", "link", "http", "2026", "utf-8")
    return text.replace(chance.choice(marks), chance.choice((*marks, "")), chance.choice((1, 3, -1)))


def _encoded(text: str, chance: Random) -> bytes:
    """In UTF-8 as it says, or in another encoding than it says, or saying another than it is in."""
    said, meant = "utf-8", "utf-8"
    if not chance.randrange(4):
        said, meant = chance.choice(ENCODINGS), chance.choice(ENCODINGS[:-2])
    text = text.replace('encoding="utf-8"', f'encoding="{said}"').replace('charset="utf-8"', f'charset="{said}"')
    return text.encode(meant, errors="replace")


def _flipped(raw: bytes, chance: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(min(len(changed), chance.choice((1, 4, 40)))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(raw: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return chance.choice((raw[:place], raw[place:]))


def _noise(raw: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + chance.randbytes(chance.randrange(200)) + raw[place:]


WRITTEN: tuple[Callable[[str, Random, int], str], ...] = (_with_an_odd_word, _nested, _doubled, _swapped)
SENT: tuple[Callable[[bytes, Random], bytes], ...] = (_flipped, _cut, _noise)
