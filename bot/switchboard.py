"""The accounts of one bot: it hears by all of them, as one, and says each thing by one of them.

With two accounts in a room every line arrives twice; the inbox takes it once. What one account has said, the others hear
as well: that is dropped here, by the id of who said it and by the words.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

import structlog

from bot.accounts import Account, Seats
from bot.assisted import ASSISTED
from bot.channel import ChannelState, ShowsPictures, Take
from bot.door import without_names
from models.areas import District, Room
from models.errors import StoreFailed
from models.message import Message
from models.outgoing import Outgoing, Picture
from models.store import Store, Tx
from models.words import Delivery

_log = structlog.get_logger("bot.accounts")
_AGAIN = 5.0
_LAST_SAID, _LONG, _LINES = 20, 40, 2000
_RECENT = 200


class Said:
    """The last texts that our accounts said in each room, to know them again when another account hears them."""

    def __init__(self, rows: Iterable[Outgoing] = ()) -> None:
        self._texts: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_LAST_SAID))
        for row in rows:
            self.add(row.room, row.text)

    def add(self, room: str, text: str) -> None:
        """One of us says this."""
        if room:
            self._texts[room].append(without_names(text))

    def is_ours(self, message: Message) -> bool:
        """Whether it is one of those texts, or a long piece of one."""
        texts = self._texts.get(message.room)
        if not texts:
            return False
        heard = without_names(message.text)
        return heard in texts or (len(heard) >= _LONG and any(heard in text for text in texts))


class Doubles:
    """The last lines that one account took in, so that they are not read again when another hears them.

    That spares the reader; what counts once for good is the inbox. A line that speaks to the bot is let through although
    it was heard before by an account to which it did not.
    """

    def __init__(self) -> None:
        self._lines: OrderedDict[tuple[str, ...], tuple[str, bool]] = OrderedDict()

    def add(self, account: str, message: Message) -> bool:
        """This one takes it in; False when another does: same room, sender, words and minute."""
        line = _line(message)
        by, to_bot = self._lines.get(line, (account, False))
        if by != account and (to_bot or not message.to_bot):
            return False
        self._lines[line] = account, message.to_bot
        while len(self._lines) > _LINES:
            self._lines.popitem(last=False)
        return True

    def drop(self, message: Message) -> None:
        """It could not be taken in."""
        self._lines.pop(_line(message), None)


class Switchboard:
    """All accounts together; ``district`` gives the rooms as they are now."""

    def __init__(self, accounts: Sequence[Account], *, store: Store, district: Callable[[], District]) -> None:
        self.accounts = {account.name: account for account in accounts}
        self.seats = Seats(store)
        self._district = district
        self._said = Said(store.call(_last_said)) if len(accounts) > 1 else Said()
        self._doubles = Doubles()

    @property
    def connected(self) -> list[Account]:
        """Those that hear and can speak."""
        return [account for account in self.accounts.values() if account.connected]

    def states(self) -> dict[str, ChannelState]:
        """How each account stands, by its name."""
        return {name: account.channel.state() for name, account in self.accounts.items()}

    def listeners(self, room: Room) -> list[str]:
        """The accounts that hear a room; none for one that is served by hand."""
        if room.channel == ASSISTED:
            return []
        return [name for name in dict.fromkeys(self._for_room(room)) if name in self.accounts]

    async def run(self, take: Take) -> None:
        """Hear by all accounts until cancelled; each hands its messages on in their order.

        An account that fails by an error of ours is told in the log and started again; StoreFailed ends all.
        """
        tasks = [asyncio.ensure_future(self._keep(account, take)) for account in self.accounts.values()]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, account: Account, outgoing: Outgoing, picture: Picture | None = None) -> str:
        """Say it by this account; as ``Channel.send``. A picture stands for the text where the channel can show it."""
        if len(self.accounts) > 1:
            self._said.add(outgoing.room, outgoing.text)
        if picture and isinstance(account.channel, ShowsPictures):
            return await account.channel.show(outgoing, picture)
        return await account.channel.send(outgoing)

    def ways(self, row: Outgoing, contact: str = "") -> list[Account]:
        """The accounts that may say it, the best first; ``contact`` is the one to which a resident wrote in private.

        The last one to fail with it comes last.
        """
        names = self._for_room(self._district().room.get(row.room)) if row.room else self._for_person(row, contact)
        found = [self.accounts[name] for name in dict.fromkeys(names) if name in self.accounts]
        return sorted(found, key=lambda account: account.name == row.account)

    def _for_room(self, room: Room | None) -> list[str]:
        """Its own account and those that were heard in it; nobody yet: any that serves its channel."""
        if room is None:
            return list(self.accounts)
        mine = [a.name for a in self.accounts.values() if not room.channel or a.channel.name == room.channel]
        mine = mine or list(self.accounts)
        known = [room.account, *(name for name in self.seats.of(room.id) if name in mine)]
        return known if any(name in self.accounts for name in known) else mine

    def _for_person(self, row: Outgoing, contact: str) -> list[str]:
        """A resident's id is known to the account that they wrote to; one of the staff may be known to all."""
        if contact in self.accounts:
            return [contact]
        return [*self.seats.of(row.person), *self.accounts]

    async def _keep(self, account: Account, take: Take) -> None:
        while True:
            error = await _error_of(account.channel.run(partial(self._hear, account, take)))
            if isinstance(error, StoreFailed):
                raise error
            _log.error("account_failed", account=account.name, error=type(error).__name__)
            await asyncio.sleep(_AGAIN)

    async def _hear(self, account: Account, take: Take, message: Message) -> None:
        if self._is_ours(account, message):
            return
        self._learn(account, message)
        if len(self.accounts) == 1:
            await take(message)
        elif self._doubles.add(account.name, message):
            await self._take_first(take, message)

    async def _take_first(self, take: Take, message: Message) -> None:
        """The others need not take it, unless this fails."""
        taken = False
        try:
            await take(message)
            taken = True
        finally:
            if not taken:
                self._doubles.drop(message)

    def _is_ours(self, account: Account, message: Message) -> bool:
        """Whether another of our accounts said it: to this one it is a stranger."""
        if len(self.accounts) == 1 or not message.room:
            return False
        others = {a.self_id() for a in self.accounts.values() if a is not account} - {""}
        return message.sender in others or self._said.is_ours(message)

    def _learn(self, account: Account, message: Message) -> None:
        """Where it sits: bound rooms, and private chats with the staff. Of residents nothing is kept here."""
        district = self._district()
        if not account.learns:
            return
        if message.room in district.room:
            self.seats.hear(account.name, message.room, message.at)
        elif message.private and message.sender in district.person:
            self.seats.hear(account.name, message.sender, message.at, turns=True)


async def _error_of(work: Awaitable[None]) -> BaseException | None:
    """What ``work`` raised, None when it returned; a cancellation from outside goes through."""
    [outcome] = await asyncio.gather(work, return_exceptions=True)
    return outcome


def _line(message: Message) -> tuple[str, ...]:
    words = without_names(message.text)
    return (message.room, message.sender, message.kind.value, words, message.quotes, f"{message.at:%Y%m%d%H%M}")


def _last_said(tx: Tx) -> list[Outgoing]:
    return [row for row in reversed(tx.outbox.recent(_RECENT)) if row.status is Delivery.SENT]
