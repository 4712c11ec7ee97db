from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.audit import Kind
from reportgen.audit.typed import Known, typed_numbers

HARMLESS = {"date", "ordinal", "policy-phrase", "doc-number"}


def told(text: str, known: Known | None = None, numbering: bool = False) -> list[tuple[str, Kind]]:
    found = typed_numbers(text, (), known or Known(), numbering)
    return [(text[one.start : one.end], one.kind) for one in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("截至2023年6月27日", Kind.DATE),
        ("会议于12:30开始", Kind.DATE),
        ("一、工作开展情况", Kind.NUMBERING),
        ("（二十一）严格考核督查", Kind.NUMBERING),
        ("203名", Kind.LITERAL),
        ("驻村第一书记", Kind.NUMBERING),
        ("位列全省第三位", Kind.LITERAL),
        ("位次升至第2，较上年前移", Kind.LITERAL),
        ("见附件2", Kind.NUMBERING),
        ("情况如表1所示", Kind.NUMBERING),
        ("联系电话：0730-2345678", Kind.NUMBERING),
        ("热线电话受理35500件", Kind.LITERAL),
        ("热线12345", Kind.NUMBERING),
        ("人大代表5名", Kind.LITERAL),
        ("应签约xx2户", Kind.LITERAL),
        ("落实“四个不摘”要求", Kind.SLOGAN),
        ("印发《乡村建设十条措施》", Kind.NAME),
        ("建成5G基站", Kind.NAME),
        ("召开四次会议", Kind.LITERAL),
        ("占比56.35%", Kind.LITERAL),
        ("应拆房屋__2户", Kind.LITERAL),
    ],
)
def test_a_typed_number_is_told_apart_by_what_it_says(text: str, kind: Kind):
    assert {found for _, found in told(text)} == {kind}


def test_a_name_with_a_numeral_is_a_name_where_it_is_known():
    known = Known.of(["八里镇", "江州县"], {})
    assert told("八里镇", known) in ([], [("八", Kind.NAME)])
    assert told("在第5标段项目部", Known.of(["第5标段项目部"], {}))[0][1] is Kind.NAME


def test_a_date_inside_the_title_of_a_paper_stays_a_date():
    assert told("印发《2023年监测方案》") == [("2023年", Kind.DATE)]


def test_a_declared_literal_covers_its_own_words_only():
    known = Known.of([], {"3个片区": "不变"})
    assert told("3个片区、13个片区、3个组", known) == [
        ("3个", Kind.DECLARED),
        ("13个", Kind.LITERAL),
        ("3个", Kind.LITERAL),
    ]


def test_a_declaration_goes_before_every_other_class():
    assert told("位列全省第三位", Known.of([], {"第三位": "上年结果"})) == [("第三位", Kind.DECLARED)]


def test_bare_digits_number_the_rows_in_a_column_of_numbers_only():
    assert told("12", numbering=True) == [("12", Kind.NUMBERING)]
    assert told("12") == [("12", Kind.LITERAL)]
    assert told("12户", numbering=True) == [("12户", Kind.LITERAL)]


def test_digits_that_are_no_quantity_are_told_all_the_same():
    assert told("编码20230627001A，__7户") == [("20230627001", Kind.NAME), ("7", Kind.LITERAL)]


def corpus(folder: Path) -> list[tuple[str, dict[str, object], list[Kind]]]:
    """Every label of the corpus with the classes that we give to what stands there."""
    labelled = []
    for file in sorted((folder / "corpus" / "labels").glob("*.json")):
        label = json.loads(file.read_text(encoding="utf-8"))
        text = (folder / "corpus" / label["text"]).read_text(encoding="utf-8")
        found: list[tuple[int, int, Kind]] = []
        position = 0
        for line in text.split("\n"):
            found += [(position + one.start, position + one.end, one.kind) for one in typed_numbers(line, (), Known())]
            position += len(line) + 1
        for figure in label["figures"]:
            here = [kind for start, end, kind in found if start < figure["end"] and figure["start"] < end]
            labelled.append((f"{label['doc']} {figure['surface']}", figure, here))
    return labelled


def test_no_date_numbering_slogan_or_document_number_of_the_corpus_counts_as_a_literal(shared: Path):
    alarms = [
        name
        for name, figure, here in corpus(shared)
        if figure["class"] in HARMLESS and not figure["is_indicator"] and Kind.LITERAL in here
    ]
    assert alarms == []


def test_every_indicator_of_the_corpus_typed_by_hand_counts_as_a_literal(shared: Path):
    overlooked = [name for name, figure, here in corpus(shared) if figure["is_indicator"] and Kind.LITERAL not in here]
    assert overlooked == []
