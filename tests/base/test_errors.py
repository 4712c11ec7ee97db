import pickle

from reportgen.errors import (
    Finding,
    FindingsError,
    Severity,
    did_you_mean,
    has_errors,
    in_order,
    nearest,
)
from reportgen.place import Place


def finding(line: int, severity: Severity = Severity.ERROR, words: str = "没有这个指标。") -> Finding:
    return Finding("SPEC-UNKNOWN", severity, Place("report.yaml", line=line), words, "请先登记。")


def test_a_finding_says_where_what_and_what_to_do():
    assert str(finding(12)) == "report.yaml 第12行：没有这个指标。\n  建议：请先登记。"
    assert str(Finding("X", Severity.ERROR, Place(""), "没有数据。")) == "没有数据。"


def test_findings_are_ordered_for_reading_and_told_once():
    a, b, warning = finding(2), finding(10), finding(1, Severity.WARNING)

    assert in_order([warning, b, a, b]) == (a, b, warning)


def test_only_errors_stop_the_work():
    assert has_errors([finding(1, Severity.NOTICE), finding(2)])
    assert not has_errors([finding(1, Severity.WARNING)])


def test_an_error_with_findings_survives_a_process_border():
    error = FindingsError([finding(2), finding(1)])

    back = pickle.loads(pickle.dumps(error))
    assert back.findings == error.findings
    assert str(back) == f"{finding(1)}\n{finding(2)}"


def test_the_nearest_name_is_offered():
    known = ["消除风险户数", "监测对象户数", "资金总额"]

    assert nearest("消除风险户", known) == "消除风险户数"
    assert nearest("资金", known) == "资金总额"
    assert nearest("满意度", known) is None
    assert did_you_mean("监测对像户数", known, "请登记。") == "是否想写“监测对象户数”？"
    assert did_you_mean("满意度", known, "请登记。") == "请登记。"


def test_severities_have_words():
    assert [severity.title for severity in Severity] == ["提示", "警告", "错误"]
