"""Which slips a printed line shows by itself: a word said twice where text meets a filter's words, a minus sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.document import Run
from reportgen.errors import Finding, Severity
from reportgen.place import Place

_OPENINGS = (
    "较上年同期",
    "较上期",
    "较上年",
    "较年初",
    "完成率",
    "同比",
    "环比",
    "其中",
    "约",
    "占",
    "居",
)
"""Words that filters begin with, and that a hand likes to write before the braces as well; the longer ones first."""


def slip_findings(runs: Sequence[Run], place: Place) -> Iterator[Finding]:
    """Tell doubled words and negative numbers of one line."""
    for typed, printed in pairwise(runs):
        if not typed.typed or typed.facts:
            continue
        word = next((w for w in _OPENINGS if printed.text.startswith(w) and typed.text.endswith(w)), "")
        if word:
            words = f"“{word}”写了两遍：前面的字里有，“{printed.text}”里也有。"
            yield Finding("TPL-TWICE", Severity.WARNING, place, words, "过滤器会印出这个词，请删去前面手写的。")
    for run in runs:
        if len(run.facts) != 1 or run.marked:
            continue
        fact = run.facts[0]
        if isinstance(fact.value, Decimal) and fact.value < 0 and run.text.startswith("-"):
            words = f"印出来的是负数“{run.text}{fact.unit if fact.unit not in run.text else ''}”。"
            advice = "公文里不写负号：先判断，大于0才印这句（{% if 甲 > 乙 %}…{% endif %}）；要说增减的，用“较(…)”。"
            yield Finding("TPL-NEGATIVE", Severity.WARNING, place, words, advice)
