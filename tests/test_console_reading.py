from __future__ import annotations

from console_fakes import TZ
from factories import NOW, a_district, a_matter, a_notice, a_ticket, after, an_outgoing

from console import reading
from models.login import Viewer
from models.store import Store, Tx
from models.words import Delivery, Priority, Role, Status

EVERYTHING = Viewer("admin", Role.ADMIN)


def test_the_board_has_what_is_open_and_what_was_closed_today(store: Store) -> None:
    def prepare(tx: Tx) -> None:
        for n, (status, closed) in enumerate(
            ((Status.CAPTURED, None), (Status.CLOSED, NOW), (Status.CLOSED, after(days=-1)))
        ):
            tx.matters.save(a_matter(key=f"m-{n}"))
            tx.tickets.add(a_ticket(matter=f"m-{n}", status=status, closed_at=closed))

    store.call(prepare)
    midnight = NOW.astimezone(TZ).replace(hour=0)
    assert [t.number for t in store.call(reading.board, EVERYTHING, today=midnight).tickets] == [1, 2]


def test_a_room_counts_as_told_when_a_post_was_sent(store: Store) -> None:
    def prepare(tx: Tx) -> None:
        tx.notices.add(a_notice())
        post = {"notice": 1, "priority": Priority.NOTICE}
        tx.outbox.put(an_outgoing(room="room-01", status=Delivery.SENT, sent_at=NOW, **post))
        tx.outbox.put(an_outgoing(room="room-01", status=Delivery.SENT, sent_at=NOW, **post))
        tx.outbox.put(an_outgoing(room="room-02", **post))
        tx.outbox.put(an_outgoing(room="room-03", notice=1, status=Delivery.SENT, sent_at=NOW))  # an answer

    store.call(prepare)
    assert store.call(reading.posted, EVERYTHING).told == {1: 1}


def test_the_figures_name_the_notices_that_came_too_late(store: Store) -> None:
    def prepare(tx: Tx) -> None:
        tx.district.save(a_district(), NOW)
        tx.notices.add(a_notice())

    store.call(prepare)
    day = NOW.astimezone(TZ).date()
    (note,) = store.call(reading.figures_of, first=day, last=day, tz=TZ, now=NOW).notes
    assert note.startswith("公告 1（润州供电）提前 22.0 小时，要求 168 小时，不足。依据：《供电监管办法》第十三条")


def test_the_outbox_shows_its_states_and_what_it_gave_up(store: Store) -> None:
    def prepare(tx: Tx) -> None:
        tx.outbox.put(an_outgoing(due_at=after(seconds=-40)))
        for n in range(7):
            tx.outbox.put(an_outgoing(key=f"dead {n}", status=Delivery.DEAD))

    store.call(prepare)
    found = store.call(reading.traffic, now=NOW)
    assert (found.counts["waiting"], found.counts["dead"], found.oldest) == (1, 7, after(seconds=-40))
    assert [o.key for o in found.dead] == [f"dead {n}" for n in range(2, 7)]


def test_switches_that_silence_the_bot_are_read(store: Store) -> None:
    store.call(lambda tx: tx.flags.set("paused room-01", "2025-06-10"))
    found = store.call(reading.traffic, now=NOW)
    assert (found.paused, found.quiet_rooms) == (False, 1)
    store.call(lambda tx: tx.flags.set("paused", "2025-06-10"))
    assert store.call(reading.traffic, now=NOW).paused


def test_every_status_is_counted(store: Store) -> None:
    store.call(lambda tx: tx.tickets.add(a_ticket()))
    found = store.call(reading.numbers, now=NOW)
    assert (found.tickets["captured"], found.tickets["closed"], found.captures) == (1, 0, 0)


def test_rooms_of_the_bot_are_those_where_it_spoke_last(store: Store) -> None:
    def prepare(tx: Tx) -> None:
        tx.district.save(a_district(), NOW)
        for n, room in enumerate(("room-01", "room-02", "room-01", "elsewhere")):
            tx.outbox.put(an_outgoing(room=room, text=f"第 {n} 句", status=Delivery.SENT, sent_at=after(minutes=n)))

    store.call(prepare)
    found = store.call(reading.spoken, EVERYTHING)
    assert [(chat.id, [line.text for line in lines]) for chat, lines in found] == [
        ("room-01", ["第 0 句", "第 2 句"]),
        ("room-02", ["第 1 句"]),
    ]
