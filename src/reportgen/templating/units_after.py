"""Whether the unit typed after a printed number goes with the number: 亿元 after 万元, %% and 户户 are slips."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import takewhile

from reportgen.document import Run
from reportgen.errors import Finding, Severity
from reportgen.fact import Fact
from reportgen.place import Place
from reportgen.quantity.units import COUNT, SCALES, UnitError, parse_unit, split_scale, unscaled

_LONGEST = 6
_BETWEEN = "* \t\u3000\xa0\n"
"""What may stand between a number and its unit: the sign of bold, blanks, a heading's line break."""
_STRICT = frozenset(["户", "人", "次", "笔", "天", "人次", "户次", "场次", "亩", "公里", "吨"])
"""Measure words that may not stand for each other; 个, 名, 家, 支 and their like may (181支 + 203名 = 384个)."""
_SAME = {"名": "人", "位": "人"}
_COMPOUNDS = tuple(
    "个体 人均 人民 人才 人大 人口 人员 人力 人工 人居 人家 户均 户籍 户主 户口 户用 户外 户厕 户通 "  # noqa: SIM905
    "亩均 次日 次年 村民 村级 村委 元旦 元宵".split()
)
"""Words that begin with a measure word and are none."""
_NEVER_TWICE = frozenset(["户", "人", "人次", "户次", "场次"])
"""Measure words that do not begin the thing counted: 项项目 and 村村民 are right Chinese, 户户 is not."""
_VAGUE = re.compile(r"[余多来几](?!元[化发融共])")
_SCALE = re.compile("万亿|千万|百万|十万|[万亿千百]")
_BARE_SCALE = re.compile(r"(万亿|万|亿)(?:[余多])?(?![\u4e00-\u9fff])")
_PERCENT = ("%", "％", "‰")
_POINTS = ("个百分点", "百分点")


def unit_findings(runs: Sequence[Run], place: Place) -> Iterator[Finding]:
    """Compare each printed number with the template's text right behind it."""
    for position, run in enumerate(runs):
        if not run.facts or run.marked:
            continue
        # A unit may be cut in two by bold: 亿**元**.
        behind = takewhile(lambda other: other.typed and not other.facts and not other.marked, runs[position + 1 :])
        after = "".join(other.text for other in behind).lstrip(_BETWEEN)
        if after:
            yield from _behind_number(run, after, place)


def _behind_number(run: Run, after: str, place: Place) -> Iterator[Finding]:
    fact = run.facts[0]
    if len(run.facts) == 1 and isinstance(fact.value, Decimal) and run.text == fact.text:
        if not fact.is_missing and (conflict := _conflict(fact, run.text, after)):
            severity = Severity.ERROR if conflict[1] else Severity.WARNING
            yield Finding("TPL-UNIT", severity, place, conflict[0], _advice(fact, after))
    elif not any(one.passage for one in run.facts):
        if conflict := _after_percent(run.text, after):
            yield Finding("TPL-UNIT", Severity.ERROR, place, conflict[0], "请删去后面的。")
        elif again := _said_again(run.text, after):
            words = f"“{run.text}”已带“{again}”，后面又写了“{again}”。"
            yield Finding("TPL-UNIT", Severity.WARNING, place, words, "请删去其中之一。")


def _said_again(printed: str, after: str) -> str:
    """The unit that words or a day end with, where it follows once more: 30—50户户, 同比增加3户户, 3至5月月."""
    if not any(sign.isdecimal() for sign in printed):
        return ""
    unit = _typed_unit(after) or next((word for word in ("年", "月", "日") if after.startswith(word)), "")
    return unit if unit and printed.endswith(unit) and _is_twice(unit, after) else ""


def _is_twice(unit: str, after: str) -> bool:
    """Whether a text behind a unit says the unit once more, and does not begin a word with it (户均, 项目, 年底)."""
    if not after.startswith(unit) or after.startswith(_COMPOUNDS):
        return False
    if unit in _NEVER_TWICE or parse_unit(unit).dimension != COUNT:
        return True
    return not "\u4e00" <= after[len(unit) : len(unit) + 1] <= "\u9fff"


