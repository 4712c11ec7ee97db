"""Rules, totals, own rows, given results: each finding with the cell where to look."""

from dataclasses import replace

from reportgen.errors import Severity
from reportgen.indicators import checked as all_findings

SPEC = """
    name: households
    title: 防止返贫监测
    fields:
      - {name: 乡镇, role: area}
      - {name: 监测户数, unit: 户}
      - {name: 消除户数, unit: 户}
      - {name: 消除率, unit: "%", decimals: 1, formula: 消除户数 / 监测户数}
      - {name: 满意度, unit: "%", rollup: weighted(监测户数)}
      - {name: 得分, unit: 分, rollup: own}
      - {name: 累计户数, unit: 户, measure: cumulative}
    checks:
      - rule: 消除户数 <= 监测户数
      - rule: 消除率 >= 20
        severity: warning
        message: 消除率偏低，请核实
"""


def checked(county, *sheets, spec=SPEC, **more):
    return all_findings(county.figures(county.catalogue(spec), *sheets, **more))


def told(findings):
    return [(finding.code, finding.place.cell) for finding in findings]


def test_sound_figures_give_no_findings(county, sheet):
    rows = "乡镇 监测户数 消除户数 消除率\n青石镇 10 5 50\n柳溪镇 30 24 80\n合计 40 29 72.5"
    assert checked(county, sheet("households", rows)) == ()


def test_a_broken_rule_points_to_its_cell_and_names_the_values(county, sheet):
    (finding,) = checked(county, sheet("households", "乡镇 监测户数 消除户数\n青石镇 10 5\n柳溪镇 30 36"))
    assert (finding.code, finding.severity, finding.place.cell) == ("CALC-RULE", Severity.ERROR, "C3")
    assert finding.words == "柳溪镇：消除户数是36户，监测户数是30户，不符合“消除户数 <= 监测户数”。"
    assert finding.advice == "请核对B3。"


def test_a_rule_on_a_computed_rate_points_to_what_it_is_computed_from(county, sheet):
    (finding,) = checked(county, sheet("households", "乡镇 监测户数 消除户数\n青石镇 10 1\n柳溪镇 30 24"))
    assert (finding.severity, finding.place.cell) == (Severity.WARNING, "C2")
    assert finding.words == "青石镇：消除率是10%，消除率偏低，请核实。"
    assert finding.advice == "请核对B2。"


def test_a_rule_with_a_missing_part_is_not_judged(county, sheet):
    assert checked(county, sheet("households", "乡镇 监测户数 消除户数\n青石镇 — 5\n柳溪镇 30 —")) == ()


def test_a_rolled_up_area_is_checked_where_its_rows_are_sound(county, sheet):
    spec = SPEC + "      - rule: 监测户数 <= 35\n"
    (finding,) = checked(county, sheet("households", "乡镇 监测户数\n青石镇 10\n柳溪镇 30"), spec=spec)
    assert (finding.code, finding.place.cell) == ("CALC-RULE", "B2:B3")
    assert finding.words.startswith("江州县：监测户数是40户（汇总数）")


def test_a_rule_across_tables_and_periods(county, sheet):
    funds = """
        name: funds
        fields:
          - {name: 乡镇, role: area}
          - {name: 支出, unit: 万元}
          - {name: 批复, unit: 元}
        checks:
          - rule: 支出 <= 批复
          - rule: 支出 >= 上年同期.支出
    """
    figures = county.figures(
        county.catalogue(SPEC, funds),
        sheet("funds", "乡镇 支出 批复\n青石镇 3 30000\n柳溪镇 4 30000"),
        sheet("funds", "乡镇 支出\n青石镇 5\n柳溪镇 1", period="2022H1", file="上年.xlsx"),
    )
    assert told(all_findings(figures)) == [("CALC-RULE", "B3"), ("CALC-RULE", "B2")]


def test_a_total_row_that_does_not_add_up_is_found_in_its_cell(county, sheet):
    rows = "乡镇 监测户数 消除户数 消除率\n青石镇 10 5 50\n柳溪镇 30 24 80\n合计 41 29 65.0"
    found = checked(county, sheet("households", rows))
    assert told(found) == [("CALC-TOTAL-DIFFERS", "B4"), ("CALC-TOTAL-DIFFERS", "D4")]
    assert found[0].words == "“合计”行的“监测户数”填的是41户，各行相加是40户。"
    assert found[1].words == "“合计”行的“消除率”填的是65%，按各行重新计算是72.5%。"


