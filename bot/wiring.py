"""Settings to running parts: the one place where ports meet their makers."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.adapters.terminal import TerminalCourier
from bot.adapters.webhook import WebhookCourier, WebhookUrl
from bot.commands.command import Desk
from bot.house_file import NO_HOUSE_FILE, HouseFile, read_house_file
from bot.rendering.press import cry, press
from bot.settings import Settings
from digests.alarming import Alarm
from digests.article import HOUSE, Tenant
from digests.channel import Channel, Platform, Workspace
from digests.digest import Digest
from digests.dispatching import Dispatcher
from digests.errors import BadSettings
from digests.intake.egress import model_host, named_hosts, open_web, slack_session
from digests.library import Library
from digests.pacing import Pace
from digests.planning import upcoming
from digests.ports import Courier, Due
from digests.publishing import Publisher
from digests.schedule import Cadence, Edition, Subscription
from digests.store.opening import Store, opened

if TYPE_CHECKING:
    from digests.gathering import Taken
    from digests.intake.newswire import Incoming
    from digests.phrasing import AnswerDesk
    from digests.polling import Look
    from digests.rewriting import RewriteDesk


_FILE = "rundown.toml"


def present() -> datetime:
    """The one clock: every other part is told the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDesks:
    """The desks that ask a model about articles and about answers; None where none is switched on."""

    rewrite: "RewriteDesk | None" = None
    phrase: "AnswerDesk | None" = None


NO_MODEL = ModelDesks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """The running parts. ``holder`` names this process in the leases that it takes.

    ``stranger`` says why the record is not the one that works here: then it plans and sends nothing.
    """

    settings: Settings
    store: Store
    couriers: Mapping[Platform, Courier]
    now: Callable[[], datetime]
    holder: str
    house: HouseFile = NO_HOUSE_FILE
    models: ModelDesks = NO_MODEL
    stranger: str | None = None
    pace: Pace = field(default_factory=Pace)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Once it is set nothing more is taken up."""

    async def tick(self) -> None:
        """Fix the digests that fell due, then send all that is owed."""
        await self.plan()
        await self.dispatch()

    async def plan(self) -> int:
        """Fix the digests that fell due, and what is to be told of those that never came; how many were new."""
        if self.stranger:
            return 0
        at = self.now()
        new = await self.publisher.publish_due(at=at)
        await self.alarm.raise_due(at=at)
        return new

    async def dispatch(self) -> int:
        """Send all that is owed; the number of parts that were posted."""
        return 0 if self.stranger else await self.dispatcher.dispatch_due()

    async def gather(self) -> None:
        """Look at the feeds that are due; the workshop stands only while there are some."""
        at = self.now()
        if await self.store.feeds.due(at=at, most=1):
            async for _ in gathering_round(self.store, self.settings, at=at, rewrite=self.models.rewrite):
                pass

    async def take_in(self, body: bytes, *, at: datetime) -> "AsyncIterator[Taken]":
        """The articles of a request, into the house's record. Raises BadInput for a body that holds none."""
        from digests.gathering import handed_in, take_in

        archive, copies = self.store.archive, await handed_in(body, source="POST /intake", at=at)
        async for taken in take_in(copies, tenant=HOUSE, archive=archive, at=at, rewrite=self.models.rewrite):
            yield taken

    @property
    def publisher(self) -> Publisher:
        """What makes digests of what is due."""
        store = self.store
        return Publisher(
            roster=store.roster,
            archive=store.archive,
            book=store.feeds,
            ledger=store.ledger,
            press=press,
            tiers=self.house.tiers,
            catch_up=self.settings.catch_up,
        )

    @property
    def alarm(self) -> Alarm:
        """What tells of silence."""
        return Alarm(ledger=self.store.ledger, roster=self.store.roster, crier=cry, operators=self.house.operators)

    @property
    def dispatcher(self) -> Dispatcher:
        """What sends them; on a clock that stands still it waits for nothing."""
        is_real = self.now is present
        return Dispatcher(
            holder=self.holder,
            now=self.now,
            ledger=self.store.ledger,
            roster=self.store.roster,
            couriers=self.couriers,
            pace=self.pace if is_real else None,
            pause=asyncio.sleep if is_real else None,
            stopping=self.stopping,
        )

    @property
    def desk(self) -> Desk:
        """What slash commands may ask of us."""
        store = self.store
        return Desk(
            roster=store.roster,
            told=store.ledger,
            complaints=store.complaints,
            feeds=store.feeds,
            take_in=self._add,
            library=Library(index=store.index, archive=store.archive, phrase=self.models.phrase),
            compose_now=self._compose_now,
            first_slots=upcoming,
        )

    async def _add(self, source: str, *, tenant: Tenant, at: datetime) -> "AsyncIterator[Taken]":
        """What somebody adds: an address, or a report in their own words; never a file of this machine."""
        from digests.gathering import take_in
        from digests.intake.incoming import in_own_words

        is_address = source.lower().startswith(("http://", "https://"))
        told = () if is_address else (in_own_words(source, headline=None, url=None, outlet=None, at=at),)
        archive, rewrite = self.store.archive, self.models.rewrite
        async with at_the_door([source] if is_address else [], at=at, told=told) as copies:
            async for taken in take_in(copies, tenant=tenant, archive=archive, at=at, rewrite=rewrite):
                yield taken

    async def _compose_now(self, channel: Channel, at: datetime) -> Digest:
        dues = await self.store.roster.subscriptions(channel.tenant, channel.id)
        return await self.publisher.composed_for(dues[0] if dues else _everything(channel, at), at=at)


