"""A replay in a process of its own that can be killed: forked from a server that has imported everything."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from bot.cli.main import main

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bot.cli.main", "replay_child"])


def _run(words: list[str], out: Connection) -> None:
    """``gridbot`` with these words; what it says on stderr goes into ``out``."""
    os.dup2(out.fileno(), 2)
    sys.argv = ["gridbot", *words]
    main()


@contextmanager
def started(words: list[str]) -> Iterator[tuple[int, Iterator[str]]]:
    """A running ``gridbot``: its process id and the lines of its stderr; ended by its end, waited for at the end."""
    reader, writer = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(words, writer))
    process.start()
    writer.close()
    with os.fdopen(os.dup(reader.fileno()), encoding="utf-8") as lines:
        yield process.pid or 0, iter(lines)
    reader.close()
    process.join(60)
    assert process.exitcode is not None, "the replay has not ended"
    process.close()
