"""``gridbot hear``: what was said in a group without a bot, from a pasted chat."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from bot.assisted import Occasion, assisted_room, heard
from bot.cli.options import CONFIG, ConfigOption, same_key, settings_from, vault_from
from bot.hearing import RECENT, Hearing, in_hand, is_recent
from bot.pasted import Pasted, read_paste
from models.areas import District
from models.errors import BadInput, Place
from models.store import Store

_NAMED = 5


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
        messages = heard([said for said in pasted.lines if is_recent(said, local)], occasion)
        hearing = Hearing(settings, store, district, vault)
        new = asyncio.run(hearing.run(messages, by=by, now=now))
        waiting = store.call(in_hand, district=district, now=now)
    _tell(pasted, hearing, new, waiting, len(pasted.lines) - len(messages))


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


def _tell(pasted: Pasted, hearing: Hearing, new: bool, waiting: int, left_out: int) -> None:
    if not pasted.lines:
        at, text = next(iter(pasted.unknown), (0, ""))
        raise BadInput([(Place("--paste", at, value=text[:40]), "没有认出一句话：开头应是 昵称 时间，或 昵称：")])
    numbers = "、".join(map(str, hearing.tickets)) or "无"
    known = "没有可收的" if left_out == len(pasted.lines) else "这一段贴过了，什么都没变"
    done = f"接住 {hearing.caught} 句；工单 {numbers}" if new else known
    typer.echo(f"读了 {len(pasted.lines)} 句，{done}；待贴 {waiting} 条")
    if left_out:
        typer.echo(f"{left_out} 句不是最近 {RECENT.days} 天说的，没有收", err=True)
    for number, line in pasted.unknown[:_NAMED]:
        typer.echo(f"第 {number} 行不知道是谁说的：{line[:40]}", err=True)
    if len(pasted.unknown) > _NAMED:
        typer.echo(f"…… 共 {len(pasted.unknown)} 行", err=True)