@asynccontextmanager
async def at_the_door(
    sources: Iterable[str], *, at: datetime, told: Iterable["Incoming"] = ()
) -> AsyncIterator["AsyncIterator[Incoming]"]:
    """What was told, and what the sources hold, read one after the other; the way to the web and the workshop are
    closed behind them.
    """
    from digests.gathering import incoming
    from digests.intake.workshop import Workshop

    async with open_web() as web:
        with Workshop() as workshop:
            yield incoming(sources, at=at, web=web, workshop=workshop, told=told)


@asynccontextmanager
async def model_desks(store: Store, settings: Settings) -> AsyncIterator[ModelDesks]:
    """The desks that ask the model of the settings, minded as one.

    Raises BadSettings where the library that asks is not installed.
    """
    if settings.model_url is None or settings.model_name is None:
        yield NO_MODEL
        return
    with _wanted("llm"):
        from bot.adapters.writer import ModelWriter
    from digests.minding import Limits, Minder
    from digests.phrasing import AnswerDesk
    from digests.rewriting import RewriteDesk

    key = settings.model_key.get_secret_value() if settings.model_key else None
    limits = Limits(a_day=settings.model_daily_budget, seconds=settings.model_seconds)
    async with model_host() as client:
        writer = ModelWriter(client, url=settings.model_url, name=settings.model_name, key=key)
        minder = Minder(store.budget, limits)
        yield ModelDesks(rewrite=RewriteDesk(writer, minder), phrase=AnswerDesk(writer, minder))


async def gathering_round(
    store: Store, settings: Settings, *, at: datetime, rewrite: "RewriteDesk | None" = None
) -> AsyncIterator["Look"]:
    """One look at each feed that is due, with a way to the web and a workshop of its own."""
    from digests.intake.workshop import Workshop
    from digests.polling import look_round

    proxy = settings.web_proxy.get_secret_value() if settings.web_proxy else None
    async with open_web(contact=settings.contact, proxy=proxy) as web:
        with Workshop() as workshop:
            looks = look_round(
                at=at, book=store.feeds, archive=store.archive, web=web, workshop=workshop, rewrite=rewrite
            )
            async for look in looks:
                yield look


