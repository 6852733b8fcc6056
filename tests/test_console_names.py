from __future__ import annotations

import pytest
from factories import a_ticket
from hypothesis import given
from hypothesis import strategies as st

from console import names
from models.words import Delivery, NoticeStatus, Role, Service, Status, Step


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (names.SERVICES, Service),
        (names.STATUSES, Status),
        (names.STEPS, Step),
        (names.ROLES, Role),
        (names.NOTICE_STATUSES, NoticeStatus),
        (names.DELIVERIES, Delivery),
    ],
)
def test_every_word_has_a_name_of_its_own(table: dict[str, str], words: type[Status]) -> None:
    assert set(table) == set(words)
    assert len(set(table.values())) == len(table)


@given(st.text(st.characters(), min_size=1))
def test_a_slug_is_fit_for_markup(key: str) -> None:
    assert names.slug(key).isalnum()
    assert names.slug(key) == names.slug(key)


def test_a_ticket_in_progress_is_named_by_its_step() -> None:
    assert names.standing(a_ticket(status=Status.IN_PROGRESS, step=Step.ON_SITE)) == "已到场"
    assert names.standing(a_ticket(status=Status.IN_PROGRESS)) == "处置中"
    assert names.standing(a_ticket(status=Status.CLOSED, step=Step.ON_SITE)) == "已办结"


def test_who_has_no_role_is_a_resident() -> None:
    assert names.role_name(None) == "居民"
    assert names.role_name(Role.GRID_WORKER) == "网格员"
