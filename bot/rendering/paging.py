"""Copy spread over as many messages as it needs, so that none is over a limit of its platform."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from bot.rendering.galley import CLOSING, OPENING, Copy, Galley, Para, Shape, Span
from bot.rendering.limits import Payload, cut, fits, length
from bot.rendering.wording import BETWEEN
from digests.ports import Sheet

SHORTEST = 20
"""Characters below which a text is not cut any more."""

Part = TypeVar("Part")
SetPage = Callable[[Copy], Payload]
"""A platform's own way to set what one message holds."""


def sheets(copy: Copy, set_page: SetPage) -> tuple[Sheet, ...]:
    """One sheet where that holds all; else as few as keep stories whole, with the foot on the last."""
    payload = set_page(copy)
    if fits(payload):
        return (Sheet(payload=payload, carries=copy.carries),)
    return tuple(Sheet(payload=set_page(page), carries=page.carries) for page in _spread(copy, set_page))


def sheets_apart(copy: Copy, set_page: SetPage, *, thread: str | None) -> tuple[Sheet, ...]:
    """A sheet for head, foot and headlines, then one for each galley, or more where one cannot hold it.

    With a ``thread`` these stand in the thread of the first, which is so called.
    """
    first = replace(copy, body=(tuple(_headline(galley) for galley in copy.body),))
    apart = [sheets(Copy(head=(), body=(galley,)), set_page) for galley in copy.body]
    told = [replace(sheet, thread=thread) for each in apart for sheet in each]
    return (*(replace(sheet, carries=()) for sheet in sheets(first, set_page)), *told)


def _headline(galley: Galley) -> Para:
    """As a point of a list, behind its kicker: no mark is lost."""
    kickers = [span for para in galley if para.shape is Shape.KICKER for span in para.spans]
    headline = next((para for para in galley if para.shape is Shape.HEADLINE), galley[0])
    before = (*kickers, Span(text=": ")) if kickers else ()
    return Para(shape=Shape.POINT, spans=(*before, *headline.spans), link=headline.link)


def _spread(copy: Copy, set_page: SetPage) -> Iterator[Copy]:
    """Each page has room for the foot, wherever that comes to stand."""

    def fit(body: Sequence[Galley]) -> bool:
        head = _numbered(copy.head, 99, 99)
        return fits(set_page(replace(copy, head=head, body=tuple(body))))

    pieces = [piece for galley in copy.body for piece in _broken(galley, lambda alone: fit([alone]))]
    bodies = list(_filled(pieces, fit))
    for part, body in enumerate(bodies, start=1):
        foot = copy.foot if part == len(bodies) else ()
        calls = copy.calls if part == 1 else ()
        yield Copy(head=_numbered(copy.head, part, len(bodies)), body=body, foot=foot, calls=calls)


def _filled(parts: Iterable[Part], fit: Callable[[Sequence[Part]], bool]) -> Iterator[tuple[Part, ...]]:
    """As many as fit together, in order, and so on to the end; what does not even fit alone stands alone."""
    run: list[Part] = []
    for part in parts:
        if run and not fit([*run, part]):
            yield tuple(run)
            run = []
        run.append(part)
    yield tuple(run)


def _numbered(head: Galley, part: int, parts: int) -> Galley:
    """The head with "part 2 of 3" at its end."""
    said = f"part {part} of {parts}"
    if not head:
        return (Para(shape=Shape.SMALL, spans=(Span(text=said.capitalize()),)),)
    *before, last = head
    if last.shape is Shape.SMALL:
        return (*before, replace(last, spans=(*last.spans, Span(text=f"{BETWEEN}{said}"))))
    return (*head, Para(shape=Shape.SMALL, spans=(Span(text=said.capitalize()),)))


def _broken(galley: Galley, fit: Callable[[Galley], bool]) -> Iterator[Galley]:
    """The galley in parts that each fit alone: each under its headline, each reply under the point that it answers."""
    if fit(galley):
        yield galley
        return
    opening = tuple(para for para in galley if para.shape in OPENING)
    closing = tuple(para for para in galley if para.shape in CLOSING)
    points = _units(para for para in galley if para.shape not in OPENING | CLOSING)

    def fit_inside(units: Sequence[Galley]) -> bool:
        return fit((*_continued(opening), *chain(*units), *closing))

    units = [unit for point, *replies in points for unit in _answered(point, replies, fit_inside)]
    runs = list(_filled(units, fit_inside))
    for number, run in enumerate(runs, start=1):
        above = opening if number == 1 else _continued(opening)
        below = closing if number == len(runs) else _still_open(closing)
        yield _shrunk((*above, *chain(*run), *below), fit)


def _still_open(closing: Galley) -> Galley:
    """Below a story that goes on: what closes it is told again, and its buttons come at its end."""
    return tuple(replace(para, carries=()) for para in closing if para.shape is not Shape.BUTTONS)


def _units(paras: Iterable[Para]) -> list[Galley]:
    """A point with its replies; any other paragraph alone."""
    units: list[Galley] = []
    for para in paras:
        if para.shape is Shape.REPLY and units:
            units[-1] = (*units[-1], para)
        else:
            units.append((para,))
    return units


def _answered(point: Para, replies: Sequence[Para], fit: Callable[[Sequence[Galley]], bool]) -> Iterator[Galley]:
    """The point with all its replies; where these are too many it is told again above the rest of them."""
    for some in _filled(replies, lambda some: fit([(point, *some)])):
        yield (point, *some)


def _continued(opening: Galley) -> Galley:
    """The headline again, so marked, under the same kicker."""
    more = Span(text=" (continued)")
    return tuple(replace(p, spans=(*p.spans, more)) if p.shape is Shape.HEADLINE else p for p in opening)


def _shrunk(galley: Galley, fit: Callable[[Galley], bool]) -> Galley:
    """The galley with its longest texts cut by half until it fits."""
    while not fit(galley):
        spans = [span for para in galley for span in para.spans]
        longest = max(spans, key=lambda span: length(span.text))
        if length(longest.text) < SHORTEST:
            return galley
        shorter = replace(longest, text=cut(longest.text, length(longest.text) // 2))
        galley = tuple(
            replace(para, spans=tuple(shorter if span is longest else span for span in para.spans)) for para in galley
        )
    return galley
