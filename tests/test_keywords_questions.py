"""Questions after the supply, and what merely looks like one."""

from __future__ import annotations

import pytest

from keywords.questions import question_of, says_still_out
from models.words import Service


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("什么时候来电", Service.POWER),
        ("明天停水吗", Service.WATER),
        ("明天停不停电", Service.POWER),
        ("我们6栋停不停", None),
        ("来电了吗", Service.POWER),
        ("几点来水啊", Service.WATER),
        ("水几点来", Service.WATER),
        ("今晚还停气吗？", Service.GAS),
        ("到几点才能恢复", None),
        ("后天几点停电啊？我5栋停不停", Service.POWER),
    ],
)
def test_what_asks_after_the_supply(text: str, service: Service | None) -> None:
    question = question_of(text)
    assert question is not None
    assert question.service is service


@pytest.mark.parametrize(
    "text",
    [
        "手机没电了",
        "今天菜场毛豆四块一斤",
        "来电显示是骗子吗",
        "门口停车吗",
        "停电了",
        "天气真好吗",
        "这电影几点开始",
        "谢谢",
    ],
)
def test_what_does_not(text: str) -> None:
    assert question_of(text) is None


def test_a_question_may_say_that_it_is_not_back() -> None:
    assert says_still_out("怎么还没来电啊")
    assert not says_still_out("来电了吗")