@asynccontextmanager
async def assembled(settings: Settings, *, now: Callable[[], datetime] = present) -> AsyncIterator[Newsroom]:
    """Open what the settings name, bring the house file's channels into the roster, and close all of it again.

    Raises BadSettings with every fault of settings and file, StoreError where the record cannot be used.
    """
    house = read_house_file(settings.house_file)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened(settings.store))
        await store.database.look_through()
        stranger = await store.identity.stranger()
        await store.roster.keep_time(at=now())
        await _settle_in(house, store, at=now())
        yield Newsroom(
            settings=settings,
            store=store,
            couriers=await _couriers(settings, stack),
            models=await stack.enter_async_context(model_desks(store, settings)),
            now=now,
            house=house,
            stranger=stranger,
            holder=f"{socket.gethostname()}:{os.getpid()}:{token_hex(3)}",
        )


async def _settle_in(house: HouseFile, store: Store, *, at: datetime) -> None:
    """The file's channels and editions as they stand there; those that left the file are ended."""
    for channel, editions in house.channels.items():
        if channel.tenant != HOUSE:
            await store.roster.join(Workspace(tenant=channel.tenant, platform=channel.platform, name=channel.tenant))
        await store.roster.enter(channel, by=_FILE, at=at)
        for edition in editions:
            await store.roster.subscribe(edition, _by_the_file(channel, edition, at=at))
    for channel in await store.roster.channels(None):
        kept = {edition.name for edition in house.channels.get(channel, ())}
        for due in await store.roster.subscriptions(channel.tenant, channel.id):
            if due.edition.from_file and due.edition.name not in kept:
                await store.roster.unsubscribe(channel.tenant, channel.id, due.edition.name, by=_FILE, at=at)


def _by_the_file(channel: Channel, edition: Edition, *, at: datetime) -> Subscription:
    (next_due,) = upcoming(edition, channel, after=at, count=1)
    return Subscription(
        tenant=channel.tenant,
        channel=channel.id,
        edition=edition.name,
        created=at,
        created_by=_FILE,
        next_due=next_due,
    )


def _everything(channel: Channel, at: datetime) -> Due:
    """What a channel without a subscription is shown: all topics, as of now."""
    local = at.astimezone(channel.zone)
    edition = Edition(
        tenant=channel.tenant,
        name="news",
        cadence=Cadence(times=(local.time().replace(second=0, microsecond=0),)),
        zone=channel.zone,
    )
    return Due(subscription=_by_the_file(channel, edition, at=at), edition=edition, channel=channel)


async def _couriers(settings: Settings, stack: AsyncExitStack) -> Mapping[Platform, Courier]:
    """A courier for each platform that the settings hold a token or an address for; the terminal always."""
    couriers: dict[Platform, Courier] = {Platform.TERMINAL: TerminalCourier(sys.stdout)}
    if settings.webhooks:
        client = await stack.enter_async_context(named_hosts())
        urls = {name.lower(): WebhookUrl(url.get_secret_value()) for name, url in settings.webhooks.items()}
        couriers[Platform.SLACK_WEBHOOK] = couriers[Platform.DISCORD_WEBHOOK] = WebhookCourier(client, urls)
    if settings.slack_bot_token:
        with _wanted("slack"):
            from bot.adapters.slack.api import SECONDS, web_api
            from bot.adapters.slack.courier import SlackCourier
        api = web_api(settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url)
        couriers[Platform.SLACK] = SlackCourier(api, partial(slack_session, seconds=SECONDS))
    if settings.discord_token:
        with _wanted("discord"):
            from bot.adapters.discord.courier import DiscordCourier
        courier = DiscordCourier(settings.discord_token.get_secret_value(), api_base=settings.discord_api_url)
        couriers[Platform.DISCORD] = courier
        stack.push_async_callback(courier.close)
    return couriers


@contextmanager
def _wanted(extra: str) -> Iterator[None]:
    """Raises BadSettings with the mend where a platform is switched on whose library is not installed."""
    try:
        yield
    except ModuleNotFoundError as missing:
        mend = f'pip install "rundown[{extra}]" (make run does it by itself)'
        raise BadSettings([f"{extra} is set up, but its library {missing.name} is not installed: {mend}"]) from None
