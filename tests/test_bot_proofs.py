"""Photographs as files: fetched beside the ticks, looked at, named by what they hold, gone with their ticket."""

from __future__ import annotations

import asyncio
import hashlib
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from factories import NOW, a_ticket

from bot.accounts import Account
from bot.channel import ScriptedChannel
from bot.keeping_settings import Retention
from bot.practice import PracticeChannel
from bot.proof_files import drop_files, files_to_go, forget_photos, kind_of
from bot.proofs import ProofKeeper
from bot.settings import Settings
from models.keeping import GONE, KEPT, NAMED, REFUSED, WANTED, Photo
from models.store import Store
from models.words import Status

PICTURE = b"\xff\xd8\xff\xe0" + b"a valve" * 300


@pytest.fixture
def channel() -> ScriptedChannel:
    return ScriptedChannel(name="wechat")


@pytest.fixture
def keeper(store: Store, channel: ScriptedChannel, tmp_path: Path) -> ProofKeeper:
    """One ticket with one photograph that is to be fetched; files go to ``tmp_path``."""
    store.call(lambda tx: tx.tickets.add(a_ticket(status=Status.SIGNED)))
    store.call(lambda tx: tx.photos.add(Photo(1, "wechat", "", "pic-1", "wx-power", NOW, WANTED)))
    return _keeper(store, channel, tmp_path)


def _keeper(store: Store, channel: object, folder: Path) -> ProofKeeper:
    account = Account("main", channel)  # type: ignore[arg-type]
    config = Settings(data_dir=folder, retention=Retention(proof_megabytes=0.01))
    return ProofKeeper(store=store, accounts=lambda: [account], settings=config)


def run(keeper: ProofKeeper, **later: float) -> None:
    async def once() -> None:
        await keeper.step(NOW + timedelta(**later))
        await keeper.idle()
        await keeper.close()

    asyncio.run(once())


def photo(store: Store) -> Photo:
    [found] = store.call(lambda tx: tx.photos.of(1))
    return found


def test_a_picture_is_kept_under_its_hash_for_its_owner_alone(
    store: Store, channel: ScriptedChannel, keeper: ProofKeeper, tmp_path: Path
) -> None:
    channel.pictures["pic-1"] = PICTURE
    run(keeper)
    kept, digest = photo(store), hashlib.sha256(PICTURE).hexdigest()
    assert (kept.state, kept.sha256, kept.kind, kept.size) == (KEPT, digest, "jpg", len(PICTURE))
    file = tmp_path / kept.file
    assert file.read_bytes() == PICTURE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert store.call(lambda tx: tx.audit.of("ticket 1")[-1].after).startswith(digest)


@pytest.mark.parametrize("data", [b"<html>not a picture", b"\xff\xd8\xff" + b"x" * 20_000, b""])
def test_what_is_no_picture_or_too_large_is_not_kept(
    store: Store, channel: ScriptedChannel, keeper: ProofKeeper, tmp_path: Path, data: bytes
) -> None:
    channel.pictures["pic-1"] = data
    run(keeper)
    assert (photo(store).state, list(tmp_path.glob("proof/*/*"))) == (REFUSED, [])


def test_it_is_tried_again_and_at_last_the_message_alone_is_the_proof(
    store: Store, channel: ScriptedChannel, keeper: ProofKeeper
) -> None:
    run(keeper)
    assert (photo(store).state, photo(store).tries, photo(store).retry_at) == (WANTED, 1, NOW + timedelta(minutes=1))
    run(keeper, seconds=30)
    assert photo(store).tries == 1
    for hours in range(1, 6):
        run(keeper, hours=hours)
    assert (photo(store).state, photo(store).tries) == (NAMED, 6)


def test_a_picture_that_comes_at_the_second_try_is_kept(
    store: Store, channel: ScriptedChannel, keeper: ProofKeeper
) -> None:
    channel.pictures["pic-1"] = PICTURE
    channel.fail()
    run(keeper)
    run(keeper, minutes=2)
    assert photo(store).state == KEPT


def test_a_channel_without_pictures_leaves_the_message_as_proof(
    store: Store, keeper: ProofKeeper, tmp_path: Path
) -> None:
    practice = PracticeChannel(lambda: NOW)
    practice.name = "wechat"
    run(_keeper(store, practice, tmp_path))
    assert photo(store).state == NAMED


def test_files_go_with_their_ticket_but_for_what_another_one_needs(
    store: Store, channel: ScriptedChannel, keeper: ProofKeeper, tmp_path: Path
) -> None:
    store.call(lambda tx: tx.tickets.add(a_ticket(matter="m-2", status=Status.SIGNED)))
    store.call(lambda tx: tx.photos.add(Photo(1, "wechat", "", "pic-2", "wx-power", NOW, WANTED)))
    store.call(lambda tx: tx.photos.add(Photo(2, "wechat", "", "pic-3", "wx-power", NOW, WANTED)))
    other = b"\x89PNG\r\n\x1a\n" + b"a fuse" * 100
    channel.pictures |= {"pic-1": PICTURE, "pic-2": other, "pic-3": other}
    run(keeper)
    shut = store.call(lambda tx: tx.tickets.get(1)).evolve(status=Status.CLOSED, closed_at=NOW)
    store.call(lambda tx: tx.tickets.save(shut))
    config, late = Settings(data_dir=tmp_path), NOW + timedelta(days=61)
    assert store.call(files_to_go, settings=config, now=NOW + timedelta(days=59)) == []
    going = store.call(files_to_go, settings=config, now=late)
    drop_files(tmp_path, going)
    drop_files(tmp_path, going)
    assert store.call(forget_photos, late - timedelta(days=60)) == 2
    assert {p.state for p in store.call(lambda tx: tx.photos.of(1))} == {GONE}
    assert [p.read_bytes() for p in tmp_path.glob("proof/*/*")] == [other]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xdb....", "jpg"),
        (b"\x89PNG\r\n\x1a\n..", "png"),
        (b"GIF89a..", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypisom", ""),
        (b"%PDF-1.7", ""),
    ],
)
def test_what_it_is_is_read_from_its_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
