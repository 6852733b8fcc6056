"""``gridbot explain`` and ``gridbot route``: what would happen, and why; nothing is sent, nothing is kept."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.around import Around, Outcome, around_of
from bot.assembly import open_matters
from bot.cli.options import CONFIG, ConfigOption, district_from, settings_from
from bot.door import Admitted, admit
from bot.flow import take_line
from bot.proposals import SHADOW, proposes
from bot.settings import Settings
from dispatch.ladder import ladder_of
from dispatch.route import Route, route
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.capture import Capture
from models.errors import NotFound
from models.message import Message
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Service

_RECENT = timedelta(days=2)
RoomOption = Annotated[str, typer.Option("--room", help="群 id；不写 = 辖区的第一个群")]
AtOption = Annotated[datetime | None, typer.Option("--at", help="什么时候说的，本地时间")]


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole chain for one message."""

    capture: Capture
    outcome: Outcome | None
    texts: tuple[Outgoing, ...]


class _Undone(Exception):
    """Carries the result out of a transaction that must not be kept."""

    def __init__(self, outcome: Outcome, texts: tuple[Outgoing, ...]) -> None:
        self.outcome, self.texts = outcome, texts


def explain(
    text: Annotated[str, typer.Argument(help="群里的一句话")],
    room: RoomOption = "",
    sender: Annotated[str, typer.Option(help="说话人的群昵称，或工作人员的 id")] = "",
    at: AtOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="一行 JSON")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """一句话会怎样：接不接、算哪件事、派给谁、说什么，每一步为什么。什么也不发，什么也不留。"""
    settings = settings_from(config)
    with ExitStack() as stack:
        store, district = _opened(stack, settings)
        where = room or district.rooms[0].id
        if where not in district.room:
            raise NotFound("room", where)
        when = (at or datetime.now(settings.tz).replace(tzinfo=None)).replace(tzinfo=settings.tz).astimezone(UTC)
        message = Message("explain", "explain", where, sender or "explain", sender, text, when)
        chain = _chain(store, district, settings, message)
    typer.echo(json.dumps(_as_json(chain), ensure_ascii=False) if as_json else "\n".join(_lines(chain, district)))


def _opened(stack: ExitStack, settings: Settings) -> tuple[Store, District]:
    """The store as it stands; without one, an empty one with the district of the settings."""
    url = settings.database
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/explain.db"
    store = stack.enter_context(closing(Store.open(url)))
    district = store.call(lambda tx: tx.district.load())
    if not district.rooms:
        district = district_from(settings.district)
    return store, district


def _chain(store: Store, district: District, settings: Settings, message: Message) -> Chain:
    reader = Reader(default_lexicon(), district)
    reader.preload(store.call(open_matters, message.at - _RECENT))
    vault = Vault(b"explains nothing that is kept...")
    seen = admit(message, district, vault)
    capture = reader.read(seen.message)
    if not capture.captured:
        return Chain(capture, None, ())
    if proposes(district, seen.message, capture):
        return Chain(capture, Outcome("proposed", why=(SHADOW,)), ())
    around = around_of(settings, district, vault, message.at)
    try:
        store.call(_dry, seen=seen, capture=capture, around=around)
    except _Undone as undo:
        return Chain(capture, undo.outcome, undo.texts)
    raise AssertionError("a dry run always undoes itself")


def _dry(tx: Tx, *, seen: Admitted, capture: Capture, around: Around) -> None:
    newest = max((row.id for row in tx.outbox.recent(1)), default=0)
    outcome = take_line(tx, seen=seen, capture=capture, around=around, speak=True)
    texts = tuple(row for row in reversed(tx.outbox.recent(50)) if row.id > newest)
    raise _Undone(outcome, texts)


def _lines(chain: Chain, district: District) -> Iterator[str]:
    capture, outcome = chain.capture, chain.outcome
    yield "接住" if capture.captured else "不接"
    yield from (f"  · {why}" for why in capture.why)
    if not capture.captured:
        return
    place = " ".join(filter(None, (district.name(capture.estate), capture.building and f"{capture.building}栋")))
    yield f"算作 {capture.topic} {capture.act} {capture.urgency}，地方 {place or '不明'}"
    if outcome and outcome.notice:
        yield f"由公告 {outcome.notice.id} 答复，不开工单"
    if outcome and outcome.ticket:
        ticket = outcome.ticket
        yield f"工单 {ticket.status}，责任单位 {district.member[ticket.member].name if ticket.member else '待定'}"
        yield from (f"  · {why}" for why in ticket.why)
    if outcome:
        yield from (f"  · {why}" for why in outcome.why)
    for row in chain.texts:
        who = district.person.get(row.person)
        target = district.room[row.room].topic if row.room in district.room else who.name if who else row.person
        yield f"会对「{target}」说（{row.why}）："
        yield from (f"    {line}" for line in row.text.splitlines())


def _as_json(chain: Chain) -> dict[str, Any]:
    capture, outcome = chain.capture, chain.outcome
    ticket = outcome.ticket if outcome else None
    return {
        "captured": capture.captured,
        "service": capture.service,
        "topic": capture.topic,
        "act": capture.act,
        "urgency": capture.urgency,
        "estate": capture.estate,
        "building": capture.building,
        "matter": capture.matter,
        "why": list(capture.why),
        "outcome": outcome.kind if outcome else None,
        "notice": outcome.notice.id if outcome and outcome.notice else None,
        "ticket": {"status": ticket.status, "member": ticket.member, "worker": ticket.worker, "why": list(ticket.why)}
        if ticket
        else None,
        "texts": [{"room": r.room, "person": r.person, "text": r.text, "why": r.why} for r in chain.texts],
    }


def route_command(
    service: Annotated[Service, typer.Option(help="power water gas road heat other")],
    area: Annotated[str, typer.Option(help="片区代码")],
    topic: Annotated[str, typer.Option(help="主题，如 E11")] = "",
    building: Annotated[str, typer.Option(help="楼栋")] = "",
    at: AtOption = None,
    config: ConfigOption = CONFIG,
) -> None:
    """这件事会派给谁，为什么。"""
    settings = settings_from(config)
    with ExitStack() as stack:
        _, district = _opened(stack, settings)
    if area not in district.area:
        raise NotFound("area", area)
    when = (at or datetime.now(settings.tz).replace(tzinfo=None)).replace(tzinfo=settings.tz)
    found = route(district, service, topic or None, area, building or None, when)
    typer.echo("\n".join([*_route_lines(found), *_chain_lines(district, found, area)]))


def _chain_lines(district: District, found: Route, area: str) -> Iterator[str]:
    """Who is asked, level by level, when nobody answers."""
    person, worker = (p.id if p else "" for p in (found.person, found.worker))
    levels = ladder_of(district, area, (person, worker))
    names = [" ".join(district.person[p].name for p in level) for level in levels]
    yield "往上：" + (" → ".join(names) or "没有登记")


def _route_lines(found: Route) -> Iterator[str]:
    yield f"责任单位 {found.member.name}（{found.member.hotline or '无电话'}）{'，无责任单位' if found.by_default else ''}"
    if found.co:
        yield f"协办 {'、'.join(m.name for m in found.co)}"
    yield f"值班 {found.person.name if found.person else '无'}；网格员 {found.worker.name if found.worker else '无'}"
    yield from (f"  · {why}" for why in found.why)
