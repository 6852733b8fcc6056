"""Passwords and secrets: argon2 by pwdlib, TOTP (RFC 6238) by pyotp, random links and cookies. The only module that knows them."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime
from hashlib import sha256

import pyotp
from pwdlib import PasswordHash

SHORTEST, LONGEST = 10, 200
"""Length matters, classes of characters do not (NIST SP 800-63B, 5.1.1.2 asks 8; ten here, for there is no second factor by default)."""
_HASHES = PasswordHash.recommended()
_NOBODY = _HASHES.hash("nobody has this password")
_STEPS_AROUND = 1


def weak(password: str, name: str) -> str:
    """Why a password may not be chosen, for a person; "" when it may."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"密码要 {SHORTEST} 到 {LONGEST} 个字符"
    if len(set(password)) < 4 or name.lower() in password.lower():
        return "这个密码太好猜：不要用登录名，不要只用两三个字符"
    return ""


async def hashed(password: str) -> str:
    """The hash of a password, made on another thread: it takes 50 ms on purpose."""
    return await asyncio.to_thread(_HASHES.hash, password)


async def matches(password: str, secret: str) -> bool:
    """Whether a password has this hash; takes as long when there is none ("")."""
    return await asyncio.to_thread(_HASHES.verify, password[:LONGEST], secret or _NOBODY) and bool(secret)


def token() -> str:
    """Something that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(of: str) -> str:
    """Under what a token is kept: whoever reads the database cannot use it."""
    return sha256(of.encode()).hexdigest()


def second_secret() -> str:
    """A new secret of a second factor, base32."""
    return pyotp.random_base32()


def second_address(secret: str, name: str, issuer: str) -> str:
    """What an authenticator app reads: ``otpauth://…``."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def second_step(secret: str, code: str, at: datetime) -> int | None:
    """The half minute to which a code belongs, one before or after ``at`` (aware) allowed; None when it is wrong."""
    totp, step = pyotp.TOTP(secret), int(at.timestamp()) // 30
    near = range(step - _STEPS_AROUND, step + _STEPS_AROUND + 1)
    return next((n for n in near if secrets.compare_digest(totp.at(n * 30), code.strip())), None)
