"""Fetches the photographs that the staff sent as proof, looks at what they are, and keeps them as files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.accounts import Account
from bot.channel import GivesPictures
from bot.proof_files import keep_file, kind_of
from bot.settings import Settings
from models.errors import ChannelFailed, StoreFailed
from models.keeping import KEPT, NAMED, REFUSED, Photo
from models.store import Store, Tx
from models.ticket import Audit

_log = structlog.get_logger("bot.proofs")
_AT_ONCE, _TRIES = 5, 6
_FIRST = timedelta(minutes=1)
_LOOK = timedelta(seconds=5)


class ProofKeeper:
    """A worker of the engine; what it fetches it fetches beside the ticks, so that nothing else waits for it.

    ``accounts`` are those that may give a picture. Where no channel can, the message alone stays the proof.
    """

    def __init__(self, *, store: Store, accounts: Callable[[], Sequence[Account]], settings: Settings) -> None:
        self._store, self._accounts, self._settings = store, accounts, settings
        self._under_way: asyncio.Task[None] | None = None

    async def step(self, now: datetime) -> datetime | None:
        """Begin with what is to be fetched by ``now``; returns when the next look is worth it."""
        if self._under_way is not None:
            if not self._under_way.done():
                return now + _LOOK
            task, self._under_way = self._under_way, None
            task.result()
        wanted = await self._store.run(_wanted, now)
        if wanted:
            self._under_way = asyncio.create_task(self._fetch_all(wanted, now))
            return now + _LOOK
        return await self._store.run(_next_wanted)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        if self._under_way is not None:
            await self._under_way

    async def close(self) -> None:
        """Give up what is under way; it is fetched again after a restart."""
        if self._under_way is not None:
            self._under_way.cancel()
            await asyncio.gather(self._under_way, return_exceptions=True)

    async def _fetch_all(self, wanted: Sequence[Photo], now: datetime) -> None:
        for photo in wanted:
            after = await self._fetched(photo, now)
            try:
                await self._store.run(_save, after, now)
            except StoreFailed as error:
                if not error.retry:
                    raise
                return  # it stays wanted

    async def _fetched(self, photo: Photo, now: datetime) -> Photo:
        """The photo as it stands after one try."""
        ways = [a for a in self._accounts() if a.channel.name == photo.channel]
        able = [(a, a.channel) for a in ways if isinstance(a.channel, GivesPictures)]
        if not able:
            return photo.evolve(state=NAMED, retry_at=None)
        most = int(self._settings.retention.proof_megabytes * 1_000_000)
        for account, channel in able:
            try:
                data = await channel.picture(photo.message_id, most)
            except ChannelFailed as failed:
                _log.info("proof_not_given", ticket=photo.ticket, account=account.name, retry=failed.retry)
                continue
            return self._kept(photo.evolve(account=account.name), data, most) or _again(photo, now)
        return _again(photo, now)

    def _kept(self, photo: Photo, data: bytes, most: int) -> Photo | None:
        """As it is kept, or refused; None when it cannot be written just now."""
        kind = kind_of(data)
        if not kind or len(data) > most:
            _log.warning("proof_refused", ticket=photo.ticket, bytes=len(data), picture=bool(kind))
            return photo.evolve(state=REFUSED, size=len(data), retry_at=None)
        try:
            return keep_file(self._settings.data_dir, photo, data, kind)
        except OSError as error:
            _log.error("proof_not_written", ticket=photo.ticket, reason=error.strerror)
            return None


def _again(photo: Photo, now: datetime) -> Photo:
    """Wanted a while longer; after some tries the message alone is the proof."""
    if photo.tries + 1 >= _TRIES:
        return photo.evolve(state=NAMED, tries=photo.tries + 1, retry_at=None)
    return photo.evolve(tries=photo.tries + 1, retry_at=now + _FIRST * 2**photo.tries)


def _wanted(tx: Tx, now: datetime) -> list[Photo]:
    return tx.photos.wanted(now, _AT_ONCE)


def _next_wanted(tx: Tx) -> datetime | None:
    return tx.photos.next_wanted()


def _save(tx: Tx, photo: Photo, now: datetime) -> None:
    """With its row in the audit: which file, by its hash, is the proof."""
    tx.photos.save(photo)
    if photo.state == KEPT:
        proof = f"{photo.sha256} {photo.kind} {photo.size}"
        tx.audit.add(Audit(f"ticket {photo.ticket}", "photo kept", "bot", now, photo.channel, after=proof))
