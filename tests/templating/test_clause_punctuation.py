"""Whatever of a sentence is left out by 可略 and 列举, its punctuation is right and its numbers keep their facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.document import Paragraph
from reportgen.errors import Severity
from reportgen.fact import Fact
from reportgen.templating import Rendering

Render = Callable[..., Rendering]
Say = Callable[..., str]

PRESENT = ("监测对象户数", "边缘户数", "突发户数", "农户数", "新增户数")
MISSING, ZERO = "未填数", "空户数"
WORDS = ("青石", "柳溪", "北河", "东山", "西坪", "南岭")
FAULTS = {
    "doubled": re.compile(r"[、，；：。][、，；：。]"),
    "at the beginning": re.compile(r"^(?:[一二三]、|（[一二三]）)?[、，；：。]|[（“][、，；：。]"),
    "dangling": re.compile(
        r"[、，；：](?:$|[）”])|(?:^|[、，；：。（])(?:和|及|以及)|(?:和|及|以及)(?:$|[、，；：。）])"
    ),
    "empty brackets": re.compile(r"（）|“”"),
    "stars": re.compile(r"\*"),
    "unfilled": re.compile(r"【|[{}%]"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a template, and the names of the numbers that must be left of it; None where it all goes."""

    source: str
    left: tuple[str, ...] | None


name = st.sampled_from([*PRESENT, MISSING, ZERO])
word = st.sampled_from(WORDS)


def remains(names: tuple[str, ...], or_zero: bool = False) -> bool:
    return MISSING not in names and not (or_zero and ZERO in names)


@st.composite
def plain(draw: st.DrawFn) -> Piece:
    """A clause whose number is always there."""
    number = draw(st.sampled_from(PRESENT))
    return Piece(f"{draw(word)}{{{{ {number} }}}}户", (number,))


@st.composite
def listed(draw: st.DrawFn, nested: bool) -> Piece:
    """列举 with 、 or ， or ；, perhaps 和 before the last item and 等 behind it, perhaps 可略 in an item."""
    sign = draw(st.sampled_from("、、，；"))
    last_sign = draw(st.sampled_from([sign, sign, "和", "及", "以及"]))
    sources: list[str] = []
    left: list[str] = []
    for number in draw(st.lists(name, min_size=1, max_size=4)):
        source = f"{draw(word)}{{{{ {number} }}}}户"
        kept = number not in (MISSING, ZERO)
        left += [number] if kept else []
        if nested and draw(st.booleans()):
            inner = draw(st.sampled_from([*PRESENT, MISSING]))
            source += f"{{% 可略 %}}（其中{draw(word)}{{{{ {inner} }}}}户）{{% 完 %}}"
            # An item with one number that says something stays whole.
            if not kept and inner != MISSING and number == MISSING:
                source = source.replace(MISSING, ZERO)
            if inner != MISSING:
                left += [inner] if kept else [ZERO, inner]
        sources.append(source)
    body = sign.join(sources[:-1]) + (last_sign if len(sources) > 1 else "") + sources[-1]
    so_on = draw(st.sampled_from(["", "", "等"]))
    source = f"{draw(st.sampled_from(['', '拆除']))}{{% 列举 %}}{body}{so_on}{{% 完 %}}"
    return Piece(source, tuple(left) if left else None)


@st.composite
def bracketed(draw: st.DrawFn) -> Piece:
    """A clause that stays, with a bracket behind it that may go."""
    first = draw(plain())
    inner = draw(st.one_of(optional(False), listed(False)))
    lead = draw(st.sampled_from(["", "其中：", "含"])) if "列举" in inner.source else ""
    return Piece(f"{first.source}（{lead}{inner.source}）", (*(first.left or ()), *(inner.left or ())))


@st.composite
def optional(draw: st.DrawFn, nested: bool) -> Piece:
    """可略 around a clause, or around a 列举, perhaps for zero too."""
    or_zero = draw(st.booleans())
    tag = "{% 可略 为零 %}" if or_zero else "{% 可略 %}"
    if nested and draw(st.booleans()):
        inner = draw(listed(True))
        if inner.left is not None and or_zero and ZERO in inner.left:
            return Piece(f"{tag}{inner.source}{{% 完 %}}", None)
        return Piece(f"{tag}{inner.source}{{% 完 %}}", inner.left)
    numbers = tuple(draw(st.lists(name, min_size=1, max_size=2)))
    source = "".join(f"{draw(word)}{{{{ {number} }}}}户" for number in numbers)
    return Piece(f"{tag}{source}{{% 完 %}}", numbers if remains(numbers, or_zero) else None)


clause = st.one_of(plain(), optional(True), optional(True), listed(True), listed(False), bracketed())


