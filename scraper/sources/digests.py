"""Digests as WARC files write them: `sha1:` and base32 customarily, others and hex as well."""

import base64
import binascii
import hashlib

_SIZES = {"sha1": 20, "sha256": 32, "sha512": 64, "md5": 16}  # bytes


def matches(stated: str, *payloads: bytes) -> bool:
    """Whether one of the payloads has the stated digest; True where it cannot be checked."""
    name, wanted = _parse(stated)
    if wanted is None:
        return True
    made = (hashlib.new(name, data, usedforsecurity=False).digest() for data in payloads)
    return wanted in made


def is_digest(stated: str) -> bool:
    """Whether a digest is stated that `matches` can check."""
    return _parse(stated)[1] is not None


def _parse(stated: str) -> tuple[str, bytes | None]:
    """Algorithm and digest: None where none is stated or nobody here knows the algorithm.

    Without the algorithm's name it is SHA-1, as in CDX, or nothing that any payload has.
    """
    name, colon, text = stated.strip().partition(":")
    if name and not colon:
        name, text = "sha1", name
    name = name.lower().replace("-", "")
    size = _SIZES.get(name)
    if size is None:
        return name, None
    try:
        if len(text) == 2 * size:
            return name, bytes.fromhex(text)
        digest = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (ValueError, binascii.Error):
        return name, b""
    return name, digest if len(digest) == size else b""
