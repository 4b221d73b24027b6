"""Copy set in words and not yet in any platform's markup: what every renderer is given."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.conversation import Button
from bot.rendering.cleaning import Link
from digests.digest import Carried


class Tone(Enum):
    """How a stretch of words is said."""

    PLAIN = auto()
    STRONG = auto()
    """A label: what the words beside it are."""
    SOFT = auto()
    """Whose words they are, and other things said in passing."""


class Shape(Enum):
    """What a paragraph is. A reply stands under the point, or the reply, before it; buttons have no words of theirs."""

    TITLE = auto()
    KICKER = auto()
    HEADLINE = auto()
    TEXT = auto()
    QUOTE = auto()
    POINT = auto()
    REPLY = auto()
    SMALL = auto()
    BUTTONS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Clean words in one tone. ``moment`` is the aware instant that they tell, if they tell one."""

    text: str
    tone: Tone = Tone.PLAIN
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """One paragraph, where it leads, and what a channel has had once it has read it; or a row of buttons."""

    shape: Shape
    spans: tuple[Span, ...] = ()
    link: Link | None = None
    carries: tuple[Carried, ...] = ()
    buttons: tuple[Button, ...] = ()

    @property
    def text(self) -> str:
        """Its words without their tones."""
        return "".join(span.text for span in self.spans)


Galley = tuple[Para, ...]
"""Paragraphs that belong together: a story, an answer. It is broken over two messages only where one cannot hold it."""

OPENING = frozenset({Shape.KICKER, Shape.HEADLINE})
"""What may stand before the text of a story; a galley that begins so is set apart from the one before it."""
CLOSING = frozenset({Shape.SMALL, Shape.BUTTONS})
"""What stands below a story, however many messages that takes."""


def stands_apart(galley: Galley) -> bool:
    """Whether a rule belongs before it."""
    return galley[0].shape in OPENING


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A whole text, or what one message holds of it.

    Every message repeats the head, with "part 2 of 3"; the foot stands once, at the end. ``calls`` are the platform's
    ids of roles or user groups that are called by it: an admin's rule names them, and no source ever does.
    """

    head: Galley
    body: tuple[Galley, ...]
    foot: Galley = ()
    calls: tuple[str, ...] = ()

    @property
    def carries(self) -> tuple[Carried, ...]:
        """Each claim once, in reading order."""
        return tuple(dict.fromkeys(carried for galley in self.body for para in galley for carried in para.carries))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All of its buttons, in reading order."""
        return tuple(one for galley in (*self.body, self.foot) for para in galley for one in para.buttons)

    def without_buttons(self) -> "Copy":
        """As it is set where nobody can press them."""
        head, foot, *body = (
            tuple(para for para in galley if para.shape is not Shape.BUTTONS)
            for galley in (self.head, self.foot, *self.body)
        )
        return replace(self, head=head, body=tuple(filter(None, body)), foot=foot)
