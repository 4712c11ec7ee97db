"""十分钟上手.md, followed to the letter: each command is run and must answer as the page says."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from reportgen.cli import run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "十分钟上手.md"
COMMAND = re.compile(r"```\n\$ (?P<command>.*)\n(?P<answer>(?:.*\n)*?)```")
WORKBOOK = Path("我的总结/data/2024上半年.xlsx")
JOBS_SHEET = "xl/worksheets/sheet3.xml"

EDITS = {
    "（C3）由 1176 改成 1196，县内务工人数（F3）由 416 改成 436": {
        "C3": "1196",
        "F3": "436",
        "C8": "5302",
        "F8": "1892",
    },
    "（C4）改成 `待报`": {"C4": "待报", "C8": "4250"},
    "把 C4 改回 1052": {"C4": "1052", "C8": "5302"},
}
"""What the page tells the reader to type, and the totals that a spreadsheet program then reckons again."""


def test_the_page_works_when_followed_to_the_letter(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    followed = ""
    for step in COMMAND.finditer(page):
        words = between(page, step)
        type_what_is_told(words)
        code = run(step["command"].split()[1:])
        told = capsys.readouterr()
        answer = "".join(f"{line.rstrip()}\n" for line in (told.out + told.err).strip().splitlines())
        followed = f"{followed}{words}```\n$ {step['command']}\n{answer}```"
        assert code == (1 if "没有生成文件" in answer else 0), answer
    followed += page[list(COMMAND.finditer(page))[-1].end() :]

    if request.config.getoption("--update-golden"):
        PAGE.write_text(followed, encoding="utf-8", newline="\n")
    assert followed == PAGE.read_text(encoding="utf-8"), "run pytest --update-golden and read the diff"
    (report,) = (tmp_path / "我的总结/out").glob("*.txt")
    assert "务工就业5302人" in report.read_text(encoding="utf-8")


def between(page: str, step: re.Match[str]) -> str:
    """The words of the page from the command before to this one."""
    earlier = [match.end() for match in COMMAND.finditer(page) if match.end() <= step.start()]
    return page[max(earlier, default=0) : step.start()]


def type_what_is_told(words: str) -> None:
    """Do the edits that the words tell."""
    for told, cells in EDITS.items():
        if told in words:
            type_in(cells)


def type_in(cells: dict[str, str]) -> None:
    """Change cells of the sheet 务工就业, as a spreadsheet program does."""
    with zipfile.ZipFile(WORKBOOK) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members[JOBS_SHEET].decode()
    for cell, text in cells.items():
        old = rf'<c r="{cell}"( s="\d+")[^>]*>(<f>.*?</f>)?(?:<v>|<is>).*?</c>'
        sheet, changed = re.subn(old, typed(cell, text), sheet)
        assert changed == 1, cell
    members[JOBS_SHEET] = sheet.encode()
    with zipfile.ZipFile(WORKBOOK, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def typed(cell: str, text: str) -> str:
    """The cell as it is written after `text` was typed in."""
    if text.isdigit():
        return rf'<c r="{cell}"\1>\2<v>{text}</v></c>'
    return rf'<c r="{cell}"\1 t="inlineStr"><is><t>{text}</t></is></c>'
