"""What people see of an app on the loopback Slack besides its posts: modals, App Homes, menus, words for one person."""

import json
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.journal import Deed
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_clients import a_client, an_app, connected, error_of, quiet_app
from tests.platforms.slack_web import METHODS
from tests.platforms.watch import Watch

BUTTON = {"type": "button", "action_id": "why", "value": "v", "text": {"type": "plain_text", "text": "Why this?"}}
ROW = {"type": "actions", "elements": [BUTTON]}


def a_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"text": a_text(value.title()), "value": value} for value in values]


def an_input(block: str, element: dict[str, Any] | None = None) -> dict[str, Any]:
    told = element or {"type": "plain_text_input"}
    return {"type": "input", "block_id": block, "label": a_text("Topic"), "element": {"action_id": "a", **told}}


def a_modal(**changes: Any) -> dict[str, Any]:
    frame = {"type": "modal", "title": a_text("Wants"), "submit": a_text("Save"), "blocks": [an_input("topic")]}
    return {**frame, **changes}


def a_home(*blocks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [ROW], **changes}


async def a_trigger(slack: LoopbackSlack, **where: Any) -> str:
    return str((await slack.interact("shortcut", {"callback_id": "any"}, **where)).sent["payload"]["trigger_id"])


async def opened(slack: LoopbackSlack, client: AsyncWebClient, **changes: Any) -> str:
    answer = await client.views_open(trigger_id=await a_trigger(slack), view=a_modal(**changes))
    return str(answer["view"]["id"])


async def test_a_trigger_opens_one_modal_within_three_seconds() -> None:
    watch = Watch()
    async with LoopbackSlack(now=watch) as slack, connected(slack, quiet_app(slack)) as client:
        first, late = await a_trigger(slack), await a_trigger(slack)
        view = (await client.views_open(trigger_id=first, view=a_modal()))["view"]
        watch.at += timedelta(seconds=4)
        errors = [await error_of(client.views_open(trigger_id=it, view=a_modal())) for it in (first, late, "stolen")]

        assert errors == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]
        assert slack.modal() == {**view, "state": {"values": {}}}
        assert [taken.deed for taken in slack.journal] == [Deed.VIEW]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": a_text("x" * 25)},
        {"title": {"type": "mrkdwn", "text": "Wants"}},
        {"submit": a_text("x" * 25)},
        {"close": a_text("")},
        {"submit": None},
        {"private_metadata": "x" * 3_001},
        {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"}] * 101},
        {"blocks": "none"},
        {"colour": "red"},
        {"type": "home"},
    ],
)
async def test_a_modal_over_slacks_limits_is_refused(changes: dict[str, Any]) -> None:
    async with LoopbackSlack() as slack, connected(slack, quiet_app(slack)) as client:
        trigger = await a_trigger(slack)
        assert await error_of(client.views_open(trigger_id=trigger, view=a_modal(**changes))) == "invalid_arguments"
        assert (await client.views_open(trigger_id=trigger, view=a_modal()))["ok"]


async def test_a_modal_holds_at_most_a_quarter_of_a_megabyte() -> None:
    async with LoopbackSlack() as slack, connected(slack, quiet_app(slack)) as client:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "ü" * 2_000}}] * 70
        view = a_modal(blocks=blocks)
        assert await error_of(client.views_open(trigger_id=await a_trigger(slack), view=view)) == "view_too_large"


