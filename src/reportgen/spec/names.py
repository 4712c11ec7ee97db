"""Which names an indicator, a table or a variable may bear, and how to mend one that may not."""

from __future__ import annotations

import keyword
import re
import unicodedata
from typing import Final

_JINJA: Final = """
true false none if elif else endif for endfor set endset block endblock macro endmacro call endcall filter endfilter
include import extends from with endwith without context recursive do raw endraw autoescape ignore loop self super
caller varargs kwargs namespace range dict cycler joiner lipsum 可略 完 列举 为零
"""
_SEEN: Final = """
下级 上级 地区 上年同期 上期 上年 年初 目标 期 指标 图 表 下级统称 期间 年 截至
发文机关 成文日期 标题 名称 简称 几是 序号
"""
RESERVED: Final[dict[str, str]] = {
    **dict.fromkeys(keyword.kwlist, "算式的保留字"),
    **dict.fromkeys(_JINJA.split(), "模板的保留字"),
    **dict.fromkeys(("sum", "max", "min", "count", "rank", "abs", "round"), "算式里的函数"),
    **dict.fromkeys(_SEEN.split(), "模板里已有别的意思的字眼"),
}
"""Names that are taken, with the reason (design §3.6; Jinja's and Python's own words)."""


def trouble_with(name: str) -> tuple[str, str] | None:
    """Say what is wrong with a name, and the right way; None for a good name.

    >>> trouble_with("风险消除率")
    >>> trouble_with("完成70%以上项目数")[0]
    '“完成70%以上项目数”不能作名称：里面有“%”，模板会把它当成算式。'
    """
    folded = unicodedata.normalize("NFKC", name)
    if folded in RESERVED:
        return (
            f"“{name}”不能作名称：它是{RESERVED[folded]}。",
            f"请换一个，如“{name}数”，表头可以照旧写在 表头（title）里。",
        )
    if folded.startswith("_"):
        return f"“{name}”不能作名称：名称不能以下划线开头。", f"请改成“{folded.lstrip('_')}”。"
    if folded.isidentifier():
        return None
    if folded[:1].isdigit():
        words = f"“{name}”不能作名称：名称不能以数字开头。"
        return (
            words,
            f'请在前面加字，如“共{good_name(folded)}”；原来的写法放在 表头（title）里，模板用 指标("{name}")。',
        )
    odd = "".join(dict.fromkeys(sign for sign in folded if not f"a{sign}".isidentifier()))
    signs = "空格" if odd.isspace() else f"“{odd.strip()}”"
    sum_ = "，模板会把它当成算式" if re.search(r"[%+\-*/<>=]", odd) else ""
    better = good_name(folded)
    advice = f'名称请改成“{better}”，原来的写法放在 表头（title）里，模板用 {better} 或 指标("{name}")。'
    return f"“{name}”不能作名称：里面有{signs}{sum_}。", advice


def good_name(name: str) -> str:
    """Give the nearest name that is an identifier: without brackets and their unit, and without odd signs."""
    without_unit = re.sub(r"\([^()]*\)", "", name) or name
    return "".join(sign for sign in without_unit if f"a{sign}".isidentifier()) or "名称"
