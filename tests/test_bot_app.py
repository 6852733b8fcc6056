"""``gridbot run`` as a newcomer starts it: a process of its own, on loopback."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.app import live_endpoints
from bot.settings import Settings, Wechat
from models.errors import BadConfig

ROOT = Path(__file__).parent.parent
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Process:
    """A running bot with what it has written so far."""

    def __init__(self, process: subprocess.Popen[str], out: Path) -> None:
        self.process, self._out = process, out

    def text(self) -> str:
        """Everything written so far, both streams."""
        return self._out.read_text(encoding="utf-8")

    def wait_for(self, pattern: str, seconds: float = 60) -> str:
        """A bounded wait for the process to write something."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if match := re.search(pattern, self.text()):
                return match[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"no {pattern!r} in:\n{self.text()[-3000:]}")


@contextmanager
def _running(folder: Path, config: str) -> Iterator[Process]:
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    out = folder / "out"
    with out.open("w") as file:
        command = [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")]
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, text=True, cwd=folder)
        try:
            yield Process(process, out)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(10)


def _config(folder: Path, more: str = "") -> str:
    return (
        f"database: sqlite:///{folder}/test.db\ndistrict: {ROOT}/district.yaml\nkey_file: {folder}/key\n"
        f"data_dir: {folder}\nweb: {{port: 0}}\npractice: {{pace: 0}}\n{more}"
    )


def test_a_newcomer_sees_a_day_a_report_and_the_first_page(tmp_path: Path) -> None:
    with _running(tmp_path, _config(tmp_path)) as bot:
        address = bot.wait_for(_ADDRESS.pattern)
        bot.wait_for("满意率")
        said = bot.text()
        for part in ("先出门，再看手机", "【工单", "满意", "公告", "网格服务机器人"):
            assert part in said
        assert httpx.get(f"{address}/healthz").status_code == 200
        assert httpx.get(f"{address}/readyz").json()["ready"] is True
        page = httpx.get(f"{address}/")
        assert page.status_code == 200
        assert "柳汀" in page.text
        assert "gridbot" in httpx.get(f"{address}/metrics").text
        bot.process.send_signal(signal.SIGTERM)
        assert bot.process.wait(5) == 0
    with _running(tmp_path, _config(tmp_path)) as again:
        again.wait_for(_ADDRESS.pattern)
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(5) == 0
        assert "楼道灯" not in again.text()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("live: maybe\n", "config.yaml:7 live"),
        ("live: true\n", "恰好一个账号"),
        ("timezone: Mars/X\n", "timezone"),
    ],
)
def test_a_bad_config_is_one_clear_line_and_exit_code_one(tmp_path: Path, more: str, why: str) -> None:
    with _running(tmp_path, _config(tmp_path, more)) as bot:
        assert bot.process.wait(20) == 1
        assert why in bot.text()
        assert "Traceback" not in bot.text()
    assert not (tmp_path / "test.db").exists()


def test_a_bad_district_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("areas:\n  - {code: a, name: b, kind: planet}\n", encoding="utf-8")
    config = _config(tmp_path).replace(f"{ROOT}/district.yaml", f"{tmp_path}/bad.yaml")
    with _running(tmp_path, config) as bot:
        assert bot.process.wait(20) == 1
        assert "bad.yaml:2" in bot.text()


def test_live_is_refused_beyond_loopback_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATE", "10.0.0.8:8788")
    monkeypatch.setenv("GATE_TOKEN", "t")
    wechat = Wechat.model_validate({"accounts": [{"name": "a", "endpoint": "env:GATE", "token": "env:GATE_TOKEN"}]})
    with pytest.raises(BadConfig, match="本机"):
        live_endpoints(Settings(live=True, wechat=wechat))
    monkeypatch.setenv("GATE", "127.0.0.1:8788")
    assert live_endpoints(Settings(live=True, wechat=wechat)) == [("a", "127.0.0.1:8788", "t")]
    assert live_endpoints(Settings(wechat=wechat)) == []
