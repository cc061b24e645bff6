"""Secrets that leave the server: made at random, kept as hashes, compared in constant time."""

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """A URL-safe secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored of a secret: its SHA-256 in hex. A random secret needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign(key: bytes, purpose: str, value: str) -> str:
    """HMAC-SHA-256 of `value` for one `purpose`, in hex."""
    return hmac.new(key, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()


def is_signed(key: bytes, purpose: str, value: str, signature: str) -> bool:
    """Whether `signature` is ours for this purpose and value."""
    return hmac.compare_digest(sign(key, purpose, value).encode(), signature.encode())
