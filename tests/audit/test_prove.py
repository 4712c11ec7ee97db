from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.audit import Calculation, Head, Kind, Proof, Source, proof_findings, prove
from reportgen.audit.evidence import EvidenceBook
from reportgen.document import Line, Role, Run, Trail
from reportgen.fact import CellOrigin, Fact, FormulaOrigin, Look, PathOrigin, RollUpOrigin
from reportgen.period import Period
from reportgen.place import Place

LITERALS = {"3个片区": "片区划分不随期变化"}


def kinds(proof: Proof) -> list[tuple[str, Kind]]:
    return [(number.text, number.kind) for number in proof.numbers]


def one_line(*runs: Run) -> Trail:
    return Trail((Line(1, "第1段", Role.BODY, runs),))


def number(value: int, name: str = "户数") -> Fact:
    return Fact(Decimal(value), "户", name, "青石镇", None, PathOrigin(name))


def test_each_number_of_a_document_is_told_in_reading_order_with_what_stands_behind_it(review):
    proof = prove(review.trail, literals=LITERALS)
    assert kinds(proof) == [
        ("2023年", Kind.DATE),
        ("一、", Kind.NUMBERING),
        ("（一）", Kind.NUMBERING),
        ("2023年6月30日", Kind.DATE),
        ("75", Kind.TRACED),
        ("59", Kind.TRACED),
        ("78.7%", Kind.TRACED),
        ("一是", Kind.NUMBERING),
        ("13万余", Kind.TRACED),
        ("【缺：柳溪镇未填】", Kind.MISSING),
        ("2", Kind.TRACED),
        ("四个不摘", Kind.SLOGAN),
        ("3个", Kind.DECLARED),
        ("35个", Kind.LITERAL),
        ("第四位", Kind.LITERAL),
        ("1", Kind.NUMBERING),
        ("1", Kind.NUMBERING),
        ("30", Kind.TRACED),
        ("2", Kind.NUMBERING),
        ("45", Kind.TRACED),
        ("2023年7月5日", Kind.DATE),
    ]


def test_the_summary_counts_every_class(review):
    summary = prove(review.trail, literals=LITERALS).summary
    assert (summary.printed, summary.traced, summary.missing, summary.typed, summary.literal) == (21, 7, 1, 13, 2)
    assert summary.words == "全文数字21个，有出处7个；缺数1个，手打数字2个，已声明1个，日期3个，编号6个，固定提法1个"


def test_a_derived_number_leads_through_its_formula_and_roll_up_down_to_cells(review):
    proof = prove(review.trail)
    rate = proof[proof.numbers[6].uses[0].evidence]
    assert isinstance(rate.origin, Calculation)
    assert (rate.origin.formula, proof.numbers[6].uses[0].rounding) == (
        "消除风险户数 / 监测对象户数",
        "四舍五入到1位小数",
    )
    cleared = proof[rate.origin.parts[0]]
    assert isinstance(cleared.origin, Calculation)
    assert cleared.origin.rolled_up
    cells = [proof[key].origin for key in cleared.origin.parts]
    assert [cell.place.cell for cell in cells if isinstance(cell, Source) and cell.place] == ["C4", "C5"]


def test_the_words_around_a_number_help_to_find_it(review):
    proof = prove(review.trail)
    by_text = {number.text: number for number in proof.numbers}
    assert (by_text["59"].before, by_text["59"].after) == ("…，全县监测对象75户，已消除风险", "户，风险消除率78.7%。")
    assert by_text["59"].section == "（一）抓好监测"
    assert by_text["45"].before == "柳溪镇　监测对象（户）："
    assert by_text["45"].where == "表1第3行第3列"


def test_a_cut_context_never_shows_half_a_number():
    text = "甲" * 10 + "2468户，乙乙乙乙乙乙乙乙乙乙乙5个"
    proof = prove(one_line(Run(text, typed=True)))
    assert proof.numbers[1].before == "…户，乙乙乙乙乙乙乙乙乙乙乙"


def test_a_number_typed_partly_by_hand_is_a_literal():
    proof = prove(one_line(Run("共5至", typed=True), Run("6", (number(6),)), Run("处。", typed=True)))
    assert kinds(proof) == [("5至6处", Kind.LITERAL), ("6", Kind.TRACED)]


def test_the_number_of_a_heading_makes_no_typed_number_of_the_one_printed_behind_it():
    proof = prove(one_line(Run("1.", typed=True), Run("258", (number(258),)), Run("户已开工", typed=True)))
    assert kinds(proof) == [("1.", Kind.NUMBERING), ("258", Kind.TRACED)]


