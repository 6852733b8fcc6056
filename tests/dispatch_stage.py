"""A stage for the tests of dispatch: a store, a district, a clock that is moved by hand, and people who speak."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from factories import NOW, a_capture, a_district, a_message, a_report

from dispatch.act import perform
from dispatch.ask import Done
from dispatch.chase import chase, next_chase
from dispatch.clocks import Clocks
from dispatch.emergency_round import let_go, next_watch, watch
from dispatch.scene import Scene
from dispatch.take import take_capture
from keywords.commands import parse_command
from models.areas import District
from models.matter import Matter
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit, Ticket
from models.words import Act, Delivery, Role, RoomKind

TZ = ZoneInfo("Asia/Shanghai")


class Stage:
    """One district at one hour; ``said`` grows by what the bot puts into its outbox."""

    def __init__(self, store: Store, district: District | None = None, clocks: Clocks | None = None) -> None:
        self.store = store
        self.district = district or a_district()
        self.clocks = clocks or Clocks()
        self.now = NOW
        self._ids = count(1)

    def later(self, **parts: float) -> datetime:
        """Move the clock on."""
        self.now += timedelta(**parts)
        return self.now

    def hear(
        self, who: str = "h-wang", *, room: str = "room-01", text: str = "停电了", speak: bool = True, **reading: Any
    ) -> Ticket | None:
        """A line that was captured; ``reading`` are fields of its Capture. Each sender is a household of their own."""
        capture = a_capture(**reading)
        person = self.district.person.get(who)
        message = a_message(
            text,
            id=f"m-{next(self._ids)}",
            sender=who,
            room=room,
            at=self.now,
            role=person.role if person else None,
            to_bot="@bot" in text,
        )
        report = a_report(
            matter=capture.matter,
            message_id=message.id,
            room=room,
            sender=who,
            household=f"hh-{who}",
            act=capture.act.value,
            estate=capture.estate,
            building=capture.building,
            masked=text,
            at=self.now,
            topic=capture.topic or "",
        )
        return self.store.call(
            take_capture,
            capture=capture,
            message=message,
            report=report,
            district=self.district,
            clocks=self.clocks,
            now=self.now,
            tz=TZ,
            speak=speak,
        )

    def ask(self, who: str, **reading: Any) -> Ticket | None:
        """A lone question whether supply is gone."""
        return self.hear(who, **({"act": Act.ASK_STATUS, "text": "停电了吗"} | reading))

    def tell(self, who: str, text: str, *, room: str = "", quotes: str = "", source: str = "") -> Done:
        """A command, as it is typed: in private unless a room is named."""
        person = self.district.person.get(who)
        command = parse_command(
            text,
            quotes=quotes,
            now=self.now,
            tz=TZ,
            to_bot="@" in text,
            private=not room,
            role=person.role if person else None,
        )
        assert command is not None, f"no command: {text}"
        return self.store.call(
            perform,
            command=command,
            actor=person,
            actor_hash=who,
            room=room,
            district=self.district,
            clocks=self.clocks,
            now=self.now,
            tz=TZ,
            source=source or f"practice c-{next(self._ids)}",
        )

    def tick(self) -> int:
        """One round of the ticker, now."""
        self.store.call(self._emergencies)
        return self.store.call(chase, district=self.district, clocks=self.clocks, now=self.now, tz=TZ)

    def _scene(self, tx: Tx) -> Scene:
        return Scene(tx, self.district, self.clocks, self.now, TZ, source="ticker")

    def _emergencies(self, tx: Tx) -> None:
        watch(self._scene(tx))
        let_go(self._scene(tx))

    def next_tick(self) -> datetime | None:
        """When the next round may have something to do."""
        return self.store.call(
            lambda tx: min(filter(None, (next_chase(tx), next_watch(self._scene(tx)))), default=None)
        )

    def run_until(self, until: datetime) -> int:
        """Every round up to an hour, jumping from moment to moment."""
        done = 0
        while (at := self.next_tick()) and at <= until:
            self.now = at
            done += self.tick()
        self.now = until
        return done

    def deliver(self) -> None:
        """Everything that waits has been said."""

        def sent(tx: Tx) -> None:
            for row in (o for o in tx.outbox.recent(5000) if o.status is Delivery.WAITING):
                tx.outbox.save(row.evolve(status=Delivery.SENT, sent_at=self.now))

        self.store.call(sent)

    def ticket(self, number: int = 1) -> Ticket:
        """As it stands."""
        return self.store.call(lambda tx: tx.tickets.get(number))

    def matter(self, key: str = "m-1") -> Matter:
        """As it stands."""
        found = self.store.call(lambda tx: tx.matters.get(key))
        assert found is not None
        return found

    def audit(self, number: int = 1) -> list[Audit]:
        """What happened to a ticket."""
        return self.store.call(lambda tx: tx.audit.of(f"ticket {number}"))

    def texts(self, target: str) -> list[Outgoing]:
        """What a room or a person was told, in order; what was withdrawn is left out."""
        rows = self.store.call(lambda tx: tx.outbox.recent(2000))
        ours = [o for o in reversed(rows) if target in (o.room, o.person) and o.status is not Delivery.WITHDRAWN]
        return sorted(ours, key=lambda o: o.id)

    def names(self, target: str) -> list[str]:
        """What the texts for a room or a person are for (their ``why``)."""
        return [o.why for o in self.texts(target)]

    def everything(self) -> list[Outgoing]:
        """All texts, in order."""
        return sorted(self.store.call(lambda tx: tx.outbox.recent(5000)), key=lambda o: o.id)

    def rooms(self) -> list[str]:
        """The residents' rooms."""
        return [r.id for r in self.district.rooms if r.kind is RoomKind.RESIDENTS]

    def staff(self, *roles: Role) -> list[str]:
        """The ids of the staff of some roles."""
        return [p.id for p in self.district.people if p.role in roles]
