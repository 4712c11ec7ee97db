"""A template saved by WPS or 记事本 in its own way gives the same document."""

import shutil

import pytest

from reportgen.build import prepare
from reportgen.build.produce import produce
from reportgen.document import plain_text
from reportgen.spec.shipped import shipped_folder

_WIDE = str.maketrans({"{": "｛", "}": "｝", "%": "％", "|": "｜"})


def _text(folder):
    prepared = prepare(folder / "report.yaml")
    assert not prepared.findings
    return plain_text(produce(prepared, prepared.report.area).document)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(shipped_folder("templates") / "work_summary", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_change_nothing(folder, encoding, newline):
    (template,) = (path for path in folder.glob("*.txt"))
    typed, expected = template.read_text(encoding="utf-8"), _text(folder)
    template.write_bytes(typed.replace("\n", newline).encode(encoding))
    assert _text(folder) == expected


def test_full_width_braces_pipes_and_percent_signs_of_tags_change_nothing(folder):
    (template,) = (path for path in folder.glob("*.txt"))
    typed, expected = template.read_text(encoding="utf-8"), _text(folder)
    pieces = typed.replace("}}", "}}\0").replace("%}", "%}\0").replace("{{", "\0{{").replace("{%", "\0{%").split("\0")
    wide = "".join(piece.translate(_WIDE) if piece.startswith(("{{", "{%")) else piece for piece in pieces)
    template.write_text(wide, encoding="utf-8")
    assert "｛｛" in wide
    assert _text(folder) == expected
