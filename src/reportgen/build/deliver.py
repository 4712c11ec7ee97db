"""How a report's files reach the disk: safe names, all or nothing, and never over what a person edited."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from reportgen.errors import ReportgenError

_LONGEST_NAME = 200
"""Bytes of a file name without its endings; most file systems end at 255."""
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\]')
EDITED_MARK = "（新）"


class DeliveryError(ReportgenError):
    """A file could not be written; nothing was left half-written."""


def safe_name(title: str) -> str:
    r"""Make a file name, without ending, of a title: short, without separators, control signs, reserved names.

    >>> safe_name("青石镇 2023/上半年:简报. ")
    '青石镇 2023_上半年_简报'
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", title.replace("\n", "")))
    name = name.strip(" .\u3000")
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1]
    name = name.rstrip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def digest(data: bytes) -> str:
    """The SHA-256 by which a later build knows its own output again."""
    return hashlib.sha256(data).hexdigest()


def free_stem(folder: Path, stem: str, ending: str, known_digest: str | None) -> str:
    """Give the name to write under: `stem`, or one marked （新） where a person edited the file of that name.

    `known_digest` is what the last build wrote; a file that differs from it, or of which nothing is known, is
    taken as edited.
    """
    candidate, number = stem, 1
    while True:
        path = folder / f"{candidate}{ending}"
        if not path.exists() or (known_digest is not None and digest(path.read_bytes()) == known_digest):
            return candidate
        candidate = f"{stem}{EDITED_MARK}" if number == 1 else f"{stem}（新{number}）"
        known_digest = None if number > 1 else digest_beside(folder, candidate)
        number += 1


def same_or_free(folder: Path, stem: str, ending: str, data: bytes) -> str:
    """Give the name to write a copy under: `stem`, or one marked （新） where a different file has that name."""
    candidate, number = stem, 1
    while (path := folder / f"{candidate}{ending}").exists() and not (path.is_file() and path.read_bytes() == data):
        candidate = f"{stem}{EDITED_MARK}" if number == 1 else f"{stem}（新{number}）"
        number += 1
    return candidate


def digest_beside(folder: Path, stem: str) -> str | None:
    """The document digest that the proof beside a report remembers, or None."""
    import json

    try:
        return str(json.loads((folder / f"{stem}.proof.json").read_text(encoding="utf-8"))["document"]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: beside their places first, flushed to disk, then renamed.

    Raises DeliveryError with what to do, e.g. where a file is open in Word or the disk is full.
    """
    staged: list[tuple[Path, Path]] = []
    with contextlib.ExitStack() as cleanup:
        for path, data in files.items():
            with _told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=".reportgen-", suffix=".tmp")
                temporary = Path(name)
                cleanup.callback(temporary.unlink, missing_ok=True)
                staged.append((temporary, path))
                _write(handle, temporary, data)
        for path in files:
            with _told(path):
                _check_replaceable(path)
        for temporary, path in staged:
            with _told(path):
                temporary.replace(path)


def _check_replaceable(path: Path) -> None:
    """Find out before the first file is replaced whether a later one is open in Word, write-protected or a folder."""
    if path.exists():
        with path.open("r+b"):
            pass


def _write(handle: int, temporary: Path, data: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    # mkstemp makes private files; a report is read by the whole office.
    temporary.chmod(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the system's refusals into words a user can act on."""
    try:
        yield
    except PermissionError as error:
        raise DeliveryError(
            f"“{path}”写不进去：文件可能正在 Word 或 WPS 中打开，或者文件夹没有写权限。请关闭后重试。"
        ) from error
    except IsADirectoryError as error:
        raise DeliveryError(f"“{path}”是文件夹，写不成文件。请改名或移走它。") from error
    except NotADirectoryError as error:
        raise DeliveryError(f"“{path.parent}”不是文件夹，请换一个输出位置。") from error
    except FileExistsError as error:
        raise DeliveryError(f"“{path.parent}”已有同名的文件，建不成文件夹，请换一个输出位置。") from error
    except OSError as error:
        raise DeliveryError(f"“{path}”写不进去：{error.strerror or error}。") from error