async def test_a_stack_of_modals_ends_at_three() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)

        @app.action("why")
        async def deeper(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            view = a_modal(blocks=[ROW], title=a_text("Deeper"))
            answer = await client.api_call("views.push", json={"trigger_id": body["trigger_id"], "view": view})
            assert answer["view"]["previous_view_id"] == body["view"]["id"]

        async with connected(slack, app) as client:
            id_ = await opened(slack, client, blocks=[ROW])
            for number in range(2):
                await slack.press("why", view=id_)
                id_ = (await slack.journal.nth(number + 1)).id
            await slack.press("why", view=id_)
            await slack.calls.until(lambda calls: calls[-1].error == "push_limit_reached")
            elsewhere = await error_of(client.views_push(trigger_id=await a_trigger(slack), view=a_modal()))

        assert slack.home.modals["U1"] == ["V1", "V2", "V3"]
        assert elsewhere == "not_found"


async def test_a_view_is_changed_only_by_who_saw_its_last_state() -> None:
    async with LoopbackSlack() as slack, connected(slack, quiet_app(slack)) as client:
        id_ = await opened(slack, client, external_id="wants-1")
        seen = str((slack.modal() or {})["hash"])
        await client.views_update(view_id=id_, hash=seen, view=a_modal(title=a_text("Second")))
        stale = client.views_update(view_id=id_, hash=seen, view=a_modal(title=a_text("Third")))
        assert await error_of(stale) == "hash_conflict"
        assert await error_of(client.views_update(view_id="V9", view=a_modal())) == "not_found"
        assert (slack.modal() or {})["title"] == a_text("Second")


async def test_a_modal_stays_open_until_its_answer_lets_it_go() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)

        @app.view("wants")
        async def wants(ack: Any, view: dict[str, Any]) -> None:
            answers: dict[str, dict[str, Any]] = {
                "wrong": {"response_action": "errors", "errors": {"topic": "No such topic"}},
                "astray": {"response_action": "errors", "errors": {"colour": "No such field"}},
                "chatty": {"text": "Saved!"},
                "more": {"response_action": "update", "view": a_modal(callback_id="wants", title=a_text("Second"))},
                "bad": {"response_action": "update", "view": a_modal(title=a_text("x" * 25))},
                "deeper": {"response_action": "push", "view": a_modal(callback_id="wants", title=a_text("Third"))},
                "all": {"response_action": "clear"},
            }
            written = view["state"]["values"]["topic"]["a"]["value"]
            await ack(answers.get(written, ""))

        async def submitted(written: str) -> tuple[list[str], bool]:
            shown = slack.modal()
            assert shown is not None
            exchange = await slack.submit(shown["id"], {"topic": {"a": written}})
            ack = await exchange.ack()
            assert exchange.missed == bool(ack.faults)
            return [slack.api.views[id_]["title"]["text"] for id_ in slack.home.modals["U1"]], bool(ack.faults)

        async with connected(slack, app) as client:
            await opened(slack, client, callback_id="wants")
            assert await submitted("wrong") == (["Wants"], False)
            assert await submitted("astray") == (["Wants"], True)
            assert await submitted("chatty") == (["Wants"], True)
            assert await submitted("bad") == (["Wants"], True)
            assert await submitted("more") == (["Second"], False)
            assert await submitted("deeper") == (["Second", "Third"], False)
            assert await submitted("fine") == (["Second"], False)
            assert await submitted("deeper") == (["Second", "Third"], False)
            assert await submitted("all") == ([], False)


async def test_what_nobody_touched_is_submitted_as_it_was_shown() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)
        seen: list[Any] = []

        @app.view("")
        async def saved(ack: Any, view: dict[str, Any]) -> None:
            seen.append(view["state"]["values"])
            await ack()

        fields = [
            an_input("topic"),
            an_input("name", {"type": "plain_text_input", "initial_value": "Morning"}),
            an_input("look", {"type": "static_select", "options": options("brief", "full")}),
            an_input("days", {"type": "checkboxes", "options": options("mon", "tue")}),
            an_input("at", {"type": "timepicker", "initial_time": "07:00"}),
            an_input("where", {"type": "conversations_select"}),
        ]
        async with connected(slack, app) as client:
            id_ = await opened(slack, client, blocks=fields)
            with pytest.raises(LookupError, match="no option 'long'"):
                await slack.submit(id_, {"look": {"a": "long"}})
            with pytest.raises(LookupError, match="no inputs"):
                await slack.submit(id_, {"colour": {"a": "red"}})
            told: dict[str, dict[str, Any]] = {"look": {"a": "full"}, "days": {"a": ["mon"]}, "where": {"a": "C1"}}
            await (await slack.submit(id_, told)).ack()
            with pytest.raises(LookupError, match="does not see"):
                await slack.submit(id_)

        assert seen == [
            {
                "topic": {"a": {"type": "plain_text_input", "value": None}},
                "name": {"a": {"type": "plain_text_input", "value": "Morning"}},
                "look": {"a": {"type": "static_select", "selected_option": options("full")[0]}},
                "days": {"a": {"type": "checkboxes", "selected_options": options("mon")}},
                "at": {"a": {"type": "timepicker", "selected_time": "07:00"}},
                "where": {"a": {"type": "conversations_select", "selected_conversation": "C1"}},
            }
        ]


