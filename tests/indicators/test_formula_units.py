"""The unit algebra of design §3.1, formula by formula."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpleeval import EvalWithCompoundTypes

from reportgen.indicators.algebra import AlgebraError, Operand, compiled, dimension_words
from reportgen.indicators.expression import Fault, parse
from reportgen.quantity.units import parse_unit

UNITS = {
    "户数": "户",
    "人数": "人",
    "党员": "名",
    "队伍": "支",
    "项目": "个",
    "资金": "万元",
    "补助": "元",
    "支出率": "%",
    "面积": "亩",
    "林地": "公顷",
    "里程": "公里",
    "水渠": "米",
    "人口": "万人",
    "均价": "元/公斤",
    "产量": "吨",
}


def resolve(reference):
    if reference.name not in UNITS:
        return Fault(f"没有{reference.name}", unknown=True)
    return Operand(("t", reference.name), "number", parse_unit(UNITS[reference.name]))


def result(text, unit, **values):
    formula = compiled(parse(text), text, resolve, None if unit is None else parse_unit(unit))
    return formula.function(*(Decimal(values[leaf.key[1]]) for leaf in formula.leaves))


def faults(text, unit):
    with pytest.raises(AlgebraError) as error:
        compiled(parse(text), text, resolve, None if unit is None else parse_unit(unit))
    return [fault.words for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "unit", "values", "wanted"),
    [
        # counts of different measure words add up; the declared unit wins
        ("队伍 + 党员", "个", {"队伍": 181, "党员": 203}, "384"),
        # a quotient of equal dimensions is a pure number, ×100 for %
        ("户数 / 人数", "%", {"户数": 1, "人数": 4}, "25"),
        ("资金 / 补助", "%", {"资金": 3, "补助": 60000}, "50"),
        # a bare number takes the other side's unit
        ("100 - 支出率", "%", {"支出率": "56.35"}, "43.65"),
        ("资金 + 5", "万元", {"资金": 3}, "8"),
        ("资金 + 5", "元", {"资金": 3}, "80000"),
        # counts are pure numbers in products, percents hundredths
        ("项目 * 资金", "万元", {"项目": 23, "资金": 40}, "920"),
        ("资金 * 支出率", "万元", {"资金": 920, "支出率": 10}, "92"),
        ("资金 * 10%", "万元", {"资金": 920}, "92"),
        # 万元 ÷ 人 may be declared 元, 元/人, 万元/户, and is scaled
        ("资金 / 人数", "元", {"资金": 3, "人数": 4}, "7500"),
        ("资金 / 人数", "元/人", {"资金": 3, "人数": 4}, "7500"),
        ("资金 / 人数", "万元/户", {"资金": 3, "人数": 4}, "0.75"),
        ("资金 / 人口", "元/人", {"资金": 30000, "人口": 10}, "3000"),
        # units of one dimension convert
        ("资金 + 补助", "万元", {"资金": 3, "补助": 4000}, "3.4"),
        ("补助 + 资金", "元", {"资金": 3, "补助": 4000}, "34000"),
        ("资金 - 补助", "亿元", {"资金": 3, "补助": 4000}, "0.00026"),
        ("面积 + 林地", "亩", {"面积": 5, "林地": 2}, "35"),
        ("面积", "公顷", {"面积": 15}, "1"),
        ("里程 + 水渠", "公里", {"里程": "1.5", "水渠": 500}, "2"),
        ("水渠 - 里程", "米", {"里程": "1.5", "水渠": 5000}, "3500"),
        ("均价 * 产量", "万元", {"均价": 6, "产量": 50}, "30"),
        ("支出率 + 5", "%", {"支出率": 50}, "55"),
        ("支出率 * 2", "%", {"支出率": 30}, "60"),
        ("(支出率 + 支出率) / 2", "%", {"支出率": 30}, "30"),
        ("max(户数 - 人数, 0)", "户", {"户数": 1, "人数": 4}, "0"),
        ("abs(户数 - 人数)", "户", {"户数": 1, "人数": 4}, "3"),
        ("-(户数)", "户", {"户数": 1}, "-1"),
        ("15", "个", {}, "15"),
    ],
)
def test_a_formula_comes_out_in_its_declared_unit(text, unit, values, wanted):
    assert result(text, unit, **values) == Decimal(wanted)


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("支出率 >= 50", {"支出率": 50}, True),
        ("支出率 >= 50%", {"支出率": "49.9"}, False),
        ("资金 >= 补助", {"资金": 1, "补助": 10000}, True),
        ("资金 > 补助", {"资金": 1, "补助": 10000}, False),
        ("资金 >= 5", {"资金": 5}, True),
        ("资金 * 支出率 >= 5", {"资金": 50, "支出率": 10}, True),
        ("户数 <= 人数 <= 7", {"户数": 3, "人数": 7}, True),
        ("not (户数 == 人数) and 户数 > 0", {"户数": 3, "人数": 7}, True),
        ("项目 in [3, 5]", {"项目": 5}, True),
        ("资金 not in [3, 5]", {"资金": 5}, False),
    ],
)
def test_a_condition_compares_in_one_unit(text, values, wanted):
    assert result(text, None, **values) is wanted


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("资金 + 户数", "万元", "单位不同"),
        ("户数 + 支出率", "户", "单位不同"),
        ("资金 < 户数", None, "单位不同"),
        ("户数 + 人数", "万元", "得出的是个数"),
        ("资金 / 户数", "户", "得出的是元"),
        ("户数 * 40", "万元", "不带单位的数"),
        ("资金 * 补助", "元", "元·元|元"),
        ("户数 / 人数", "元", "不带单位的数"),
        ("户数 / 人数 * 100", "%", "多余"),
        ("100 - 户数 / 人数", "%", "比值的整体是1"),
        ("100 - 户数 / 人数 * 100", "%", "比值的整体是1"),
        ("100 * 户数 / 人数", "%", "多余"),
        ("户数 > 3", "户", "不是数"),
        ("1 / 0 + 户数", "户", "除以了0"),
        ("1 < 2", None, "写死的数"),
        ("户数 and 人数", None, "不是条件"),
        ("sum(户数 > 3)", "户", "要写数"),
        ("count(户数)", "个", "要写条件"),
        ("sum(3)", "户", "没有指标"),
    ],
)
def test_units_that_do_not_go_together_are_told_in_words(text, unit, words):
    assert any(word in fault for fault in faults(text, unit) for word in words.split("|"))


def test_all_faults_of_a_formula_are_told_at_once():
    assert len(faults("甲 + 乙 / (资金 + 户数)", "户")) == 3


def test_a_dimension_is_named_by_its_base_unit():
    assert dimension_words(parse_unit("万元/亩").dimension) == "元/平方米"


numbers = st.decimals(min_value=Decimal("-1e6"), max_value=Decimal("1e6"), places=4, allow_nan=False)


@st.composite
def arithmetic(draw, depth=0):
    """A formula on counts, whose value is the plain arithmetic of its numbers."""
    if depth > 3 or draw(st.booleans()):
        return draw(st.sampled_from(["户数", "人数", "项目", "党员"]))
    left, right = draw(arithmetic(depth=depth + 1)), draw(arithmetic(depth=depth + 1))
    return f"({left} {draw(st.sampled_from('+-'))} {right})"


@given(arithmetic(), st.sampled_from("+-*/"), arithmetic(), st.lists(numbers, min_size=4, max_size=4))
def test_a_formula_computes_what_another_evaluator_computes(left, operator, right, values):
    names = dict(zip(["户数", "人数", "项目", "党员"], values, strict=True))
    text = f"{left} {operator} {right}"
    formula = compiled(parse(text), text, resolve)
    oracle = EvalWithCompoundTypes(names=names)
    try:
        wanted = oracle.eval(text)
    except ArithmeticError:
        with pytest.raises(ArithmeticError):
            formula.function(*(names[leaf.key[1]] for leaf in formula.leaves))
        return
    assert formula.function(*(names[leaf.key[1]] for leaf in formula.leaves)) == wanted


@given(numbers, numbers, st.sampled_from(["元", "万元", "亿元", "千元"]), st.sampled_from(["元", "万元", "亿元"]))
def test_a_sum_does_not_depend_on_the_unit_that_it_is_declared_in(a, b, first, second):
    formulas = [compiled(parse("资金 + 补助"), "", resolve, parse_unit(unit)) for unit in (first, second)]
    in_yuan = [
        formula.function(a, b) * parse_unit(u).factor for formula, u in zip(formulas, (first, second), strict=True)
    ]
    assert in_yuan[0] == in_yuan[1]
