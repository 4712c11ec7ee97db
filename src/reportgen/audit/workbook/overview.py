"""The sheet 汇总: what the chief who signs must know on one page, and room for who checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reportgen.audit.proof import Kind, Number, Proof, Source
from reportgen.audit.workbook.look import Sheet
from reportgen.audit.workbook.numbers import SHEET
from reportgen.place import Place
from reportgen.quantity.dates import print_date, read_date

_WIDTHS = (8, 18, 12, 70, 24)
_LAST = len(_WIDTHS) - 1
_MOST_LISTED = 300


def write_overview(sheet: Sheet, proof: Proof, rows: tuple[int, ...]) -> None:
    """Write the sheet: verdict, numbers by class, what to check by hand, the files drawn on, and the signatures."""
    sheet.widths(_WIDTHS)
    row = _write_title(sheet, proof)
    row = _write_signatures(sheet, row)
    row = _write_counts(sheet, row, proof)
    listed = list(zip(proof.numbers, rows, strict=True))
    for kind in (Kind.LITERAL, Kind.MISSING, Kind.DECLARED):
        row = _write_list(sheet, row, kind, [pair for pair in listed if pair[0].kind is kind])
    if proof.unused:
        sheet.across(row, 0, _LAST, f"报告说明里声明了、文中却没有的手打数字：{'、'.join(proof.unused)}", "plain")
        row += 2
    _write_files(sheet, row, proof)


def _write_title(sheet: Sheet, proof: Proof) -> int:
    head = proof.head
    sheet.across(0, 0, _LAST, "数 据 核 对 表", "title")
    sheet.height(0, 34)
    row = 1
    about = (
        ("文　件", head.title or head.document),
        ("范　围", "　".join(word for word in (head.area, head.period) if word)),
        ("数据截至", print_date(day) if (day := read_date(head.as_of)) else head.as_of),
    )
    for label, words in about:
        if words:
            sheet.across(row, 0, 1, label, "label")
            sheet.across(row, 2, _LAST, words, "text")
            row += 1
    sheet.across(row, 0, 1, "结　论", "label")
    sheet.across(row, 2, _LAST, _verdict(proof), "text", _verdict_tint(proof))
    sheet.height(row, 32)
    return row + 1


def _verdict(proof: Proof) -> str:
    summary = proof.summary
    words = f"全文数字{summary.printed}个，有出处的{summary.traced}个。"
    todo = []
    if summary.literal:
        todo.append(f"手打数字{summary.literal}个没有出处，须逐个核实（红色）")
    if summary.missing:
        todo.append(f"缺数{summary.missing}处，须补齐（黄色）")
    return words + ("；".join(todo) + "。" if todo else "没有出处不明的数字，没有缺数。")


def _verdict_tint(proof: Proof) -> str:
    return Kind.LITERAL if proof.summary.literal else Kind.MISSING if proof.summary.missing else ""


def _write_counts(sheet: Sheet, row: int, proof: Proof) -> int:
    summary = proof.summary
    sheet.text(row, 0, "序号", "heading")
    sheet.text(row, 1, "类别", "heading")
    sheet.text(row, 2, "个数", "heading")
    sheet.across(row, 3, _LAST, "说明", "heading")
    for number, kind in enumerate(Kind, start=1):
        row += 1
        count = summary.by_class[kind]
        tint = kind if count and kind in (Kind.LITERAL, Kind.MISSING) else ""
        sheet.whole(row, 0, number, tint=tint)
        sheet.text(row, 1, kind.word, "middle", tint)
        sheet.whole(row, 2, count, tint=tint)
        sheet.across(row, 3, _LAST, kind.meaning, "text", tint)
    row += 1
    sheet.across(row, 0, 1, "合　计", "label")
    sheet.whole(row, 2, summary.printed, "label")
    sheet.across(row, 3, _LAST, f"每个数字的出处见“{SHEET}”，按阅读顺序排列。", "text")
    return row + 2


def _write_list(sheet: Sheet, row: int, kind: Kind, listed: list[tuple[Number, int]]) -> int:
    """List the numbers of one class that a person should look at, each leading to its row."""
    if not listed:
        return row
    titles = {
        Kind.LITERAL: "须逐个核实的手打数字",
        Kind.MISSING: "须补齐的缺数",
        Kind.DECLARED: "有意手打的数字及理由",
    }
    sheet.across(row, 0, _LAST, f"{titles[kind]}（{len(listed)}个）", "section")
    headings = ("序号", "位置", "数字", "文中语句", "理由" if kind is Kind.DECLARED else "核实情况")
    for column, title in enumerate(headings):
        sheet.text(row + 1, column, title, "heading")
    row += 2
    tint = kind if kind is not Kind.DECLARED else ""
    for count, (number, at) in enumerate(listed[:_MOST_LISTED], start=1):
        sheet.whole(row, 0, count, tint=tint)
        sheet.jump(row, 1, SHEET, at, number.where, tint)
        sheet.text(row, 2, number.text, "number", tint)
        sheet.around(row, 3, (number.before, number.text, number.after), tint)
        sheet.text(row, 4, number.reason, "text", tint)
        row += 1
    if len(listed) > _MOST_LISTED:
        words = f"其余{len(listed) - _MOST_LISTED}个见“{SHEET}”，按“类别”筛选。"
        sheet.across(row, 0, _LAST, words, "text", tint)
        row += 1
    return row + 1


def _write_files(sheet: Sheet, row: int, proof: Proof) -> None:
    """List the workbooks that the numbers were read from, and how much of each."""
    counts = Counter(place.file for place in _places(proof))
    if not counts:
        return
    sheet.across(row, 0, _LAST, f"数据来自以下{len(counts)}个文件", "section")
    sheet.text(row + 1, 0, "序号", "heading")
    sheet.across(row + 1, 1, 2, "用到的数", "heading")
    sheet.across(row + 1, 3, 4, "文件（点击打开）", "heading")
    row += 2
    for number, (file, count) in enumerate(sorted(counts.items()), start=1):
        sheet.whole(row, 0, number)
        sheet.across(row, 1, 2, f"{count}个", "middle")
        sheet.across(row, 3, 4, file, "text")
        sheet.place(row, 3, Source(Place(file)))
        row += 1


def _places(proof: Proof) -> Iterable[Place]:
    for evidence in proof.evidence:
        if isinstance(evidence.origin, Source) and evidence.origin.place is not None:
            yield evidence.origin.place


def _write_signatures(sheet: Sheet, row: int) -> int:
    """Room for those who fill in, check and sign, on the first page."""
    sheet.across(row, 0, 2, "填报人：", "text")
    sheet.text(row, 3, "核对人：　　　　　　　　　　　　审签人：", "text")
    sheet.text(row, 4, "　　　年　　月　　日", "text")
    sheet.height(row, 30)
    return row + 2
