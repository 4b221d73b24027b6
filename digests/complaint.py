"""What a reader says is wrong: for the desk to decide on, never acted upon by itself."""

from dataclasses import dataclass
from datetime import datetime

from digests.article import ClaimId, Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Who complains of which claims, when (aware), and in which words.

    ``told`` is what the reader was shown, ``question`` what was asked for it; None where nothing was asked. ``claims``
    are those that it rested on; empty where an answer said that the record does not hold it.
    """

    tenant: Tenant
    by: str
    at: datetime
    why: str
    told: str
    claims: tuple[ClaimId, ...]
    question: str | None = None
