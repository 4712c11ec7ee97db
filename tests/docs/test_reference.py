"""The reference pages say what the code says, and the guides name nothing that is not there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from reportgen.errors import CODES
from reportgen.spec.keys import KEYS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("规格键.md", "过滤器.md", "命令.md", "问题代码.md")


@pytest.fixture(scope="module")
def make_reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES)
def test_each_reference_page_is_what_the_code_makes_of_it(make_reference: ModuleType, page: str) -> None:
    written = (DOCS / "reference" / page).read_text(encoding="utf-8")

    assert make_reference.references()[page] == written, "run `make docs`"


def test_every_key_and_every_code_is_in_the_reference() -> None:
    keys = (DOCS / "reference" / "规格键.md").read_text(encoding="utf-8")
    codes = (DOCS / "reference" / "问题代码.md").read_text(encoding="utf-8")

    assert [key.name for group in KEYS.values() for key in group if f"`{key.name}`" not in keys] == []
    assert [code for code in CODES if f"`{code}`" not in codes] == []


def test_every_link_between_the_pages_leads_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert dead == []