def test_subtotals_cover_the_rows_above_them(county, sheet):
    rows = """
        乡镇   监测户数
        青石镇 10
        柳溪镇 30
        小计   40
        河东乡 5
        北岭乡 6
        小计   12
        合计   51
    """
    assert told(checked(county, sheet("households", rows))) == [("CALC-TOTAL-DIFFERS", "B7")]


def test_a_total_is_not_judged_where_a_row_is_missing(county, sheet):
    assert checked(county, sheet("households", "乡镇 监测户数\n青石镇 —\n柳溪镇 30\n合计 30")) == ()


def test_a_total_does_not_count_the_own_row_twice(county, sheet):
    rows = "乡镇 监测户数\n江州县 40\n青石镇 10\n柳溪镇 30\n合计 40"
    assert checked(county, sheet("households", rows)) == ()


def test_an_own_row_that_differs_from_the_roll_up_is_found_and_prints(county, sheet):
    rows = "乡镇 监测户数 满意度\n青石镇 10 90\n柳溪镇 30 80\n江州县 41 82.5"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows))
    (finding,) = all_findings(figures)
    assert told([finding]) == [("CALC-OWN-DIFFERS", "B4")]
    assert "填的是41户，由下级汇总是40户；报告里印41户" in finding.words


def test_a_money_total_rounded_in_the_sheet_agrees(county, sheet):
    spec = "name: funds\nfields:\n  - {name: 乡镇, role: area}\n  - {name: 资金, unit: 万元}\n"
    rows = "乡镇 资金\n青石镇 10.26\n柳溪镇 30.26\n江州县 40.5"
    assert checked(county, sheet("funds", rows), spec=spec) == ()
    rows = "乡镇 资金\n青石镇 10.26\n柳溪镇 30.26\n江州县 40.6"
    assert told(checked(county, sheet("funds", rows), spec=spec)) == [("CALC-OWN-DIFFERS", "B4")]


def test_a_given_rate_is_compared_with_the_computed_one(county, sheet):
    rows = "乡镇 监测户数 消除户数 消除率\n青石镇 7 5 71.4\n柳溪镇 7 5 71.43\n河东乡 7 5 71.5\n北岭乡 7 5 71.4285714"
    figures = county.figures(county.catalogue(SPEC), sheet("households", rows))
    (finding,) = all_findings(figures)
    assert told([finding]) == [("CALC-GIVEN-DIFFERS", "D4")]
    assert "填的是71.5%" in finding.words
    assert "算是71.43%" in finding.words


def test_a_cumulative_number_may_not_fall(county, sheet):
    earlier = sheet("households", "乡镇 累计户数\n青石镇 10\n柳溪镇 30", period="2022")
    later = sheet("households", "乡镇 累计户数\n青石镇 9\n柳溪镇 31")
    (finding,) = checked(county, later, earlier)
    assert told([finding]) == [("CALC-FELL", "B2")]
    assert "2022年是10户，2023年上半年反而降到9户" in finding.words


def test_a_field_that_the_county_fills_in_itself_is_asked_for(county, sheet):
    (finding,) = checked(county, sheet("households", "乡镇 得分\n青石镇 10\n柳溪镇 20"))
    assert told([finding]) == [("CALC-OWN-MISSING", "B2:B3")]
    assert checked(county, sheet("households", "乡镇 得分\n青石镇 10\n江州县 96")) == ()


def test_an_inexact_cell_in_a_sum_gets_a_notice(county, sheet):
    (finding,) = checked(county, sheet("households", "乡镇 监测户数\n青石镇 13万余=130000\n柳溪镇 5"))
    assert (finding.code, finding.severity, finding.place.cell) == ("CALC-APPROXIMATE", Severity.NOTICE, "B2")


