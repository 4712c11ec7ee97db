"""Chinese numerals (汉字数字), both ways: 二十一, 一百零五, 三点五, and the capital ones of money (大写金额)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
_CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
# What people and forms write for the plain numerals; 两 counts as 二, 〇 as 零.
_PLAIN = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億", "零零二一二三四五六七八九十百千二三六万亿")
_PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_BELOW_MYRIAD = re.compile("(?:(D)千零?)?(?:(D)百零?)?(?:(D)?(十))?(D)?".replace("D", f"[{_DIGITS[1:]}]"))
_GROUPS = ((10**8, "亿"), (10**4, "万"))


def chinese(number: int | Decimal) -> str:
    """Write a number in Chinese numerals.

    >>> chinese(21), chinese(105), chinese(130015), chinese(Decimal("3.5"))
    ('二十一', '一百零五', '十三万零一十五', '三点五')
    """
    sign = "负" if number < 0 else ""
    whole, _, fraction = format(abs(Decimal(number)), "f").partition(".")
    text = _whole(int(whole))
    # 15 is 十五 and 150000 十五万, but 10015 一万零一十五: the 一 goes only where the numeral begins.
    text = text[1:] if text.startswith("一十") else text
    return sign + text + ("点" + "".join(_DIGITS[int(digit)] for digit in fraction) if fraction else "")


def counting(number: int | Decimal) -> str:
    """Write a number as it stands before a measure word: 两次, 两千户, but 二十二个, 二百户.

    >>> counting(2), counting(22), counting(20000), counting(12)
    ('两', '二十二', '两万', '十二')
    """
    text = chinese(number)
    return re.sub(r"^(负?)二(?=$|[千万亿])", r"\1两", text)


def _whole(number: int) -> str:
    for size, word in _GROUPS:
        if number >= size:
            high, low = divmod(number, size)
            zero = "零" if 0 < low < size // 10 else ""
            return _whole(high) + word + zero + (_whole(low) if low else "")
    text, gap = "", False
    for size, word in _PLACES:
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + word
        gap = bool(text) and not digit
    return text or "零"


def parse_chinese(text: str) -> int | None:
    """Read a Chinese numeral; None where the text is none.

    Understood: 二十一, 两百, 一百零五, 十三万, 一亿二千万, 壹仟贰佰, digits one by one (二〇二三), and the spoken
    short form 一百五 (150), 三万五 (35000).
    """
    folded = text.translate(_PLAIN)
    if folded.startswith("负"):
        below = parse_chinese(folded[1:])
        return None if below is None else -below
    if len(folded) > 1 and re.fullmatch("[零一二三四五六七八九]+", folded):
        return int("".join(str(_DIGITS.index(sign)) for sign in folded))
    if short := re.fullmatch("(.*[百千万亿])([一二三四五六七八九])", folded):
        before = _read_whole(short[1])
        step = {"百": 10, "千": 100, "万": 1000, "亿": 10**7}[short[1][-1]]
        return None if before is None else before + _DIGITS.index(short[2]) * step
    return _read_whole(folded)


def parse_chinese_decimal(text: str) -> Decimal | None:
    """Read a Chinese numeral that may have a fraction: 三点五 → 3.5; None where the text is none."""
    whole, point, fraction = text.translate(_PLAIN).partition("点")
    number = parse_chinese(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    if not re.fullmatch("[零一二三四五六七八九]+", fraction):
        return None
    tail = "".join(str(_DIGITS.index(sign)) for sign in fraction)
    return Decimal(f"{'-' if whole.startswith('负') else ''}{abs(number)}.{tail}")


def _read_whole(text: str) -> int | None:
    for size, word in _GROUPS:
        high, found, low = text.rpartition(word)
        if found:
            above = _read_whole(high)
            below = _read_whole(low.removeprefix("零")) if low else 0
            if not above or below is None or below >= size or (low and not below):
                return None
            return above * size + below
    if text == "零":
        return 0
    match = _BELOW_MYRIAD.fullmatch(text)
    if match is None or not text or text.endswith("零"):
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    signs = (thousands, hundreds, tens or ("一" if ten else None), ones)
    return sum(size * (_DIGITS.index(sign) if sign else 0) for (size, _), sign in zip(_PLACES, signs, strict=True))


def capital_money(yuan: Decimal) -> str:
    """Write an amount of 元 in capital numerals, rounded half up to the 分.

    >>> capital_money(Decimal("1234.5"))
    '壹仟贰佰叁拾肆元伍角整'
    >>> capital_money(Decimal("100000.07"))
    '壹拾万元零柒分'
    """
    fen = int((abs(yuan) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    whole, cents = divmod(fen, 100)
    jiao, fen = divmod(cents, 10)
    text = "负" if yuan < 0 and (whole or cents) else ""
    if whole or not cents:
        text += _whole(whole) + "元"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif fen and whole:
        text += "零"
    text += _DIGITS[fen] + "分" if fen else "整"
    return text.translate(_CAPITALS)
