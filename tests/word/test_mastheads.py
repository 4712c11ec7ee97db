"""Every form of a document: red head, letter, minutes, brief; what LibreOffice draws stands where the standard says."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from outline import outline
from reportgen.document import (
    Block,
    Document,
    Imprint,
    Layout,
    Masthead,
    Paragraph,
    Role,
    Run,
    Signature,
    plain_text,
    trail,
)
from reportgen.gongwen import twips
from reportgen.gongwen.mastheads import mark_look
from reportgen.pdf import convert
from reportgen.word import write_docx

POINTS_PER_MM = 72 / 25.4
SENTENCE = "今年以来，县乡村振兴局坚持把防止规模性返贫作为底线任务，“三保障”成果持续巩固。"


def one(words: str) -> tuple[Run, ...]:
    return (Run(words),)


FOOT = Imprint(
    (("抄送", one("县委办公室，县人大常委会办公室，县政府办公室，县政协办公室，县纪委监委，县财政局，县审计局")),),
    one("江州县乡村振兴局办公室"),
    one("2023年7月5日印发"),
)
RED_HEAD = Masthead(
    Layout.RED_HEAD,
    (one("江州县乡村振兴局文件"),),
    copy_no=one("000001"),
    secrecy=one("秘密★1年"),
    number=one("江乡振发〔2023〕7号"),
)
JOINT = Masthead(
    Layout.RED_HEAD,
    (one("江州县乡村振兴局"), one("江州县财政局"), one("江州县人力资源和社会保障局")),
    word=one("文件"),
    number=one("江乡振发〔2023〕7号"),
    signers=(one("张建国"), one("李明"), one("王晓燕")),
)
LETTER = Masthead(Layout.LETTER, (one("江州县乡村振兴局"),), number=one("江乡振函〔2023〕7号"))
BRIEF = Masthead(
    Layout.BRIEF,
    (one("江州乡村振兴简报"),),
    issue_no=one("第7期（总第35期）"),
    editor=one("江州县乡村振兴局办公室"),
    day=one("2023年7月5日"),
)


def made(head: Masthead, foot: Imprint, paragraphs: int) -> Document:
    blocks: tuple[Block, ...] = (
        head,
        Paragraph(Role.TITLE, one("关于上半年防止返贫监测帮扶工作情况的通报")),
        *[Paragraph(Role.BODY, one(SENTENCE * 3)) for _ in range(paragraphs)],
        Signature(one("江州县乡村振兴局"), one("2023年7月5日")),
        foot,
    )
    return Document(blocks, "通报", layout=head.layout)


FORMS = {
    "red": made(RED_HEAD, FOOT, 1),
    "red_long": made(RED_HEAD, FOOT, 10),
    "joint": made(JOINT, FOOT, 1),
    "letter": made(LETTER, Imprint(FOOT.lists, ruled=False), 9),
    "brief": made(BRIEF, Imprint((("报", one("县委")), ("送", one("县直单位"))), (), one("（共印30份）")), 2),
}


def test_masthead_and_imprint_are_in_the_trail_and_in_the_plain_text():
    texts = [line.text for line in trail(FORMS["red"]).lines]
    assert texts[:4] == ["000001", "秘密★1年", "江州县乡村振兴局文件", "江乡振发〔2023〕7号"]
    assert texts[-2:] == [f"抄送：{FOOT.lists[0][1][0].text}。", "江州县乡村振兴局办公室\t2023年7月5日印发"]
    assert plain_text(FORMS["red"]).splitlines() == texts


def test_several_signers_stand_two_a_line_and_the_number_beside_the_last_of_them():
    texts = [line.text for line in trail(FORMS["joint"]).lines]
    assert texts[3:6] == ["文件", "\t签发人：张建国　李明", "江乡振发〔2023〕7号\t　　　　王晓燕"]


def test_a_joint_mark_has_its_word_beside_all_names():
    xml = zipfile.ZipFile(io.BytesIO(write_docx(FORMS["joint"]))).read("word/document.xml").decode()
    assert xml.count("<w:vMerge") == 3
    assert xml.count('<w:jc w:val="distribute"/>') == 3


@pytest.mark.parametrize(("count", "size", "stretch"), [(10, 84, 100), (14, 60, 100), (20, 52, 85), (40, 52, 66)])
def test_a_mark_takes_the_largest_type_that_fits_and_then_narrower_characters(count, size, stretch):
    look = mark_look("江" * count, twips(156))
    assert (look.size, look.stretch) == (size, stretch)


def test_the_first_page_of_a_letter_has_no_number():
    xml = zipfile.ZipFile(io.BytesIO(write_docx(FORMS["letter"]))).read("word/document.xml").decode()
    assert "<w:titlePg/>" in xml
    assert (
        "<w:titlePg/>" not in zipfile.ZipFile(io.BytesIO(write_docx(FORMS["red"]))).read("word/document.xml").decode()
    )


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    files = []
    for name, document in FORMS.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(write_docx(document))
    convert(files, folder / "pdf")
    return {name: folder / "pdf" / f"{name}.pdf" for name in FORMS}


def words(pdf: Path) -> list[tuple[int, float, float, str]]:
    """The words of a PDF: page, top and bottom in millimetres, text."""
    out = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True).stdout.decode()
    found = []
    for page, text in enumerate(out.split("<page ")[1:], start=1):
        for top, bottom, word in re.findall(r'yMin="(.+?)" xMax=".+?" yMax="(.+?)">(.*?)</word>', text):
            found.append((page, float(top) / POINTS_PER_MM, float(bottom) / POINTS_PER_MM, word))
    return found


def ink(pdf: Path, page: int) -> list[list[tuple[int, int, int]]]:
    """The picture of a page at one point a millimetre ten times over: rows of red, green, blue."""
    from PIL import Image

    png = pdf.with_suffix(f".{page}")
    subprocess.run(
        ["pdftoppm", "-r", "254", "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, png], check=True
    )
    with Image.open(f"{png}.png") as picture:
        image = picture.convert("RGB")
        width, height = image.size
        data = image.tobytes()
    return [
        [tuple(data[(y * width + x) * 3 : (y * width + x) * 3 + 3]) for x in range(0, width, 10)]  # type: ignore[misc]
        for y in range(height)
    ]


def red_rows(pdf: Path, page: int, share: float) -> list[float]:
    """Where rows of red ink lie that take at least a share of the sheet's width, in millimetres."""
    rows = ink(pdf, page)
    is_red = [sum(1 for r, g, b in row if r > 180 and g < 120 and b < 120) for row in rows]
    return [y / 10 for y, count in enumerate(is_red) if count >= share * len(rows[0])]