@st.composite
def sentence(draw: st.DrawFn) -> Piece:
    """Clauses with signs between them; a sign may stand inside the 可略 before or behind it."""
    clauses = draw(st.lists(clause, min_size=1, max_size=5))
    source, left = "", []
    for number, part in enumerate(clauses):
        sign = draw(st.sampled_from("、，，；")) if number else ""
        inside = part.source.startswith("{% 可略 %}") and draw(st.booleans())
        source += part.source.replace("{% 可略 %}", "{% 可略 %}" + sign, 1) if inside else sign + part.source
        left += part.left or ()
    lead = draw(st.sampled_from(["", "", "其中：", "主要有："]))
    if source.startswith("{% 列举 %}"):
        lead = draw(st.sampled_from(["", "{{ 几是() }}"])) or lead
    ending = "。"
    if source.endswith("{% 完 %}") and clauses[-1].source.startswith("{% 可略") and draw(st.booleans()):
        return Piece(lead + source.removesuffix("{% 完 %}") + "。{% 完 %}", tuple(left))
    return Piece(lead + source + ending, tuple(left))


@st.composite
def paragraph(draw: st.DrawFn) -> Piece:
    """Sentences behind nothing, a heading's mark, a heading sentence, or a bold lead."""
    sentences = draw(st.lists(sentence(), min_size=1, max_size=3))
    before = draw(st.sampled_from(["", "", "　　", "## ", "## 抓好监测。", "**抓好监测。**", "**主要成效：**", "一、"]))
    left = tuple(number for one in sentences for number in one.left or ())
    return Piece(before + "".join(one.source for one in sentences), left)


def printed(rendering: Rendering) -> list[str]:
    """The indicators of the printed numbers, in the order of the text."""
    paragraphs = [block for block in rendering.blocks if isinstance(block, Paragraph)]
    return [fact.indicator for one in paragraphs for run in one.runs for fact in run.facts]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(paragraph(), min_size=1, max_size=3))
def test_no_sign_is_doubled_or_dangles_and_the_numbers_left_are_printed_in_order(
    render: Render, lines: list[Piece]
) -> None:
    template = "\n".join(line.source for line in lines)
    rendering = render(template)
    texts = [block.text for block in rendering.blocks]  # type: ignore[union-attr]
    for text in texts:
        bare = text.removeprefix("一、").removeprefix("（一）")
        found = [fault for fault, pattern in FAULTS.items() if pattern.search(text)]
        assert not found, f"{found}: {text}\n{template}"
        assert re.search(r"\w", bare), f"nothing said: {text!r}\n{template}"
    assert printed(rendering) == [number for line in lines for number in line.left or ()], f"{texts}\n{template}"
    assert not [f for f in rendering.findings if f.severity is Severity.ERROR], template


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=sentence())
def test_a_number_keeps_the_fact_and_the_text_it_has_alone(render: Render, one: Piece) -> None:
    for block in render(one.source).blocks:
        for run in block.runs:  # type: ignore[union-attr]
            for fact in run.facts:
                assert isinstance(fact, Fact)
                assert isinstance(fact.value, Decimal)
                assert run.text == fact.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sentences=st.lists(sentence(), min_size=2, max_size=4))
