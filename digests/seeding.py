"""seeds/*.toml to articles, naming file and field of each fault."""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from digests.article import (
    HOUSE,
    UNKNOWN_TIME,
    Article,
    Attribution,
    Claim,
    ClaimId,
    ClaimKind,
    ClaimStatus,
    Figure,
    Genre,
    GroundRule,
    PubStatus,
    Relation,
    RelationKind,
    Slug,
    StatusChange,
    StoryId,
    When,
)
from digests.errors import BadSeed, BadSeeds, BadSource, UnknownTopic
from digests.topics import Topic, topic

EXAMPLES = "examples"
LONGEST_TEXT = 300
LONGEST_SUMMARY = 60

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """The article of one file, and the story that it belongs to: its own, where the file names no other."""

    file: str
    article: Article
    story: StoryId


def shipped_seeds() -> Traversable:
    """The seeds that come with Rundown: inside an installed package, beside it in the source tree."""
    packed = files("digests").joinpath("_seeds")
    return packed if packed.is_dir() else Path(__file__).parent.parent / "seeds"


def read_seeds(folder: Traversable, *, received: datetime) -> tuple[Seed, ...]:
    """All seeds of the folder and of its ``examples``, by file name, as they entered the record at ``received``.

    A folder without seeds gives none. Raises BadSource where there is no such folder, and BadSeeds with every fault
    of every file: then nothing may be loaded.
    """
    if not folder.is_dir():
        raise BadSource(str(folder), "there is no such folder. Name one that holds seeds (*.toml), or name none.")
    faults: list[BadSeed] = []
    tables = tuple(_tables(folder, faults))
    all_parsed = not faults
    seeds = tuple(_seed(table, received) for table in tables)
    faults += _shared_slugs(seeds)
    if all_parsed:
        faults += _loose_relations(seeds)
    if faults:
        raise BadSeeds(sorted(faults, key=lambda fault: fault.file))
    return seeds


