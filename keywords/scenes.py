"""Short written scenes that the second reader learns from beside the logs: one trouble each, in as few characters as can be.

A scene opens with ``= TOPIC URGENCY``; then one line a message, ``MARK SPEAKER TEXT``. MARK is what the speaker does
(``p`` report, ``s`` ask_status, ``i`` ask_info, ``q`` request, ``u`` urge, ``c`` complain, ``r`` restored, ``n`` notice,
``m`` me_too), ``-`` for what is not captured; ``p/W03`` names another topic than the scene's. SPEAKER is one letter, ``S``
for somebody on duty. A scene of topic ``-`` is mere talk. ``+N`` lets N minutes pass. Lines that open with ``#`` are remarks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from keywords.lexicon import Lexicon
from keywords.training import Example, Log
from models.areas import District
from models.capture import Capture
from models.message import Message
from models.words import Act, Role, Urgency

_ACTS = {
    "p": Act.REPORT,
    "s": Act.ASK_STATUS,
    "i": Act.ASK_INFO,
    "q": Act.REQUEST,
    "u": Act.URGE,
    "c": Act.COMPLAIN,
    "r": Act.RESTORED,
    "n": Act.NOTICE,
    "m": Act.ME_TOO,
}
_PAUSE = timedelta(seconds=35)


def read_scenes(text: str, lexicon: Lexicon, opens_at: datetime) -> Log:
    """The scenes of a text as one log of unknown rooms, a room each, the first at ``opens_at``; ValueError names a bad line."""
    return Log(District(), tuple(_examples(text.split("\n"), lexicon, opens_at)))


def _examples(lines: Iterable[str], lexicon: Lexicon, at: datetime) -> Iterator[Example]:
    scene, topic, urgency = 0, "", Urgency.P2
    for n, line in enumerate(lines, 1):
        if line.startswith("="):
            _, topic, level = line.split()
            scene, urgency = scene + 1, Urgency(level)
        elif line.startswith("+"):
            at += timedelta(minutes=int(line[1:]))
        elif line and not line.startswith("#"):
            at += _PAUSE
            mark, speaker, said = _parts(line, n)
            yield Example(_message(f"scene-{scene}", n, speaker, said, at), _gold(mark, topic, urgency, scene, lexicon))


def _parts(line: str, number: int) -> tuple[str, str, str]:
    mark, _, rest = line.partition(" ")
    speaker, _, said = rest.partition(" ")
    if mark[:1] not in {*_ACTS, "-"} or len(speaker) != 1 or not said:
        raise ValueError(f"{number}: {line}")
    return mark, speaker, said


def _message(room: str, number: int, speaker: str, said: str, at: datetime) -> Message:
    staff = speaker == "S"
    return Message(
        id=f"{room}-{number}",
        channel="scenes",
        room=room,
        sender=f"{room}-{speaker}",
        nick="网格员" if staff else speaker,
        text=said,
        at=at,
        role=Role.GRID_WORKER if staff else None,
    )


def _gold(mark: str, topic: str, urgency: Urgency, scene: int, lexicon: Lexicon) -> Capture:
    name = f"scene-{scene}"
    if mark == "-":
        return Capture(captured=False, matter=None if topic == "-" else name)
    act, _, other = mark.partition("/")
    code = other or topic
    level = None if act == "r" else urgency
    return Capture(True, lexicon.topics[code].service, code, _ACTS[act], level, matter=name)
