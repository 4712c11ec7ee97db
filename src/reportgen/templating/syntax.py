"""How a template that cannot be read is diagnosed: tag by tag, with the line and words a secretary understands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from reportgen.errors import did_you_mean
from reportgen.quantity.percents import percents_signed
from reportgen.templating.environment import StreamEnvironment
from reportgen.templating.folding import Fault, Folded, Tag

_ENDS = {
    "for": "endfor",
    "if": "endif",
    "macro": "endmacro",
    "call": "endcall",
    "with": "endwith",
    "filter": "endfilter",
    "block": "endblock",
    "autoescape": "endautoescape",
    "可略": "完",
    "列举": "完",
    "optional": "end",
    "listing": "end",
}
_MIDDLES = {"else": ("for", "if"), "elif": ("if",)}
_ALONE = ("extends", "include", "import", "from", "print", "do")
_MEANT = {
    "如果": "{% if 条件 %}",
    "否则": "{% else %}",
    "循环": "{% for 镇 in 下级 %}",
    "结束": "{% endif %}、{% endfor %} 或 {% 完 %}",
}
"""What people write in Chinese for tags that have only their English names."""
KNOWN_TAGS = ("for", "if", "elif", "else", "set", "macro", "call", "with", "可略", "列举", "完", *_ENDS.values())
_NAME = re.compile(r"[^\W\d]\w*")
MAX_TEMPLATE = 2_000_000
_EMPTY = re.compile(r"[{｛]\s*[}｝]")
"""Braces around nothing are punctuation, and no tag that somebody meant."""
_BRACE = re.compile("[{｛][^{}｛｝]{0,20}[}｝]|[{}｛｝]|《[%％].{0,20}?[%％]》")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Parsed:
    """A template's tree, and what was wrong with it.

    tree     None where its structure is broken; else the tree without the tags that cannot be read
    excused  names that a broken tag may have set
    """

    tree: nodes.Template | None
    faults: tuple[Fault, ...]
    excused: frozenset[str] = frozenset()


def parse(environment: StreamEnvironment, folded: Folded) -> Parsed:
    """Read a folded template; on an error look at each tag on its own, so that all are told at once."""
    if len(folded.text) > MAX_TEMPLATE:
        fault = Fault(1, f"模板太长，超过{MAX_TEMPLATE}字。", "请核对文件。")
        return Parsed(None, (fault,))
    tree, error = _tree(environment, folded.text)
    if tree is not None:
        return Parsed(tree, folded.faults)
    faults = list(folded.faults)
    text = folded.text
    excused: set[str] = set()
    for tag in reversed(folded.tags):
        found = _tag_fault(environment, tag)
        if found is None:
            continue
        faults.append(found)
        excused |= set(_NAME.findall(tag.body)) if tag.kind == "%" else set()
        text = text[: tag.start] + _stand_in(tag) + text[tag.end :]
    if not faults or len(faults) == len(folded.faults):
        structure = _structure(folded.tags)
        faults += structure or ([error] if error else [])
    tree, error = _tree(environment, text)
    if tree is None and (structure := _structure(folded.tags)):
        faults += structure
    return Parsed(tree, tuple(dict.fromkeys(faults)), frozenset(excused))


def stray_braces(folded: Folded, told: Collection[int]) -> list[Fault]:
    """Braces outside all tags, one fault a line, but none on `told` lines: no half tag may stand on paper."""
    text, position, outside = folded.text, 0, []
    for tag in folded.tags:
        outside.append(text[position : tag.start] if tag.start >= position else "")
        outside.append("\n" * text.count("\n", max(position, tag.start), max(position, tag.end)))
        position = max(position, tag.end)
        if tag.kind == "%" and tag.body.strip("-+ ") == "raw":  # printed as it is, on purpose
            end = text.find("{% endraw %}", position)
            outside.append("\n" * text.count("\n", position, end))
            position = end + len("{% endraw %}")
    outside.append(text[position:])
    faults = []
    for number, line in enumerate("".join(outside).split("\n"), start=1):
        if number not in told and (found := _BRACE.search(_EMPTY.sub("", line))):
            words = f"“{found[0]}”不是完整的标签，会原样印到纸上。"
            faults.append(Fault(number, words, "标签要写成 {{ 名称 }} 或 {% … %}，两个括号之间不能有空格。"))
    return faults


def _tree(environment: StreamEnvironment, text: str) -> tuple[nodes.Template | None, Fault | None]:
    try:
        return environment.parse(text), None
    except TemplateSyntaxError as error:
        return None, Fault(error.lineno, _words(error.message or ""), _advice(error.message or ""))
    except RecursionError:
        return None, Fault(1, "标签里的括号套得太深。", "请把写法改简单些。")
    except ValueError as error:
        return None, Fault(1, f"标签里有读不懂的数（{error}）。", "请核对标签里的数。")


def _tag_fault(environment: StreamEnvironment, tag: Tag) -> Fault | None:
    """What is wrong with a tag taken by itself."""
    if tag.kind == "#":
        return None
    if tag.kind == "{":
        shown, text = "{{" + tag.body + "}}", "{{" + tag.body + "}}"
        if not tag.body.strip("-+ \n"):
            return Fault(tag.line, "标签里没有写名称。", "请在 {{ }} 中写上指标的名称。")
    else:
        shown = "{%" + tag.body + "%}"
        match = _NAME.match(tag.body.lstrip("-+ \n"))
        name = match[0] if match else ""
        if name not in (*KNOWN_TAGS, *_ENDS, *_ALONE, "raw", "endset", "endraw"):
            meant = _MEANT.get(name)
            advice = (
                f"请写成 {meant}。" if meant else did_you_mean(name, KNOWN_TAGS, "可用的标签见文档《模板怎么写》。")
            )
            return Fault(tag.line, f"没有“{{% {name or tag.body.strip()} %}}”这种标签。", advice)
        text = _wrapped(name, tag.body)
    _, fault = _tree(environment, text)
    if fault is None:
        return None
    line = tag.line + fault.line - 1
    shown = percents_signed(" ".join(shown.split()))
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return Fault(line, f"标签“{shown}”看不懂：{fault.words}", fault.advice)


def _wrapped(name: str, body: str) -> str:
    """A statement tag with what it needs around it to be read alone."""
    own = "{%" + body + "%}"
    if name in _ENDS:
        return own + "{% " + _ENDS[name] + " %}"
    if name == "set" and "=" not in body:
        return own + "{% endset %}"
    if name == "elif":
        return "{% if 1 %}" + own + "{% endif %}"
    if name == "set" or name in _ALONE:
        return own
    return ""


def _stand_in(tag: Tag) -> str:
    """What takes a broken tag's place, so that the rest can be read; it keeps the lines."""
    lines = "\n" * tag.body.count("\n")
    name = (_NAME.match(tag.body.lstrip("-+ \n")) or [""])[0]
    return {"for": "{% for 略 in () %}", "if": "{% if 1 %}", "elif": "{% elif 1 %}"}.get(name, "") + lines


