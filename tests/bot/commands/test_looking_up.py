"""/ask, /claims, /story, /digest search and /digest wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.memory import MOST_ASKERS, STAYS, Memory
from digests.answer import Answer, Exchange, Question
from digests.article import Tenant
from digests.library import Library
from digests.listing import Listing, StoryFile
from digests.store.opening import opened
from tests.bot.desks import CITED, STORY, FakeBooks, FakeRooms, a_call, a_desk, heard, lines_of
from tests.builders import MORNING, a_channel, a_claim, an_article

TURN = Exchange(question="When does it open?", answer="In May.")


async def test_a_question_is_put_to_the_askers_own_record() -> None:
    rooms = FakeRooms()
    reply = await heard(a_call("ask When does the  tunnel open?"), a_desk(rooms=rooms))
    (question,) = rooms.asked
    assert (question.text, question.tenant) == ("When does the tunnel open?", a_channel().tenant)
    assert isinstance(reply, Answer)


async def test_a_question_in_a_field_of_its_own_is_the_same_question() -> None:
    rooms = FakeRooms()
    await heard(a_call("ask", words={"question": "When does the tunnel open?"}), a_desk(rooms=rooms))
    assert rooms.asked[0].text == "When does the tunnel open?"


@pytest.mark.parametrize("command", ["ask", "claims", "story", "digest search", "digest wrong"])
async def test_nothing_said_is_answered_with_an_example(command: str) -> None:
    reply = await heard(a_call(command), a_desk())
    assert f"Try: /{command}" in lines_of(reply)[1]


async def test_a_follow_up_is_put_with_what_was_asked_before_it() -> None:
    rooms = FakeRooms()
    await heard(a_call("ask and who said that?"), a_desk(rooms=rooms))
    assert rooms.asked[0].history == (Exchange(question="When does it open?", answer=CITED.claim.text),)


async def test_a_question_that_stands_by_itself_is_put_alone() -> None:
    rooms = FakeRooms()
    await heard(a_call("ask Which ferry did the council of Osterfen buy?"), a_desk(rooms=rooms))
    assert rooms.asked[0].history == ()


@pytest.mark.parametrize(
    "change",
    [
        {"asker": "slack:T1/U2"},
        {"channel": a_channel(id="slack:T1/C2")},
        {"tenant": Tenant("slack:T2")},
        {"at": MORNING + STAYS},
    ],
    ids=["somebody else", "elsewhere", "another newsroom", "much later"],
)
async def test_a_follow_up_knows_nothing_of_other_conversations(change: dict[str, object]) -> None:
    rooms = FakeRooms()
    await heard(a_call("ask who said that?", **change), a_desk(rooms=rooms))
    assert rooms.asked[0].history == ()


async def test_a_follow_up_in_the_thread_of_a_digest_is_read_with_its_stories() -> None:
    rooms = FakeRooms()
    await heard(a_call("ask who denies it?", thread_of="42"), a_desk(rooms=rooms))
    assert rooms.asked[0].about == (STORY,)


async def test_a_thread_that_is_not_ours_adds_nothing() -> None:
    rooms = FakeRooms()
    await heard(a_call("ask who denies it?", thread_of="43"), a_desk(rooms=rooms))
    assert rooms.asked[0].about == ()


async def test_claims_search_and_story_are_looked_up() -> None:
    rooms = FakeRooms()
    desk = a_desk(rooms=rooms)
    assert isinstance(await heard(a_call("claims Ada Kelm"), desk), Listing)
    assert isinstance(await heard(a_call("digest search harbor tunnel"), desk), Listing)
    assert isinstance(await heard(a_call("story tunnel"), desk), StoryFile)
    assert [question.text for question in rooms.asked] == ["Ada Kelm", "harbor tunnel", "tunnel"]


async def test_what_is_wrong_with_an_answer_reaches_the_desk_with_question_and_claims() -> None:
    books = FakeBooks()
    reply = await heard(a_call("digest wrong it opened in May"), a_desk(books=books))
    (complaint,) = books.complaints
    assert (complaint.why, complaint.question) == ("it opened in May", "When does it open?")
    assert (complaint.told, complaint.claims) == (CITED.claim.text, (CITED.claim.id, CITED.claim.id))
    assert complaint.by == a_call().asker
    assert lines_of(reply)[0] == "The desk has it"


@pytest.mark.parametrize("number", ["2 ", "[2] ", "2: ", "2. "])
async def test_a_number_names_one_claim_of_the_answer(number: str) -> None:
    books = FakeBooks()
    await heard(a_call(f"digest wrong {number}it was 95, not 87"), a_desk(books=books))
    (complaint,) = books.complaints
    assert (complaint.why, complaint.claims) == ("it was 95, not 87", (CITED.claim.id,))


async def test_a_number_that_was_not_shown_is_told_so_and_nothing_is_filed() -> None:
    books = FakeBooks()
    reply = await heard(a_call("digest wrong 3 it was 95"), a_desk(books=books))
    assert "numbered 1 to 2" in lines_of(reply)[1]
    assert books.complaints == []


async def test_nobody_can_complain_of_what_somebody_else_was_shown() -> None:
    books = FakeBooks()
    reply = await heard(a_call("digest wrong it was 95", asker="slack:T1/U2"), a_desk(books=books))
    assert "Ask first" in lines_of(reply)[1]
    assert books.complaints == []


async def test_a_conversation_keeps_its_last_three_exchanges() -> None:
    rooms, desk = FakeRooms(), a_desk()
    for number in range(5):
        await heard(a_call(f"ask and what of it, number {number}?"), desk)
    desk = replace(desk, library=rooms)
    await heard(a_call("ask why?"), desk)
    assert [one.question for one in rooms.asked[0].history] == [f"and what of it, number {n}?" for n in (2, 3, 4)]


async def test_a_question_that_stands_by_itself_begins_a_new_conversation() -> None:
    rooms = FakeRooms()
    desk = a_desk(rooms=rooms)
    await heard(a_call("ask Which ferry did the council of Osterfen buy?"), desk)
    await heard(a_call("ask why?"), desk)
    assert [one.question for one in rooms.asked[1].history] == ["Which ferry did the council of Osterfen buy?"]


async def test_a_brief_question_that_leads_nowhere_as_a_follow_up_is_put_alone() -> None:
    class Elsewhere(FakeRooms):
        async def answer(self, question: Question) -> Answer:
            answer = await super().answer(question)
            return replace(answer, sentences=() if question.history else answer.sentences)

    rooms = Elsewhere()
    reply = await heard(a_call("ask tanker?"), a_desk(rooms=rooms))
    assert isinstance(reply, Answer)
    assert reply.answered
    assert [len(question.history) for question in rooms.asked] == [1, 0]


def test_a_conversation_lasts_as_long_as_it_goes_on() -> None:
    memory = Memory()
    for minutes in (0, 14, 28):
        memory.keep(a_call(at=MORNING + timedelta(minutes=minutes)), (TURN,), ())
    assert memory.recalled(a_call(at=MORNING + timedelta(minutes=40))).exchanges == (TURN,)
    assert memory.recalled(a_call(at=MORNING + timedelta(minutes=43))).exchanges == ()


def test_the_conversation_that_was_silent_longest_is_forgotten_first() -> None:
    memory = Memory()
    for number in range(MOST_ASKERS + 1):
        memory.keep(a_call(asker=f"U{number}"), (TURN,), ())
    assert memory.recalled(a_call(asker="U0")).exchanges == ()
    assert memory.recalled(a_call(asker="U1")).exchanges


TRICKS = (
    "'; DROP TABLE articles; --",
    "{0.__class__.__mro__}",
    "../../etc/passwd",
    "\u202etxet \u2066neddih",
    "a\nb\r\nc",
    "\x00\x1b[2J",
    "%s%n%x",
    "<!channel> @everyone <@U1>",
    'text:"unclosed AND (',
    "* ? ~ ^ [ ] { } \\",
    "ﷺ" * 100,
    "what did " * 50,
    "😀" * 200,
    "1 ",
    "[99] wrong",
)


@pytest.mark.parametrize("command", ["ask", "claims", "story", "digest search", "digest wrong"])
async def test_tricks_are_answered_in_our_own_words_and_change_nothing(command: str) -> None:
    async with opened("sqlite://") as store:
        kept = an_article(claims=(a_claim(),))
        await store.archive.keep(kept, story=STORY)
        library = Library(index=store.index, archive=store.archive)
        for trick in TRICKS:
            desk = replace(a_desk(), library=library)
            reply = await heard(a_call(f"{command} {trick}"), desk)
            heading, *lines = lines_of(reply)
            assert heading != "Something went wrong"
            assert heading != "Not done" or (len(lines) == 1 and "\n" not in lines[0] and "Traceback" not in lines[0])
        assert await store.archive.articles(a_channel().tenant) == (kept,)
