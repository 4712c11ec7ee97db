"""PDFs are judged by what came out, and official typefaces are mapped to free ones."""

import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reportgen import pdf
from reportgen.document import Document, Paragraph, Role, Run
from reportgen.errors import Severity
from reportgen.gongwen import Typeface
from reportgen.word import write_docx


def docx_file(path: Path, words: str = "正文。") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_docx(Document((Paragraph(Role.BODY, (Run(words),)),), "题")))
    return path


def program(path: Path, script: str) -> Path:
    """A stand-in for the office program."""
    path.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_without_an_office_program_each_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(pdf, "office", lambda: None)
    conversion = pdf.convert([tmp_path / "总结.docx"], tmp_path / "out")
    assert not conversion.pdfs
    assert [(one.code, one.severity) for one in conversion.findings] == [("PDF-NO-OFFICE", Severity.ERROR)]
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in program is a script with a first line")
def test_a_program_that_ends_well_and_makes_nothing_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    silent = program(tmp_path / "soffice", "")
    monkeypatch.setattr(pdf, "office", lambda: silent)
    conversion = pdf.convert([docx_file(tmp_path / "总结.docx")], tmp_path / "out")
    assert [(one.code, one.place.file) for one in conversion.findings] == [("PDF-FAILED", "总结.docx")]
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in program is a script with a first line")
def test_a_program_that_hangs_is_ended_with_all_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    mark = tmp_path / "child-lived"
    child = f"import time, pathlib; time.sleep(2); pathlib.Path({str(mark)!r}).touch()"
    hanging = program(
        tmp_path / "soffice",
        f"import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(60)\n",
    )
    monkeypatch.setattr(pdf, "office", lambda: hanging)
    started = time.monotonic()
    conversion = pdf.convert([docx_file(tmp_path / "总结.docx")], tmp_path / "out", seconds=1)
    assert [one.code for one in conversion.findings] == ["PDF-FAILED"]
    assert time.monotonic() - started < 20
    time.sleep(2)
    assert not mark.exists()


def test_the_font_mapping_names_every_typeface_and_is_well_formed(tmp_path: Path):
    root = ElementTree.fromstring(pdf.font_mapping(tmp_path / "fonts.conf"))
    accepted = {
        alias.findtext("family"): [one.text for one in alias.findall("accept/family")]
        for alias in root.findall("alias")
    }
    assert {typeface.face for typeface in Typeface} <= set(accepted)
    assert accepted["仿宋_GB2312"].index("仿宋") < accepted["仿宋_GB2312"].index("FandolFang")
    assert [one.text for one in root.findall("match/test/string")] == ["方正小标宋简体"]


@pytest.mark.office
def test_files_of_one_name_and_a_broken_one_in_a_group_do_not_disturb_each_other(tmp_path: Path):
    good = docx_file(tmp_path / "甲" / "总结.docx", "甲的正文")
    other = docx_file(tmp_path / "乙" / "要点.docx", "乙的正文")
    broken = tmp_path / "坏.docx"
    broken.write_bytes(good.read_bytes()[:700])
    conversion = pdf.convert([good, broken, other], tmp_path / "out")
    assert set(conversion.pdfs) == {good, other}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["总结.pdf", "要点.pdf"]
    assert [one.place.file for one in conversion.findings if one.code == "PDF-FAILED"] == ["坏.docx"]


@pytest.mark.office
def test_pictures_are_drawn_page_by_page(tmp_path: Path):
    file = docx_file(tmp_path / "总结.docx", "字" * 28 * 30)
    made = pdf.convert([file], tmp_path).pdfs[file]
    pages = pdf.pictures(made, tmp_path / "页", dots_per_inch=30)
    assert [page.name for page in pages] == ["总结-1.png", "总结-2.png"]
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


@pytest.mark.office
def test_stand_ins_are_told_once_and_only_as_a_notice(tmp_path: Path):
    names = pdf.stand_ins()
    assert set(names) == set(Typeface)
    files = [docx_file(tmp_path / f"{n}.docx") for n in "12"]
    findings = pdf.convert(files, tmp_path / "out").findings
    official = all(names[one] in (one.face, *one.others) for one in Typeface)
    assert [one.code for one in findings] == ([] if official else ["PDF-TYPEFACE"])
    assert all(one.severity is Severity.NOTICE for one in findings)


def test_no_picture_without_the_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert pdf.pictures(tmp_path / "总结.pdf", tmp_path) == ()
    assert pdf.stand_ins() == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
def test_no_punctuation_is_lost_where_a_line_ends_after_a_number(tmp_path: Path):
    # Lines of every length around the end of the second line: the mark was lost at one of these.
    paragraphs = tuple(
        Paragraph(Role.BODY, (Run("清" * before), Run("5" * digits), Run("吨、村内水塘" + "清" * 8 + "。")))
        for digits in range(1, 9)
        for before in range(40, 60)
    )
    file = tmp_path / "总结.docx"
    file.write_bytes(write_docx(Document(paragraphs, "题")))
    made = pdf.convert([file], tmp_path / "out").pdfs[file]
    drawn = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, check=True).stdout.decode()
    assert (drawn.count("、"), drawn.count("。")) == (160, 160)
