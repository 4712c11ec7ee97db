"""Whether the unit typed after a printed number goes with the number: 亿元 after 万元, %% and 户户 are slips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import pairwise

from reportgen.document import Run
from reportgen.errors import Finding, Severity
from reportgen.fact import Fact
from reportgen.place import Place
from reportgen.quantity.units import COUNT, SCALES, UnitError, parse_unit, unscaled

_LONGEST = 4
_BETWEEN = "* \t\u3000\xa0"
"""What may stand between a number and its unit: the sign of bold, blanks."""
_STRICT = frozenset(["户", "人", "次", "笔", "天", "人次", "户次", "场次", "亩", "公里", "吨"])
"""Measure words that may not stand for each other; 个, 名, 家, 支 and their like may (181支 + 203名 = 384个)."""
_SAME = {"名": "人", "位": "人"}
_COMPOUNDS = (
    "个体",
    "人均",
    "户均",
    "人民",
    "人才",
    "人大",
    "户籍",
    "次日",
    "次年",
    "村民",
    "村级",
    "村委",
    "元旦",
    "元宵",
)
"""Words that begin with a measure word and are none."""


def unit_findings(runs: Sequence[Run], place: Place) -> Iterator[Finding]:
    """Compare each printed number with the template's text right behind it."""
    for run, behind in pairwise(runs):
        if len(run.facts) != 1 or not behind.typed or behind.facts or run.marked:
            continue
        fact = run.facts[0]
        if isinstance(fact.value, date | str) and not fact.passage:
            if again := _said_again(run.text, behind.text.lstrip(_BETWEEN)):
                words = f"“{run.text}”已带“{again}”，后面又写了“{again}”。"
                yield Finding("TPL-UNIT", Severity.WARNING, place, words, "请删去其中之一。")
            continue
        if not isinstance(fact.value, Decimal) or fact.is_missing or run.text != fact.text:
            continue
        conflict = _conflict(fact, run.text, behind.text.lstrip(_BETWEEN))
        if conflict:
            severity = Severity.ERROR if conflict[1] else Severity.WARNING
            yield Finding("TPL-UNIT", severity, place, conflict[0], _advice(fact, behind.text.lstrip(_BETWEEN)))


def _said_again(printed: str, after: str) -> str:
    """The unit that a range or a day ends with, where it follows once more: 30—50户户, 3至5月月."""
    if not any(sign.isdecimal() for sign in printed):
        return ""
    unit = _typed_unit(after) or next((word for word in ("年", "月", "日") if after.startswith(word)), "")
    return unit if unit and printed.endswith(unit) and not after.startswith(_COMPOUNDS) else ""


def _advice(fact: Fact, after: str) -> str:
    scale = fact.look.scale
    if scale in SCALES and after.startswith(scale):
        return f"“{scale}”已经印出，后面只写“{_expected(fact)}”。"
    return "请核对数的单位，或改正后面的字。"


def _conflict(fact: Fact, printed: str, after: str) -> tuple[str, bool] | None:
    """Word what is wrong, and tell whether it is so for sure."""
    unit = parse_unit(fact.unit) if fact.unit else None
    if printed.endswith(("%", "‰")):
        if after.startswith(("%", "％", "‰")):
            return f"“{printed}”后面又写了“{after[0]}”。", True
        if after.startswith(("个百分点", "百分点")):
            return f"“{printed}”是百分比，后面不能写“个百分点”。", True
        return None
    typed = _typed_unit(after)
    if not typed or unit is None:
        return None
    shown = _shown_unit(fact, printed)
    if shown:
        same_kind = parse_unit(shown).dimension == parse_unit(typed).dimension
        again = shown == typed or (same_kind and not unit.is_count)
        return (f"“{printed}”已带单位，后面又写了“{typed}”。", not unit.is_count) if again else None
    expected = _expected(fact)
    return _disagreement(expected, typed, printed) if expected else None


def _disagreement(expected: str, typed: str, printed: str) -> tuple[str, bool] | None:
    if expected == typed:
        return None
    left, right = parse_unit(expected), parse_unit(typed)
    if left.dimension != right.dimension:
        if COUNT in (left.dimension, right.dimension) and not (left.known and right.known):
            return None
        return f"“{printed}”的单位是“{expected}”，后面却写了“{typed}”。", True
    if left.factor != right.factor:
        return f"“{printed}”以“{expected}”为单位，后面却写了“{typed}”。", True
    one, other = _SAME.get(expected, expected), _SAME.get(typed, typed)
    if one != other and {one, other} <= _STRICT:
        return f"“{printed}”的单位是“{expected}”，后面却写了“{typed}”。", False
    return None


def _typed_unit(after: str) -> str:
    """The unit that a text begins with; "" where it begins with none."""
    if after.startswith(_COMPOUNDS):
        return ""
    for length in range(min(_LONGEST, len(after)), 0, -1):
        try:
            unit = parse_unit(after[:length])
        except UnitError:
            continue
        if unit.known and unit.symbol and unit.symbol not in SCALES:
            return after[:length]
    return ""


def _shown_unit(fact: Fact, printed: str) -> str:
    """The unit that is part of the printed text."""
    candidates = [fact.look.scale or "", fact.unit]
    with suppress(UnitError):
        candidates.append(unscaled(parse_unit(fact.unit)).symbol)
    return next((unit for unit in candidates if unit and unit not in SCALES and printed.endswith(unit)), "")


def _expected(fact: Fact) -> str:
    """The unit that must follow the bare number."""
    scale = fact.look.scale or (fact.look.cut if fact.look.cut in SCALES else None)
    if scale in SCALES:
        return unscaled(parse_unit(fact.unit)).symbol
    return fact.unit
