"""Residents who do not want to be heard (勿扰), and those whom a private answer must reach, by keyed hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from models.store.rows import put_new
from models.tables import contacts, optouts

_OUT = select(optouts.c.sender).where(optouts.c.sender == bindparam("of"))
_ADDRESS = select(contacts.c.sealed).where(contacts.c.sender == bindparam("of"))
_PHONE = select(contacts.c.phone).where(contacts.c.sender == bindparam("of"))
_PRIVATE = select(contacts.c.private).where(contacts.c.sender == bindparam("of"))
_HEARD_BY = select(contacts.c.account).where(contacts.c.sender == bindparam("of"))


class People:
    """Opt-outs, honoured before anything is stored; encrypted ids of those who wrote in private, until their purge."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def opted_out(self, sender: str) -> bool:
        """Whether the person with this hash wants not to be heard."""
        return self._conn.execute(_OUT, {"of": sender}).first() is not None

    def opt_out(self, sender: str, at: datetime) -> None:
        """勿扰; again changes nothing."""
        put_new(self._conn, optouts, {"sender": sender, "at": at})

    def opt_in(self, sender: str) -> None:
        """恢复."""
        self._conn.execute(optouts.delete().where(optouts.c.sender == sender))

    def remember(self, sender: str, sealed: bytes, at: datetime, account: str = "", *, private: bool = False) -> None:
        """Keep the encrypted id of somebody, so that an answer can reach or name them; ``private``: they wrote to
        ``account`` in private, so that one can write to them there."""
        private, phone = private or self.reached(sender), self.phone(sender)
        self._conn.execute(contacts.delete().where(contacts.c.sender == sender))
        row = {"sender": sender, "sealed": sealed, "at": at, "account": account, "private": private, "phone": phone}
        self._conn.execute(contacts.insert().values(**row))

    def keep_phone(self, sender: str, sealed: bytes) -> None:
        """Keep the encrypted telephone number of somebody whose id is kept, as long as that."""
        self._conn.execute(contacts.update().where(contacts.c.sender == sender).values(phone=sealed))

    def phone(self, sender: str) -> bytes:
        """The encrypted telephone number of this hash; b"" when none is kept."""
        return bytes(self._conn.execute(_PHONE, {"of": sender}).scalar_one_or_none() or b"")

    def reached(self, sender: str) -> bool:
        """Whether somebody can be written to in private: they have done so, and their id is still kept."""
        return bool(self._conn.execute(_PRIVATE, {"of": sender}).scalar_one_or_none())

    def address(self, sender: str) -> bytes:
        """The encrypted id of this hash; b"" when it is not kept."""
        found = self._conn.execute(_ADDRESS, {"of": sender}).scalar_one_or_none()
        return bytes(found or b"")

    def heard_by(self, sender: str) -> str:
        """The account to which this hash wrote last; "" when that is not known."""
        found = self._conn.execute(_HEARD_BY, {"of": sender})
        return found.scalar_one_or_none() or ""

    def forget(self, before: datetime) -> int:
        """Drop the encrypted ids that were last needed before then; how many."""
        return self._conn.execute(contacts.delete().where(contacts.c.at < before)).rowcount

    def count(self) -> int:
        """How many opted out."""
        return int(self._conn.execute(select(func.count()).select_from(optouts)).scalar_one())
