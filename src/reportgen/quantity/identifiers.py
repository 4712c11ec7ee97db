"""Numbers that name a person or an account (ID, mobile, bank card): how they look, and how they are hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

ID_NUMBER, OLD_ID_NUMBER, MOBILE, CARD = "身份证号", "15位身份证号", "手机号", "银行卡号"

_WIDTHS = str.maketrans("０１２３４５６７８９Ｘｘ－＋", "0123456789Xx-+")
_GAP = "[ \u00a0\u3000\\-]?"
# A sign of a longer code before or behind: letters and digits, a decimal point, 2023-…
_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][.．,，_/])(?<![0-9]-)"
_AFTER = r"(?![0-9A-Za-z])(?![.．][0-9])"
_LABEL = r"(?:(?<![0-9A-Za-z])(?:ID|id|Id|NO|No|no|TEL|Tel|tel|Mobile|mobile)[.:： ]?)"
_START = rf"(?:{_BEFORE}|{_LABEL})"

_ID = re.compile(rf"{_START}(?P<it>\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[0-9Xx]){_AFTER}")
_OLD_ID = re.compile(rf"{_START}(?P<it>\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}}){_AFTER}")
_MOBILE = re.compile(
    rf"(?:{_START}|(?<![0-9A-Za-z])(?:\+|00)?86{_GAP})0?(?P<it>1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}){_AFTER}"
)
_CARD_DIGITS = r"\d{16,19}|\d{4}(?:[ \u00a0\-]\d{4}){3}(?:[ \u00a0\-]?\d{1,3})?|\d{6} \d{10,13}"
_CARD = re.compile(rf"{_START}(?P<it>{_CARD_DIGITS}){_AFTER}")
# UnionPay and the great foreign houses; 955 and 35 are the other beginnings of cards in use.
_ISSUED = re.compile(r"(?:4\d{15}|5[1-5]\d{14}|5\d{17,18}|4\d{18}|35\d{14}|6\d{15,18}|955\d{13,16})")
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"

_OTHER_CODE = re.compile(
    r"(?:编[号码]|代码|信用代码|识别号|注册号|许可证号|合同号|项目号|流水号|批[次准]?号|单号|税号|登记号|条码|文号|案号|图号|票号)"
    r"[为是:：\s（(]{0,3}$"
)
"""Words before a number which say that it names a thing and no person."""
_AMOUNT_AFTER = re.compile(
    r"\s?(?:余|多)?(?:[万亿]?[美港欧日]?元|万亿|[万亿][户人个次吨斤亩株]|[万亿]|平方|立方|㎡|m²|公里|千米|米|公?斤|千?克|吨|千瓦|度电|亩|股|株|羽|粒|尾)"
)
_LEAST_DIGITS = re.compile(r"[0-9０-９](?:[\s\-－]?[0-9０-９]){10}")


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number in a text that names a person or an account; `end` is exclusive.

    kind  "身份证号", "15位身份证号", "手机号", "银行卡号"
    """

    start: int
    end: int
    text: str
    kind: str

    @property
    def hidden(self) -> str:
        """The number with its middle hidden."""
        return hidden(self.text)


def find_identifiers(text: str, *, heading: str = "") -> list[Identifier]:
    """Find the numbers of a text that name a person or an account, in order.

    An office telephone (0736-7223456), an amount, a document number, a code that is called one (编号, 代码) are none.
    `heading` is what a table calls the column that the text stands in.

    >>> [(one.kind, one.hidden) for one in find_identifiers("联系人13800005678，电话0736-7223456")]
    [('手机号', '138****5678')]
    """
    if not _LEAST_DIGITS.search(text):
        return []
    plain = text.translate(_WIDTHS)
    found: list[Identifier] = []
    taken = bytearray(len(text))
    for kind, pattern, holds in _KINDS:
        for match in pattern.finditer(plain):
            start, end = match.span("it")
            digits = re.sub(r"[^0-9Xx]", "", match["it"])
            if any(taken[start:end]) or not holds(digits) or _is_other(plain, start, end, heading, kind):
                continue
            taken[start:end] = b"\x01" * (end - start)
            found.append(Identifier(start, end, text[start:end], kind))
    return sorted(found, key=lambda one: one.start)


def without_identifiers(text: str) -> str:
    """The text with the middle of each such number hidden; what it is otherwise stays.

    >>> without_identifiers("填报人张三，13800005678")
    '填报人张三，138****5678'
    """
    for one in reversed(find_identifiers(text)):
        text = text[: one.start] + one.hidden + text[one.end :]
    return text


def hidden(text: str, *, surname_only: bool = False) -> str:
    """Hide the middle of a name, an ID, a telephone or card number, by its shape; several in one text each by its own.

    >>> hidden("张小三"), hidden("李四"), hidden("欧阳小娜"), hidden("张小三", surname_only=True)
    ('张*三', '李*', '欧阳*娜', '张**')
    >>> hidden("430721198001011236"), hidden("13800005678"), hidden("0736-7223456")
    ('430721********1236', '138****5678', '0736-****456')
    """
    parts = _DIVIDERS.split(text.strip())
    return "".join(part if number % 2 else _hidden_one(part, surname_only) for number, part in enumerate(parts))


