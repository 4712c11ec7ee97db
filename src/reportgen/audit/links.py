"""How one opens the place of a fact from where the proof lies: relative links to files, sheets and cells."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from reportgen.place import Place, address

# Written by us, the path holds only what every office program takes as it stands; Chinese stays readable.
_UNSAFE = set(' "#%<>?[\\]^`{|}')
_LONGEST = 2000
_OWN_FOLDER = re.compile(r"(?:^|/)(?:home|Users|用户|Documents and Settings)/[^/]+/")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the proof lies, and the report spec's folder, to which a place's file is relative; both absolute."""

    proof: Path
    spec: Path


def link(place: Place | None, folders: Folders, rows: tuple[int, ...] = (), *, turned: bool = False) -> str:
    """Give "../data/x.xlsx#'表'!C7", the link from the proof to a place; "" where there is nothing to open.

    Nothing to open: no place, a file that ships with the program, a DataFrame, a file on another drive, one whose way
    leads through a user's own folder and would tell his name. `rows` counted in a sheet lead
    to the first of them; they are columns where the table lies on its side (`turned`).
    """
    if place is None or not place.file or place.file.startswith(("（", "DataFrame ")):
        return ""
    target = _to_file(place.file, folders)
    if target and place.sheet is not None:
        cell = place.cell or address("1" if turned else "A", rows[0] if rows else 1)
        target += f"#{sheet_reference(place.sheet)}!{cell}"
    return target if len(target) <= _LONGEST else ""


@lru_cache(maxsize=256)
def _to_file(file: str, folders: Folders) -> str:
    """The relative link to a file; thousands of cells share a few workbooks."""
    try:
        path = os.path.relpath(folders.spec / file, folders.proof)
    except ValueError:
        return ""
    if names_a_user(Path(path).as_posix()):
        return ""
    return "".join(quote(sign) if sign in _UNSAFE else sign for sign in Path(path).as_posix())


def names_a_user(path: str) -> bool:
    """Whether a path leads through a user's own folder, which is called by his name.

    >>> names_a_user("../../home/zhang/data/x.xlsx"), names_a_user("../data/x.xlsx")
    (True, False)
    """
    return _OWN_FOLDER.search(path) is not None


def sheet_reference(title: str) -> str:
    """Quote a sheet's title for use before `!`.

    >>> sheet_reference("县'本级")
    "'县''本级'"
    """
    doubled = title.replace("'", "''")
    return f"'{doubled}'"