def _tables(folder: Traversable, faults: list[BadSeed]) -> Iterator["_Table"]:
    found = {file.name: file for file in folder.iterdir()}
    if (examples := folder.joinpath(EXAMPLES)).is_dir():
        found |= {f"{EXAMPLES}/{file.name}": file for file in examples.iterdir()}
    for name in sorted(name for name, file in found.items() if name.endswith(".toml") and file.is_file()):
        try:
            values = tomllib.loads(found[name].read_bytes().decode("utf-8-sig"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(BadSeed(name, "the whole file", f"is not TOML: {error}"))
        else:
            yield _Table(values, file=name, faults=faults)


def _shared_slugs(seeds: tuple[Seed, ...]) -> Iterator[BadSeed]:
    first: dict[Slug, str] = {}
    for seed in seeds:
        if (other := first.setdefault(seed.article.slug, seed.file)) != seed.file:
            yield BadSeed(seed.file, "slug", f"{other} has it already; give each article its own")


def _loose_relations(seeds: tuple[Seed, ...]) -> Iterator[BadSeed]:
    known = [claim.id for seed in seeds for claim in seed.article.claims]
    advice = "write the id of a claim of this file, or slug/id of one of another"
    for seed in seeds:
        for claim in seed.article.claims:
            for number, relation in enumerate(claim.relations, 1):
                if relation.claim not in known:
                    field = f"claims[{claim.id.partition('/')[2]}].relations[{number}].claim"
                    why = f"no seed here holds {relation.claim!r}; {_nearest(relation.claim, known, otherwise=advice)}"
                    yield BadSeed(seed.file, field, why)


def _seed(table: "_Table", received: datetime) -> Seed:
    slug = Slug(table.name("slug"))
    example = table.flag("example", default=False)
    if example is not table.file.startswith(f"{EXAMPLES}/"):
        table.fault("example", f"must be true in {EXAMPLES}/, and only there")
    article = Article(
        tenant=HOUSE,
        slug=slug,
        source_id=table.text("source_id") or slug,
        headline=table.needed("headline"),
        received=received,
        published=table.time("versioncreated"),
        outlet=table.text("outlet"),
        relays=table.text("relays"),
        url=table.address("url"),
        byline=table.text("byline"),
        located=table.text("located"),
        language=table.text("language"),
        summary=table.summary("summary"),
        claims=_claims(table, slug),
        topics=table.topics("topics"),
        genre=table.choice("genre", Genre, default=Genre.NEWS),
        urgency=table.count("urgency", default=5, most=9),
        pubstatus=table.choice("pubstatus", PubStatus, default=PubStatus.USABLE),
        embargoed_until=table.instant("embargoed"),
        ednote=table.text("ednote"),
        example=example,
    )
    story = StoryId(table.text("story") or slug)
    table.close()
    return Seed(file=table.file, article=article, story=story)


def _claims(article: "_Table", slug: Slug) -> tuple[Claim, ...]:
    claims: dict[ClaimId, Claim] = {}
    for number, table in enumerate(article.tables("claims", named_by="id"), 1):
        claim = _claim(table, slug, number)
        if claim.id in claims:
            table.fault("id", "an earlier claim of this file has it already")
        claims[claim.id] = claim
    return tuple(sorted(claims.values(), key=lambda claim: claim.rank))


def _claim(table: "_Table", slug: Slug, number: int) -> Claim:
    quote = table.text("quote")
    claim = Claim(
        id=ClaimId(f"{slug}/{table.name('id')}"),
        text=table.needed("text", most=LONGEST_TEXT),
        kind=table.choice("kind", ClaimKind),
        attribution=_attribution(table.table("attribution")),
        rank=table.count("key", default=number),
        cue=table.text("cue"),
        direct=table.flag("direct", default=quote is not None),
        quote=quote,
        figures=tuple(_figure(figure) for figure in table.tables("figures")),
        relations=tuple(_relation(relation, slug) for relation in table.tables("relations")),
        ground_rule=table.choice("ground_rule", GroundRule, default=GroundRule.ON_THE_RECORD),
        history=tuple(_status_change(change) for change in table.tables("history")),
    )
    table.close()
    return claim


def _attribution(table: "_Table") -> Attribution:
    attribution = Attribution(
        speaker=table.text("speaker"),
        role=table.text("role"),
        organisation=table.text("organisation"),
        named=table.flag("named", default=False),
        how_many=table.count("how_many", default=None),
        heard_by=table.text("heard_by"),
        relayed_by=table.text("relayed_by"),
    )
    table.close()
    return attribution


def _figure(table: "_Table") -> Figure:
    figure = Figure(
        value=table.number("value"),
        unit=table.text("unit"),
        hedge=table.text("hedge"),
        measures=table.text("measures"),
    )
    table.close()
    return figure


def _relation(table: "_Table", slug: Slug) -> Relation:
    said = table.needed("claim")
    claim = ClaimId(said if "/" in said else f"{slug}/{said}")
    relation = Relation(kind=table.choice("kind", RelationKind), claim=claim)
    table.close()
    return relation


def _status_change(table: "_Table") -> StatusChange:
    change = StatusChange(
        status=table.choice("status", ClaimStatus),
        at=table.instant("at", required=True) or _SOME_TIME,
        by=table.needed("by"),
        reason=table.needed("reason"),
    )
    table.close()
    return change


class _Table:
    """A TOML table, read field by field.

    A faulty field is noted and read as something harmless, so that one reading finds all faults. ``close`` notes
    the keys that nobody asked for.
    """

    def __init__(self, values: Mapping[str, Any], *, file: str, faults: list[BadSeed], path: str = "") -> None:
        self.file = file
        self._values = values
        self._faults = faults
        self._path = path
        self._asked: list[str] = []

    def fault(self, field: str, why: str) -> None:
        self._faults.append(BadSeed(self.file, f"{self._path}{field}", why))

    def close(self) -> None:
        for key in self._values:
            if key not in self._asked:
                self.fault(key, f"is no field here; {_nearest(key, self._asked)}")

    def text(self, field: str, *, required: bool = False) -> str | None:
        said = self._take(field, str, "a text in quotes", required=required)
        if said is not None and not said.strip():
            self.fault(field, "is empty; leave the line out where it is not known")
            return None
        return said

    def needed(self, field: str, *, most: int = sys.maxsize) -> str:
        said = self.text(field, required=True) or "?"
        if len(said) > most:
            self.fault(field, f"has {len(said)} characters; {most} at most")
        return said

    def name(self, field: str) -> str:
        said = self.text(field, required=True)
        if said and not _NAME.fullmatch(said):
            self.fault(field, f"{said!r} is no name; write small letters and digits with hyphens between")
        return said or f"{self.file}#{self._path}"

    def summary(self, field: str) -> str:
        said = self.text(field) or ""
        if (words := len(said.split())) > LONGEST_SUMMARY:
            self.fault(field, f"has {words} words; {LONGEST_SUMMARY} at most")
        return said

    def address(self, field: str) -> str | None:
        said = self.text(field)
        if said and not said.startswith(("https://", "http://")):
            self.fault(field, f"{said!r} is no web address; it begins with https://")
        return said

    def flag(self, field: str, *, default: bool) -> bool:
        said = self._take(field, bool, "true or false")
        return default if said is None else said

    def count(self, field: str, *, default: T, most: int = sys.maxsize) -> int | T:
        said = self._take(field, int, "a whole number")
        if said is None:
            return default
        if not 1 <= said <= most:
            self.fault(field, f"is {said}; it runs from 1" + (f" to {most}" if most < sys.maxsize else ""))
            return default
        return said

    def number(self, field: str) -> Decimal:
        value = Decimal(self._take(field, (int, Decimal), "a number without quotes", required=True) or 0)
        if not value.is_finite():
            self.fault(field, f"is {value}, which counts nothing")
        return value

    def instant(self, field: str, *, required: bool = False) -> datetime | None:
        said = self._take(field, datetime, "an instant such as 2025-12-17T18:00:00Z", required=required)
        if said is not None and said.tzinfo is None:
            self.fault(field, "needs a zone: end it with Z or an offset such as -05:00")
            return None
        return said

    def time(self, field: str) -> When:
        said = self._values.get(field)
        if said is None or isinstance(said, datetime):
            instant = self.instant(field)
            return When.at(instant) if instant else UNKNOWN_TIME
        self._asked.append(field)
        written = said.isoformat() if isinstance(said, date) else str(said)
        with suppress(ValueError):
            if _DAY.fullmatch(written):
                return When.on(date.fromisoformat(written))
            if _MONTH.fullmatch(written):
                return When.within(int(written[:4]), int(written[5:]))
        self.fault(field, 'is no time; write 2025-12-17T18:00:00Z, 2025-12-17 or "2025-12"')
        return UNKNOWN_TIME

    def choice(self, field: str, of: type[E], *, default: E | None = None) -> E:
        said = self._take(field, str, "a text in quotes", required=default is None)
        if said in set(of):
            return of(said)
        if said is not None:
            self.fault(field, f"cannot be {said!r}; {_nearest(said, list(of))}")
        return default or next(iter(of))

    def topics(self, field: str) -> tuple[Topic, ...]:
        topics: list[Topic] = []
        for said in self._take(field, list, "a list of words") or ():
            try:
                topics.append(topic(str(said)))
            except UnknownTopic as unknown:
                self.fault(field, str(unknown))
        return tuple(topics)

    def table(self, field: str) -> "_Table":
        return self._inner(self._take(field, dict, "a table") or {}, field)

    def tables(self, field: str, *, named_by: str = "") -> Iterator["_Table"]:
        for number, values in enumerate(self._take(field, list, f"a list of tables, [[{field}]]") or (), 1):
            if isinstance(values, dict):
                yield self._inner(values, f"{field}[{values.get(named_by, number)}]")
            else:
                self.fault(f"{field}[{number}]", f"must be a table, [[{field}]]")

    def _inner(self, values: Mapping[str, Any], place: str) -> "_Table":
        return _Table(values, file=self.file, faults=self._faults, path=f"{self._path}{place}.")

    def _take(
        self, field: str, kind: type[T] | tuple[type[T], ...], wanted: str, *, required: bool = False
    ) -> T | None:
        self._asked.append(field)
        said = self._values.get(field)
        if said is None and required:
            self.fault(field, f"is missing; it must be {wanted}")
        if said is None or (isinstance(said, kind) and isinstance(said, bool) is (kind is bool)):
            return said
        self.fault(field, f"must be {wanted}")
        return None


def _nearest(said: str, known: Sequence[str], *, otherwise: str = "") -> str:
    if close := get_close_matches(said, known):
        return f"did you mean {' or '.join(close)}?"
    return otherwise or f"known are {', '.join(known)}"
