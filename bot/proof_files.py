"""Photographs as files under the data folder: named by their content, of a kind that was looked at, gone with their ticket."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from models.keeping import GONE, KEPT, Photo
from models.store import Tx

FOLDER = "proof"
_STARTS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
_HEIF = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"hevc"})


def kind_of(data: bytes) -> str:
    """``jpg``, ``png``, ``gif``, ``webp`` or ``heic`` by the first bytes; "" for what is no picture."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "heic" if data[4:8] == b"ftyp" and data[8:12] in _HEIF else ""


def keep_file(folder: Path, photo: Photo, data: bytes, kind: str) -> Photo:
    """Write a picture (mode 0600), whole or not at all; the photo as it is kept. OSError."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.{kind}"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    return photo.evolve(state=KEPT, file=name, sha256=digest, kind=kind, size=len(data), retry_at=None)


def files_to_go(tx: Tx, *, settings: Settings, now: datetime) -> list[Path]:
    """The files of photographs whose ticket ended long enough ago, as far as nothing else needs them."""
    ended = tx.photos.ended(now - timedelta(days=settings.retention.proof_days))
    held = Counter(photo.file for photo in ended if photo.file)
    return [Path(file) for file, count in held.items() if tx.photos.shared(file) <= count]


def forget_photos(tx: Tx, before: datetime) -> int:
    """Photographs of tickets that ended before then are gone; how many."""
    ended = tx.photos.ended(before)
    for photo in ended:
        tx.photos.save(photo.evolve(state=GONE, file="", message_id=f"gone {photo.id}", retry_at=None))
    return len(ended)


def drop_files(folder: Path, files: Iterable[Path]) -> None:
    """Overwrite and remove files of the data folder; one that is gone already is no trouble."""
    for file in files:
        path = folder / file
        if path.is_file():
            size = path.stat().st_size
            with path.open("r+b") as held:
                held.write(b"\0" * size)
                held.flush()
                os.fsync(held.fileno())
            path.unlink()
