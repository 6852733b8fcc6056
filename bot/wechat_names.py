"""What people are called in a room, remembered for a while. Knows nothing of WeChat."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable

_Key = tuple[str, str]


class Names:
    """Names by (room, person), room "" for private chats; the oldest of more than ``most`` go, and all after ``keep`` s.

    ``elapsed`` gives seconds that only grow.
    """

    def __init__(self, elapsed: Callable[[], float], *, keep: float = 3600.0, most: int = 20_000) -> None:
        self._elapsed, self._keep, self._most = elapsed, keep, most
        self._names: OrderedDict[_Key, tuple[str, float]] = OrderedDict()
        self._bearer: dict[_Key, str] = {}
        self._keys: defaultdict[str, set[_Key]] = defaultdict(set)

    def get(self, room: str, person: str) -> str | None:
        """The name, or None when it is unknown or too old."""
        name, until = self._names.get((room, person), (None, 0.0))
        return name if self._elapsed() < until else None

    def put(self, room: str, person: str, name: str) -> None:
        """Remember a name."""
        key = (room, person)
        self._drop(key)
        self._names[key] = (name, self._elapsed() + self._keep)
        self._bearer[room, name] = person
        for part in key:
            self._keys[part].add(key)
        while len(self._names) > self._most:
            self._drop(next(iter(self._names)))

    def person(self, room: str, name: str) -> str | None:
        """The id of who bears this name in this room, as far as they have been heard of."""
        return self._bearer.get((room, name))

    def forget(self, changed: str) -> None:
        """Drop what is known of a room or a person that has changed."""
        for key in tuple(self._keys.get(changed, ())):
            self._drop(key)

    def _drop(self, key: _Key) -> None:
        if key not in self._names:
            return
        name, _ = self._names.pop(key)
        if self._bearer.get((key[0], name)) == key[1]:
            del self._bearer[key[0], name]
        for part in key:
            self._keys[part].discard(key)
            if not self._keys[part]:
                del self._keys[part]
