"""The HTML page says and shows what the document says, and fetches nothing."""

import re
from collections.abc import Callable

from lxml import html

from reportgen.document import (
    Align,
    AttachmentNote,
    Block,
    Cell,
    Document,
    Paragraph,
    Role,
    Run,
    Signature,
    Table,
    trail,
)
from reportgen.gongwen import LOOKS
from reportgen.html import write_html


def text(role: Role, *runs: str | Run) -> Paragraph:
    return Paragraph(role, tuple(Run(run) if isinstance(run, str) else run for run in runs))


def page(*blocks: Block, title: str = "工作总结") -> html.HtmlElement:
    return html.document_fromstring(write_html(Document(blocks, title)))


REVIEW = (
    text(Role.TITLE, "江州县乡村振兴局2023年上半年工作总结及下半年工作安排"),
    text(Role.RECIPIENT, "县委农村工作领导小组："),
    text(Role.HEADING_1, "一、情况"),
    text(Role.HEADING_2, "（一）抓监测。", Run("全县", role=Role.BODY), Run("【缺：率】", marked=True, role=Role.BODY)),
    text(Role.BODY, Run("抓产业。", bold=True), "一是……"),
    Table(
        ((Cell((Run("乡镇"),)), Cell((Run("户"),))),),
        ((Cell((Run("合计"),)), Cell((Run("35"),), Align.RIGHT)),),
        caption=(Run("表1　监测对象"),),
        total=(0,),
    ),
    AttachmentNote(((Run("情况表"),), (Run("名单"),))),
    Signature((Run("江州县乡村振兴局"),), (Run("2023年7月5日"),)),
)


def test_a_review_becomes_this_page(golden: Callable[[str, str], None]):
    made = write_html(Document(REVIEW, "江州县乡村振兴局工作总结"))
    golden("half_year_review.html", made)


def test_the_page_holds_every_line_of_the_document_in_order():
    root = page(*REVIEW)
    lines = [element.text_content() for element in root.find(".//main").iter("h1", "h2", "h3", "p", "th", "td")]
    assert lines == [line.text for line in trail(Document(REVIEW, "")).lines]


def test_headings_are_headings_and_a_run_in_heading_goes_over_to_body():
    root = page(*REVIEW)
    assert [element.tag for element in root.find(".//main").iter("h1", "h2", "h3")] == ["h1", "h2", "h3"]
    (run_in, marked) = root.findall(".//h3/span")
    assert (run_in.get("class"), run_in.text_content()) == ("body", "全县")
    assert marked.find("mark") is not None


def test_a_long_title_breaks_as_in_the_document():
    assert len(page(*REVIEW).findall(".//h1/br")) == 1


def test_markup_in_data_stays_text():
    root = page(text(Role.BODY, "<script>alert(1)</script>&amp;\x00\x0b甲"), title="</title><b>题</b>")
    assert root.find(".//main").text_content().strip() == "<script>alert(1)</script>&amp;甲"
    assert root.findall(".//script") == []
    assert root.findtext(".//title") == "</title><b>题</b>"


def test_nothing_is_fetched_and_nothing_runs():
    made = write_html(Document(REVIEW, "题"))
    assert not re.search(r"(?i)https?:|url\(|@import|<script|<link|<img|javascript:", made)


def test_every_role_has_its_rule():
    made = write_html(Document((), "题"))
    for role, look in LOOKS.items():
        rule = re.search(rf"(?m)^\.{role.name.lower().replace('_', '-')} {{ (.*) }}$", made)
        assert rule is not None
        assert look.typeface.face in rule[1]
        assert f"{look.size / 2:g}pt" in rule[1]
