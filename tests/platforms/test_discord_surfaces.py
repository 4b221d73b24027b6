"""What people see of a bot on the loopback Discord besides its posts: modals, menus, threads, forums, words to one."""

import asyncio
from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord.enums import ChannelType

from tests.platforms.discord import LoopbackDiscord
from tests.platforms.discord_clients import Bot, a_bot
from tests.platforms.discord_people import NotOfferedError
from tests.platforms.journal import Deed
from tests.platforms.watch import Watch

BUTTON = {"type": 2, "style": 1, "label": "Why this?", "custom_id": "why"}
MENU = {
    "type": 3,
    "custom_id": "topics",
    "min_values": 1,
    "max_values": 2,
    "options": [{"label": name.title(), "value": name} for name in ("science", "sport", "arts")],
}


def a_label(custom_id: str, component: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    told = component or {"type": 4, "style": 1}
    return {"type": 18, "label": "Topic", "component": {"custom_id": custom_id, **told}, **changes}


def a_modal(*labels: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"custom_id": "wants", "title": "Wants", "components": list(labels) or [a_label("topic")], **changes}


def heard_by(bot: Bot) -> asyncio.Queue[discord.Interaction]:
    """Every interaction that the client hears."""
    heard: asyncio.Queue[discord.Interaction] = asyncio.Queue()

    async def on_interaction(call: discord.Interaction) -> None:
        heard.put_nowait(call)

    bot.client.event(on_interaction)
    return heard


async def pressed_on(platform: LoopbackDiscord, bot: Bot, **press: Any) -> Any:
    posted = await bot.post(content="Digest", components=[{"type": 1, "components": [BUTTON]}])
    return await platform.press("why", message=int(posted["id"]), **press)


async def show(bot: Bot, exchange: Any, modal: dict[str, Any]) -> None:
    """Answer an exchange by a modal, as the client's own HTTP layer would."""
    path = f"/interactions/{exchange.id}/{exchange.sent['token']}/callback"
    await bot.client.http.request(discord.http.Route("POST", path), json={"type": 9, "data": modal})


async def test_a_modal_is_shown_filled_in_and_answered() -> None:
    class Wants(discord.ui.Modal, title="Wants"):
        topic: discord.ui.Label[Any] = discord.ui.Label(text="Topic", component=discord.ui.TextInput(custom_id="topic"))
        look: discord.ui.Label[Any] = discord.ui.Label(
            text="Look",
            component=discord.ui.Select(custom_id="look", options=[discord.SelectOption(label="Full", value="full")]),
        )

        async def on_submit(self, call: discord.Interaction) -> None:
            assert isinstance(self.topic.component, discord.ui.TextInput)
            assert isinstance(self.look.component, discord.ui.Select)
            wanted = self.topic.component.value, self.look.component.values
            await call.response.send_message(f"{wanted[0]}, {wanted[1][0]}", ephemeral=True)

    group = app_commands.Group(name="wants", description="What a channel wants")

    @group.command(name="change", description="Change it")
    async def change(call: discord.Interaction) -> None:
        await call.response.send_modal(Wants())

    async with LoopbackDiscord() as platform, a_bot(platform, group):
        exchange = await platform.slash("wants change", user=platform.world.reader)
        ack = await exchange.ack()
        assert ack.modal is not None
        assert ack.modal["title"] == "Wants"
        for wrong in ({"colour": "red"}, {"topic": "science"}, {"topic": "", "look": "full"}, {"look": "brief"}):
            with pytest.raises(NotOfferedError):
                await platform.submit(exchange, wrong)
        submitted = await platform.submit(exchange, {"topic": "science", "look": "full"})
        reply = await submitted.reply()

        assert (reply.body["content"], reply.ephemeral) == ("science, full", True)
        assert [node["type"] for node in submitted.sent["data"]["components"]] == [18, 18]
        assert submitted.sent["data"]["components"][0]["component"]["value"] == "science"
        with pytest.raises(NotOfferedError):
            await platform.submit(exchange, {"topic": "sport", "look": "full"})


@pytest.mark.parametrize(
    "modal",
    [
        a_modal(title="x" * 46),
        a_modal(title=""),
        a_modal(custom_id="x" * 101),
        a_modal(*[a_label(str(number)) for number in range(6)]),
        a_modal(a_label("topic", label="x" * 46)),
        a_modal(a_label("topic", description="x" * 101)),
        a_modal(a_label("topic", {"type": 4, "style": 1, "placeholder": "x" * 101})),
        a_modal(a_label("topic", {"type": 4, "style": 1, "max_length": 4_001})),
        a_modal(a_label("topic", {"type": 4, "style": 1, "value": "x" * 4_001})),
        a_modal(a_label("topic", {"type": 3, "options": []})),
        a_modal(a_label("topic", {"type": 2, "style": 1, "label": "Press"})),
        a_modal(a_label("topic"), a_label("topic")),
        a_modal({"type": 4, "style": 1, "custom_id": "topic"}),
    ],
)
async def test_a_modal_over_discords_limits_is_refused_and_may_be_mended(modal: dict[str, Any]) -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        exchange = await pressed_on(platform, bot)
        with pytest.raises(discord.HTTPException) as refused:
            await show(bot, exchange, modal)
        assert refused.value.code == 50035
        await show(bot, exchange, a_modal())
        assert (await exchange.ack()).modal == a_modal()


async def test_what_nobody_touched_in_a_modal_is_submitted_as_it_was_shown() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        heard = heard_by(bot)
        exchange = await pressed_on(platform, bot)
        options = [{"label": "Brief", "value": "brief", "default": True}, {"label": "Full", "value": "full"}]
        fields = [
            a_label("name", {"type": 4, "style": 1, "value": "Morning"}),
            a_label("note", {"type": 4, "style": 2, "required": False}),
            a_label("look", {"type": 3, "options": options}),
            a_label("where", {"type": 8}),
        ]
        await show(bot, exchange, a_modal(*fields))
        submitted = await platform.submit(exchange, {"where": platform.world.channel})
        await heard.get()
        data = (await heard.get()).data

        told = [node["component"] for node in submitted.sent["data"]["components"]]
        assert [node.get("value", node.get("values")) for node in told] == [
            "Morning",
            "",
            ["brief"],
            [str(platform.world.channel)],
        ]
        assert str(platform.world.channel) in submitted.sent["data"]["resolved"]["channels"]
        assert data is not None
        assert submitted.sent["message"]["content"] == "Digest"


async def test_a_menu_tells_what_was_chosen_from_it() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        heard = heard_by(bot)
        rows = [{"type": 1, "components": [menu]} for menu in (MENU, {"type": 5, "custom_id": "people"})]
        message = int((await bot.post(content="Digest", components=rows))["id"])
        await platform.press("topics", message=message, values=["sport", "arts"])
        call = await heard.get()
        assert call.data is not None
        assert call.data.get("values") == ["sport", "arts"]
        person = await platform.press("people", message=message, values=[platform.world.reader])
        assert str(platform.world.reader) in person.sent["data"]["resolved"]["members"]
        for values in (["weather"], [], ["science", "sport", "arts"]):
            with pytest.raises(NotOfferedError):
                await platform.press("topics", message=message, values=values)


async def test_a_reply_to_one_person_is_pressed_by_that_person_alone() -> None:
    class Buttons(discord.ui.View):
        @discord.ui.button(label="More", custom_id="more")
        async def more(self, call: discord.Interaction, button: discord.ui.Button[Any]) -> None:
            await call.response.edit_message(content=f"More for {call.user.id}")

    group = app_commands.Group(name="digest", description="Digests of the news")

    @group.command(name="now", description="A digest at once")
    async def now(call: discord.Interaction) -> None:
        await call.response.send_message("Digest", view=Buttons(timeout=None), ephemeral=True)

    async with LoopbackDiscord() as platform, a_bot(platform, group):
        exchange = await platform.slash("digest now", user=platform.world.reader, locale="de")
        press = await platform.press_reply(exchange, "more")
        reply = await press.reply()
        assert reply.body["content"] == f"More for {platform.world.reader}"
        assert reply.ephemeral
        assert reply.message_id == exchange.replies[0].message_id
        assert press.sent["locale"] == "de"
        with pytest.raises(NotOfferedError):
            await platform.press_reply(exchange, "more", user=platform.world.owner)


async def test_a_persons_language_and_the_servers_are_told() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        heard = heard_by(bot)
        platform.world.speak("fr")
        await pressed_on(platform, bot, locale="de")
        call = await heard.get()
        assert (call.locale, call.guild_locale) == (discord.Locale.german, discord.Locale.french)


async def test_a_command_is_chosen_from_a_messages_menu() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:

        @bot.tree.context_menu(name="Add to the record")
        async def add(call: discord.Interaction, message: discord.Message) -> None:
            await call.response.send_message(f"Added: {message.content}", ephemeral=True)

        await bot.tree.sync()
        said = await platform.say("The tunnel opens in June", user=platform.world.reader)
        exchange = await platform.on_message("Add to the record", message=said)
        assert (await exchange.reply()).body["content"] == "Added: The tunnel opens in June"
        with pytest.raises(NotOfferedError, match="Add to the record"):
            await platform.on_message("Report", message=said)


async def test_words_are_heard_only_by_whom_they_name_or_answer() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        heard: asyncio.Queue[discord.Message] = asyncio.Queue()

        async def on_message(message: discord.Message) -> None:
            if not message.author.bot:
                heard.put_nowait(message)

        bot.client.event(on_message)
        digest = int((await bot.post(content="Digest"))["id"])
        await platform.say("Good morning")
        await platform.say("who said so?", mention=True, user=platform.world.reader)
        await platform.say("really?", reply_to=digest)
        messages = [await heard.get() for _ in range(3)]

        words = [message.content for message in messages]
        assert words == ["", f"<@{platform.world.bot}> who said so?", "really?"]
        assert messages[2].reference is not None
        assert messages[2].reference.message_id == digest


async def test_a_direct_message_is_posted_and_pressed_without_a_server() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        heard = heard_by(bot)
        person = await bot.client.fetch_user(platform.world.reader)
        direct = await person.create_dm()
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Why this?", custom_id="why"))
        sent = await direct.send("Your digest", view=view)
        exchange = await platform.press("why", message=sent.id, channel=direct.id, user=person.id)
        call = await heard.get()

        assert direct.id == platform.world.direct(person.id)
        assert (call.guild_id, call.user.id) == (None, person.id)
        assert "member" not in exchange.sent
        platform.world.shut.add(person.id)
        with pytest.raises(discord.Forbidden) as refused:
            await direct.send("Another digest")
        assert refused.value.code == 50007


async def test_a_thread_has_the_id_of_its_message_and_opens_once() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        channel = bot.client.get_channel(platform.world.channel)
        assert isinstance(channel, discord.TextChannel)
        digest = await channel.send("Digest")
        thread = await digest.create_thread(name="Harbor tunnel")
        await thread.send("More on it")
        with pytest.raises(discord.HTTPException) as twice:
            await bot.client.http.start_thread_with_message(channel.id, digest.id, name="x", auto_archive_duration=1440)
        active = await channel.guild.active_threads()

        assert thread.id == digest.id
        assert twice.value.code == 160004
        assert [it.id for it in active] == [thread.id]
        assert [(taken.deed, taken.channel) for taken in platform.journal] == [
            (Deed.POST, str(channel.id)),
            (Deed.THREAD, str(channel.id)),
            (Deed.POST, str(thread.id)),
        ]


async def test_words_in_a_resting_thread_wake_it_unless_it_is_locked() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        channel = bot.client.get_channel(platform.world.channel)
        assert isinstance(channel, discord.TextChannel)
        thread = await (await channel.send("Digest")).create_thread(name="Harbor tunnel")
        await thread.edit(archived=True)
        assert [it.id async for it in channel.archived_threads()] == [thread.id]
        await thread.send("More on it")
        assert [it.id async for it in channel.archived_threads()] == []
        await thread.edit(archived=True, locked=True)
        with pytest.raises(discord.HTTPException) as refused:
            await thread.send("Still more")
        assert refused.value.code == 50083


async def test_a_forum_post_is_a_thread_that_begins_with_its_message() -> None:
    async with LoopbackDiscord() as platform:
        id_ = platform.world.open_forum("stories", "science", "sport")
        async with a_bot(platform) as bot:
            forum = bot.client.get_channel(id_)
            assert isinstance(forum, discord.ForumChannel)
            opened = await forum.create_thread(
                name="Harbor tunnel", content="It opens in June", applied_tags=[forum.available_tags[0]]
            )
            await opened.thread.send("More on it")
            said = [message.content async for message in opened.thread.history(oldest_first=True)]

            assert opened.thread.id == opened.message.id
            assert said == ["It opens in June", "More on it"]
            assert platform.world.tags(id_)["science"] == forum.available_tags[0].id
            assert [(taken.channel, taken.id) for taken in platform.journal] == [
                (str(id_), str(opened.thread.id)),
                (str(opened.thread.id), platform.journal[1].id),
            ]
            with pytest.raises(discord.HTTPException) as flat:
                await bot.client.http.send_message(id_, params=discord.http.handle_message_parameters("Digest"))
            assert flat.value.code == 50008


@pytest.mark.parametrize(
    "changes", [{"name": "x" * 101}, {"name": ""}, {"applied_tags": ["1"]}, {"message": {}}, {"message": None}]
)
async def test_a_forum_post_over_discords_limits_is_refused(changes: dict[str, Any]) -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        forum = platform.world.open_forum("stories")
        route = discord.http.Route("POST", "/channels/{channel_id}/threads", channel_id=forum)
        with pytest.raises(discord.HTTPException) as refused:
            await bot.client.http.request(route, json={"name": "Tunnel", "message": {"content": "x"}, **changes})
        assert refused.value.code == 50035
        assert not platform.journal


async def test_a_post_is_passed_on_once_and_ten_are_within_an_hour() -> None:
    watch = Watch()
    async with LoopbackDiscord(now=watch) as platform:
        id_ = platform.world.open_channel("news", kind=ChannelType.NEWS)
        async with a_bot(platform) as bot:
            channel = bot.client.get_channel(id_)
            assert isinstance(channel, discord.TextChannel)
            posts = [await channel.send(str(number)) for number in range(12)]
            for post in posts[:9]:
                await post.publish()
            with pytest.raises(discord.HTTPException) as twice:
                await posts[0].publish()
            with pytest.raises(discord.RateLimited) as spent:
                await posts[10].publish()
            watch.at += timedelta(hours=1)
            await posts[10].publish()

            assert twice.value.code == 40033
            assert 0 < spent.value.retry_after <= 3600
            assert (await channel.fetch_message(posts[0].id)).flags.crossposted
            assert len(platform.journal.of(Deed.CROSSPOST)) == 10


async def test_a_bot_that_was_taken_out_hears_of_it_and_may_do_nothing_there() -> None:
    async with LoopbackDiscord() as platform, a_bot(platform) as bot:
        gone: asyncio.Queue[int] = asyncio.Queue()

        async def on_guild_remove(guild: discord.Guild) -> None:
            gone.put_nowait(guild.id)

        bot.client.event(on_guild_remove)
        await platform.remove_bot()
        assert await gone.get() == platform.world.guild
        assert not bot.client.guilds
        codes = []
        for asked in (
            bot.post(content="Digest"),
            bot.client.http.get_channel(platform.world.channel),
            bot.client.http.get_guild(platform.world.guild),
            bot.client.http.get_all_guild_channels(platform.world.guild),
        ):
            with pytest.raises(discord.HTTPException) as refused:
                await asked
            codes.append((refused.value.status, refused.value.code))
        with pytest.raises(NotOfferedError):
            await platform.press("why", message=await platform.say("Hello?"))
        platform.world.invite_bot()
        assert (await bot.post(content="Digest"))["id"]

    assert codes == [(403, 50001), (403, 50001), (404, 10004), (403, 50001)]
