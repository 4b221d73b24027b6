"""Parts wait for their turn, so that no platform has to slow us down."""

from datetime import timedelta

import pytest

from digests.article import Tenant
from digests.channel import ChannelId, Platform
from digests.delivery import Delivery, State
from digests.pacing import Pace
from tests.builders import MORNING, a_channel, a_delivery, a_slot

SECOND = timedelta(seconds=1)


def to(place: str, *, workspace: str = "T1", part: int = 1, platform: Platform = Platform.SLACK) -> Delivery:
    tenant = Tenant(f"{platform}:{workspace}")
    channel = ChannelId(f"{tenant}/{place}")
    slot = a_slot(tenant=tenant, channel=channel)
    return a_delivery(slot=slot, part=part, channel=a_channel(tenant=tenant, id=channel, platform=platform))


def turns(pace: Pace, *parts: Delivery) -> list[float]:
    """In seconds from the morning, all asking then."""
    return [(pace.turn(part, at=MORNING) - MORNING).total_seconds() for part in parts]


def test_slack_takes_a_message_a_second_and_channel() -> None:
    assert turns(Pace(), *(to("C1", part=part) for part in (1, 2, 3))) == [0, 1, 2]


def test_slack_takes_300_messages_a_minute_and_workspace() -> None:
    pace = Pace()
    assert turns(pace, *(to(f"C{place}") for place in range(4))) == pytest.approx([0, 0.2, 0.4, 0.6])
    assert turns(pace, to("C9", workspace="T2")) == [0]


def test_discord_takes_fewer_than_fifty_requests_a_second_from_the_bot_whatever_the_guild() -> None:
    asked = [to(f"{place}", workspace=f"{place % 7}", platform=Platform.DISCORD) for place in range(50)]
    seconds = turns(Pace(), *asked)
    assert max(seconds) == pytest.approx(1, abs=0.001)


def test_a_part_that_was_given_back_keeps_its_turn() -> None:
    pace = Pace()
    turns(pace, to("C1", part=1), late := to("C1", part=2), to("C1", part=3))
    assert pace.turn(late, at=MORNING + 1.001 * SECOND) == MORNING + 1.001 * SECOND
    assert pace.turn(to("C1", part=4), at=MORNING + SECOND) == MORNING + 3 * SECOND


def test_the_next_part_waits_a_second_from_the_answer_to_the_one_before() -> None:
    pace = Pace()
    turns(pace, first := to("C1", part=1))
    pace.answered(first, at=MORNING + SECOND / 2)
    assert pace.turn(to("C1", part=2), at=MORNING + SECOND) == MORNING + 1.5 * SECOND


def test_what_the_platform_asks_for_is_obeyed_also_by_those_that_had_a_turn() -> None:
    pace = Pace()
    turns(pace, first := to("C1", part=1), second := to("C1", part=2))
    pace.hold(first, until=MORNING + 30 * SECOND)
    assert pace.turn(second, at=MORNING + SECOND) == MORNING + 30 * SECOND
    assert pace.turn(to("C2"), at=MORNING) >= MORNING + 30 * SECOND
    assert pace.turn(to("C2", workspace="T2"), at=MORNING) == MORNING


def test_looking_has_a_pace_of_its_own() -> None:
    pace = Pace()
    turns(pace, to("C1"))
    lost = [a_delivery(slot=to(f"C{n}").slot, channel=to(f"C{n}").channel, state=State.UNKNOWN) for n in (1, 2)]
    assert turns(pace, *lost) == [0, 1.2]


def test_the_terminal_waits_for_nobody() -> None:
    assert turns(Pace(), *(to("tty", part=part, platform=Platform.TERMINAL) for part in range(1, 9))) == [0] * 8
