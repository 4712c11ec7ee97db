"""Reads small workbooks that a test makes."""

from pathlib import Path

import pytest

from books import Reader


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Writes rows into a workbook in a folder of its own and reads them back."""
    return Reader(tmp_path)
