"""The figures by the names that people use in rules and standards: 响应率, 响应中位 (minutes), 重复点, …"""

from __future__ import annotations

from collections.abc import Callable

from models.figures import Cut

Measure = Callable[[Cut], float | None]

MEASURES: dict[str, Measure] = {
    "工单": lambda c: c.tickets,
    "受理": lambda c: c.accepted,
    "解决": lambda c: c.solved,
    "网格内解决": lambda c: c.solved_in_grid,
    "响应率": lambda c: c.response.share,
    "解决率": lambda c: c.solution.share,
    "满意率": lambda c: c.satisfaction.share,
    "评价": lambda c: c.answered,
    "询问": lambda c: c.asked,
    "评价率": lambda c: c.answered / c.asked if c.asked else None,
    "一次办好率": lambda c: c.first_fix.share,
    "派错率": lambda c: c.misrouted.share,
    "退单": lambda c: c.returned,
    "无责任单位": lambda c: c.by_default,
    "产权争议": lambda c: c.disputed,
    "重办": lambda c: c.reworks,
    "督办": lambda c: c.supervised,
    "未结": lambda c: c.open,
    "超时": lambda c: c.overdue,
    "重复点": lambda c: c.spots,
    "响应中位": lambda c: c.respond.p50,
    "响应九成": lambda c: c.respond.p90,
    "到场中位": lambda c: c.arrive.p50,
    "到场九成": lambda c: c.arrive.p90,
    "解决中位": lambda c: c.resolve.p50,
    "解决九成": lambda c: c.resolve.p90,
    "告知中位": lambda c: c.feedback.p50,
    "告知九成": lambda c: c.feedback.p90,
}
"""Rates are shares 0 … 1, times minutes; None when there is nothing to divide by or nothing that took time."""
