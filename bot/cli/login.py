"""``gridbot login``: who may sign in to the console, from the machine itself."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.settings import Settings
from console.names import ROLES
from console.signing import make_link, make_login, stop_login
from models.errors import NotFound
from models.login import Login
from models.store import Store, Tx
from models.words import Role

logins = typer.Typer(help="网页的登录名", no_args_is_help=True)
_BY = "cli"
Name = Annotated[str, typer.Argument(help="登录名")]


@logins.command("list")
def listed(config: ConfigOption = CONFIG) -> None:
    """列出登录名：角色、范围、开没开动态码、停没停用。"""
    with closing(Store.open(settings_from(config).database)) as store:
        for login in store.call(lambda tx: tx.logins.all()):
            marks = ("动态码" if login.second else "", "已停用" if login.stopped_at else "")
            typer.echo(
                "  ".join(filter(None, (login.name, ROLES[login.role], " ".join(login.areas) or "全部", *marks)))
            )


@logins.command("add")
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="角色；辖区里的人不用写")] = Role.DISPATCHER,
    area: Annotated[list[str] | None, typer.Option(help="地方代码，可以写几次；不写 = 全部")] = None,
    person: Annotated[str, typer.Option(help="辖区里的人的 id：角色、范围、单位跟着他走")] = "",
    config: ConfigOption = CONFIG,
) -> None:
    """加一个登录名，打印设密码的链接（一天内有效，只能用一次）。"""
    settings, now = settings_from(config), datetime.now(UTC)
    with closing(Store.open(settings.database)) as store:
        login = store.call(_login, name, role, tuple(area or ()), person, now)
        typer.echo(_address(settings, store.call(make_login, login, _BY, now)))


@logins.command("link")
def link(name: Name, config: ConfigOption = CONFIG) -> None:
    """给忘了密码的人一个新链接。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        typer.echo(_address(settings, store.call(make_link, name, _BY, datetime.now(UTC))))


@logins.command("stop")
def stop(name: Name, config: ConfigOption = CONFIG) -> None:
    """停用一个登录名，它的浏览器立刻退出。"""
    with closing(Store.open(settings_from(config).database)) as store:
        store.call(stop_login, name, _BY, datetime.now(UTC))


def _login(tx: Tx, name: str, role: Role, areas: tuple[str, ...], person: str, now: datetime) -> Login:
    district = tx.district.load()
    if unknown := [code for code in areas if code not in district.area]:
        raise NotFound("area", unknown[0])
    if not person:
        return Login(name, role, now, _BY, areas=areas)
    if person not in district.person:
        raise NotFound("person", person)
    found = district.person[person]
    return Login(name, found.role, now, _BY, person, found.areas, found.member)


def _address(settings: Settings, secret: str) -> str:
    web = settings.web
    return f"{web.public_url or f'http://{web.host}:{web.port}'}/welcome/{secret}"
