"""What the staff write among themselves: an announcement, or talk about one."""

from __future__ import annotations

from datetime import datetime

import pytest

from notices.drafts import is_draft

NOW = datetime(2025, 6, 10, 10)  # noqa: DTZ001 (local)


@pytest.mark.parametrize(
    "text",
    [
        "因管道抢修，6月12日8:00至17:00云亭新村停水。",
        "云亭新村1-5幢已于10:20恢复供水，给您带来不便敬请谅解",
        "【停电通知】云亭新村6月12日8:00-17:00停电检修",
        "原定6月12日的云亭新村停水取消，照常供水",
    ],
)
def test_an_announcement_is_one(text: str) -> None:
    assert is_draft(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "收到，云亭新村停电我们11点前修好",
        "云亭新村今天停水什么情况，哪位知道",
        "云亭新村3栋停水了，派人看一下，11点前回我",
        "明天停水吗",
        "工单 12 云亭新村停水11点恢复",
        "云亭新村停水",
        "今天食堂吃饺子，12点开饭，欢迎各位同事",
        "麻烦把云亭新村6月12日停水的事催一下",
    ],
)
def test_talk_is_none(text: str) -> None:
    assert not is_draft(text, NOW)