def any_red(pdf: Path, page: int) -> float:
    return red_rows(pdf, page, 0.02)[0]


@pytest.mark.office
@pytest.mark.parametrize("form", ["red", "red_long", "joint"])
def test_the_mark_stands_35_millimetres_below_the_type_area(drawn, form):
    assert any_red(drawn[form], 1) == pytest.approx(72, abs=1.2)


@pytest.mark.office
def test_the_red_line_stands_4_millimetres_below_the_number_and_is_as_wide_as_the_type_area(drawn):
    assert red_rows(drawn["brief"], 1, 0.73)
    assert red_rows(drawn["joint"], 1, 0.73)
    line = red_rows(drawn["red"], 1, 0.73)
    assert line
    assert line[-1] - line[0] < 0.8
    number = next(bottom for page, _, bottom, word in words(drawn["red"]) if "江乡振发" in word)
    assert line[0] - number == pytest.approx(4, abs=1.5)


@pytest.mark.office
def test_the_imprint_stands_on_the_foot_of_the_last_page(drawn):
    for form in ("red", "red_long", "joint", "brief"):
        pages = max(page for page, *_ in words(drawn[form]))
        rows = ink(drawn[form], pages)
        dark = [sum(1 for pixel in row if max(pixel) < 90) for row in rows]
        lines = [y / 10 for y, count in enumerate(dark) if count > 0.7 * len(rows[0])]
        assert lines[-1] == pytest.approx(262, abs=0.7), form


@pytest.mark.office
def test_the_first_page_below_a_masthead_has_text(drawn):
    for form in FORMS:
        assert any(page == 1 and "今年以来" in word for page, _, _, word in words(drawn[form])), form


@pytest.mark.office
def test_a_letter_has_its_mark_and_lines_where_the_sheet_has_them(drawn):
    assert any_red(drawn["letter"], 1) == pytest.approx(30, abs=1.5)
    lines = red_rows(drawn["letter"], 1, 0.78)
    assert lines[-1] == pytest.approx(277, abs=0.5)
    assert not any(page == 1 and word == "1" and top > 262 for page, top, _, word in words(drawn["letter"]))


@pytest.mark.parametrize("form", ["red", "joint", "letter", "brief"])
def test_a_form_is_set_like_this(golden, form):
    golden(f"form_{form}.txt", outline(write_docx(FORMS[form])))
