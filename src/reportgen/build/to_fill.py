"""What a value still to be filled looks like (待填), and where a report spec holds one: nothing is built with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.errors import Finding, Severity
from reportgen.place import Place
from reportgen.spec.model import ReportSpec

TO_FILL: Final = "待填"


def to_fill(report: ReportSpec) -> Iterator[Finding]:
    """Tell each value of the spec that is still to be filled; a date says so itself, as it is none."""
    texts: list[tuple[str, str, Place]] = [
        ("标题", report.title, report.at("title")),
        ("副标题", report.subtitle, report.at("subtitle")),
        ("文件名", report.file_name, report.at("file_name")),
    ]
    document = report.document
    texts += [
        ("发文字号", document.number, document.at("number")),
        ("期号", document.issue_no, document.at("issue_no")),
        ("份号", document.copy_no, document.at("copy_no")),
        ("附注", document.note, document.at("note")),
    ]
    texts += [(name, str(one.value), one.at("value")) for name, one in report.facts.items()]
    texts += [(name, text, report.at(f"with.{name}")) for name, text in report.with_.items() if isinstance(text, str)]
    for name, text, place in texts:
        if TO_FILL in text:
            words = f"“{name}”还没有填（现在是“{text}”）。"
            yield Finding("BUILD-TO-FILL", Severity.ERROR, place, words, f"请把“{TO_FILL}”换成本期的内容。")
