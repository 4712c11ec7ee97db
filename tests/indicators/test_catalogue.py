from reportgen.indicators import Catalogue
from reportgen.indicators.catalogue import RollUp
from reportgen.spec.model import DataSpec, FieldSpec

HEAD = """
    name: households
    title: 防止返贫监测
    fields:
      - {name: 乡镇, role: area}
      - {name: 监测户数, title: 监测对象（户）, aliases: [监测对象], unit: 户}
      - {name: 消除户数, unit: 户}
      - {name: 资金, unit: 万元}
"""
FUNDS = """
    name: funds
    title: 资金支出
    fields:
      - {name: 乡镇, role: area}
      - {name: 批复资金, unit: 万元}
      - {name: 监测户数, unit: 户}
"""


def test_a_sound_table_gives_no_findings(county):
    spec = (
        HEAD
        + """\
      - {name: 消除率, unit: "%", formula: 消除户数 / 监测户数}
    checks:
      - rule: 消除户数 <= 监测户数
    """
    )
    assert county.findings(spec) == []


def test_an_unknown_name_is_found_at_its_line_with_the_nearest(county):
    spec = (
        HEAD
        + """\
      - name: 消除率
        unit: "%"
        formula: 消除风险户数 / 监测户数
    """
    )
    (finding,) = county.findings(spec)
    assert (finding.code, finding.place.file, finding.place.line) == ("CALC-UNKNOWN", "households.yaml", 11)
    assert "消除风险户数" in finding.words
    assert "消除户数" in finding.advice


def test_a_name_of_another_table_is_told_how_to_write(county):
    spec = HEAD + "      - {name: 户均, unit: 元, formula: 批复资金 / 监测户数}\n"
    (finding,) = county.findings(spec, FUNDS)
    assert "funds.批复资金" in finding.advice


def test_formulas_reach_other_tables_by_name_or_title(county):
    spec = (
        HEAD
        + """\
      - {name: 户均, unit: 元, formula: funds.批复资金 / 监测户数}
      - {name: 户均二, unit: 元, formula: 资金支出.批复资金 / 监测户数}
    """
    )
    assert county.findings(spec, FUNDS) == []


def test_an_unknown_table_is_a_finding(county):
    spec = HEAD + "      - {name: 户均, unit: 元, formula: found.批复资金 / 监测户数}\n"
    (finding,) = county.findings(spec, FUNDS)
    assert (finding.code, finding.advice) == ("CALC-UNKNOWN", "是否想写“funds”？")


def test_unit_mismatches_are_found_in_formulas_and_rules(county):
    spec = (
        HEAD
        + """\
      - {name: 合计, unit: 户, formula: 监测户数 + 资金}
    checks:
      - rule: 消除户数 <= 资金
      - rule: 消除户数
    """
    )
    found = county.findings(spec)
    assert [finding.code for finding in found] == ["CALC-UNIT", "CALC-UNIT", "CALC-FORMULA"]
    assert [finding.place.line for finding in found] == [9, 11, 12]


def test_a_circle_of_formulas_is_found_once(county):
    spec = (
        HEAD
        + """\
      - {name: 甲, unit: 户, formula: 乙 + 1}
      - {name: 乙, unit: 户, formula: 丙 + 1}
      - {name: 丙, unit: 户, formula: 甲 + 1}
      - {name: 丁, unit: 户, formula: 丁 + 1}
    """
    )
    found = county.findings(spec)
    assert [finding.code for finding in found] == ["CALC-CYCLE", "CALC-CYCLE"]
    assert any("甲" in f.words and "乙" in f.words and "丙" in f.words for f in found)


def test_a_base_period_of_itself_is_no_circle(county):
    spec = HEAD + "      - {name: 累计户数, unit: 户, formula: 上年.累计户数 + 监测户数}\n"
    assert county.findings(spec) == []


