"""The zip package of a .docx: which bytes a given set of parts becomes, the same on every machine and day."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_DEFLATED = 8
_UTF8_NAME = 0x800
_DAY, _TIME = (0 << 9) | (1 << 5) | 1, 0  # 1980-01-01 00:00, as Word itself writes


class _Member(NamedTuple):
    name: bytes
    flags: int
    crc: int
    packed: bytes
    size: int
    offset: int


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Give the package that holds the parts, in their order.

    `[Content_Types].xml` should come first, since some readers look for it there.
    """
    members: list[_Member] = []
    chunks: list[bytes] = []
    offset = 0
    for name, data in parts.items():
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8_NAME
        member = _Member(encoded, flags, zlib.crc32(data), _deflated(data), len(data), offset)
        head = _LOCAL.pack(
            b"PK\x03\x04", _VERSION, flags, _DEFLATED, _TIME, _DAY,
            member.crc, len(member.packed), member.size, len(encoded), 0,
        )  # fmt: skip
        chunks += (head, encoded, member.packed)
        offset += len(head) + len(encoded) + len(member.packed)
        members.append(member)
    directory = b"".join(_entries(members))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), offset, 0)
    return b"".join((*chunks, directory, end))


def _entries(members: Iterable[_Member]) -> Iterable[bytes]:
    for member in members:
        yield _CENTRAL.pack(
            b"PK\x01\x02", _VERSION, _VERSION, member.flags, _DEFLATED, _TIME, _DAY,
            member.crc, len(member.packed), member.size, len(member.name), 0, 0, 0, 0, 0, member.offset,
        )  # fmt: skip
        yield member.name


def _deflated(data: bytes) -> bytes:
    """Deflate by ISA-L where it has a wheel, else by zlib; equal bytes are promised for one of them only."""
    try:
        from isal import isal_zlib
    except ImportError:
        squeezer = zlib.compressobj(1, zlib.DEFLATED, -15)
        return squeezer.compress(data) + squeezer.flush()
    return isal_zlib.compress(data, 1, -15)