_DIVIDERS = re.compile(r"(\s*[、，,;；/\n：:（）()|]\s*|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff]))")
_LANDLINE = re.compile(r"\(?(0\d{2,3})\)?[-－ ]?(\d{7,8})(?:[-－转]\d+)?")
_HAN_NAME = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff\ue000-\uf8ff]{1,4}")
_TWO_SIGN_SURNAMES = (
    "欧阳 上官 司马 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 轩辕 端木 百里 呼延 东郭 "
    "南门 申屠 太史 闻人 钟离 淳于 单于 公冶 濮阳 赫连 澹台 宗政 仲孙 司空 司寇 完颜 万俟"
)
_LONGEST_STARS = 8


def _hidden_one(text: str, surname_only: bool) -> str:
    digits = re.sub(r"[\s\-－]", "", text.translate(_WIDTHS))
    if re.fullmatch(r"\d{14,}[0-9Xx]", digits):
        return digits[:6] + "*" * (len(digits) - 10) + digits[-4:]
    if mobile := re.fullmatch(r"((?:\+|00)?(?:86)?)(1[3-9]\d)\d{4}(\d{4})", digits):
        return f"{mobile[1]}{mobile[2]}****{mobile[3]}"
    if landline := _LANDLINE.fullmatch(text.translate(_WIDTHS)):
        return f"{landline[1]}-{'*' * (len(landline[2]) - 3)}{landline[2][-3:]}"
    if _HAN_NAME.fullmatch(text):
        return _hidden_name(text, surname_only)
    if "·" in text or "•" in text:
        return text[:1] + "".join(sign if sign in "·•" else "*" for sign in text[1:])
    return _hidden_other(text)


def _hidden_name(name: str, surname_only: bool) -> str:
    shown = 2 if len(name) > 2 and name[:2] in _TWO_SIGN_SURNAMES else 1
    if surname_only or len(name) <= shown + 1:
        return name[:shown] + "*" * max(1, len(name) - shown)
    return name[:shown] + "*" * (len(name) - shown - 1) + name[-1]


def _hidden_other(text: str) -> str:
    """Hide what is none of these: of a short text all but the first sign, of a long one all but a few."""
    if not text:
        return ""
    if re.fullmatch(r"[\d.,%％]+", text) and len(text) < 7:
        return "*" * len(text)
    shown = 1 if len(text) < 7 else 3
    tail = text[-4:] if re.fullmatch(r"[0-9A-Za-z]{9,}", text) else ""
    rest = len(text) - shown - len(tail)
    return text[:shown] + "*" * (rest if tail else min(rest, _LONGEST_STARS) or 1) + tail


# --- what makes a row of digits such a number ---


def _is_id(digits: str) -> bool:
    """An 18-digit ID by GB 11643: province, birthday and check sign are right."""
    if len(digits) != 18 or not _has_id_shape(digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK_SIGNS[total % 11] == digits[17].upper()


def _has_id_shape(digits: str) -> bool:
    return int(digits[:2]) in _PROVINCES and 1850 <= int(digits[6:10]) <= 2099 and _is_day(digits[6:14])


def _is_old_id(digits: str) -> bool:
    return int(digits[:2]) in _PROVINCES and digits[2:6] > "0100" and _is_day("19" + digits[6:12])


def _is_card(digits: str) -> bool:
    """A card number by its beginning, its length, and the sum of Luhn."""
    if not _ISSUED.fullmatch(digits) or len(set(digits)) < 3 or (len(digits) == 18 and _has_id_shape(digits)):
        return False
    return sum(_luhn(int(digit), place) for place, digit in enumerate(reversed(digits))) % 10 == 0


def _luhn(digit: int, place: int) -> int:
    return digit if place % 2 == 0 else sum(divmod(digit * 2, 10))


def _is_mobile(digits: str) -> bool:
    return len(digits) == 11


def _is_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True


def _is_other(text: str, start: int, end: int, heading: str, kind: str) -> bool:
    """Whether the words around say that it counts something, or names a thing."""
    if kind != ID_NUMBER and (_AMOUNT_AFTER.match(text, end) or _AMOUNT_HEADING.search(heading)):
        return True
    if text[start - 1 : start] in ("第", "〕", "]", "】") and text[end : end + 1] == "号":
        return True
    return _OTHER_CODE.search(text[max(0, start - 12) : start]) is not None or (
        start == 0 and _OTHER_CODE.search(heading) is not None
    )


_AMOUNT_HEADING = re.compile(r"[（(](?:[万亿]?元|吨|公?斤|平方米|立方米|亩|米|公里|千克|株)[）)]$")
_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    (ID_NUMBER, _ID, _is_id),
    (CARD, _CARD, _is_card),
    (OLD_ID_NUMBER, _OLD_ID, _is_old_id),
    (MOBILE, _MOBILE, _is_mobile),
)