def test_a_chain_of_too_many_formulas_is_a_finding_and_no_crash(county):
    fields = [FieldSpec(name="甲0", unit="户")]
    fields += [FieldSpec(name=f"甲{n}", unit="户", formula=f"甲{n - 1} + 1") for n in range(1, 400)]
    found = Catalogue.compile([DataSpec(name="t", fields=tuple(fields))]).findings
    assert {finding.code for finding in found} == {"CALC-CYCLE"}


def test_flows_have_no_number_at_the_beginning_of_the_year(county):
    spec = (
        HEAD
        + """\
      - {name: 新增户数, unit: 户, measure: flow}
      - {name: 增减, unit: 户, formula: 新增户数 - 年初.新增户数}
    """
    )
    (finding,) = county.findings(spec)
    assert "没有年初数" in finding.words


def test_rollups_are_as_declared_or_by_the_unit(county):
    spec = (
        HEAD
        + """\
      - {name: 消除率, unit: "%", formula: 消除户数 / 监测户数}
      - {name: 满意度, unit: "%", rollup: own}
      - {name: 收入, unit: 元/人, rollup: weighted(监测户数)}
      - {name: 得分, unit: 分, rollup: none}
      - {name: 简介, role: text}
    """
    )
    catalogue = county.catalogue(spec)
    rollups = {indicator.name: indicator.rollup for indicator in catalogue.of_table("households")}
    assert rollups == {
        "监测户数": RollUp.SUM,
        "消除户数": RollUp.SUM,
        "资金": RollUp.SUM,
        "消除率": RollUp.FORMULA,
        "满意度": RollUp.OWN,
        "收入": RollUp.WEIGHTED,
        "得分": RollUp.NONE,
        "简介": RollUp.NONE,
    }


def test_a_rate_is_never_summed_even_where_a_spec_asks_for_it():
    fields = (FieldSpec(name="率", unit="%", rollup="sum"), FieldSpec(name="价", unit="元/亩"))
    catalogue = Catalogue.compile([DataSpec(name="t", fields=fields)])
    assert [indicator.rollup for indicator in catalogue.of_table("t")] == [RollUp.NONE, RollUp.NONE]


def test_a_computed_rate_is_not_weighted_as_well(county):
    spec = HEAD + '      - {name: 消除率, unit: "%", formula: 消除户数 / 监测户数, rollup: weighted(监测户数)}\n'
    (finding,) = county.findings(spec)
    assert finding.code == "CALC-ROLLUP"


def test_a_name_that_two_tables_share_needs_its_table(county):
    catalogue = county.catalogue(HEAD, FUNDS)
    assert catalogue.indicator("监测户数") is None
    assert catalogue.indicator("监测户数", among={"funds"}).table == "funds"
    assert catalogue.indicator("households.监测户数").table == "households"
    assert catalogue.indicator("资金支出.监测户数").table == "funds"


def test_names_and_headings_are_folded(county):
    catalogue = county.catalogue(HEAD)
    assert catalogue.titled("监测对象(户)").name == "监测户数"
    assert catalogue.titled("监测对象").name == "监测户数"
    assert catalogue.titled("没有") is None


def test_what_a_broken_file_may_hold_is_not_called_unknown():
    fields = (FieldSpec(name="甲", unit="户", formula="funds.乙 + 1"),)
    assert Catalogue.compile([DataSpec(name="t", fields=fields)], unread=("funds",)).findings == ()


def test_a_formula_on_text_and_flags(county):
    spec = (
        HEAD
        + """\
      - {name: 状态, type: string}
      - {name: 重点, type: boolean}
      - {name: 开工, type: date}
      - {name: 村名, type: string, formula: 状态}
    checks:
      - rule: 状态 in ["在建", "完工"] or not 重点
      - rule: 开工 >= "2023-01-01"
      - rule: 状态 > 3
      - rule: 开工 > "不详"
      - rule: 状态 + 1 > 2
    """
    )
    found = county.findings(spec)
    assert [finding.place.line for finding in found if finding.code == "CALC-UNIT"] == [16, 17, 18]
    assert [finding.place.line for finding in found if finding.code == "CALC-FORMULA"] == [12]
