"""The WeChat channel: one account behind a wechaty gateway, kept up for ever.

What python-wechaty does wrong, and what is done about it, stands in the parts: ``wechat_compat`` its import,
``wechat_puppet`` its calls and events, ``wechat_line`` one connection, ``wechat_intake`` and ``wechat_fetch`` the way in,
``wechat_echoes`` doubts on the way out, ``wechat_standing`` what is told of it.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import structlog
from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.channel import ChannelState, Take
from bot.wechat_echoes import Echo, Echoes, HangUps, in_doubt
from bot.wechat_fetch import Fetcher
from bot.wechat_intake import Intake, IntakeLimits
from bot.wechat_line import Line, name_of, trouble_of
from bot.wechat_names import Names
from bot.wechat_puppet import RPC_ERRORS, Gateway
from bot.wechat_standing import DETAILS, Standing, Trouble
from bot.wechat_supervisor import Backoff, end, first_error, keep_up
from bot.wechat_text import with_names
from models.errors import ChannelFailed
from models.outgoing import Outgoing, Picture

_log = structlog.get_logger("bot.wechat")

# What a gateway answers when no later try can help.
_HOPELESS = frozenset({Status.INVALID_ARGUMENT, Status.NOT_FOUND, Status.UNIMPLEMENTED, Status.OUT_OF_RANGE})
# Seconds at shutdown: for what was read but not yet taken in, for the whole to end, and for a line within that.
_DRAIN, _GRACE, _LINE_GRACE = 1.0, 0.5, 0.3
_MOST_EVICTIONS = 4
_LATEST = 6
"""For how many times the patience with a call a line that was given up is kept for the answer to a text."""


class WechatChannel:
    """One WeChat account. ``endpoint`` is ``host:port`` of its gateway (plain gRPC: TLS off), ``token`` what opens it.

    ``name`` is the channel of its messages and rooms, ``account`` the account they came by. ``clock`` gives the time,
    aware, UTC; ``rpc_timeout`` and ``ding_every`` are seconds. After ``evict_after`` refusals in a row another client is
    thrown out of the gateway, and each time it takes twice as many, so that two bots do not fight. ``counts``
    (connects, taken, doubled, failed, lost, dropped, errors, dings, dongs; unsure and settled: texts that got no answer,
    and those of them found to have been said) is for the metrics. ``self_id`` is the account's own id since it was first
    logged in ("" before).
    """

    def __init__(
        self,
        name: str,
        endpoint: str,
        token: str,
        *,
        clock: Callable[[], datetime],
        account: str = "",
        backoff: Backoff | None = None,
        rpc_timeout: float = 10.0,
        ding_every: float = 10.0,
        evict_after: int = 5,
        limits: IntakeLimits | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        if not endpoint or not token:
            raise ChannelFailed(f"{name}: endpoint and token must be set", retry=False)
        self.name, self.account = name, account or name
        self.counts: Counter[str] = Counter()
        self._gateway = Gateway(endpoint, token, rpc_timeout)
        self._ding_every, self._evict_after, self._chance = ding_every, evict_after, chance
        self._backoff, self._limits = backoff or Backoff(), limits or IntakeLimits()
        self._names = Names(lambda: asyncio.get_running_loop().time())
        self._echoes, self._hang_ups = Echoes(), HangUps(_LATEST * rpc_timeout)
        self._standing = Standing(name, self.account, clock, self.counts)
        self._fetcher = Fetcher(
            name,
            self.account,
            names=self._names,
            echoes=self._echoes,
            clock=clock,
            limits=self._limits,
            counts=self.counts,
        )
        self._line: Line | None = None
        self.self_id = ""
        self._refusals = self._evictions = 0

    def state(self) -> ChannelState:
        """Connected when the account is logged in and its events arrive."""
        return self._standing.state

    async def run(self, take: Take) -> None:
        """Keep the account connected and hand its messages on, until cancelled; ends within 2 s of that."""
        self._standing.rest(Trouble.STARTING)
        intake = Intake(self._fetcher.fetch, take, self._limits, self.counts)
        worker = asyncio.ensure_future(intake.work())
        keeper = asyncio.ensure_future(
            keep_up(lambda: self._attempt(intake), backoff=self._backoff, chance=self._chance)
        )
        try:
            done, _ = await asyncio.wait([worker, keeper], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self._stop(intake, worker, keeper)

    async def send(self, outgoing: Outgoing) -> str:
        """Say it; the id of the new message, "" when the gateway gives none. ChannelFailed says whether to try again."""
        target = outgoing.room or outgoing.person
        if not target or not outgoing.text.strip():
            raise ChannelFailed("nobody to say it to, or nothing to say", retry=False)
        text = with_names(outgoing.text, await self._called(self._up(), outgoing))
        if (sent_id := await self._said_before(outgoing, target, text)) is not None:
            return sent_id
        line = self._up()
        return await self._follow(line, outgoing.key, target, text, line.say(target, text, outgoing.mentions))

    async def show(self, outgoing: Outgoing, picture: Picture) -> str:
        """Send a picture instead of the text; as ``send``."""
        target = outgoing.room or outgoing.person
        if (sent_id := await self._said_before(outgoing, target, picture.name)) is not None:
            return sent_id
        line = self._up()
        return await self._follow(line, outgoing.key, target, picture.name, line.show(target, picture))

    async def room_name(self, room: str) -> str:
        """What a room is called; as ``KnowsRooms``."""
        try:
            return await self._up().topic(room)
        except RPC_ERRORS as error:
            raise ChannelFailed(f"{self.name}: {DETAILS[trouble_of(error)]}") from error

    def _up(self) -> Line:
        """The line, while the account hears and speaks; else ChannelFailed."""
        line = self._line
        if line is None or not self.state().connected:
            raise ChannelFailed(f"{self.name}: {self.state().detail}")
        return line

    async def _said_before(self, outgoing: Outgoing, target: str, text: str) -> str | None:
        """The id under which an earlier try said it after all; ChannelFailed while it may yet. Danger rather comes twice."""
        doubt = self._echoes.doubted(outgoing.key, target, text)
        if doubt is None:
            return None
        sent_id = await doubt.wait(self._gateway.rpc_timeout / 2)
        if sent_id is None and doubt.waits and not outgoing.danger:
            raise self._failure(Trouble.SILENT, unsure=True)
        self._echoes.settle(doubt)
        self.counts["settled"] += sent_id is not None
        return sent_id

    async def _follow(self, line: Line, key: str, target: str, text: str, call: asyncio.Future[str]) -> str:
        """The id of what is being said; what gets no answer may have been said, and then that shows."""
        echo = self._echoes.expect(key, target, text, call)
        try:
            sent_id: str | None = await line.answer(call)
        except RPC_ERRORS as error:
            sent_id = await self._late(echo, error)
            if sent_id is None:
                raise self._failed(echo, error) from error
        self._echoes.settle(echo)
        return sent_id or ""

    async def _late(self, echo: Echo, error: Exception) -> str | None:
        silent = trouble_of(error) is Trouble.SILENT
        return await echo.wait(self._gateway.rpc_timeout / 2 if silent else 0.0)

    def _failed(self, echo: Echo, error: Exception) -> ChannelFailed:
        unsure = in_doubt(error)
        if unsure:
            self.counts["unsure"] += 1
            self._echoes.doubt(echo)
        else:
            self._echoes.settle(echo)
        hopeless = isinstance(error, GRPCError) and error.status in _HOPELESS
        return self._failure(trouble_of(error), self._words_of(error, echo), retry=not hopeless, unsure=unsure)

    def _failure(self, trouble: Trouble, words: str = "", *, retry: bool = True, unsure: bool) -> ChannelFailed:
        perhaps = "，不知道发出去没有" if unsure else ""
        return ChannelFailed(f"{self.name}: {DETAILS[trouble]}{words}{perhaps}", retry=retry, unsure=unsure)

    async def picture(self, message_id: str, most: int) -> bytes:
        """The picture of a message, as ``bot.channel.GivesPictures``."""
        line = self._line
        if line is None or not self.state().connected:
            raise ChannelFailed(f"{self.name}: {self.state().detail}")
        try:
            return await line.picture(message_id, most)
        except RPC_ERRORS as error:
            raise ChannelFailed(f"{self.name}: {DETAILS[trouble_of(error)]}") from error

    async def _called(self, line: Line, outgoing: Outgoing) -> tuple[str, ...]:
        """The names of those whom a text in a room mentions, as far as the gateway knows them."""
        try:
            return tuple([await line.name(outgoing.room, p) for p in outgoing.mentions if outgoing.room])
        except RPC_ERRORS:
            return ()

    def _words_of(self, error: Exception, echo: Echo) -> str:
        """What the gateway says to it, without the text and the token."""
        if not isinstance(error, GRPCError) or not error.message:
            return ""
        words = error.message.replace(echo.text, "…").replace(self._gateway.token, "…")
        return f" ({words.partition(chr(10))[0][:120]})"

    async def _attempt(self, intake: Intake) -> None:
        """One line, from its start to its end."""
        evict = self._refusals >= self._evict_after * 2**self._evictions
        line = self._line = Line(
            self._gateway,
            intake=intake,
            names=self._names,
            counts=self.counts,
            on_trouble=self._on_trouble,
            on_join=self._fetcher.hold,
            hang_ups=self._hang_ups,
        )
        try:
            error = await first_error(line.listen(evict=evict), line.watch(self._ding_every), grace=_LINE_GRACE)
        finally:
            self._line = None
            self._fetcher.use(None)
            await line.close()
        trouble = trouble_of(error)
        self._refusals = self._refusals + 1 if trouble is Trouble.BUSY and not evict else 0
        self._evictions = min(self._evictions + evict, _MOST_EVICTIONS)
        self._standing.down(trouble, name_of(error))

    def _on_trouble(self, trouble: Trouble | None) -> None:
        """The account has logged in (None), or out."""
        if trouble is not None:
            self._standing.down(trouble)
            return
        self._fetcher.use(self._line)
        self.self_id = self._line.account_id if self._line else self.self_id
        self._standing.up()

    async def _stop(self, intake: Intake, *tasks: asyncio.Future[None]) -> None:
        """Take in what was read, as far as a second reaches; then end."""
        draining = asyncio.ensure_future(intake.idle())
        try:
            await asyncio.wait([draining, *tasks], timeout=_DRAIN, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await end(draining, *tasks, grace=_GRACE)
            self._hang_ups.close()
            self._standing.rest(Trouble.STOPPED)
            if intake.waiting:
                _log.warning("messages_abandoned", channel=self.name, account=self.account, count=intake.waiting)
