from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.indicators.expression import ExpressionError, Operation, Reference, parse, references


def test_full_width_and_mathematical_signs_are_taken_for_what_they_mean():
    assert parse("（消除风险户数＋新增户数）÷ 监测对象户数 ≤ 50％") == parse(
        "(消除风险户数+新增户数)/ 监测对象户数 <= 50%"
    )


def test_a_single_equals_sign_compares():
    assert parse("资金总额 = 中央资金 + 省级资金") == parse("资金总额 == 中央资金 + 省级资金")


@pytest.mark.parametrize(
    ("text", "base", "table", "name"),
    [
        ("支出金额", "", "", "支出金额"),
        ("funds.支出金额", "", "funds", "支出金额"),
        ("上年同期.支出金额", "上年同期", "", "支出金额"),
        ("上年同期.funds.支出金额", "上年同期", "funds", "支出金额"),
        ("目标.支出金额", "目标", "", "支出金额"),
        ('指标("完成70%以上项目数")', "", "", "完成70%以上项目数"),
        ('上年.funds.指标("支出（万元）")', "上年", "funds", "支出（万元）"),
    ],
)
def test_base_period_table_and_indicator_are_told_apart(text, base, table, name):
    (found,) = references(parse(text))
    assert (found.base, found.table, found.name) == (base, table, name)


def test_a_period_can_be_named_outright():
    reference = parse('期("2021").支出金额')
    assert isinstance(reference, Reference)
    assert str(reference.period) == "2021"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完成70%以上项目数", "取余数"),
        ("投资 ** 2", "加减乘除"),
        ("投资 >= 1,200", "逗号"),
        ("__import__('os').system('ls')", "不能写"),
        ("投资.__class__.__base__", "看不懂"),
        ("[x for x in 投资]", "不能写"),
        ("投资 if 户数 else 0", "不能写"),
        ("(投资 + 1", "写法不对"),
        ("lambda: 1", "不能写"),
        ("投资[0]", "不能写"),
        ('f"{投资}"', "不能写"),
        ("1e999 + 投资", "太大"),
        ("", "是空的"),
        ("(" * 500 + "1" + ")" * 500, "写法不对"),
        ("-" * 300 + "投资", "太深"),
        ("投资 + " * 600 + "1", "太长"),
        ('期("某年").投资', "看不懂|看不出"),
        ("户数 in 3", "列表"),
        ("sum(投资, 户数)", "不能写"),
        ("sum(*投资)", "写法不对"),
        ("open(投资)", "不能写"),
    ],
)
def test_what_the_language_does_not_have_is_refused_in_words(text, words):
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert any(word in error.value.fault.words for word in words.split("|"))


@given(st.text(alphabet="投资户数 +-*/().,<>=%0123456789[]{}'\"“”（）：_abn", max_size=40))
def test_whatever_is_typed_is_read_or_refused_but_never_breaks(text):
    with suppress(ExpressionError):
        assert parse(text) is not None


def test_text_in_quotes_is_left_as_it_is():
    node = parse("状态 in [“在建（二期）”, '完工＝']")
    assert [item.value for item in node.items] == ["在建（二期）", "完工＝"]


def test_a_long_sum_of_columns_is_fine():
    node = parse(" + ".join(f"第{number}项" for number in range(80)))
    assert isinstance(node, Operation)
    assert len(list(references(node))) == 80


def test_the_text_of_a_part_is_as_its_author_wrote_it():
    node = parse("支出金额 / 批复资金 >= 50%")
    assert [operand.text for operand in node.operands] == ["支出金额 / 批复资金", "50%"]
