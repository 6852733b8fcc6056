"""``gridbot run`` as a newcomer starts it: a process of its own, on loopback."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest
from running_bot import ADDRESS, ROOT, a_config, running


def test_a_newcomer_sees_a_day_a_report_and_the_first_page(tmp_path: Path) -> None:
    with running(tmp_path, a_config(tmp_path)) as bot:
        address = bot.wait_for(ADDRESS)
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
    with running(tmp_path, a_config(tmp_path)) as again:
        again.wait_for(ADDRESS)
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(5) == 0
        assert "楼道灯" not in again.text()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("live: maybe\n", "config.yaml:7 live"),
        ("live: true\n", "至少要有一个账号"),
        ("timezone: Mars/X\n", "timezone"),
    ],
)
def test_a_bad_config_is_one_clear_line_and_exit_code_one(tmp_path: Path, more: str, why: str) -> None:
    with running(tmp_path, a_config(tmp_path, more)) as bot:
        assert bot.process.wait(20) == 1
        assert why in bot.text()
        assert "Traceback" not in bot.text()
    assert not (tmp_path / "test.db").exists()


def test_a_bad_district_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("areas:\n  - {code: a, name: b, kind: planet}\n", encoding="utf-8")
    config = a_config(tmp_path).replace(f"{ROOT}/district.yaml", f"{tmp_path}/bad.yaml")
    with running(tmp_path, config) as bot:
        assert bot.process.wait(20) == 1
        assert "bad.yaml:2" in bot.text()
