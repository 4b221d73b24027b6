"""Outlets: which names are those of newspapers, agencies and broadcasters."""

import re

_KNOWN = frozenset(
    """ap afp cnn bbc npr pbs abc cbs nbc msnbc cnbc espn reuters bloomberg politico axios vox slate semafor propublica
    newsweek time breitbart dpa ansa efe kyodo xinhua tass haaretz""".split()
)
_LAST = frozenset(
    """post times journal news tribune herald guardian courier gazette chronicle globe observer telegraph mail mirror
    independent press agency magazine radio examiner inquirer ledger bee dispatch monitor today examiner sentinel
    spiegel figaro monde record atlantic economist hill intercept yorker beast insider bulletin advertiser echo argus
    express standard weekly review star sun""".split()
)
_NEEDS_THE = frozenset(("sun", "star", "express", "standard", "record", "hill", "agency", "press", "mail", "mirror"))
_WORD = re.compile(r"[\w&’'.-]+")


def is_outlet(name: str) -> bool:
    """Whether the name reads like an outlet's: "Reuters", "The Washington Post", "Harbor Courier", "the Post"."""
    words = [word.lower().strip(".'’") for word in _WORD.findall(name)]
    if not words:
        return False
    article = words[0] == "the"
    bare = words[1:] if article else words
    if not bare or not name.rsplit(maxsplit=1)[-1][0].isupper():
        return False
    if " ".join(bare) in {"associated press", "agence france-presse", "usa today", "fox news"} or bare[0] in _KNOWN:
        return True
    if bare[-1] not in _LAST or (bare[-1] in _NEEDS_THE and not article):
        return False
    return article or len(bare) > 1


def same_outlet(name: str, other: str | None) -> bool:
    """Whether two names mean one outlet: "the Post" is The Washington Post where the article is about that one."""
    if other is None:
        return False
    short, long = sorted((_bare(name), _bare(other)), key=len)
    return bool(short) and (long == short or long.endswith(" " + short))


def _bare(name: str) -> str:
    return " ".join(word.lower() for word in _WORD.findall(name) if word.lower() != "the")
