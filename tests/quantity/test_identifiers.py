"""Numbers that name a person or an account are found in any text, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.quantity.identifiers import CARD, ID_NUMBER, MOBILE, OLD_ID_NUMBER, find_identifiers, hidden
from reportgen.quantity.identifiers import without_identifiers as without

ID, OLD_ID, PHONE = "430721198001011235", "430721800101123", "13800005678"
CARD_19, CARD_16 = "6222021234567890128", "6228480123456789"


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        (f"身份证号{ID}。", ID_NUMBER, "430721********1235"),
        (f"ID{ID}", ID_NUMBER, "430721********1235"),
        ("43072119800101001X", None, ""),
        ("430721 19800101 1235", ID_NUMBER, "430721********1235"),
        (f"证件{OLD_ID}", OLD_ID_NUMBER, "430721*****1123"),
        (f"联系人张三{PHONE}", MOBILE, "138****5678"),
        ("138-0000-5678", MOBILE, "138****5678"),
        ("138 0000 5678", MOBILE, "138****5678"),
        ("+86 13800005678", MOBILE, "138****5678"),
        ("１３８００００５６７８", MOBILE, "138****5678"),
        (f"卡号{CARD_19}", CARD, "622202*********0128"),
        ("6228 4801 2345 6789", CARD, "622848******6789"),
    ],
)
def test_each_kind_is_found_however_it_is_written(text, kind, shown):
    assert [(one.kind, one.hidden) for one in find_identifiers(text)] == ([(kind, shown)] if kind else [])


@pytest.mark.parametrize(
    "text",
    [
        "电话0736-7223456",
        "电话（0736）7223456、010-62345678",
        "07367223456",
        "12345热线，800-820-8820",
        "投资13800005678元",
        "投资13,800,005,678.00元",
        "面积13800005678平方米",
        "项目代码2023-430721-04-01-138000",
        "江政发〔2023〕13800005678号",
        "合同编号：13800005678",
        "统一社会信用代码91430721MA4L12345X",
        "430721198013011235",
        "430721198001011234",
        "1234567890123456",
        "20230630，20230701",
        "0.13800005678",
        "430721********1235",
        "6222021234567890127",
        "A13800005678B",
    ],
)
def test_telephones_of_offices_amounts_and_codes_are_left_alone(text):
    assert find_identifiers(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳小娜", "欧阳*娜"),
        ("阿卜杜拉·买买提", "阿***·***"),
        (ID, "430721********1235"),
        (PHONE, "138****5678"),
        (CARD_19, "622202*********0128"),
        ("0736-7223456", "0736-****456"),
        ("张三 13800005678", "张* 138****5678"),
        ("张三、李小四", "张*、李*四"),
        ("8000", "****"),
        ("", ""),
    ],
)
def test_what_is_hidden_depends_on_the_shape(text, shown):
    assert hidden(text) == shown


def test_of_a_name_the_surname_alone_may_be_shown():
    assert hidden("李小明", surname_only=True) == "李**"


@given(st.text(alphabet="0123456789Xx- ，张元号", max_size=40))
def test_a_text_without_its_identifiers_has_none_left(text):
    assert find_identifiers(without(text)) == []