def _structure(tags: Sequence[Tag]) -> list[Fault]:
    """Find statement tags that do not pair up."""
    faults: list[Fault] = []
    open_tags: list[tuple[str, int]] = []
    for tag in tags:
        if tag.kind != "%":
            continue
        body = tag.body.strip("-+ \n")
        name = (_NAME.match(body) or [""])[0]
        if name in _ENDS:
            open_tags.append((name, tag.line))
        elif name == "set" and "=" not in body:
            open_tags.append(("set", tag.line))
        elif name in _MIDDLES:
            if not open_tags or open_tags[-1][0] not in _MIDDLES[name]:
                faults.append(Fault(tag.line, f"“{{% {name} %}}”前面没有“{{% if %}}”。", ""))
        elif name in (*_ENDS.values(), "endset"):
            if open_tags and name in (_ENDS.get(open_tags[-1][0], "endset"),):
                open_tags.pop()
            elif open_tags and any(_ENDS.get(opened, "endset") == name for opened, _ in open_tags):
                opened, line = open_tags.pop()
                faults.append(_unclosed(opened, line))
                while open_tags and _ENDS.get(open_tags[-1][0], "endset") != name:
                    opened, line = open_tags.pop()
                    faults.append(_unclosed(opened, line))
                if open_tags:
                    open_tags.pop()
            else:
                opener = next((key for key, end in _ENDS.items() if end == name), "set")
                faults.append(
                    Fault(tag.line, f"“{{% {name} %}}”前面没有“{{% {opener} %}}”。", "请删去，或补上前一半。")
                )
    faults += [_unclosed(opened, line) for opened, line in open_tags]
    return faults


def _unclosed(name: str, line: int) -> Fault:
    end = _ENDS.get(name, "endset")
    return Fault(line, f"“{{% {name} %}}”没有对应的“{{% {end} %}}”。", f"请在后面补上“{{% {end} %}}”。")


def _words(message: str) -> str:
    """Jinja's message in Chinese."""
    if match := re.match(r"unexpected char (?:'(.)'|\"(.)\")", message):
        return f"有认不出的符号“{match[1] or match[2]}”。"
    if match := re.match(r"expected token '(.+?)', got '(.*?)'$", message):
        wanted, got = match.groups()
        if got.startswith("end of"):
            return "没有写完。" if wanted != "name" else "少了名称。"
        if wanted.startswith("end of"):
            return f"“{got}”是多出来的。"
        return f"“{got}”不应在这里。"
    if match := re.match(r"unexpected '(.*?)'(?:, expected '(.*?)')?$", message):
        if match[1].startswith("end of"):
            return "没有写完。"
        return f"“{match[1]}”不应在这里。"
    if "Expected an expression" in message:
        return "少了名称或数。"
    if "Missing end of comment" in message:
        return "注释没有写完，少了“#}”。"
    if "Missing end of raw" in message:
        return "“{% raw %}”没有对应的“{% endraw %}”。"
    return "写法有误。"


def _advice(message: str) -> str:
    if "got 'integer'" in message or "got 'float'" in message:
        return '名称不能以数字开头；这样的指标请写成 指标("名称")。'
    if re.search(r"got '='$", message):
        return "判断是否相等要写两个等号“==”。"
    if message.startswith("expected token 'in'"):
        return "请写成 {% for 镇 in 下级 %}。"
    if re.match(r"expected token 'end of", message):
        return '名称中有标点、空格或以数字开头的指标，请写成 指标("名称")；过滤器前要有“|”。'
    return "请核对括号、引号和名称。"
