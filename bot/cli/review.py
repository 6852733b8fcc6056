"""``gridbot review``: what waits for a person's decision, and the decisions about announcements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Column, Table

from bot import forwards
from bot.around import Around, around_of
from bot.cli import review_lines, review_owed
from bot.cli.options import CONFIG, ConfigOption, settings_from, vault_from
from bot.cli.review_lines import Lines
from bot.cli.review_owed import Owed
from bot.newrooms import NewRoom, new_rooms
from bot.notice_desk import published
from bot.notice_flow import hour
from bot.restoration import after_version
from models.areas import Alias, District
from models.errors import BadInput, Place
from models.notice import Notice
from models.store import Store, Tx
from models.ticket import Ticket
from notices import desk
from notices.preview import headline, preview
from notices.take import objections, publish
from notices.undo import split

NumberArgument = Annotated[int, typer.Argument(help="公告号")]
ByOption = Annotated[str, typer.Option("--by", help="谁定的，记在台账里")]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person's decision."""

    district: District
    tz: ZoneInfo
    notices: list[tuple[Notice, str]]
    tickets: list[Ticket]
    unknown: list[NewRoom]
    lines: Lines
    owed: Owed


def review(ctx: typer.Context, config: ConfigOption = CONFIG) -> None:
    """等人决定的事：待核实的公告、没对上的地名、待确认的诉求、等批的延期和挂账、没打的回电、未绑定的群、待核对的话。不带子命令 = 列出来。"""
    if ctx.invoked_subcommand:
        return
    tables = [table for table in _tables(_with(config, _waiting)) if table.row_count]
    for table in tables:
        Console().print(table)
    if not tables:
        typer.echo("没有等人决定的事")


def show(number: NumberArgument, config: ConfigOption = CONFIG) -> None:
    """一条公告读懂了什么：时间、地点、多有把握、为什么、群里会怎样说。"""
    typer.echo(_with(config, lambda tx, around: _shown(tx.notices.standing(number), around)))


