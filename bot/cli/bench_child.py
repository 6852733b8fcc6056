"""What ``gridbot bench read`` runs in a process of its own: load the reader, say so, read a log, say how much memory that took."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from bot.cli.lines import messages_of
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District

READY = "ready"
_STATUS = Path("/proc/self/status")


def main() -> None:
    """Print ``ready CPU-SECONDS`` when lines can be read, and at the end the most memory ever resident, in KB (0 = unknown)."""
    reader = Reader(default_lexicon(), District())
    sys.stdout.write(f"{READY} {time.process_time()}\n")
    sys.stdout.flush()
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for _, message in messages_of(lines, sys.argv[1], District()):
            reader.read(message)
    peak = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text(encoding="ascii")) if _STATUS.exists() else None
    sys.stdout.write(f"{peak[1] if peak else 0}\n")


if __name__ == "__main__":
    main()
