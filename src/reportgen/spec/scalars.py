"""What each kind of single value may look like in a spec, and the form it is kept in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from reportgen.errors import nearest
from reportgen.period import Period
from reportgen.quantity.dates import read_date
from reportgen.spec.keys import FLAGS, Key, Kind, values_of
from reportgen.spec.yaml_lines import ScalarNode

_CONTROL = re.compile(r"[\x00-\x1f]")


class RefusedError(ValueError):
    """A value that its key cannot take: code, words and advice of the finding.

    `instead` is what checking may go on with, None for nothing; the fault itself stops the build.
    """

    def __init__(self, code: str, words: str, advice: str, instead: object = None) -> None:
        super().__init__(code, words, advice, instead)
        self.code, self.words, self.advice, self.instead = code, words, advice, instead


def read_scalar(node: ScalarNode, key: Key, name: str) -> object:
    """Read one value as the key's kind asks; `name` is the key as the user wrote it. Raises RefusedError."""
    return _READERS[key.kind](node, key, name)


def fold(name: str) -> str:
    """Give a name as it is compared: NFKC, without blanks around it."""
    return unicodedata.normalize("NFKC", name).strip()


def shortened(text: str) -> str:
    """Keep a quotation within a message readable."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:38]}……"


def typed(node: ScalarNode) -> str | int | Decimal | date:
    """The scalar's own type; true and false stay words."""
    value = node.value
    if value is None or isinstance(value, bool):
        return node.text
    return value.strip() if isinstance(value, str) else value


def _text(node: ScalarNode, key: Key, name: str) -> str:
    """Any text, as it is written; the line end of a block text goes."""
    text = node.text.strip() if node.plain else node.text.rstrip("\n")
    if not text.strip() and key.required:
        raise RefusedError("SPEC-REQUIRED", f"“{name}”没有写内容。", key.words)
    return text


def _name(node: ScalarNode, key: Key, name: str) -> str:
    """A name, folded as templates and formulas fold it."""
    return fold(_text(node, key, name))


def _formula(node: ScalarNode, key: Key, name: str) -> str:
    """A formula on one line; line ends of a block text are blanks."""
    return " ".join(_text(node, key, name).split())


def _path(node: ScalarNode, key: Key, name: str) -> str:
    """A path with `/`, as it is the same on every machine."""
    text = _text(node, key, name).strip()
    if _CONTROL.search(text):
        words = f"“{name}”的路径里有控制字符：“{_CONTROL.sub('?', text)}”。"
        raise RefusedError("SPEC-VALUE", words, "双引号里的“\\”有特别的意思，路径请用“/”。")
    return text.replace("\\", "/")


def _day(node: ScalarNode, key: Key, name: str) -> str:
    """A day in ISO form, or Jinja that will give one."""
    text = node.text.strip()
    if not text or (key.jinja and ("{" in text or "｛" in text)):
        return text
    day = read_date(text)
    if day is None:
        words = f"“{name}”的“{shortened(text)}”不是日期。"
        raise RefusedError("SPEC-DATE", words, "请写成 2023-06-30 或 2023年6月30日。")
    return day.isoformat()


def _period(node: ScalarNode, _key: Key, name: str) -> str:
    """A period in its short form: 2023H1."""
    try:
        return str(Period.parse(node.text))
    except ValueError:
        words = f"“{name}”的“{shortened(node.text)}”看不懂。"
        advice = "请写成 2023、2023H1（或 2023年上半年）、2023Q2、2023-06。"
        year = re.search(r"(19|20)\d\d", fold(node.text))
        raise RefusedError("SPEC-PERIOD", words, advice, instead=year[0] if year else None) from None


def _integer(node: ScalarNode, key: Key, name: str) -> int:
    """A whole number, not negative, not above the key's bound."""
    text = fold(node.text)
    if not re.fullmatch(r"\+?[0-9]+", text):
        raise RefusedError("SPEC-VALUE", f"“{name}”应为整数，这里却是“{shortened(node.text)}”。", key.words)
    if len(text) > 9 or int(text) > key.most:
        raise RefusedError("SPEC-VALUE", f"“{name}”写了{shortened(text)}，太大了。", f"最多{key.most}。")
    return int(text)


def _number(node: ScalarNode, key: Key, name: str) -> Decimal:
    """A Decimal; thousands signs are taken off."""
    text = fold(node.text).replace(",", "")
    try:
        value = Decimal(text) if re.fullmatch(r"[-+0-9.eE]{1,40}", text) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise RefusedError("SPEC-VALUE", f"“{name}”应为一个数，这里却是“{shortened(node.text)}”。", key.words)
    return value


def _flag(node: ScalarNode, key: Key, name: str) -> bool:
    """是 or 否, true or false."""
    ways = {alias: word for word, aliases in FLAGS.items() for alias in (word, *aliases)}
    word = ways.get(fold(node.text).lower())
    if word is None:
        raise RefusedError("SPEC-VALUE", f"“{name}”应写 是 或 否，这里却是“{shortened(node.text)}”。", key.words)
    return word == "true"


def _choice(node: ScalarNode, key: Key, name: str) -> str:
    """One of the key's fixed values, by its English word."""
    text = fold(node.text)
    ways = values_of(key)
    value = ways.get(text) or ways.get(text.lower())
    if value is None:
        shown = "、".join(f"{aliases[0]}（{word}）" for word, aliases in key.values.items())
        close = nearest(text, ways)
        advice = (f"是否想写“{close}”？" if close else "") + f"可以写：{shown}。"
        raise RefusedError("SPEC-VALUE", f"“{name}”不能是“{shortened(node.text)}”。", advice)
    return value


def _rollup(node: ScalarNode, key: Key, name: str) -> str:
    """A way of rolling up in its English form: sum, own, none, weighted(户数)."""
    match = re.fullmatch(r"([^\s()]+)\s*(?:\(\s*([^()]*?)\s*\))?", fold(node.text))
    how = values_of(key).get(match[1]) if match else None
    if match is None or how is None or (how == "weighted") is not bool(match[2]):
        advice = "可以写：求和、自填、不汇总、加权(户数)；括号里是作权数的字段。"
        raise RefusedError("SPEC-VALUE", f"“{name}”不能是“{shortened(node.text)}”。", advice)
    return f"weighted({match[2]})" if how == "weighted" else how


def _value(node: ScalarNode, key: Key, name: str) -> str | int | Decimal | date:
    """A number, a day or a text."""
    _text(node, key, name)
    return typed(node)


_Reader = Callable[[ScalarNode, Key, str], object]
_READERS: Final[Mapping[Kind, _Reader]] = {
    Kind.TEXT: _text,
    Kind.TEXTS: _text,
    Kind.NAMES: _text,
    Kind.NAME: _name,
    Kind.FORMULA: _formula,
    Kind.ROLLUP: _rollup,
    Kind.PATH: _path,
    Kind.DAY: _day,
    Kind.PERIOD: _period,
    Kind.INTEGER: _integer,
    Kind.INTEGERS: _integer,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choice,
    Kind.VALUE: _value,
}
