"""``gridbot person``: all that is kept of one person, shown, given to them as a file, or taken away at their word."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wording_personal as words
from bot.cli.options import CONFIG, ConfigOption, same_key, settings_from, vault_from
from bot.forgetting import Erased, code_of, erase, sender_of_code
from models.codec import plain
from models.errors import BadInput, Place
from models.keeping import Holding
from models.matter import Report
from models.opinion import Opinion
from models.privacy import Vault
from models.store import Store, Tx
from models.ticket import Audit

app = typer.Typer(help="一个人的数据：看、导出、删除。用微信 id、散列或本人报的编号找人", no_args_is_help=True)
WechatOption = Annotated[str, typer.Option("--wechat", help="微信 id")]
HashOption = Annotated[str, typer.Option("--hash", help="库里的散列（32 位）")]
CodeOption = Annotated[str, typer.Option("--code", help="本人在私聊发“我的数据”得到的编号，如 3E71-9B31-3020")]
ByOption = Annotated[str, typer.Option("--by", help="谁办的，记在台账里")]
_NOT_SHOWN = frozenset({"sealed", "sender_sealed", "nick_sealed", "text_sealed", "comment_sealed"})


@app.command("show")
def show(
    wechat: WechatOption = "", hash_: HashOption = "", code: CodeOption = "", config: ConfigOption = CONFIG
) -> None:
    """留了这个人的什么：和本人在私聊里看到的一样。"""
    settings = settings_from(config)
    vault = vault_from(settings)
    with closing(Store.open(settings.database)) as store:
        store.call(same_key, vault.fingerprint)
        sender = store.call(_sender, vault, wechat, hash_, code)
        held = store.call(lambda tx: tx.holdings.of(sender))
    typer.echo(words.holding(held, code_of(vault, sender), settings.retention, contact=bool(held.contact)))


@app.command("export")
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="写到这个文件（权限 0600）；已有的不覆盖")],
    wechat: WechatOption = "",
    hash_: HashOption = "",
    code: CodeOption = "",
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """把这个人的全部数据写成 JSON：解开还没到期的原话，交给本人（个人信息保护法第四十五条）。"""
    settings = settings_from(config)
    vault = vault_from(settings)
    with closing(Store.open(settings.database)) as store:
        store.call(same_key, vault.fingerprint)
        sender = store.call(_sender, vault, wechat, hash_, code)
        held = store.call(_taken_out, sender, by, datetime.now(UTC))
    _write(output, json.dumps(as_json(held, vault), ensure_ascii=False, indent=2))
    typer.echo(f"已写入 {output}")


@app.command("delete")
def delete(
    wechat: WechatOption = "",
    hash_: HashOption = "",
    code: CodeOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="确认：删了找不回来")] = False,
    by: ByOption = "cli",
    config: ConfigOption = CONFIG,
) -> None:
    """按本人要求删除；办着的工单先留，办结后自动删。不写 --yes 只说会删什么。"""
    settings = settings_from(config)
    vault = vault_from(settings)
    with closing(Store.open(settings.database)) as store:
        store.call(same_key, vault.fingerprint)
        sender = store.call(_sender, vault, wechat, hash_, code)
        if not yes:
            typer.echo(
                f"工单没办完的：{[t.number for t in store.call(lambda tx: tx.holdings.open_of(sender))] or '无'}"
            )
            raise typer.BadParameter("删了找不回来，确认请加 --yes")
        done = store.call(_erase, sender, by, datetime.now(UTC))
        how = store.wipe_now(most=settings.retention.vacuum_megabytes * 1_000_000)
    typer.echo(f"删去 {done.total} 条；还等工单办结的：{[t.number for t in done.waits] or '无'}；硬盘：{how}")


def _erase(tx: Tx, sender: str, by: str, now: datetime) -> Erased:
    return erase(tx, sender=sender, by=by, now=now)


def _sender(tx: Tx, vault: Vault, wechat: str, hash_: str, code: str) -> str:
    given = [one for one in (wechat, hash_, code) if one]
    if len(given) != 1:
        raise typer.BadParameter("--wechat、--hash、--code 写一个")
    if code:
        return sender_of_code(tx, vault, code)
    return vault.hash(wechat) if wechat else hash_


def _taken_out(tx: Tx, sender: str, by: str, now: datetime) -> Holding:
    tx.audit.add(Audit("person", "export", by, now, reason="个人信息保护法第四十五条"))
    return tx.holdings.of(sender)


def as_json(held: Holding, vault: Vault) -> dict[str, Any]:
    """Everything as JSON values, what is encrypted opened; empty once it has been purged."""
    return {
        "code": code_of(vault, held.sender),
        "hash": held.sender,
        "wechat_id": vault.open(held.contact),
        "phone": vault.open(held.phone),
        "opted_out": held.opted_out,
        "erasing_since": held.erasing_since.isoformat() if held.erasing_since else None,
        "lines": [_line(report, vault) for report in held.reports],
        "tickets": [plain(ticket) for ticket in held.tickets],
        "opinions": [_opinion(opinion, vault) for opinion in held.opinions],
        "texts": [_shown(text) for text in held.texts],
        "to_be_judged": [plain(sample) for sample in held.samples],
        "messages_taken": held.messages,
    }


def _line(report: Report, vault: Vault) -> dict[str, Any]:
    opened = {"said": vault.open(report.text_sealed), "nick": vault.open(report.nick_sealed)}
    return opened | {"wechat_id": vault.open(report.sender_sealed)} | _shown(report)


def _opinion(opinion: Opinion, vault: Vault) -> dict[str, Any]:
    return {"said": vault.open(opinion.comment_sealed)} | _shown(opinion)


def _shown(noun: Any) -> dict[str, Any]:
    return {f.name: plain(getattr(noun, f.name)) for f in fields(noun) if f.name not in _NOT_SHOWN}


def _write(file: Path, text: str) -> None:
    """A new file that only its owner reads."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text + "\n")
    except OSError as error:
        raise BadInput([(Place(str(file)), f"写不了：{error.strerror}")]) from error
