"""Elements stand where GB/T 9704-2012 §7.3 puts them."""

from reportgen.document import Align, AttachmentNote, Block, Cell, Document, Paragraph, Role, Run, Signature, Table
from reportgen.gongwen import FREE_CHARACTER, LOOKS, STANDARD, Placed, place, set_width

ONE = FREE_CHARACTER


def text(role: Role, words: str) -> Paragraph:
    return Paragraph(role, (Run(words),))


def placed(*blocks: Block) -> tuple[Placed | Table, ...]:
    return place(Document(blocks, "标题"))


def signed(authority: str, day: str, *, seal: bool) -> tuple[Placed, Placed]:
    above, below = placed(Signature((Run(authority),), (Run(day),), seal))
    assert isinstance(above, Placed)
    assert isinstance(below, Placed)
    return above, below


def width(words: str) -> int:
    return set_width(words, LOOKS[Role.SIGNATURE])


def test_a_line_is_free_below_the_title_and_none_between_title_and_subtitle():
    items = placed(
        text(Role.TITLE, "要点"),
        text(Role.SUBTITLE, "（7月）"),
        text(Role.RECIPIENT, "各乡镇："),
        text(Role.BODY, "正文"),
    )
    assert [item.blank for item in items if isinstance(item, Placed)] == [0, 0, 1, 0]


def test_a_sealed_authority_is_centred_on_the_date_four_characters_from_the_right():
    above, below = signed("江州县乡村振兴局", "2023年7月5日", seal=True)
    assert below.right == 4 * ONE
    assert abs((above.right + width("江州县乡村振兴局") / 2) - (below.right + width("2023年7月5日") / 2)) <= 1


def test_a_sealed_authority_too_long_for_that_ends_at_the_margin_with_the_date_below_its_middle():
    name = "中共江州县委农村工作领导小组办公室"
    above, below = signed(name, "2023年7月5日", seal=True)
    assert above.right == 0
    assert below.right > 4 * ONE
    assert abs(width(name) / 2 - (below.right + width("2023年7月5日") / 2)) <= 1


def test_a_seal_has_room_of_two_lines_and_a_signature_without_seal_one():
    assert signed("县民政局", "2023年7月5日", seal=True)[0].blank == 2
    assert signed("县民政局", "2023年7月5日", seal=False)[0].blank == 1


def test_without_seal_the_date_begins_two_characters_right_of_the_authority():
    above, below = signed("江州县乡村振兴局", "2023年7月5日", seal=False)
    assert above.right == 2 * ONE
    assert below.align is Align.LEFT
    authority_begins = STANDARD.width - above.right - width("江州县乡村振兴局")
    assert below.left == authority_begins + 2 * ONE


def test_without_seal_a_date_longer_than_the_authority_stands_two_characters_in_and_pushes_it_left():
    above, below = signed("县民政局", "2023年12月25日", seal=False)
    assert below.right == 2 * ONE
    authority_begins = STANDARD.width - above.right - width("县民政局")
    date_begins = STANDARD.width - below.right - width("2023年12月25日")
    assert date_begins - authority_begins == 2 * ONE


def test_an_authority_longer_than_a_line_breaks_and_still_leaves_no_negative_indent():
    name = "江州县人力资源和社会保障局、江州县乡村振兴局、江州县农业农村局、江州县财政局"
    for seal in (True, False):
        above, below = signed(name, "2023年7月5日", seal=seal)
        assert "\n" in above.runs[0].text
        assert min(above.right, above.left, below.right, below.left) >= 0


def test_attachments_are_numbered_below_each_other_and_wrap_below_their_names():
    first, second = placed(AttachmentNote(((Run("情况表"),), (Run("名单"),))))
    assert isinstance(first, Placed)
    assert isinstance(second, Placed)
    word = width("附件：")
    assert first.left - first.hanging == 2 * ONE
    assert second.left - second.hanging == 2 * ONE + word
    assert first.left == second.left
    assert (first.blank, second.blank) == (1, 0)


def test_a_single_attachment_has_no_number_and_wraps_below_its_name():
    (only,) = placed(AttachmentNote(((Run("情况表"),),)))
    assert isinstance(only, Placed)
    assert "".join(run.text for run in only.runs) == "附件：情况表"
    assert only.left == 2 * ONE + width("附件：")


def test_the_last_text_stays_with_attachments_and_signature():
    items = placed(
        text(Role.BODY, "前文"),
        text(Role.BODY, "末段"),
        AttachmentNote(((Run("表"),),)),
        Signature((Run("县民政局"),), (Run("2023年7月5日"),)),
        text(Role.NOTE, "（此件公开发布）"),
    )
    kept = [item.keep_next for item in items if isinstance(item, Placed)]
    assert kept == [False, True, True, True, False, False]


def test_a_heading_of_its_own_line_stays_with_what_follows_and_a_run_in_heading_needs_not():
    run_in = Paragraph(Role.HEADING_2, (Run("（一）抓监测。"), Run("全县……", role=Role.BODY)))
    own, both, _ = placed(text(Role.HEADING_1, "一、总体情况"), run_in, text(Role.BODY, "正文"))
    assert isinstance(own, Placed)
    assert isinstance(both, Placed)
    assert own.keep_next
    assert not both.keep_next


def test_caption_and_unit_note_stand_above_their_table():
    table = Table((), (((Cell((Run("1"),))),),), caption=(Run("表1"),), unit_note=(Run("单位：户"),))
    caption, unit, last = placed(table)
    assert isinstance(caption, Placed)
    assert isinstance(unit, Placed)
    assert (caption.role, unit.role, last) == (Role.CAPTION, Role.UNIT_NOTE, table)
    assert caption.keep_next
    assert unit.keep_next