async def test_a_home_is_published_for_one_person_and_pressed_there() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)
        seen: list[Any] = []

        @app.event("app_home_opened")
        async def opened_home(event: dict[str, Any], client: AsyncWebClient) -> None:
            seen.append("view" in event)
            await client.views_publish(user_id=event["user"], view=a_home())

        @app.action("why")
        async def why(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            seen.append("response_url" in body)
            await client.views_publish(user_id=body["user"]["id"], hash=body["view"]["hash"], view=a_home(ROW, ROW))

        async with connected(slack, app) as client:
            await slack.open_home("U7")
            await slack.journal.nth(0)
            await slack.press("why", view=slack.homes["U7"]["id"], user="U7")
            await slack.journal.nth(1)
            await (await slack.open_home("U7")).ack()
            await slack.journal.nth(2)
            assert await error_of(client.views_publish(user_id="U7", view=a_home(*[ROW] * 101))) == "invalid_arguments"
            assert await error_of(client.views_publish(user_id="U7", hash="1", view=a_home())) == "hash_conflict"

        assert seen == [False, False, True]
        assert {(taken.deed, taken.channel) for taken in slack.journal} == {(Deed.HOME, "U7")}


async def test_a_menu_tells_what_was_chosen_from_it() -> None:
    async with LoopbackSlack() as slack, connected(slack, quiet_app(slack)) as client:
        menu = {"type": "overflow", "action_id": "more", "options": options("mute", "less")}
        pick = {"type": "static_select", "action_id": "pick", "placeholder": a_text("?"), "options": options("a", "b")}
        section: dict[str, Any] = {"type": "section", "block_id": "s", "text": a_text("Harbor"), "accessory": menu}
        blocks = [section, {"type": "actions", "elements": [pick]}]
        ts = (await client.chat_postMessage(channel="C1", text="Digest", blocks=blocks))["ts"]
        told = (await slack.press("more", ts=ts, option="less")).sent["payload"]

        assert told["actions"] == [
            {
                "type": "overflow",
                "action_id": "more",
                "block_id": "s",
                "action_ts": ts,
                "selected_option": options("less")[0],
            }
        ]
        assert {"trigger_id", "response_url", "message"} <= told.keys()
        with pytest.raises(LookupError, match="no option 'c'"):
            await slack.press("pick", ts=ts, option="c")


async def test_a_reply_to_one_person_is_pressed_without_its_blocks_being_repeated() -> None:
    async with LoopbackSlack() as slack:
        app, bodies = an_app(slack), []

        @app.command("/digest")
        async def digest(ack: Any, respond: Any) -> None:
            await ack()
            await respond(text="Digest", blocks=[ROW])

        @app.action("why")
        async def why(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack()
            bodies.append(body)
            await respond(text="Because it is new", replace_original=True, blocks=[ROW])

        async with connected(slack, app):
            exchange = await slack.command("/digest", user="U7")
            press = await slack.press_reply(exchange, "why")
            shown = await press.reply()
            again = await slack.press_reply(press, "why")
            await again.reply()

        ts = exchange.replies[0].message_id
        assert bodies[0]["user"]["id"] == "U7"
        assert bodies[0]["container"] == {
            "type": "message",
            "message_ts": ts,
            "channel_id": "C1",
            "is_ephemeral": True,
        }
        assert "message" not in bodies[0]
        assert (shown.message_id, shown.ephemeral) == (ts, True)
        assert slack.home.rooms["C1"].ephemerals[ts].text == "Because it is new"


async def test_a_message_to_one_person_is_pressed_and_taken_back() -> None:
    async with LoopbackSlack() as slack, ClientSession() as session, connected(slack, quiet_app(slack)) as client:
        parent = slack.say("Good morning").ts
        told = await client.chat_postEphemeral(channel="C1", user="U7", text="Hm", blocks=[ROW], thread_ts=parent)
        sent = (await slack.press("why", ts=told["message_ts"], user="U7")).sent["payload"]
        assert sent["container"]["thread_ts"] == parent
        async with session.post(sent["response_url"], json={"delete_original": True}) as answer:
            assert answer.status == 200
        assert not slack.home.rooms["C1"].ephemerals


async def test_an_answer_may_stand_in_the_place_of_the_post_that_was_pressed() -> None:
    async with LoopbackSlack() as slack, ClientSession() as session, connected(slack, quiet_app(slack)) as client:
        ts = (await client.chat_postMessage(channel="C1", text="Digest", blocks=[ROW]))["ts"]
        exchange = await slack.press("why", ts=ts)
        url = exchange.sent["payload"]["response_url"]
        async with session.post(url, json={"text": "Approved", "replace_original": True}) as answer:
            assert answer.status == 200
        assert slack.home.rooms["C1"].messages[ts].text == "Approved"
        assert [taken.deed for taken in slack.journal] == [Deed.POST, Deed.EDIT]
        assert not exchange.replies[0].ephemeral


async def test_a_shortcut_carries_the_message_that_it_was_chosen_on() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)
        seen: list[Any] = []

        @app.shortcut("record")
        async def record(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack()
            seen.append((body["message"]["text"], body["channel"]["id"], bool(body["trigger_id"])))
            await respond("Added")

        @app.shortcut("ask")
        async def ask(ack: Any, body: dict[str, Any]) -> None:
            seen.append("response_url" in body)
            await ack()

        async with connected(slack, app):
            exchange = await slack.shortcut("record", ts=slack.say("The tunnel opens in June").ts)
            assert (await exchange.reply()).body["text"] == "Added"
            await (await slack.shortcut("ask")).ack()

        assert seen == [("The tunnel opens in June", "C1", True), False]


async def test_a_mention_and_a_direct_message_are_told_from_each_other() -> None:
    async with LoopbackSlack() as slack:
        app = an_app(slack)

        @app.event("app_mention")
        async def mention(event: dict[str, Any], say: Any) -> None:
            await say("In the thread", thread_ts=event.get("thread_ts", event["ts"]))

        @app.event("message")
        async def message(event: dict[str, Any], say: Any) -> None:
            await say(f"{event['channel_type']}: {event['text']}")

        async with connected(slack, app) as client:
            parent = slack.say("Who said so?").ts
            await slack.mention("who?", thread_ts=parent)
            await slack.journal.nth(0)
            await slack.write("hello", user="U7")
            direct = await slack.journal.nth(1)
            thread = await client.conversations_replies(channel="C1", ts=parent)

        assert [it["text"] for it in thread["messages"]] == ["Who said so?", "<@UBOT1> who?", "In the thread"]
        assert (direct.channel, direct.body["text"]) == ("D7", "im: hello")


async def test_a_direct_conversation_is_opened_by_a_persons_id() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        sent = await client.chat_postMessage(channel="U7", text="Your digest")
        opened_ = await client.conversations_open(users="U7")
        assert (sent["channel"], opened_["channel"]["id"], opened_["already_open"]) == ("D7", "D7", True)
        assert (await client.conversations_open(users=["U8"]))["channel"]["id"] == "D8"
        assert await error_of(client.conversations_open(users="")) == "users_list_not_supplied"
        history = await client.conversations_history(channel="D7")
        assert [it["text"] for it in history["messages"]] == ["Your digest"]


async def test_a_reply_that_is_broadcast_stands_in_the_channel_too() -> None:
    async with LoopbackSlack() as slack:
        client = a_client(slack)
        parent = (await client.chat_postMessage(channel="C1", text="Digest"))["ts"]
        await client.chat_postMessage(channel="C1", text="More", thread_ts=parent)
        await client.chat_postMessage(channel="C1", text="Corrected", thread_ts=parent, reply_broadcast=True)
        history = await client.conversations_history(channel="C1")
        assert [(it["text"], it.get("subtype")) for it in history["messages"]] == [
            ("Corrected", "thread_broadcast"),
            ("Digest", None),
        ]


@pytest.mark.parametrize("order", [("tokens_revoked", "app_uninstalled"), ("app_uninstalled", "tokens_revoked")])
async def test_an_app_that_was_taken_out_hears_of_it_and_may_do_nothing_more(order: tuple[str, str]) -> None:
    async with LoopbackSlack() as slack:
        app, heard = an_app(slack), []

        @app.event("app_uninstalled")
        async def gone(event: dict[str, Any]) -> None:
            heard.append(event["type"])

        @app.event("tokens_revoked")
        async def revoked(event: dict[str, Any]) -> None:
            heard.append(event["type"])

        async with connected(slack, app) as client:
            await client.auth_test()
            for exchange in await slack.uninstall(order=order, refusal="invalid_auth"):
                await exchange.ack()
            assert await error_of(client.chat_postMessage(channel="C1", text="Digest")) == "invalid_auth"
            slack.install("T1")
            assert (await client.chat_postMessage(channel="C1", text="Digest"))["ok"]

        assert sorted(heard) == sorted(order)


@pytest.mark.parametrize("name", sorted(METHODS))
async def test_every_method_understands_json_a_form_and_a_query_alike(name: str) -> None:
    async with LoopbackSlack() as slack, ClientSession() as session:
        ts = (await a_client(slack).chat_postMessage(channel="C1", text="Digest"))["ts"]
        url, key = f"{slack.api_url}{name}", {"Authorization": f"Bearer {slack.bot_token}"}
        known = {"channel": "C1", "ts": ts, "message_ts": ts, "user": "U1", "user_id": "U1", "users": "U1", "text": "x"}
        view = a_home() if name == "views.publish" else a_modal()
        told, whole = {**known, "trigger_id": "t", "view_id": "V1"}, json.dumps(view)
        answers = []
        forms: list[dict[str, Any]] = [{"json": {**told, "view": view}}, {"data": {**told, "view": whole}}]
        for asked in forms:
            async with session.post(url, headers=key, **asked) as answer:
                answers.append(await answer.json())
        async with session.get(url, headers=key, params={**told, "view": whole}) as answer:
            answers.append(await answer.json())
        assert len({(it["ok"], it.get("error")) for it in answers}) == 1
        assert answers[0].get("error") in {None, "invalid_trigger_id", "not_found"}
