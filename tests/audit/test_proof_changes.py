from __future__ import annotations

from decimal import Decimal

from reportgen.audit import Proof, changed, prove
from reportgen.document import Line, Role, Run, Trail
from reportgen.fact import Fact, PathOrigin


def proof(*pieces: str | Fact) -> Proof:
    runs = (Run(piece, typed=True) if isinstance(piece, str) else Run(piece.text, (piece,)) for piece in pieces)
    return prove(Trail((Line(1, "第1段", Role.BODY, tuple(runs)),)))


def fact(name: str, value: int, area: str = "江州县") -> Fact:
    return Fact(Decimal(value), "户", name, area, None, PathOrigin(name))


def test_a_number_that_changed_is_told_with_both_values():
    old = proof("全县监测对象", fact("监测对象户数", 1753), "户。")
    new = proof("全县监测对象", fact("监测对象户数", 1801), "户。")
    assert [str(change) for change in changed(old, new)] == ["第1段　江州县监测对象户数：1753 → 1801"]


def test_equal_documents_have_no_changes(review):
    assert changed(prove(review.trail), prove(review.trail)) == ()


def test_a_new_clause_does_not_make_the_numbers_behind_it_look_changed():
    old = proof("甲", fact("甲", 1), "户，丙", fact("丙", 3), "户。")
    new = proof("甲", fact("甲", 1), "户，乙", fact("乙", 2), "户，丙", fact("丙", 3), "户。")
    assert [str(change) for change in changed(old, new)] == ["第1段　江州县乙：新增“2”"]


def test_a_number_that_went_is_told_with_its_old_value():
    old = proof("甲", fact("甲", 1), "户，乙", fact("乙", 2), "户。")
    new = proof("甲", fact("甲", 1), "户。")
    assert [str(change) for change in changed(old, new)] == ["第1段　江州县乙：不再出现（原为“2”）"]


def test_a_typed_number_is_found_again_by_the_words_around_it():
    changes = changed(proof("2022年排查问题35个，整改。"), proof("2023年排查问题41个，整改。"))
    assert [str(change) for change in changes] == ["第1段　2023年排查问题【】，整改。：35个 → 41个"]


def test_the_same_indicator_of_two_areas_is_two_numbers():
    old = proof(fact("户数", 5, "青石镇"), "、", fact("户数", 6, "柳溪镇"))
    new = proof(fact("户数", 5, "青石镇"), "、", fact("户数", 7, "柳溪镇"))
    assert [str(change) for change in changed(old, new)] == ["第1段　柳溪镇户数：6 → 7"]
