"""rundown.toml: read whole, and all its faults at once."""

from datetime import time
from pathlib import Path

import pytest

import bot
from bot.house_file import read_house_file
from digests.channel import Platform
from digests.errors import BadSettings
from digests.schedule import WEEKDAYS
from digests.tasting import filter_words, profile_words
from digests.topics import Topic
from digests.weighing import Tier


def written(folder: Path, text: str) -> Path:
    path = folder / "rundown.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_file_says_what_its_comments_say() -> None:
    (folder,) = bot.__path__
    house = read_house_file(Path(folder) / "rundown.sample.toml")
    assert [channel.name for channel in house.channels] == ["newsroom", "wire", "newsdesk"]
    found = house.named("wire")
    assert found is not None
    channel, (morning, markets) = found
    assert channel.id == "discord:41771983423143937/613425648685547541"
    assert (morning.cadence.times, morning.cadence.days) == ((time(8, 30),), WEEKDAYS)
    assert markets.zone.key == "America/New_York"
    assert markets.topics == frozenset({Topic.BUSINESS, Topic.LABOUR})
    assert markets.from_file
    assert channel.from_file
    assert filter_words(channel.taste.filter) == "politics, business, -word:horoscope"
    assert profile_words(channel.taste.profile) == "first: word:Brussels; at most 1 business"


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read_house_file(tmp_path / "rundown.toml").channels == {}


def test_a_webhook_is_known_by_its_name_and_never_by_its_address(tmp_path: Path) -> None:
    house = read_house_file(written(tmp_path, '[channels.desk]\nplatform = "slack-webhook"\nwebhook = "NewsDesk"\n'))
    (channel,) = house.channels
    assert (channel.platform, channel.address) == (Platform.SLACK_WEBHOOK, "newsdesk")


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [editions.dawn]
        at = "at the crack of dawn"
        [editions.noon]
        at = "12:00"
        topics = ["polytics"]
        [channels.a]
        platform = "slack"
        [channels.b]
        platform = "terminal"
        zone = "Europe/Berln"
        [channels.c]
        platform = "terminal"
        editions = ["dawn", "noon", "dusk"]
        """,
    )
    with pytest.raises(BadSettings) as refused:
        read_house_file(path)
    told = "\n".join(refused.value.faults)
    assert len(refused.value.faults) == 6
    for place, mend in [
        ("channels.a.workspace", "is wanted"),
        ("channels.b", "Europe/Berlin"),
        ("editions.dawn", "weekdays 8:30"),
        ("editions.noon", "politics"),
        ("channels.c.editions.2", "there is dawn, noon"),
    ]:
        assert place in told
        assert mend in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zone = ", "cannot be read as TOML"),
        ('[channels.a]\nplatform = "irc"', "channels.a: platform is wanted: slack, discord"),
        ('[editions.a]\nat = "8:00"\nmost = 12', "editions.a.most"),
        ('[chanels.a]\nplatform = "slack"', "chanels: nothing of that name is known here"),
        ("[channels.a]", "channels.a: platform is wanted"),
        ("channels = 5", "channels: Input should be a valid dictionary"),
        ('editions = ["a"]\n[channels.a]\nplatform = "terminal"\neditions = ["a"]', "editions: Input should be"),
        (
            '[channels.a]\nplatform = "slack"\nworkspace = "T1"\nchannel = "#newsroom"',
            "channels.a.channel: wanted is Slack's own id, such as C061EG9SL",
        ),
        (
            '[channels.a]\nplatform = "discord"\nworkspace = 1\nchannel = "newsroom"',
            "channels.a.channel: wanted is Discord's own id",
        ),
        ('[channels.a]\nplatform = "terminal"\nwebhook = "a"', "channels.a.webhook: nothing of that name"),
    ],
)
def test_a_fault_names_the_place_where_it_stands(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadSettings, match=told):
        read_house_file(written(tmp_path, text))


def test_outlets_stand_in_tiers(tmp_path: Path) -> None:
    tiers = read_house_file(written(tmp_path, '[tiers]\n1 = ["Wire", "Courier"]\n3 = ["Gossip"]\n')).tiers
    assert tiers.best(["gossip", "COURIER"]) == (Tier.FIRST, "COURIER")
    assert read_house_file(tmp_path / "none.toml").tiers.best(["Courier"]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[tiers]\n4 = ["Wire"]', "there are the tiers 1, 2, 3"),
        ('[tiers]\n1 = ["Wire"]\n2 = ["wire"]', "tiers.2: wire stands in tier 1 already"),
        ('[tiers]\n1 = "Wire"', "tiers.1"),
    ],
)
def test_a_tier_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadSettings, match=told):
        read_house_file(written(tmp_path, text))


def test_one_place_under_two_names_is_refused(tmp_path: Path) -> None:
    hook = 'platform = "slack-webhook"\nwebhook = "desk"'
    with pytest.raises(BadSettings, match="b: the same place as channels"):
        read_house_file(written(tmp_path, f"[channels.a]\n{hook}\n[channels.b]\n{hook.replace('desk', 'Desk')}\n"))


def test_an_address_in_the_file_is_refused_and_not_shown(tmp_path: Path) -> None:
    address = "https://hooks.example/canary"
    with pytest.raises(BadSettings) as refused:
        read_house_file(written(tmp_path, f'[channels.a]\nplatform = "slack-webhook"\nwebhook = "{address}"\n'))
    assert "RUNDOWN_WEBHOOKS__NEWSDESK" in str(refused.value)
    assert "canary" not in str(refused.value)


def test_discords_ids_may_stand_as_numbers_and_the_file_may_begin_with_a_mark_of_its_order(tmp_path: Path) -> None:
    text = '\ufeff[channels.a]\nplatform = "discord"\nworkspace = 41771983423143937\nchannel = 613425648685547541\n'
    (channel,) = read_house_file(written(tmp_path, text)).channels
    assert channel.id == "discord:41771983423143937/613425648685547541"


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read: Is a directory"):
        read_house_file(tmp_path)
