"""The few sentences that the bot says about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.settings import Settings
from dispatch.wording_topics import TOPICS
from models.areas import District
from models.sample import Sample

OPTED_OUT = "已记下：以后不再采集你的发言（危及人身安全的除外）。想恢复请发“恢复”。"
OPTED_IN = "已恢复：你说的水、电、气、路的事，我会照常接住。"


def please_post(room: str, number: int, text: str) -> str:
    """To somebody of the staff: a text about danger waits for their hand."""
    return f"【请马上代贴】「{room}」里没有机器人，请把横线下面的话贴到群里，贴完记一笔：待贴箱 {number} 号。\n————\n{text}"


def not_sent(target: str, reason: str, text: str) -> str:
    """To dispatchers and admins: a text about danger to life could not be sent."""
    return f"【告警】有一条危急的话没有发出去，请马上打电话或到群里说。发给：{target}；原因：{reason}。\n————\n{text}"


def privacy(district: District, settings: Settings) -> str:
    """What a room must know about the bot: who runs it, why, what is kept, how long, how to opt out, whom to call."""
    retention, days = settings.retention, settings.reading.review_days
    doubts = f"拿不准的话去掉姓名、号码、地址，留 {days} 天给人核对，核对过的留作例句。" if days else ""
    years = f"{retention.core_days // 365} 年" if retention.core_days % 365 == 0 else f"{retention.core_days} 天"
    return (
        f"我是网格服务机器人，由{district.fallback.name}使用。群里说到水、电、气、路的事，我登记后派给责任单位，有结果回群里说；"
        f"别的话听过就忘，不留存。登记的话只留打码的文字和加密的身份，办结后删去身份，{retention.raw_days} 天后删去原文，"
        f"{years}后匿名。{doubts}不想被记录，回“勿扰”；想恢复，回“恢复”；危及人身安全的仍会报，不留身份。"
        f"想看、想删自己的，私聊发“我的数据”。"
        f"找人请打值班电话 {duty_number(district)}。"
    )


def duty_number(district: District) -> str:
    """The number of whoever answers for everything else."""
    return district.fallback.hotline or "12345"


_ENDS_WITH_NUMBER = re.compile(r"\d{3,}[\d\-]*\D{0,3}$")


def with_number(text: str, district: District) -> str:
    """The text with a duty number at its end, if it has none there: somebody must be there to be asked."""
    return text if _ENDS_WITH_NUMBER.search(text) else f"{text.rstrip('。')}。值班电话 {duty_number(district)}。"


def paused(where: str) -> str:
    """To the admin who stopped the bot."""
    return f"已暂停发言：{where}。照常接收和派单，危及人身安全的照说。恢复请发：恢复机器人"


def resumed(where: str) -> str:
    """To the admin who let it speak again."""
    return f"已恢复发言：{where}。"


ONLY_ADMINS = "暂停和恢复机器人要管理员来发。"


NOT_YOURS_TO_JUDGE = "这一句是别的小区的群里说的，请那边的网格员核对。"


def to_judge(samples: Sequence[Sample]) -> str:
    """To one of the staff: lines that wait for their judgement."""
    if not samples:
        return "没有等人核对的话。"
    lines = (f"{s.id}：{s.masked}（{_meaning(s.guess) if s.guess else '拿不准'}）" for s in samples)
    return "\n".join([*lines, "回复：核对 号 是 ／ 核对 号 不是 ／ 核对 号 E01（类目）"])


def judged(sample: Sample) -> str:
    """To who judged a line."""
    return f"记下了：{sample.id} 号{_meaning(sample.label) if sample.label else '不是'}。"


def not_judged(number: int, reason: str) -> str:
    """To who could not judge a line."""
    return f"{number} 号没有记：{reason}。"


def _meaning(label: str) -> str:
    topic, _, act = label.partition(" ")
    return f"是{TOPICS.get(topic, topic)}（{topic}{f' {act}' if act else ''}）"