def _advice(fact: Fact, after: str) -> str:
    scale = fact.look.scale
    if scale in SCALES and after.startswith(scale):
        return f"“{scale}”已经印出，后面只写“{_expected(fact)}”。"
    return "请核对数的单位，或改正后面的字。"


def _conflict(fact: Fact, printed: str, after: str) -> tuple[str, bool] | None:
    """Word what is wrong, and tell whether it is so for sure."""
    if printed.endswith((*_PERCENT, *_POINTS)):
        return _after_percent(printed, after)
    unit = parse_unit(fact.unit) if fact.unit else None
    if unit is None:
        return None
    shown = _shown_unit(fact, printed)
    # 1753余万户 and 1753万余户 are as wrong as 1753万户.
    exact = _without_vagueness(after)
    typed = _typed_unit(exact)
    if not typed:
        return _bare_scale(shown, _expected(fact), printed, exact)
    if shown:
        same_kind = parse_unit(shown).dimension == parse_unit(typed).dimension
        again = _is_twice(shown, after) if shown == typed else same_kind and not unit.is_count
        return (f"“{printed}”已带单位，后面又写了“{typed}”。", not unit.is_count) if again else None
    expected = _expected(fact)
    if not expected:
        return None
    if _is_twice(typed, exact[len(typed) :].lstrip(_BETWEEN)):
        return f"“{printed}”后面写了两个“{typed}”。", not unit.is_count
    return _disagreement(expected, typed, printed)


def _after_percent(printed: str, after: str) -> tuple[str, bool] | None:
    """What is wrong behind a text that ends with % or 个百分点: %%, %个百分点, 个百分点%."""
    points = printed.endswith(_POINTS)
    if not points and not printed.endswith(_PERCENT):
        return None
    if after.startswith(_PERCENT):
        if points:
            return f"“{printed}”是百分点，后面不能写“{after[0]}”。", True
        return f"“{printed}”后面又写了“{after[0]}”。", True
    if after.startswith(_POINTS):
        if points:
            return f"“{printed}”后面又写了“百分点”。", True
        return f"“{printed}”是百分比，后面不能写“个百分点”。", True
    return None


def _without_vagueness(after: str) -> str:
    """The unit behind 余 and 多: 余万户, 万余户 → 万户."""
    if vague := _VAGUE.match(after):
        return after[vague.end() :]
    scale = _SCALE.match(after)
    if scale and (vague := _VAGUE.match(after, scale.end())) and _typed_unit(after[vague.end() :]):
        return scale[0] + after[vague.end() :]
    return after


def _bare_scale(shown: str, expected: str, printed: str, after: str) -> tuple[str, bool] | None:
    """万 or 亿 that no unit follows: 6248.35亿，"""
    scale = _BARE_SCALE.match(after)
    if scale is None or not expected:
        return None
    if shown:
        return f"“{printed}”已带单位，后面又写了“{scale[1]}”。", True
    if split_scale(expected)[0] == scale[1]:
        return None
    return f"“{printed}”以“{expected}”为单位，后面却写了“{scale[1]}”。", True


def _disagreement(expected: str, typed: str, printed: str) -> tuple[str, bool] | None:
    if "/" in expected and not {"/", "每"} & set(typed):
        # 每亩租金800元: what it is for stands elsewhere in the sentence.
        expected = expected.split("/")[0]
    elif "/" not in expected:
        typed = typed.split("每")[0]
    if expected == typed:
        return None
    left, right = parse_unit(expected), parse_unit(typed)
    if left.dimension != right.dimension:
        if COUNT in (left.dimension, right.dimension) and not (left.known and right.known):
            return None
        return f"“{printed}”的单位是“{expected}”，后面却写了“{typed}”。", True
    if left.factor != right.factor:
        return f"“{printed}”以“{expected}”为单位，后面却写了“{typed}”。", True
    if left.is_percent and (expected in _POINTS) != (typed in _POINTS):
        return f"“{printed}”是百分点，后面却写了“{typed}”。", True
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
