"""``gridbot hear``: what was said in a group without a bot, from a pasted chat."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.assembly import Given, Parts, assemble, open_matters
from bot.assisted import ASSISTED, HEARD, Occasion, Recall, Said, assisted_room, hear, heard, rooms_by_hand
from bot.channel import ScriptedChannel
from bot.cli.options import CONFIG, ConfigOption, same_key, settings_from, vault_from
from bot.pasted import Pasted, read_paste
from bot.pipeline import Trace
from bot.settings import Settings
from bot.tray import tidy
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.errors import BadInput, Place
from models.message import Message
from models.privacy import Vault
from models.store import Store, Tx
from models.ticket import Audit

_OPEN_FOR = timedelta(days=2)
_NAMED = 5
_RECENT, _AHEAD = timedelta(days=3), timedelta(minutes=5)
"""Only what was said in these days is taken in: an old cry for help must call nobody now."""


def hear_command(
    room: Annotated[str, typer.Argument(help="群的 id 或名字（辖区文件里 channel: assisted 的群）")],
    paste: Annotated[Path, typer.Option("--paste", help="复制出来的聊天记录；- = 标准输入", allow_dash=True)],
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="记录没写日期时，第一句是哪天；不写 = 最近")
    ] = None,
    staff: Annotated[
        list[str] | None, typer.Option("--as", help="昵称=人员id：你担保这个昵称是这位工作人员；可写多次")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="谁贴的")] = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """把没有机器人的群里说的话贴进来：照样接住、派单、答复；答复放进待贴箱。同一段贴两遍什么都不变。"""
    settings = settings_from(config)
    vault, now = vault_from(settings), datetime.now(UTC)
    local = now.astimezone(settings.tz).replace(tzinfo=None)
    pasted = read_paste(_text(paste), now=local, day=date.date() if date else None)
    with closing(Store.open(settings.database)) as store:
        store.call(same_key, vault.fingerprint)
        district = store.call(lambda tx: tx.district.load())
        day = datetime.combine(date.date(), time(12)) if date else local
        occasion = Occasion(
            assisted_room(district, room), day, settings.tz, vault.hash, _vouched(staff or (), district)
        )
        messages = heard([said for said in pasted.lines if _recent(said, local)], occasion)
        hearing = Hearing(settings, store, district, vault)
        new = asyncio.run(hearing.run(messages, by=by, now=now))
        waiting = len(store.call(_hand, district=district, now=now))
    _tell(pasted, hearing, new, waiting, len(pasted.lines) - len(messages))


@dataclass
class Hearing:
    """One paste through a pipeline of its own; what must be said is left to the running bot and to the tray."""

    settings: Settings
    store: Store
    district: District
    vault: Vault
    caught: int = 0
    tickets: dict[int, None] = field(default_factory=dict)

    async def run(self, messages: Sequence[Message], *, by: str, now: datetime) -> bool:
        """Take the messages in; False when this very paste was taken in before. ``now`` is aware, UTC."""
        mark = f"{HEARD} {self.vault.hash(' '.join(m.id for m in messages))}"
        if not messages or await self.store.run(_known, mark):
            return False
        parts = self._parts(now)
        since = min(m.at for m in messages) - _OPEN_FOR
        reader = Reader(default_lexicon(), self.district)
        parts.pipeline.use(self.district, reader)
        recall = Recall(reader.preload, await self.store.run(open_matters, since))
        parts.pipeline.on_trace = lambda trace: self._note(trace, recall)
        await hear(messages, take=parts.pipeline.take, recall=recall)
        cool = timedelta(minutes=self.settings.reading.cool_down_minutes)
        await self.store.run(tidy, district=self.district, now=now, cool_down=cool)
        await self.store.run(_mark, mark, room=messages[0].room, lines=len(messages), by=by, now=now)
        return True

    def _parts(self, now: datetime) -> Parts:
        return assemble(
            Given(
                settings=self.settings,
                store=self.store,
                district=self.district,
                lexicon=default_lexicon(),
                vault=self.vault,
                channel=ScriptedChannel(name=ASSISTED),
                clock=lambda: now,
                sleep=asyncio.sleep,
            )
        )

    def _note(self, trace: Trace, recall: Recall) -> None:
        if trace.capture and trace.capture.captured:
            recall.met(trace.capture.matter)
        if trace.outcome and trace.outcome.kind != "known":
            self.caught += 1
            if trace.outcome.ticket:
                self.tickets[trace.outcome.ticket.number] = None


def _recent(said: Said, local: datetime) -> bool:
    return said.at is None or local - _RECENT <= said.at <= local + _AHEAD


def _text(paste: Path) -> str:
    if str(paste) == "-":
        return sys.stdin.read()
    try:
        return paste.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput([(Place(str(paste)), f"读不了：{error}")]) from None


def _vouched(stated: Sequence[str], district: District) -> dict[str, str]:
    """Nickname → person id of ``昵称=id``; BadInput names what is wrong."""
    pairs = [(s, *s.rpartition("=")[::2]) for s in stated]
    wrong = [s for s, nick, person in pairs if not nick or person not in district.person]
    if wrong:
        raise BadInput([(Place("--as", value=s), "要写 昵称=人员id，人员要在辖区里") for s in wrong])
    return {nick: person for _, nick, person in pairs}


def _known(tx: Tx, mark: str) -> bool:
    return tx.flags.get(mark) is not None


def _mark(tx: Tx, mark: str, *, room: str, lines: int, by: str, now: datetime) -> None:
    """Remember the paste by its keyed hash, and tell a running bot that matters came in beside it."""
    old = (now - _RECENT - timedelta(days=1)).isoformat()
    for key in [k for k, at in tx.flags.all().items() if k.startswith(f"{HEARD} ") and at < old]:
        tx.flags.delete(key)
    tx.flags.set(mark, now.isoformat())
    tx.flags.set(HEARD, now.isoformat())
    tx.audit.add(Audit(f"room {room}", HEARD, by, now, source=ASSISTED, after=f"{lines} lines"))


def _hand(tx: Tx, *, district: District, now: datetime) -> list[str]:
    return [row.key for row in tx.outbox.in_hand(rooms_by_hand(district), now)]


def _tell(pasted: Pasted, hearing: Hearing, new: bool, waiting: int, left_out: int) -> None:
    if not pasted.lines:
        at, text = next(iter(pasted.unknown), (0, ""))
        raise BadInput([(Place("--paste", at, value=text[:40]), "没有认出一句话：开头应是 昵称 时间，或 昵称：")])
    numbers = "、".join(map(str, hearing.tickets)) or "无"
    known = "没有可收的" if left_out == len(pasted.lines) else "这一段贴过了，什么都没变"
    done = f"接住 {hearing.caught} 句；工单 {numbers}" if new else known
    typer.echo(f"读了 {len(pasted.lines)} 句，{done}；待贴 {waiting} 条")
    if left_out:
        typer.echo(f"{left_out} 句不是最近 {_RECENT.days} 天说的，没有收", err=True)
    for number, line in pasted.unknown[:_NAMED]:
        typer.echo(f"第 {number} 行不知道是谁说的：{line[:40]}", err=True)
    if len(pasted.unknown) > _NAMED:
        typer.echo(f"…… 共 {len(pasted.unknown)} 行", err=True)
