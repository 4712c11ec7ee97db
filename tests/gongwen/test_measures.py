"""The figures of the standard agree with each other and with the clauses they name."""

import pytest

from reportgen.document import Role
from reportgen.gongwen import (
    CHARACTERS_A_LINE,
    COMPENSATED,
    FREE_CHARACTER,
    LINES_A_PAGE,
    LOOKS,
    PROFILES,
    STANDARD,
    Profile,
    Typeface,
    character_width,
    characters,
    half_widths,
    millimetres,
    set_width,
)


def test_the_type_area_measures_156_by_225_millimetres():
    assert millimetres(STANDARD.width) == pytest.approx(156, abs=0.1)
    assert millimetres(STANDARD.height) == pytest.approx(225, abs=0.1)
    assert millimetres(STANDARD.top) == pytest.approx(37, abs=0.1)
    assert millimetres(STANDARD.left) == pytest.approx(28, abs=0.1)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_22_lines_fit_on_a_page_and_a_23rd_does_not(profile: Profile):
    assert LINES_A_PAGE * profile.pitch <= profile.height < (LINES_A_PAGE + 1) * profile.pitch


def test_28_characters_fit_in_a_line_and_a_29th_does_not():
    one = character_width(LOOKS[Role.BODY])
    assert CHARACTERS_A_LINE * one <= STANDARD.width < (CHARACTERS_A_LINE + 1) * one
    assert round(STANDARD.width / CHARACTERS_A_LINE) == FREE_CHARACTER


def test_both_profiles_print_the_same_width():
    assert STANDARD.width == COMPENSATED.width


def test_every_role_has_a_look_that_names_its_clause():
    assert set(LOOKS) == set(Role)
    assert all(look.clause for look in LOOKS.values())


def test_headings_of_the_four_levels_differ_as_the_standard_asks():
    headings = {role.level: LOOKS[role].typeface for role in Role if role.level}
    assert headings == {1: Typeface.HEI, 2: Typeface.KAI, 3: Typeface.FANG_SONG, 4: Typeface.FANG_SONG}
    assert all(LOOKS[role].level == role.level for role in Role)


def test_names_of_typefaces_are_short_enough_for_word():
    assert all(len(name) < 32 for typeface in Typeface for name in (typeface.face, *typeface.others))


def test_digits_are_half_as_wide_as_chinese_and_marks_take_no_room():
    assert characters("2023年7月5日") == 6
    assert half_widths("“——”") == 8
    assert half_widths("e\u0301\u200b\n") == 1


def test_a_full_line_of_body_is_28_characters_wide():
    assert set_width("字" * CHARACTERS_A_LINE, LOOKS[Role.BODY]) == CHARACTERS_A_LINE * 315