def test_areas_that_a_count_could_not_judge_are_told(county, sheet):
    spec = SPEC.replace("    checks:", "      - {name: 过半, unit: 个, formula: count(消除率 >= 50)}\n    checks:")
    rows = "乡镇 监测户数 消除户数\n青石镇 10 —\n柳溪镇 30 24"
    (finding,) = checked(county, sheet("households", rows), spec=spec)
    assert finding.code == "CALC-UNCOUNTED"
    assert "青石镇" in finding.words


def test_a_figure_of_no_table_may_not_share_an_indicators_name(county, sheet, one_off):
    found = checked(
        county,
        sheet("households", "乡镇 监测户数\n青石镇 10"),
        one_offs=(one_off("监测户数", "3", "户"), one_off("会议", "3", "次")),
    )
    assert [finding.code for finding in found] == ["CALC-SHARED-NAME"]


def test_a_goal_of_a_list_may_bear_an_indicators_name_where_no_table_of_goals_has_it(county, sheet, one_off):
    goal = replace(one_off("监测户数", "3", "户"), target=True)
    results = sheet("households", "乡镇 监测户数\n青石镇 10")
    assert checked(county, results, one_offs=(goal, one_off("会议", "3", "次"))) == ()

    goals = sheet("households", "乡镇 监测户数\n青石镇 12", target=True)
    assert [finding.code for finding in checked(county, results, goals, one_offs=(goal,))] == ["CALC-SHARED-NAME"]


def test_rules_are_not_asked_of_goals(county, sheet):
    goals = sheet("households", "乡镇 监测户数 消除户数\n青石镇 10 50", target=True)
    assert checked(county, sheet("households", "乡镇 监测户数 消除户数\n青石镇 10 5"), goals) == ()


def test_everything_wrong_is_told_in_one_run(county, sheet):
    rows = """
        乡镇   监测户数 消除户数 消除率
        青石镇 10       15       150
        柳溪镇 30       24       70
        合计   41       39       97.5
    """
    assert told(checked(county, sheet("households", rows))) == [
        ("CALC-RULE", "C2"),
        ("CALC-TOTAL-DIFFERS", "B4"),
        ("CALC-GIVEN-DIFFERS", "D3"),
    ]


def test_enormous_numbers_are_compared_all_the_same(county, sheet):
    rows = "乡镇 监测户数 消除户数 消除率\n青石镇 1 1e200 5.55\n柳溪镇 1e300 0 0\n合计 3.5 1e200 7.77"
    assert "CALC-GIVEN-DIFFERS" in {finding.code for finding in checked(county, sheet("households", rows))}


def test_a_rate_whose_parts_skip_different_areas_is_told(county, sheet):
    spec = SPEC.replace("监测户数, unit: 户", "监测户数, unit: 户, rollup_missing: skip")
    rows = "乡镇 监测户数 消除户数\n青石镇 10 5\n柳溪镇 — 3"
    found = [f for f in checked(county, sheet("households", rows), spec=spec) if f.code == "CALC-UNEVEN"]
    assert [f.words for f in found] == [
        "江州县2023年上半年的“消除率”口径不一：“消除户数”没有跳过，“监测户数”跳过了柳溪镇。"
    ]


def test_a_message_shows_a_computed_value_as_it_prints_and_an_added_one_exactly(county, sheet):
    rows = "乡镇 监测户数 消除户数\n青石镇 12 2\n柳溪镇 10 5"
    (finding,) = checked(county, sheet("households", rows))
    assert finding.words == "青石镇：消除率是16.67%，消除率偏低，请核实。"
    rows = "乡镇 监测户数\n青石镇 0.0004\n柳溪镇 1\n江州县 5"
    (finding,) = checked(county, sheet("households", rows))
    assert "由下级汇总是1.0004户" in finding.words


def test_areas_without_a_rank_are_told_once(county, sheet):
    spec = SPEC.replace("    checks:", "      - {name: 位次, unit: 位, formula: rank(监测户数)}\n    checks:")
    rows = "乡镇 监测户数\n青石镇 —\n柳溪镇 10\n河东乡 30"
    found = [f for f in checked(county, sheet("households", rows), spec=spec) if f.code == "CALC-UNCOUNTED"]
    assert [f.words for f in found] == ["“rank(监测户数)”没有排青石镇：缺数，无法判断。"]
