"""Promise 5 of the design: a sender is a keyed hash, id and raw text are encrypted, what is shown is masked."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import BadConfig, Place
from models.masks import EMERGENCY, FLATS, NUMBERED, PERSONAL, SHOWN_AS

KEY_BYTES = 32
_NONCE = 12
_VERSION = b"\x01"
_PASSES = 5
_NOBODY: frozenset[str] = frozenset()
_PLAIN_DIGITS = {chr(0xFF10 + d): str(d) for d in range(10)}
_FLATTEN = str.maketrans(_PLAIN_DIGITS)


class Vault:
    """What one key hashes, seals and opens; two keys of their own are derived from it (HKDF-SHA256)."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise BadConfig([(Place("key"), f"要 {KEY_BYTES} 字节，实为 {len(key)}")])
        self._hash_key = _derived(key, b"gridbot hash")
        self._seal = AESGCM(_derived(key, b"gridbot seal"))

    def hash(self, text: str) -> str:
        """32 hex digits that only this key makes of ``text``."""
        return hashlib.blake2b(text.encode(errors="surrogatepass"), key=self._hash_key, digest_size=16).hexdigest()

    def seal(self, text: str) -> bytes:
        """``text`` encrypted (AES-256-GCM, a new nonce each time); it looks different every time."""
        nonce = secrets.token_bytes(_NONCE)
        return _VERSION + nonce + self._seal.encrypt(nonce, text.encode(errors="surrogatepass"), _VERSION)

    def open(self, token: bytes) -> str:
        """The text again; "" for a purged (empty) token; BadConfig when another key sealed it or it is damaged."""
        if not token:
            return ""
        nonce, sealed = token[1 : 1 + _NONCE], token[1 + _NONCE :]
        try:
            return self._seal.decrypt(nonce, sealed, token[:1]).decode(errors="surrogatepass")
        except (InvalidTag, ValueError) as error:
            raise BadConfig([(Place("key"), "打不开：密钥不是当初那一把，或密文已损坏")]) from error

    @property
    def fingerprint(self) -> str:
        """Names the key without telling it, so that a store can notice a wrong one."""
        return self.hash("fingerprint")[:12]


def load_key(env_value: str | None, path: Path) -> bytes:
    """The key: from the environment's value (64 hex digits or base64 of 32 bytes), else from ``path``.

    The file is made once, mode 0600, and tightened to that when it is wider. BadConfig.
    """
    if env_value:
        return _decoded(env_value.strip(), "GRIDBOT_KEY")
    if not path.exists():
        _make_key(path)
    path.chmod(0o600)
    return _decoded(path.read_text(encoding="ascii", errors="replace").strip(), str(path))


def mask(text: str, allow: frozenset[str] = _NOBODY) -> str:
    """``text`` without phones, ID numbers, plates and bank cards; each is shown as its kind, 〔电话〕.

    ``allow`` are public numbers as written anywhere (members' hotlines); they stay, as 95598, 12345 and 400… do.
    """
    public = frozenset(_number(a) for a in allow)
    return _settled(lambda said: _swapped(PERSONAL, said, lambda m: _shown(m, public)), text)


def mask_for_group(text: str, allow: frozenset[str] = _NOBODY) -> str:
    """The same without flats, for what a whole group can see: "3栋2单元501室" and "3-501" become "3栋"."""
    return _settled(lambda said: _swapped(FLATS, mask(said, allow), _place), text)


def household_key(
    vault: Vault, estate: str | None, building: str | None, unit: str | None, flat: str | None, sender: str
) -> str:
    """A keyed hash of the household: of estate, building, unit and flat when the flat is known, else of the sender."""
    if estate and building and flat:
        return vault.hash("\x1f".join(("household", estate, building, unit or "", flat)))
    return vault.hash(f"household\x1f{sender}")


def _shown(match: re.Match[str], public: frozenset[str]) -> str | None:
    """What stands in its place; None keeps it."""
    number = _number(match[0])
    if any(number == p or (len(number) >= 7 and p.endswith(number)) for p in public):
        return None
    return SHOWN_AS[match.lastgroup or ""]


def _place(match: re.Match[str]) -> str | None:
    """The building that stays of a flat; None keeps all (a number that is no flat)."""
    if match["building"]:
        return match["building"]
    if match["short"]:
        return f"{match['short']}栋"
    before = match.string[max(0, match.start() - 8) : match.start()]
    return None if match[0] in EMERGENCY or NUMBERED.search(before) else "〔门牌〕"


def _settled(once: Callable[[str], str], text: str) -> str:
    """``once`` until nothing changes: what is taken away may bare a neighbour (a plate with a number glued to it)."""
    for _ in range(_PASSES):
        before, text = text, once(text)
        if text == before:
            break
    return text


def _swapped(pattern: re.Pattern[str], text: str, shown: Callable[[re.Match[str]], str | None]) -> str:
    """``text`` with each find replaced by what ``shown`` says; None keeps it. Full-width digits count as digits."""
    parts, done = [], 0
    for match in pattern.finditer(text.translate(_FLATTEN)):
        instead = shown(match)
        if instead is not None:
            parts += [text[done : match.start()], instead]
            done = match.end()
    return "".join([*parts, text[done:]])


def _number(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def _decoded(value: str, where: str) -> bytes:
    """Hex or base64 (also its URL form); never says the value itself."""
    with contextlib.suppress(ValueError):
        if len(value) == 2 * KEY_BYTES:
            return bytes.fromhex(value)
    with contextlib.suppress(binascii.Error, ValueError):
        key = base64.urlsafe_b64decode(value.replace("+", "-").replace("/", "_"))
        if len(key) == KEY_BYTES:
            return key
    raise BadConfig([(Place(where), f"不是 {KEY_BYTES} 字节的密钥（64 位十六进制或 base64）")])


def _make_key(path: Path) -> None:
    """Written whole beside its place and linked there, so that of two processes one wins and none reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
