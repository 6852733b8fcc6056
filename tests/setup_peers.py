"""``python -m tests.setup_peers``: what the tests need besides Python. Says in one line each what is left out.

``GRIDBOT_REQUIRE`` (``pg,gateway,browser``) names what must be there: without it the exit code is 1.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

GATEWAY = Path(__file__).parent / "gateway"
_INSTALLED = GATEWAY / "node_modules" / ".installed"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_NPM_CI = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def gateway_ready() -> bool:
    """Whether the gateway can be started: Node is there, and its modules are those of the lock."""
    return shutil.which("node") is not None and _INSTALLED.is_file() and _INSTALLED.read_text() == _lock_digest()


def browser() -> str | None:
    """The path of a Chromium."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def main(environment: Mapping[str, str]) -> int:
    """Install what can be installed, say what is missing; 1 when a missing peer is required."""
    required = {name.strip() for name in environment.get("GRIDBOT_REQUIRE", "").split(",") if name.strip()}
    unknown = required - _PEERS.keys()
    if unknown:
        _say(f"GRIDBOT_REQUIRE 里不认识：{'、'.join(sorted(unknown))}")
    missing = {name: why for name, look in _PEERS.items() if (why := look(environment))}
    for name, why in missing.items():
        _say(f"{why}，{'必须有它' if name in required else '这部分测试不跑'}")
    return 1 if unknown or required & missing.keys() else 0


def _gateway(_: Mapping[str, str]) -> str:
    if not (shutil.which("node") and shutil.which("npm")):
        return "gateway：没有 Node.js 和 npm"
    if gateway_ready():
        return ""
    if subprocess.run(_NPM_CI, cwd=GATEWAY, check=False).returncode:
        shutil.rmtree(_INSTALLED.parent, ignore_errors=True)
        return "gateway：npm ci 没有装成"
    _INSTALLED.write_text(_lock_digest())
    return ""


def _browser(_: Mapping[str, str]) -> str:
    return "" if browser() else "browser：没有 Chromium"


def _postgres(environment: Mapping[str, str]) -> str:
    return "" if environment.get("GRIDBOT_TEST_PG") else "pg：没有设置 GRIDBOT_TEST_PG"


_PEERS: dict[str, Callable[[Mapping[str, str]], str]] = {"pg": _postgres, "gateway": _gateway, "browser": _browser}


def _lock_digest() -> str:
    return hashlib.sha256((GATEWAY / "package-lock.json").read_bytes()).hexdigest()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(os.environ))
