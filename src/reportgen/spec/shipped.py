"""Where the files that travel with the package lie: in the wheel, or in the repository of an editable install."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from reportgen.errors import ReportgenError

SHIPPED: Final = "（自带）"
"""What stands before the name of a shipped file in messages."""


def shipped_folder(name: Literal["templates", "data_specs"]) -> Path:
    """Give the folder of that name; raises ReportgenError where the installation is damaged."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "shipped" / name, package.parent.parent / name):
        if folder.is_dir():
            return folder
    raise ReportgenError(f"安装不完整：找不到自带的文件夹“{name}”。请重新安装 reportgen。")
