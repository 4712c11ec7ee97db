"""A first year without bases, and a scale that is printed and typed."""


def test_all_base_periods_without_data_are_told_in_one_notice(render):
    rendering = render("务工{{ 务工人数 }}人，{{ 网格数|同比 }}，{{ 网格数|较上期 }}，{{ 网格数|完成率 }}。")
    (finding,) = rendering.findings
    assert finding.words == "数据中没有上年同期、上期、目标的数，与它们比较的话已略去。"


def test_a_total_that_is_missing_in_the_reports_own_period_is_no_base_period(find):
    template = "占比{{ 消除风险户数|占(未填数) }}。"
    assert [code for _, code in find(template)] == ["TPL-MISSING"]


def test_a_scale_typed_after_it_is_printed_is_told_what_to_write(render):
    (finding,) = render("务工{{ 务工人数|万(2) }}万人。").findings
    assert (finding.code, finding.advice) == ("TPL-UNIT", "“万”已经印出，后面只写“人”。")