def test_a_decimal_begun_by_hand_stays_a_typed_number():
    proof = prove(one_line(Run("完成1.", typed=True), Run("5", (number(5),)), Run("户。", typed=True)))
    assert kinds(proof)[0] == ("1.5户", Kind.LITERAL)


def test_a_unit_typed_behind_a_printed_number_does_not_make_it_typed():
    proof = prove(one_line(Run("投入", typed=True), Run("5.8673", (number(1),)), Run("亿元。", typed=True)))
    assert kinds(proof) == [("5.8673", Kind.TRACED)]


def test_words_of_a_filter_keep_all_their_facts_and_claim_no_rounding():
    rate = replace(number(60), value=Decimal("60.26"), unit="%", decimals=1)
    proof = prove(one_line(Run("提高3.8个百分点", (rate, replace(rate, value=Decimal("56.46"))))))
    assert [use.rounding for use in proof.numbers[0].uses] == ["", ""]
    assert len({use.evidence for use in proof.numbers[0].uses}) == 2


def test_one_fact_in_two_print_formats_is_one_piece_of_evidence():
    fact = number(18640)
    proof = prove(one_line(Run(fact.text, (fact,)), Run("1.864万", (replace(fact, look=Look(scale="万")),))))
    assert [use.evidence for n in proof.numbers for use in n.uses] == [1, 1]


def test_parts_that_a_roll_up_makes_anew_each_time_are_asked_for_once():
    class Fresh(tuple[Fact, ...]):
        __slots__ = ()

        def __iter__(self):
            return iter([number(1, "甲"), number(2, "乙")])

    fact = Fact(Decimal(3), "户", "户数", "江州县", None, RollUpOrigin("sum", Fresh((number(1), number(2)))))
    proof = prove(one_line(Run("3", (fact,)), Run("3", (fact,))))
    assert [evidence.name for evidence in proof.evidence] == ["甲", "乙", "户数"]


def test_a_sum_made_in_a_long_loop_is_laid_out_without_end_of_the_stack():
    total = number(0)
    for step in range(3000):
        total = Fact(Decimal(step), "户", "", "", None, FormulaOrigin(f"+{step}", (total, number(step))))
    proof = prove(one_line(Run("2999", (total,))))
    assert proof.evidence[-1].value == 2999


def test_parts_always_stand_before_what_is_made_of_them(review):
    proof = prove(review.trail)
    assert [evidence.key for evidence in proof.evidence] == list(range(1, len(proof.evidence) + 1))
    for evidence in proof.evidence:
        if isinstance(evidence.origin, Calculation):
            assert all(part < evidence.key for part in evidence.origin.parts)


def test_a_sensitive_value_is_not_repeated_in_the_proof():
    place = Place("名册.xlsx", sheet="名册", cell="D4")
    fact = Fact(
        "43072119700101123X", "", "身份证号", "", None, CellOrigin(place, typed="43072119700101123X"), sensitive=True
    )
    proof = prove(one_line(Run("4307**********123X", (fact,))))
    assert proof.evidence[0].value is None
    assert "19700101" not in repr(proof.evidence)


def test_several_documents_may_share_one_book_of_evidence(review):
    book = EvidenceBook()
    first = prove(review.trail, book=book)
    second = prove(review.trail, book=book)
    assert second.evidence == first.evidence
    assert second.numbers == first.numbers


def test_findings_name_each_literal_with_its_place_and_each_declaration_that_nothing_uses(review):
    proof = prove(review.trail, head=Head(document="总结.docx"), literals={**LITERALS, "9个大队": "旧"})
    assert [(f.code, str(f.place), f.words) for f in proof_findings(proof)] == [
        (
            "PROOF-LITERAL",
            "总结.docx 第3段",
            "有手打数字“35个”，没有出处：…个不摘”要求，在3个片区排查问题【35个】，居全市第四位。",
        ),
        (
            "PROOF-LITERAL",
            "总结.docx 第3段",
            "有手打数字“第四位”，没有出处：…在3个片区排查问题35个，居全市【第四位】。",
        ),
        ("PROOF-UNUSED-LITERAL", "总结.docx", "“手打数字”（literals）里声明了“9个大队”，文中没有这样的数字。"),
    ]


def test_the_period_is_kept_in_its_short_form():
    fact = replace(number(1), period=Period.parse("2023年上半年"))
    assert prove(one_line(Run("1", (fact,)))).evidence[0].period == "2023H1"
