"""The house as it stands on disk: whose packages these are, what the locks hold, who knows wechaty."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "console", "dispatch", "keywords", "models", "notices")
LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/gateway/package-lock.json")
WECHATY = {"wechaty", "wechaty_puppet", "wechaty_puppet_service", "wechaty_grpc", "grpclib"}


@pytest.mark.parametrize("name", PACKAGES)
def test_each_package_is_the_one_of_this_repository(name: str) -> None:
    assert Path(str(importlib.import_module(name).__file__)) == ROOT / name / "__init__.py"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or "--index-url" in line or "--find-links" in line] == []


def test_every_package_of_the_gateway_is_locked_by_its_hash() -> None:
    lock = json.loads((ROOT / "tests/gateway/package-lock.json").read_text(encoding="utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    assert [path for path, entry in packages.items() if not entry.get("integrity")] == []


def _sources() -> list[Path]:
    return sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))


def _imported(file: Path) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_wechat_channel_knows_wechaty() -> None:
    knowing = {file.relative_to(ROOT).as_posix() for file in _sources() if _imported(file) & WECHATY}
    assert knowing
    assert all(name.startswith("bot/wechat") for name in knowing), knowing


def test_wechaty_itself_is_imported_in_one_module_alone() -> None:
    knowing = [file.name for file in _sources() if _imported(file) & (WECHATY - {"grpclib"})]
    assert knowing == ["wechat_compat.py"]


def test_other_channels_do_not_pay_for_wechaty() -> None:
    look = "import sys, bot.channel, bot.practice; print(sorted({'wechaty', 'wechaty_grpc', 'grpclib'} & set(sys.modules)))"
    seen = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout == "[]\n"
