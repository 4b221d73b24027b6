"""What must hold of every book of complaints."""

from dataclasses import replace
from datetime import timedelta

from digests.article import HOUSE, ClaimId, Tenant
from digests.complaint import Complaint
from digests.ports import Complaints
from tests.builders import MORNING

THEIRS = Tenant("slack:T2")
WRONG = Complaint(
    tenant=HOUSE,
    by="slack:T1/U1",
    at=MORNING,
    why="it was 95, not 87",
    told="At least 87 were hurt.",
    claims=(ClaimId("tunnel/hurt"),),
    question="How many were hurt?",
)


async def test_what_was_handed_in_is_read_as_it_was_newest_first(complaints: Complaints) -> None:
    unasked = replace(WRONG, at=MORNING + timedelta(hours=1), question=None, claims=())
    for complaint in (WRONG, unasked):
        await complaints.hand_in(complaint)
    assert await complaints.since(HOUSE, MORNING - timedelta(seconds=1)) == (unasked, WRONG)


async def test_the_same_words_twice_are_two_complaints(complaints: Complaints) -> None:
    for _ in range(2):
        await complaints.hand_in(WRONG)
    assert len(await complaints.since(HOUSE, MORNING - timedelta(seconds=1))) == 2


async def test_only_what_came_after_that_instant_is_told(complaints: Complaints) -> None:
    await complaints.hand_in(WRONG)
    assert await complaints.since(HOUSE, MORNING) == ()


async def test_a_tenant_reads_its_own_and_the_operator_all(complaints: Complaints) -> None:
    await complaints.hand_in(replace(WRONG, tenant=THEIRS))
    assert await complaints.since(HOUSE, MORNING - timedelta(seconds=1)) == ()
    assert len(await complaints.since(None, MORNING - timedelta(seconds=1))) == 1
