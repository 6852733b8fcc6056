"""Several texts for one room as one message: posts of notices always, others when there is less to spend than to say. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parts import is_continued
from models.outgoing import Outgoing
from models.words import Priority

_BETWEEN = "\n\n"


def joins(row: Outgoing, other: Outgoing) -> bool:
    """Whether ``other`` may go out together with ``row``: both of low priority, for the same room, naming nobody."""
    low = min(row.priority, other.priority) >= Priority.NOTICE
    alike = (row.room, row.at_night) == (other.room, other.at_night) and row.room != ""
    whole = not (is_continued(row.key) or is_continued(other.key))
    plain = not (row.picture or other.picture)
    return low and alike and whole and plain and row.id != other.id and not row.mentions and not other.mentions


def is_post(row: Outgoing) -> bool:
    """Whether it is a post of a notice that need not come alone; an urgent one does."""
    return row.notice is not None and row.room != "" and row.priority is Priority.NOTICE and not row.at_night


def may_come_early(row: Outgoing) -> bool:
    """Whether it loses nothing when it is said a little before its time: a reminder of tomorrow."""
    return is_post(row) and " day_before → " in row.key


def join_rows(rows: Sequence[Outgoing], longest: int) -> tuple[Outgoing, tuple[Outgoing, ...]]:
    """The first row with as many of the others as fit into ``longest`` characters, and the rows that it then carries.

    The first one always goes, however long; the same text is said once.
    """
    texts: list[str] = []
    carried: list[Outgoing] = []
    for row in rows:
        more = [] if row.text in texts else [row.text]
        if not carried or len(_BETWEEN.join([*texts, *more])) <= longest:
            texts += more
            carried.append(row)
    return rows[0].evolve(text=_BETWEEN.join(texts)), tuple(carried)
