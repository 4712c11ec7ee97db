"""What LibreOffice draws from our documents: lines, characters, typefaces, page numbers, signatures."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.document import AttachmentNote, Block, Cell, Document, Paragraph, Role, Run, Signature, Table
from reportgen.pdf import convert, office, stand_ins
from reportgen.word import write_docx

pytestmark = pytest.mark.office

POINTS_PER_MM = 72 / 25.4
SENTENCE = "今年以来，县乡村振兴局坚持把防止规模性返贫作为底线任务，“三保障”成果持续巩固。"


def text(role: Role, words: str) -> Paragraph:
    return Paragraph(role, (Run(words),))


def review() -> Document:
    blocks: tuple[Block, ...] = (
        text(Role.TITLE, "江州县乡村振兴局工作总结"),
        text(Role.HEADING_1, "一、情况"),
        text(Role.HEADING_2, "（一）监测"),
        *[text(Role.BODY, SENTENCE * 3) for _ in range(9)],
        AttachmentNote(((Run("情况表"),),)),
        Signature((Run("江州县乡村振兴局"),), (Run("2023年7月5日"),)),
    )
    return Document(blocks, "总结")


def long_table() -> Document:
    rows = tuple((Cell((Run(str(n)),)), Cell((Run(f"青石{n}村"),))) for n in range(80))
    head = ((Cell((Run("序号"),)), Cell((Run("村名"),))),)
    return Document((text(Role.TITLE, "情况表"), Table(head, rows)), "表")


def barely_full() -> Document:
    """A text that leaves no room for the signature on its page."""
    lines = [text(Role.BODY, f"第{n}条内容。") for n in range(1, 22)]
    return Document((*lines, Signature((Run("县民政局"),), (Run("2023年7月5日"),))), "条")


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


class Pdf:
    def __init__(self, path: Path) -> None:
        self.path = path

    def pages(self) -> list[list[str]]:
        """The lines of each page, without blanks: LibreOffice 7.4 puts some beside digits whatever we say."""
        out = subprocess.run(["pdftotext", "-layout", self.path, "-"], capture_output=True, check=True).stdout
        pages = (page.replace(" ", "") for page in out.decode().split("\f")[:-1])
        return [[line for line in page.splitlines() if line] for page in pages]

    def words(self, page: int) -> list[Word]:
        """The words of a page with their boxes in millimetres."""
        command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), self.path, "-"]
        out = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        found = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', out)
        return [Word(words, *(float(one) / POINTS_PER_MM for one in box)) for *box, words in found]

    def fonts(self) -> str:
        return subprocess.run(["pdffonts", self.path], capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Pdf]]:
    assert office() is not None
    folder = tmp_path_factory.mktemp("pages")
    documents = {
        "full": Document((text(Role.BODY, "字" * 28 * 22 * 3),), "满版"),
        "review": review(),
        "table": long_table(),
        "barely": barely_full(),
    }
    files = [folder / f"{name}.docx" for name in documents]
    for file, document in zip(files, documents.values(), strict=True):
        file.write_bytes(write_docx(document))
    conversion = convert(files, folder / "pdf")
    yield {file.stem: Pdf(pdf) for file, pdf in conversion.pdfs.items()}
    shutil.rmtree(folder, ignore_errors=True)


def test_a_full_page_holds_22_lines_of_28_characters(drawn: dict[str, Pdf]):
    first, second, *_ = drawn["full"].pages()
    assert [len(line) for line in second[:-1]] == [28] * 22
    assert [len(line) for line in first[:-1]] == [26] + [28] * 21
    assert (first[-1], second[-1]) == ("—1—", "—2—")


def test_the_type_area_stands_37_and_28_millimetres_from_the_edges(drawn: dict[str, Pdf]):
    lines = [word for word in drawn["full"].words(2) if "字" in word.text]
    assert min(word.left for word in lines) == pytest.approx(28, abs=1)
    assert max(word.right for word in lines) == pytest.approx(28 + 156, abs=1)
    tops = sorted(word.top for word in lines)
    assert tops[0] == pytest.approx(37 + 2.3, abs=2)
    assert all(after - before == pytest.approx(10.21, abs=0.1) for before, after in pairwise(tops))


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(drawn: dict[str, Pdf]):
    for page in (1, 2, 3):
        number = [word for word in drawn["full"].words(page) if "字" not in word.text]
        assert "".join(word.text for word in number) == f"—{page}—"
        if page % 2:
            assert number[-1].right == pytest.approx(210 - 26 - 4.9, abs=0.7)
        else:
            assert number[0].left == pytest.approx(28 + 4.9, abs=0.7)
        middle = (number[0].top + number[0].bottom) / 2
        assert middle == pytest.approx(269, abs=1.5)


def test_each_role_is_drawn_in_a_typeface_of_its_own(drawn: dict[str, Pdf]):
    if any("Fandol" not in family and "Noto" not in family for family in stand_ins().values()):
        pytest.skip("needs the free typefaces (.ci/fonts.sh installs them)")
    fonts = drawn["review"].fonts()
    for name in ("FandolFang", "FandolKai", "NotoSansCJK", "FandolSong", "NotoSerifCJK"):
        assert name in fonts


def test_the_signature_is_never_alone_on_its_page(drawn: dict[str, Pdf]):
    first, second = drawn["barely"].pages()
    assert second[0] == "第21条内容。"
    assert second[1:3] == ["县民政局", second[2]]
    assert len(first) == 21


def test_a_long_table_repeats_its_head_on_every_page(drawn: dict[str, Pdf]):
    pages = drawn["table"].pages()
    assert len(pages) >= 3
    assert all("序号" in page[0] or "序号" in page[1] for page in pages)


def test_the_dates_first_character_stands_two_right_of_the_authoritys(drawn: dict[str, Pdf]):
    words = [word for page in range(1, 4) for word in drawn["review"].words(page)]
    authority = next(word for word in reversed(words) if word.text == "江州县乡村振兴局")
    day = next(word for word in words if word.text.startswith("2023") and word.top > authority.top)
    assert day.left - authority.left == pytest.approx(2 * 5.57, abs=0.7)
