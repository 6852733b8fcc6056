"""Keys of programs: made, replaced, ended by people; shown by programs as ``Authorization: Bearer …``; each opens its scopes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Header
from starlette.exceptions import HTTPException

from console import passwords
from console.desk import AtDesk, Desk
from console.pace import MOST
from models.errors import NotFound, Refused
from models.login import ApiKey
from models.store import Tx
from models.ticket import Audit

SCOPES = {
    "notices:write": "发布、改动、取消、恢复公告",
    "notices:read": "看公告和到了哪些群",
    "reports:read": "看报表",
}
OVERLAP = timedelta(hours=24)
_PREFIX = "gk_"
_USED_EVERY = timedelta(minutes=5)


def make_key(tx: Tx, *, name: str, scopes: tuple[str, ...], member: str, by: str, now: datetime) -> str:
    """A new key, shown this once. Keys of the same name close a day later, so that a program can change over.

    Refused for an unknown scope.
    """
    if not name or not scopes or (unknown := set(scopes) - set(SCOPES)):
        raise Refused(f"没有这个权限：{'、'.join(sorted(unknown))}" if name and scopes else "要有名字和权限")
    for old in tx.programs.of(name):
        if old.ends_at is None or old.ends_at > now + OVERLAP:
            tx.programs.put(old.evolve(ends_at=now + OVERLAP))
    shown = _PREFIX + passwords.token()
    tx.programs.put(ApiKey(passwords.digest(shown), name, scopes, now, by, member))
    tx.audit.add(Audit(f"key {name}", "key_made", by, now, source="console", after=" ".join((*scopes, member)).strip()))
    return shown


def end_keys(tx: Tx, *, name: str, by: str, now: datetime) -> int:
    """Close every key of a name at once; how many were open. NotFound."""
    found = tx.programs.of(name)
    if not found:
        raise NotFound("key", name)
    living = [k for k in found if k.ends_at is None or k.ends_at > now]
    for key in living:
        tx.programs.put(key.evolve(ends_at=now))
    tx.audit.add(Audit(f"key {name}", "key_ended", by, now, source="console"))
    return len(living)


def with_scope(scope: str) -> Callable[..., object]:
    """A dependency: the key of a request that opens ``scope``; HTTPException 401, 403 or 429."""

    async def found(desk: AtDesk, authorization: Annotated[str, Header(max_length=300)] = "") -> ApiKey:
        return await opened(desk, authorization, scope)

    return found


async def opened(desk: Desk, authorization: str, scope: str) -> ApiKey:
    """The key that a request shows, when it opens ``scope``; HTTPException 401, 403 or 429."""
    shown = authorization.removeprefix("Bearer ").strip()
    now = desk.wall()
    key = await desk.store.run(_find, shown, now) if shown.startswith(_PREFIX) else None
    if key is None:
        raise HTTPException(401, "密钥不对，或已失效", {"WWW-Authenticate": "Bearer"})
    if wait := desk.pace.wait(key.digest, now):
        raise HTTPException(429, f"一分钟最多 {MOST} 次", {"Retry-After": str(int(wait) + 1)})
    if scope not in key.scopes:
        raise HTTPException(403, f"这个密钥没有权限：{scope}")
    return key


def _find(tx: Tx, shown: str, now: datetime) -> ApiKey | None:
    key = tx.programs.find(passwords.digest(shown))
    if key is None or (key.ends_at is not None and key.ends_at <= now):
        return None
    if key.used_at is None or now - key.used_at > _USED_EVERY:
        tx.programs.put(key.evolve(used_at=now))
    return key


MayWriteNotices = Annotated[ApiKey, Depends(with_scope("notices:write"))]
MayReadNotices = Annotated[ApiKey, Depends(with_scope("notices:read"))]
