"""Which kinds of report there are, and how a working folder for one is started."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from reportgen.errors import UsageError, did_you_mean
from reportgen.spec.shipped import shipped_folder

_CARD = "kind.yaml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A report kind (文种) under templates/: its English name, its Chinese one, and what it is for."""

    name: str
    title: str
    words: str
    folder: Path


def kinds() -> Iterator[Kind]:
    """Give the kinds that ship, in the order of their names."""
    for card in sorted(shipped_folder("templates").glob(f"*/{_CARD}")):
        said = yaml.safe_load(card.read_text(encoding="utf-8"))
        yield Kind(card.parent.name, said["title"], said["description"], card.parent)


def start_folder(kind: str, folder: Path) -> Path:
    """Make a working folder for a report kind, named in English or Chinese; give its report spec.

    Raises UsageError for an unknown kind, and where the folder exists and is not empty.
    """
    known = {name: found for found in kinds() for name in (found.name, found.title)}
    if kind not in known:
        listed = "、".join(f"{found.title}（{found.name}）" for found in kinds())
        raise UsageError(f"没有文种“{kind}”。{did_you_mean(kind, known, '')}现有：{listed}。")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise UsageError(f"“{folder}”已经存在并且不是空文件夹，请换一个名字。")
    shutil.copytree(
        known[kind].folder,
        folder,
        ignore=shutil.ignore_patterns(_CARD, "*.py", "out", "__pycache__"),
        dirs_exist_ok=True,
    )
    return folder / "report.yaml"