def publish_command(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """核实过了：发布。"""
    typer.echo(_with(config, lambda tx, around: _publish(tx, number, by, around)))


def amend(
    number: NumberArgument,
    time: Annotated[str, typer.Option("--time", help="6月12日 8:00至17:00")] = "",
    place: Annotated[str, typer.Option("--place", help="柳汀新村1-5幢、清荷苑")] = "",
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    phone: Annotated[str, typer.Option("--phone", help="电话")] = "",
    text: Annotated[Path | None, typer.Option("--text", help="整段改：文件里是新的公告")] = None,
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """改正读错的地方，改完再看一遍；之后还要发布。"""
    parts = {"": _read(text), "time": time, "place": place, "reason": reason, "phone": phone}
    if not any(parts.values()):
        raise typer.BadParameter("要写 --time、--place、--reason、--phone 或 --text 之一")
    typer.echo(_with(config, lambda tx, around: _amend(tx, number, parts, by, around)))


def drop(
    number: NumberArgument,
    why: Annotated[str, typer.Option("--why", help="为什么作废")],
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """作废；已经通知过的群会听到取消。"""

    def work(tx: Tx, around: Around) -> None:
        desk.drop(tx, id=number, why=why, actor=by, district=around.district, at=hour(around))

    _with(config, work)
    typer.echo(f"公告 {number} 已作废")


def split_command(number: NumberArgument, by: ByOption = "cli", config: ConfigOption = CONFIG) -> None:
    """并错了：把最后并进来的那条拆成单独的公告，原来的恢复原样。"""

    def work(tx: Tx, around: Around) -> str:
        made = split(tx, id=number, actor=by, district=around.district, at=hour(around))
        return f"公告 {made.kept.id} 恢复原样；拆出公告 {made.freed.id}：\n{_shown(made.freed, around)}"

    typer.echo(_with(config, work))


def name(
    number: NumberArgument,
    alias: Annotated[str, typer.Argument(help="公告里的写法，如 望江楼")],
    area: Annotated[str, typer.Argument(help="是哪里：代码或名字")],
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """教一个地名：以后都认得；这条公告马上重新对一遍，没有别的疑问就发布。"""

    def work(tx: Tx, around: Around) -> str:
        code = desk.area_named(area, around.district)
        taught = desk.teach(tx, id=number, name=alias, area=code, actor=by, district=around.district, at=hour(around))
        made = taught.notice
        said = published(tx, made) if made.state == "published" else preview(made, taught.district, hour(around))
        others = "".join(f"\n公告 {n.id} 也对上了" for n in taught.others)
        return f"记住了：“{alias}”就是{around.district.name(code)}\n{said}{others}"

    typer.echo(_with(config, work))


def names(config: ConfigOption = CONFIG) -> None:
    """教过的地名。"""
    taught, district = _with(config, lambda tx, around: (tx.district.aliases(), around.district))
    table = Table("写法", "是哪里", "谁教的", "哪天", "为了公告", title="教过的地名")
    for one in taught:
        table.add_row(*_taught(one, district))
    if taught:
        Console().print(table)
    else:
        typer.echo("还没有教过地名")


def forget(
    alias: Annotated[str, typer.Argument(help="教错的写法")], by: ByOption = "cli", config: ConfigOption = CONFIG
) -> None:
    """教错了：忘掉这个地名；已经发布的不变。"""
    _with(config, lambda tx, around: desk.forget(tx, name=alias, actor=by, at=hour(around)))
    typer.echo(f"已忘掉：{alias}")


def clarify(
    number: NumberArgument,
    text: Annotated[str, typer.Argument(help="成员单位的原话；不要重复那条说法")],
    until: Annotated[datetime | None, typer.Option("--until", help="当地时间，答到什么时候；默认两天")] = None,
    member: Annotated[str, typer.Option("--member", help="哪个成员单位说的")] = "",
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """成员单位对一条说法的说明：在转发过的群里说一次，再有人提起，一小时最多答一次。"""

    def work(tx: Tx, around: Around) -> str:
        notice, ends = tx.notices.standing(number), until.replace(tzinfo=around.tz) if until else None
        owner = forwards.member_for(notice.said.service, around)
        speaker = member or notice.member or (owner.code if owner else "")
        return forwards.clarify(tx, notice, text, member=speaker, by=by, until=ends, around=around)

    typer.echo(_with(config, work))


def _with(config: Path, work: Callable[[Tx, Around], T]) -> T:
    """One use case on the store of the settings, now."""
    settings = settings_from(config)
    vault = vault_from(settings)
    with closing(Store.open(settings.database)) as store:
        return store.call(lambda tx: work(tx, around_of(settings, tx.district.load(), vault, datetime.now(UTC))))


def _read(file: Path | None) -> str:
    try:
        return file.read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput([(Place(str(file)), f"读不了：{error}")]) from None


def _shown(notice: Notice, around: Around) -> str:
    return preview(notice, around.district, hour(around))


def _publish(tx: Tx, number: int, by: str, around: Around) -> str:
    made = publish(
        tx, id=number, actor=by, district=around.district, now=around.now, tz=around.tz, calendar=around.calendar
    )
    after_version(tx, made, around)
    return published(tx, made)


def _amend(tx: Tx, number: int, parts: dict[str, str], by: str, around: Around) -> str:
    made = tx.notices.standing(number)
    for part, words in parts.items():
        if words:
            made = desk.amend(
                tx, id=number, part=part, words=words, actor=by, district=around.district, at=hour(around)
            )
    return _shown(made, around)


def _taught(one: Alias, district: District) -> tuple[str, str, str, str, str]:
    return one.alias, district.name(one.area), one.by, f"{one.at:%Y-%m-%d}", str(one.notice or "")


def _waiting(tx: Tx, around: Around) -> Waiting:
    unknown = new_rooms(tx, district=around.district)
    at = hour(around)
    waiting = [(n, "；".join(objections(n, at)) or "来源未授权") for n in desk.waiting(tx, at)]
    unplaced = [(n, "已发布，有地名没对上") for n in tx.notices.open(around.local) if desk.unplaced(n)]
    lines = review_lines.waiting_lines(tx, around.district)
    owed = review_owed.owed(tx)
    return Waiting(around.district, around.tz, [*waiting, *unplaced], tx.tickets.waiting(), unknown, lines, owed)


def _tables(waiting: Waiting) -> Iterator[Table]:
    notices = Table("公告", "来源", "说的什么", Column("为什么等", overflow="fold"), title="待核实的公告")
    for notice, why in waiting.notices:
        reasons = [why, *(f"没认出：{text}" for text in notice.unmatched)]
        notices.add_row(str(notice.id), notice.feed, headline(notice), "；".join(reasons))
    yield notices
    tickets = Table("工单", "地方", "说的什么", title="待确认的诉求")
    for ticket in waiting.tickets:
        tickets.add_row(str(ticket.number), waiting.district.name(ticket.estate), ticket.summary)
    yield tickets
    yield from review_owed.tables(waiting.owed, waiting.district, waiting.tz)
    rooms = Table("群", "群里显示的名字", "什么时候听到的", title="未绑定的群：写进辖区再导入")
    for room in waiting.unknown:
        rooms.add_row(room.id, room.name, f"{room.since.astimezone(waiting.tz):%m-%d %H:%M}")
    yield rooms
    yield from review_lines.tables(waiting.lines, waiting.district)
