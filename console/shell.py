"""What every page of the staff has around it: the pages there are, where one is, who looks."""

from __future__ import annotations

from typing import Any

from console.access import RULES, may
from console.desk import Desk
from console.names import ROLES
from models.login import Viewer

PLACES = (
    ("/", "今日"),
    ("/tickets", "工单"),
    ("/notices", "公告"),
    ("/review", "研判"),
    ("/operations", "运维"),
    ("/logins", "登录名"),
)


def shell(desk: Desk, viewer: Viewer, here: str) -> dict[str, Any]:
    """Values of ``shell.html``; ``here`` is the address of the page in ``PLACES``."""
    open_to = [(path, name, path == here) for path, name in PLACES if may(RULES[f"GET {path}"], viewer)]
    return {
        "title": desk.title,
        "viewer": viewer,
        "role": ROLES[viewer.role],
        "places": open_to,
        "practice": desk.practice is not None,
        "now": desk.local_now(),
        "token": viewer.form,
    }
