"""Everything that can go wrong here, as one tree, sorted by what the caller does next.

RundownError
├── BadInput             a person or a file said something we cannot take: tell them, go on with the rest
│   ├── BadSeed          one fault in one field of one seed; BadSeeds holds all of them
│   ├── BadSource        a feed, page or file that cannot be read
│   │   ├── NotAllowed   an address that we must not reach
│   │   ├── SourceGone   gone for good: ask no more
│   │   ├── SourceBusy   asks us to come back later
│   │   └── Unreachable  anything else that kept it from us
│   ├── BadSettings      settings or rundown.toml with faults, all at once
│   ├── BadFields       several answers of a form, each with its own fault
│   ├── BadCadence       a time or day that we cannot read
│   ├── UnknownZone      a time zone that does not exist
│   ├── UnknownTopic     a topic that is not one of ours
│   └── NotFound         a story, channel or edition that the record does not hold
├── StoreError           the record cannot be used: stop before anything is sent
│   ├── StoreDamaged     its file is broken, or no record
│   ├── StoreTooNew      written by a newer Rundown
│   └── StoreBusy        locked by somebody else: try again
├── Unlawful             a move that no delivery may make: a bug, or another worker was faster
│   └── LeaseLost        somebody else holds what we thought was ours
├── WriterFailed         a model gave no answer that can be read: what was read without it stands
└── CourierError         a platform did not take a message
    ├── TryLater         the same message may pass later
    ├── NeverWill        it cannot pass until a person mends something
    ├── OutcomeUnknown   nobody knows whether it was sent
    └── CannotTell       the platform does not let us look whether it was
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta


class RundownError(Exception):
    """Its text is for people: what is wrong and what to do next. It never holds a secret."""


class BadInput(RundownError):
    """Something that was said to us cannot be taken; its text tells the next step."""


class BadSeed(BadInput):
    """One fault in one seed file."""

    def __init__(self, file: str, field: str, why: str) -> None:
        super().__init__(f"{file}: {field}: {why}")
        self.file = file
        self.field = field
        self.why = why


class BadSeeds(BadInput):
    """All faults of all seed files, in the order of the files; nothing was loaded."""

    def __init__(self, faults: Sequence[BadSeed]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class BadSource(BadInput):
    """A source that cannot be read; the rest of the sources goes on."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source}: {why}")
        self.source = source
        self.why = why


class NotAllowed(BadSource):
    """An address of this machine, of its network, or with something in it that must not be; it is not told which."""

    def __init__(self, source: str) -> None:
        super().__init__(source, "this address is not allowed. Give the public address of a feed or page.")


class SourceGone(BadSource):
    """Its server says that it is gone and will not come back."""

    def __init__(self, source: str) -> None:
        super().__init__(source, "it is gone for good, says its server. Look for a new address.")


class SourceBusy(BadSource):
    """Its server asks us to come back after ``wait``; None where it names no time."""

    def __init__(self, source: str, *, wait: timedelta | None) -> None:
        super().__init__(source, "its server asks us to come back later.")
        self.wait = wait


class Unreachable(BadSource):
    """It may be there again the next time."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(source, f"{why}. It will be tried again.")


class BadSettings(BadInput):
    """Every fault of the settings and of rundown.toml at once, each naming its place and its mend."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class BadFields(BadInput):
    """What is wrong with which field of a form, by its name; nothing of the form was taken."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("\n".join(f"{name}: {why}" for name, why in faults.items()))
        self.faults = dict(faults)


class BadCadence(BadInput):
    """A wall time or a set of days that cannot be read."""


class UnknownZone(BadInput):
    """A name that is no IANA time zone."""

    def __init__(self, said: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"{said!r} is no time zone that we know. {_or_rather(nearest, 'Europe/Berlin')}")
        self.said = said
        self.nearest = tuple(nearest)


class UnknownTopic(BadInput):
    """A word that names none of our topics."""

    def __init__(self, said: str, nearest: Sequence[str] = ()) -> None:
        super().__init__(f"{said!r} is no topic that we know. {_or_rather(nearest, 'politics')}")
        self.said = said
        self.nearest = tuple(nearest)


class NotFound(BadInput):
    """The record of this tenant does not hold it; another tenant's record is never told of."""


class StoreError(RundownError):
    """The record cannot be opened or trusted; nothing may be sent."""


class StoreDamaged(StoreError):
    """The record's file is broken, or no record of ours: nothing in it can be believed."""


class StoreTooNew(StoreError):
    """The record was brought up to date by a newer Rundown than this one."""


class StoreBusy(StoreError):
    """Somebody else holds the write lock for longer than we wait."""


class Unlawful(RundownError):
    """A delivery was to make a move that the table of lawful moves does not hold."""


class LeaseLost(Unlawful):
    """The lease ran out and another worker took the delivery; what we know of it must not be written."""


class WriterFailed(RundownError):
    """A model is down, refuses, or answers in no form that we asked for; the article goes on without it."""


class CourierError(RundownError):
    """A platform did not take a message."""


class TryLater(CourierError):
    """The platform took nothing, and the same message may pass after ``wait``; None where it named no time."""

    def __init__(self, platform: str, wait: timedelta | None, why: str = "asks us to wait") -> None:
        super().__init__(f"{platform} {why}" + (f" for {wait.total_seconds():.0f} s" if wait is not None else ""))
        self.wait = wait


class NeverWill(CourierError):
    """The platform took nothing and will not until somebody acts; ``mend`` says who does what.

    ``only_this`` where it is this message that it will not take: others may pass.
    """

    def __init__(self, platform: str, reason: str, mend: str, *, only_this: bool = False) -> None:
        super().__init__(f"{platform} refused: {reason}. {mend}")
        self.reason = reason
        self.mend = mend
        self.only_this = only_this


class OutcomeUnknown(CourierError):
    """The message may or may not have been taken: read back before anything is sent again."""


def _or_rather(nearest: Sequence[str], example: str) -> str:
    return f"Did you mean {' or '.join(nearest)}?" if nearest else f"Try, for example, {example}."


class CannotTell(CourierError):
    """Whether a message was posted cannot be seen there; a person has to look."""

    def __init__(self, platform: str, reason: str, mend: str) -> None:
        super().__init__(f"{platform} does not let us see whether it was posted: {reason}. {mend}.")
