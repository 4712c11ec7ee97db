"""What a key of a spec file is: its names, what may stand behind it, and what the reference says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Aliases = tuple[str, ...]


class Kind(StrEnum):
    """What may stand behind a key; the value is what a message calls it."""

    TEXT = "一段文字"
    NAME = "一个名称"
    FORMULA = "一个算式"
    ROLLUP = "一种汇总办法"
    PATH = "一个文件路径"
    DAY = "一个日期"
    PERIOD = "一个期间"
    INTEGER = "一个整数"
    NUMBER = "一个数"
    FLAG = "是或否"
    CHOICE = "一个固定值"
    VALUE = "一个数、日期或一段文字"
    TEXTS = "文字列表（只有一项时可不写成列表）"
    NAMES = "名称列表"
    INTEGERS = "一个整数或整数列表"
    CHOICES = "固定值列表"
    GROUP = "下一层键值"
    GROUPS = "列表，每项是一组键值"
    NAMED = "名称: 一组键值"
    PAIRS = "名称: 文字"
    VALUES = "名称: 数或文字"
    ANY = "以后支持的内容"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one mapping.

    name      the English key
    chinese   its Chinese aliases; `new` writes the first
    words     what it is for, one Chinese sentence of the reference
    of        for GROUP, GROUPS and NAMED: the mapping in `KEYS` that stands behind it
    short     for GROUPS and NAMED: the key that a bare text stands for (`columns: [乡镇]`: `name`)
    titled    for NAMED: the key that takes the name as it is written, where the group does not say otherwise
    values    fixed values of CHOICE and CHOICES, English → Chinese aliases
    default   what holds where the key is not written, in words
    required  whether the mapping needs it
    instead   the key in whose presence it is not needed
    jinja     whether Jinja is read in it (design §3.2)
    later     named in the design, refused for now with SPEC-NOT-YET
    most      the largest INTEGER
    """

    name: str
    chinese: Aliases
    kind: Kind
    words: str
    of: str = ""
    short: str = ""
    titled: str = ""
    values: Mapping[str, Aliases] = field(default_factory=lambda: MappingProxyType({}))
    default: str = ""
    required: bool = False
    instead: str = ""
    jinja: bool = False
    later: bool = False
    most: int = 100_000
