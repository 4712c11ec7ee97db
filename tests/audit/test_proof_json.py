from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.audit import (
    Calculation,
    Evidence,
    Head,
    Kind,
    Number,
    Proof,
    ProofError,
    Source,
    Use,
    proof_json,
    prove,
    read_proof,
)
from reportgen.place import Place

TEXT = st.text(max_size=6)
COUNT = st.integers(0, 10**6)
PLACES = st.builds(
    Place,
    TEXT,
    line=st.none() | COUNT,
    sheet=st.none() | TEXT,
    cell=st.none() | TEXT,
    paragraph=st.none() | COUNT,
)
DAYS = st.dates()
SOURCES = st.builds(
    Source,
    place=st.none() | PLACES,
    rows=st.lists(COUNT, max_size=3).map(tuple),
    how=TEXT,
    path=TEXT,
    as_of=st.none() | DAYS,
    source=TEXT,
    reported_by=TEXT,
    typed=TEXT,
)
VALUES = st.none() | st.decimals(allow_nan=False, allow_infinity=False) | DAYS | TEXT


@st.composite
def evidence(draw: st.DrawFn) -> tuple[Evidence, ...]:
    """A few pieces, parts before wholes."""
    pieces: list[Evidence] = []
    for key in range(1, draw(st.integers(0, 4)) + 1):
        calculations = st.builds(
            Calculation,
            formula=TEXT,
            parts=st.lists(st.integers(1, key - 1), max_size=3).map(tuple) if key > 1 else st.just(()),
            rolled_up=st.booleans(),
            skipped=st.lists(TEXT, max_size=2).map(tuple),
            place=st.none() | PLACES,
        )
        texts = [draw(TEXT) for _ in range(4)]
        value, unit, origin = draw(VALUES), draw(TEXT), draw(SOURCES | calculations)
        rest = (draw(TEXT), draw(TEXT), draw(st.booleans()), draw(st.booleans()))
        pieces.append(Evidence(key, *texts, value, unit, origin, *rest))
    return tuple(pieces)


@st.composite
def proofs(draw: st.DrawFn) -> Proof:
    pieces = draw(evidence())
    use = st.builds(Use, st.integers(1, max(1, len(pieces))), TEXT)
    uses = st.lists(use, max_size=2 if pieces else 0).map(tuple)
    numbers = st.builds(
        Number,
        line=COUNT,
        where=TEXT,
        start=COUNT,
        end=COUNT,
        text=TEXT,
        kind=st.sampled_from(Kind),
        before=TEXT,
        after=TEXT,
        section=TEXT,
        uses=uses,
        reason=TEXT,
    )
    return Proof(
        draw(st.builds(Head, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)),
        draw(st.lists(numbers, max_size=3).map(tuple)),
        pieces,
        draw(st.lists(TEXT, max_size=2).map(tuple)),
        draw(st.dictionaries(TEXT, TEXT, max_size=2)),
    )


@given(proofs())
def test_reading_gives_back_what_was_written(proof: Proof):
    assert read_proof(proof_json(proof)) == proof


@given(proofs())
def test_equal_proofs_are_equal_text(proof: Proof):
    assert proof_json(read_proof(proof_json(proof))) == proof_json(proof)


def test_the_proof_of_a_document_is_read_back(review):
    proof = prove(
        review.trail, head=Head("总结.docx", "ab" * 32, "工作总结", "江州县", "2023年上半年", "2023年6月30日")
    )
    assert read_proof(proof_json(proof)) == proof


def test_the_file_names_its_schema_counts_its_numbers_and_holds_one_number_a_line(review):
    text = proof_json(prove(review.trail, head=Head("总结.docx", "ab" * 32)))
    data = json.loads(text)
    assert (data["schema"], data["version"], data["document"]["sha256"]) == ("reportgen.proof", 1, "ab" * 32)
    assert data["summary"]["by_class"] == {
        "traced": 7,
        "missing": 1,
        "literal": 3,
        "date": 3,
        "numbering": 6,
        "slogan": 1,
    }
    assert len([line for line in text.splitlines() if '"where":' in line]) == len(data["numbers"])


def test_an_exact_value_keeps_all_its_digits(review):
    proof = prove(review.trail)
    assert f'"number":"{review.rate.value}"' in proof_json(proof)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": "reportgen.proof", "version": 1}',
        '{"schema": "reportgen.proof", "version": "1"}',
        "[" * 100_000,
    ],
)
def test_a_broken_file_is_refused_in_words(text: str):
    with pytest.raises(ProofError, match="重新生成"):
        read_proof(text)


def test_a_foreign_and_a_newer_file_are_named_for_what_they_are(review):
    text = proof_json(prove(review.trail))
    with pytest.raises(ProofError, match="不是数据核对文件"):
        read_proof(text.replace("reportgen.proof", "other"))
    with pytest.raises(ProofError, match="请升级程序"):
        read_proof(text.replace('"version":1', '"version":2'))


def test_evidence_that_leads_in_a_circle_is_refused():
    origin = Calculation("甲 + 1", (1,))
    circle = Proof(Head(), (), (Evidence(1, "甲", "", "", "", Decimal(1), "", origin),))
    with pytest.raises(ProofError):
        read_proof(proof_json(circle))


def test_a_day_and_a_text_come_back_as_what_they_were():
    pieces = (
        Evidence(1, "开工日", "", "", "", date(2023, 3, 1), "", Source()),
        Evidence(2, "范围", "", "", "", "5至6", "处", Source(path="a")),
    )
    assert read_proof(proof_json(Proof(Head(), (), pieces))).evidence == pieces
