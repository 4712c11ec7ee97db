"""Which elements of `公文:` each layout needs, and which it has a place for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.errors import Finding, Severity
from reportgen.spec.keys import KEYS, names_of
from reportgen.spec.model import ReportSpec

_BODY = frozenset({"authority", "date", "to", "attachments", "note", "seal"})
_TOP = frozenset({"copy_no", "secrecy", "urgency"})
_PERIODICAL = frozenset({"authority", "date", "attachments", "note", "masthead", "issue_no", "editor"}) | _TOP
_PRINTED: Mapping[str, frozenset[str]] = {
    "plain": _BODY,
    "red_head": _BODY | _TOP | {"number", "signers", "masthead", "cc", "printed_by", "printed_on"},
    "letter": _BODY | _TOP | {"number", "masthead", "cc"},
    "minutes": _PERIODICAL | {"number", "present", "absent", "attending", "cc", "printed_by", "printed_on"},
    "brief": _PERIODICAL | {"preface", "report_to", "send_to", "issue_to", "copies"},
    "news": frozenset({"authority", "date", "attachments", "note", "byline"}),
}
"""What each layout prints of `document:` (GB/T 9704-2012 §7, §10)."""
# What each layout cannot do without: any of these keys, and how to write the first.
_NEEDED: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "red_head": (
        (("authority", "masthead"), "发文机关: 江州县乡村振兴局"),
        (("number",), "发文字号: 江乡振发〔2023〕7号"),
    ),
    "letter": (
        (("authority", "masthead"), "发文机关: 江州县乡村振兴局"),
        (("number",), "发文字号: 江乡振函〔2023〕7号"),
    ),
    "minutes": ((("masthead",), "纪要名称: 江州县乡村振兴局局长办公会议纪要"),),
    "brief": ((("masthead",), "简报名称: 江州乡村振兴简报"), (("issue_no",), "期号: 第7期（总第35期）")),
}
_INSTEAD = {
    ("brief", "to"): "简报没有主送，请写在 报、送 或 发 里。",
    ("brief", "cc"): "简报没有抄送，请写在 报、送 或 发 里。",
}


def check_form(report: ReportSpec) -> Iterator[Finding]:
    """Find what the layout needs and nobody wrote, and what is written and would not be printed."""
    form = report.document
    title = _title(report.layout)
    for names, example in _NEEDED.get(report.layout, ()):
        if not any(getattr(form, name) for name in names):
            place = form.at() if form.at().file else report.at("layout")
            words = f"{title}版式缺少“{_chinese(names[0])}”。"
            yield Finding("SPEC-REQUIRED", Severity.ERROR, place, words, f"请在“公文”下面加上 {example}")
    for name, key in names_of("document").items():
        if name != key.name or name not in form.places or not getattr(form, name):
            continue
        if name not in _PRINTED[report.layout]:
            words = f"{title}版式没有“{key.chinese[0]}”的位置，公文里不会印出。"
            advice = _INSTEAD.get((report.layout, name)) or f"请删去，或改用有它的版式：{_layouts_with(name)}。"
            yield Finding("SPEC-NOT-PRINTED", Severity.WARNING, form.at(name), words, advice)


def _chinese(name: str) -> str:
    return names_of("document")[name].chinese[0]


def _layouts_with(name: str) -> str:
    return "、".join(_title(layout) for layout, printed in _PRINTED.items() if name in printed)


def _title(layout: str) -> str:
    key = next(one for one in KEYS["report"] if one.name == "layout")
    return key.values[layout][0]
