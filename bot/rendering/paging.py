"""Copy spread over as many messages as it needs, so that none is over a limit of its platform."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.rendering.galley import OPENING, Copy, Galley, Para, Shape, Span
from bot.rendering.limits import Payload, cut, fits, length
from bot.rendering.wording import BETWEEN
from digests.ports import Sheet

SHORTEST = 20
"""Characters below which a text is not cut any more."""


SetPage = Callable[[Copy], Payload]
"""A platform's own way to set what one message holds."""


def sheets(copy: Copy, set_page: SetPage) -> tuple[Sheet, ...]:
    """One sheet where that holds all; else as few as keep stories whole, with the foot on the last."""
    payload = set_page(copy)
    if fits(payload):
        return (Sheet(payload=payload, carries=copy.carries),)
    return tuple(Sheet(payload=set_page(page), carries=page.carries) for page in _spread(copy, set_page))


def _spread(copy: Copy, set_page: SetPage) -> Iterator[Copy]:
    """Each page has room for the foot, wherever that comes to stand."""

    def fit(body: Sequence[Galley]) -> bool:
        head = _numbered(copy.head, 99, 99)
        return fits(set_page(Copy(head=head, body=tuple(body), foot=copy.foot)))

    bodies: list[list[Galley]] = [[]]
    for galley in copy.body:
        for piece in _broken(galley, lambda alone: fit([alone])):
            if fit([*bodies[-1], piece]):
                bodies[-1].append(piece)
            else:
                bodies.append([piece])
    for part, body in enumerate(bodies, start=1):
        foot = copy.foot if part == len(bodies) else ()
        yield Copy(head=_numbered(copy.head, part, len(bodies)), body=tuple(body), foot=foot)


def _numbered(head: Galley, part: int, parts: int) -> Galley:
    """The head with "part 2 of 3" at its end."""
    said = f"part {part} of {parts}"
    *before, last = head
    if last.shape is Shape.SMALL:
        return (*before, replace(last, spans=(*last.spans, Span(text=f"{BETWEEN}{said}"))))
    return (*head, Para(shape=Shape.SMALL, spans=(Span(text=said.capitalize()),)))


def _broken(galley: Galley, fit: Callable[[Galley], bool]) -> Iterator[Galley]:
    """The galley in parts that each fit alone. A reply stays with the point that it answers."""
    if fit(galley):
        yield galley
        return
    opening = tuple(para for para in galley if para.shape in OPENING)
    closing = tuple(para for para in galley if para.shape is Shape.SMALL)
    units = _units(para for para in galley if para.shape not in OPENING and para.shape is not Shape.SMALL)
    if len(units) == 1 and len(units[0]) > 2:  # noqa: PLR2004 - a point and more than one reply
        point, *replies = units[0]
        units = [(point, *replies[: len(replies) // 2]), (point, *replies[len(replies) // 2 :])]
    if len(units) > 1:
        middle = len(units) // 2
        yield from _broken((*opening, *_joined(units[:middle]), *(replace(p, carries=()) for p in closing)), fit)
        yield from _broken((*_continued(opening), *_joined(units[middle:]), *closing), fit)
    else:
        yield _shrunk(galley, fit)


def _units(paras: Iterator[Para]) -> list[Galley]:
    """A point with its replies; any other paragraph alone."""
    units: list[Galley] = []
    for para in paras:
        if para.shape is Shape.REPLY and units:
            units[-1] = (*units[-1], para)
        else:
            units.append((para,))
    return units


def _joined(units: Sequence[Galley]) -> Galley:
    return tuple(para for unit in units for para in unit)


def _continued(opening: Galley) -> Galley:
    """The headline again, so marked, under the same kicker."""
    more = Span(text=" (continued)")
    again = (para for para in opening if para.shape is not Shape.SECTION)
    return tuple(replace(p, spans=(*p.spans, more)) if p.shape is Shape.HEADLINE else p for p in again)


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
