"""Every finding code of the room stands in the table that the docs are made of."""

from __future__ import annotations

import re
from pathlib import Path

import reportgen.templating
from reportgen.errors import CODES

SOURCES = Path(reportgen.templating.__file__).parent


def test_the_codes_used_are_the_codes_documented() -> None:
    used = {code for file in SOURCES.glob("*.py") for code in re.findall(r'"(TPL-[A-Z-]+)"', file.read_text("utf-8"))}
    assert used == {code for code in CODES if code.startswith("TPL-")}