def test_sentences_stay_apart(say: Say, sentences: list[Piece]) -> None:
    together = say("".join(one.source for one in sentences))
    if "几是" not in "".join(one.source for one in sentences):
        assert together == "".join(say(one.source) for one in sentences)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        # 和, 及, 以及 before whichever item is the last now
        ("拆{% 列举 %}甲{{ 边缘户数 }}个、乙{{ 突发户数 }}处和丙{{ 未填数 }}处{% 完 %}。", "拆甲700个和乙300处。"),
        ("拆{% 列举 %}甲{{ 空户数 }}个、乙{{ 突发户数 }}处，以及丙{{ 未填数 }}处{% 完 %}。", "拆乙300处。"),
        ("调解{% 列举 %}甲{{ 边缘户数 }}起涉及{{ 突发户数 }}人、乙{{ 空户数 }}起{% 完 %}。", "调解甲700起涉及300人。"),
        # 等 belongs to the list, with what it counts
        ("拆{% 列举 %}甲{{ 边缘户数 }}个、乙{{ 未填数 }}处等{% 完 %}。", "拆甲700个等。"),
        ("拆{% 列举 %}甲{{ 边缘户数 }}个、乙{{ 空户数 }}处等{{ 项目数 }}处{% 完 %}。", "拆甲700个等77处。"),
        ("有{% 列举 %}一等奖{{ 边缘户数 }}个、二等奖{{ 空户数 }}个{% 完 %}。", "有一等奖700个。"),
        # words without a number share the number of the next item
        ("拆{% 列举 %}甲、乙{{ 边缘户数 }}处、丙{{ 空户数 }}处{% 完 %}。", "拆甲、乙700处。"),
        ("拆{% 列举 %}甲、乙{{ 空户数 }}处、丙{{ 边缘户数 }}处、其他{% 完 %}。", "拆丙700处、其他。"),
        # a list's own signs at its ends
        ("甲3户{% 列举 %}，乙{{ 空户数 }}户，丙{{ 边缘户数 }}户{% 完 %}。", "甲3户，丙700户。"),
        ("{% 列举 %}乙{{ 空户数 }}户、丙{{ 未填数 }}户。{% 完 %}修路{{ 边缘户数 }}户。", "修路700户。"),
        (
            "{% 列举 %}{% for 镇 in 下级 %}{{ 镇.名称 }}{{ 镇.监测对象户数 }}户、{% endfor %}{% 完 %}。",
            "青石镇35户、柳溪镇20户。",
        ),
        # lists in a list
        (
            "{% 列举 %}甲镇拆{% 列举 %}子{{ 空户数 }}个、丑{{ 边缘户数 }}处{% 完 %}；"
            "乙镇拆{% 列举 %}子{{ 未填数 }}个、丑{{ 空户数 }}处{% 完 %}；丙镇拆子{{ 项目数 }}个{% 完 %}。",
            "甲镇拆丑700处；丙镇拆子77个。",
        ),
        # brackets go with their clause, or stay whole
        ("共3户，拆{% 列举 %}甲{{ 空户数 }}个{% 完 %}（含旧房），修路。", "共3户，修路。"),
        ("共3户，全县（含库区）拆{% 列举 %}甲{{ 空户数 }}个{% 完 %}，修路。", "共3户，修路。"),
        ("甲3户（其中：{% 列举 %}甲{{ 空户数 }}个{% 完 %}），修路。", "甲3户，修路。"),
        ("甲，（{% 可略 %}乙{{ 未填数 }}户{% 完 %}）。", "甲。"),
        # a colon with nothing behind it goes; with words that only lead, they go too
        ("拆3处，其中：{% 列举 %}甲{{ 空户数 }}个{% 完 %}。", "拆3处。"),
        ("拆{{ 边缘户数 }}处：{% 列举 %}甲{{ 空户数 }}个{% 完 %}；修路。", "拆700处；修路。"),
        ("进展顺利：{% 可略 %}甲{{ 未填数 }}户{% 完 %}。", "进展顺利。"),
        ("分别是：{% 可略 %}甲{{ 未填数 }}户{% 完 %}；乙3户；丙2户。", "分别是：乙3户；丙2户。"),
        ("甲：{% 可略 %}子{{ 未填数 }}户{% 完 %}；乙：丑3户。", "甲；乙：丑3户。"),
        ("电话：{% 可略 %}{{ 未填数 }}{% 完 %}\n乙。", "乙。"),
        ("**成效：**{% 可略 %}甲{{ 未填数 }}户{% 完 %}。修路。", "成效：修路。"),
        ("{% 列举 %}甲{{ 空户数 }}户{% 完 %}：乙{{ 边缘户数 }}户。", "乙700户。"),
        # the sign that a clause takes along is set again where it divided two others
        ("甲3户{% 可略 %}，其中乙{{ 未填数 }}户。{% 完 %}丙4户。", "甲3户。丙4户。"),
        ("甲3户{% 可略 %}，其中乙{{ 未填数 }}户，{% 完 %}丙4户。", "甲3户，丙4户。"),
        ("甲3户，{% 可略 %}乙{{ 未填数 }}户，{% 完 %}{% 可略 %}丙{{ 未填数 }}户。{% 完 %}", "甲3户。"),
        ("共{% 可略 %}甲{{ 未填数 }}户、{% 完 %}乙3户。", "共乙3户。"),
        # items and numbers with nothing behind them
        ("{{ 几是() }}{% 可略 %}甲{{ 未填数 }}户{% 完 %}；{{ 几是() }}乙3户。", "一是乙3户。"),
        ("{{ 几是() }}甲；{{ 几是() }}{% 可略 %}乙{{ 未填数 }}户{% 完 %}。", "一是甲。"),
        ("一、{% 可略 %}甲{{ 未填数 }}户{% 完 %}\n乙。", "乙。"),
        ("**主要{% 可略 %}甲{{ 未填数 }}户{% 完 %}**，丙。", "主要，丙。"),
    ],
)
def test_what_is_left_of_a_sentence_reads_as_if_it_had_been_written_so(say: Say, template: str, text: str) -> None:
    assert say(template) == text


def test_several_numbers_printed_as_one_are_zero_only_where_all_are(say: Say) -> None:
    template = '监测{% 列举 %}{{ 下级|顿号列举("监测对象户数") }}，甲{{ 空户数 }}户{% 完 %}。'
    assert say(template) == "监测青石镇35户、柳溪镇20户、北河乡0户。"
