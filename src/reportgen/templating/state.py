"""One rendering while it runs: what is printed, what went wrong where, and how much of the budget is spent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn

from jinja2.runtime import LoopContext, Macro, Undefined

from reportgen.document import Run
from reportgen.errors import Finding, FindingsError, ReportgenError, Severity
from reportgen.fact import Fact, MissingValueError
from reportgen.place import Place
from reportgen.quantity.units import UnitError
from reportgen.templating.filter_entry import WORDING
from reportgen.templating.filters import FILTERS_BY_NAME, TESTS
from reportgen.templating.functions import ENGLISH, functions
from reportgen.templating.pieces import (
    FAULTY,
    AlreadyToldError,
    BudgetError,
    Dropped,
    Faulty,
    Gap,
    Omitted,
    Ordinal,
    Pieces,
    Placed,
    TemplateError,
    Text,
    Typed,
    joined,
)
from reportgen.templating.scope import Scope
from reportgen.templating.values import is_typed, plain_run, undefined

MAX_STEPS = 500_000
"""Loop rounds and printed values; a report of 2,000 areas with 60 numbers each takes a quarter of it."""
TOLD_BEFORE = frozenset({"TPL-UNDEFINED", "TPL-CONDITION"})
"""What is told when a template is compiled, and not again at that line when it runs."""
MAX_CHARACTERS = 4_000_000
MAX_SECONDS = 30.0
_CLOCK_EVERY = 1024

_number = lru_cache(maxsize=1024)(Decimal)


class State:
    """What generated code talks to; `names` is what a template finds behind its names."""

    nothing = Pieces()
    faulty = FAULTY
    typed = Typed
    number = staticmethod(_number)

    def __init__(self, scope: Scope, file: str, texts: Sequence[Text], place: Place | None = None) -> None:
        self.scope = scope
        self.file = file
        self.texts = texts
        self.findings: list[Finding] = []
        self.line = 1
        self.listed: int | None = None  # how many the last list of so many really named
        self.names: Mapping[str, object] = _Names(scope.names, self._functions())
        self._fixed = place
        self._steps = 0
        self._characters = 0
        self._deadline = time.monotonic() + MAX_SECONDS
        self._told: set[str] = set()
        self._no_bases: list[str] = []
        self._no_base: Finding | None = None
        self._seen: set[Finding] = set()
        self._known_lines: Set[int | None] = frozenset()

    def turn_to(self, file: str, texts: Sequence[Text], known_lines: Set[int | None] = frozenset()) -> None:
        """Go on with another file of the same report; the budget goes on too.

        `known_lines` are the lines whose unknown names and conditions have been told when the file was compiled.
        """
        self.file, self.texts, self._known_lines = file, texts, known_lines

    # --- places and findings ---

    def place(self, line: int | None = None) -> Place:
        """Where a line of the template stands in the user's file."""
        return self._fixed or Place(self.file, line or self.line)

    def at(self, line: int) -> bool:
        """Remember the line that is being computed."""
        self.line = line
        return True

    def tell(self, code: str, severity: Severity, words: str, advice: str = "") -> None:
        """Add a finding at the line that is being computed; a loop tells the same thing once."""
        finding = Finding(code, severity, self.place(), words, advice)
        if finding not in self._seen:
            self._seen.add(finding)
            self.findings.append(finding)

    def tell_once(self, code: str, words: str, advice: str = "") -> None:
        """Add a notice, unless it has been told in this rendering."""
        if words not in self._told:
            self._told.add(words)
            self.tell(code, Severity.NOTICE, words, advice)

    def tell_no_base(self, name: str) -> None:
        """Add the one notice of a rendering for all the base periods (上年同期, 目标 …) that the data do not hold."""
        if name in self._no_bases:
            return
        self._no_bases.append(name)
        if self._no_base is not None:
            self.findings.remove(self._no_base)
        names = "、".join(self._no_bases)
        words = f"数据中没有{names}的数，与{'它们' if len(self._no_bases) > 1 else '它'}比较的话已略去。"
        place = self._no_base.place if self._no_base else self.place()
        advice = f"有{names}的数时，请在“数据”中加上。"
        self._no_base = Finding("TPL-NO-BASE-PERIOD", Severity.NOTICE, place, words, advice)
        self.findings.append(self._no_base)

    def fault(self, error: Exception, line: int | None = None) -> None:
        """Turn what went wrong at a line into a finding; rendering goes on behind it, unless the budget is spent."""
        if line is not None:
            self.line = line
        match error:
            case BudgetError() | MemoryError():
                raise error
            case AlreadyToldError():
                return
            case TemplateError():
                self._tell_error(error)
            case MissingValueError() if self.scope.told(error.fact):
                return
            case MissingValueError():
                words = f"{error}，这里却要用它来判断或计算。"
                self.tell("TPL-MISSING-JUDGED", Severity.ERROR, words, "请补上数据，或先用 有数(…) 判断。")
            case FindingsError():
                self.findings.extend(error.findings)
            case UnitError():
                self.tell("TPL-UNIT", Severity.ERROR, f"{error}。", "请核对单位和写法。")
            case ReportgenError():
                self.tell("TPL-FAULT", Severity.ERROR, str(error))
            case KeyError() | LookupError():
                self._tell_error(undefined(str(error.args[0]) if error.args else "", self.names))
            case RecursionError():
                raise BudgetError("这里层层嵌套太深，算不下去。", "请把写法改简单些。") from error
            case TypeError():
                words = "括号里的参数不对，或者拿数和文字相比较、相计算。"
                self.tell("TPL-FAULT", Severity.ERROR, words, "请核对标签里的名称、括号和参数。")
            case ArithmeticError():
                self.tell("TPL-FAULT", Severity.ERROR, "这里的数算不出来。", "除数不能为0，数也不能太大。")
            case _:
                words = f"这个标签算不出来（{type(error).__name__}：{error}）。"
                self.tell("TPL-FAULT", Severity.ERROR, words, "请核对标签里的名称、括号和参数。")

    def _tell_error(self, error: TemplateError) -> None:
        """Add an error, unless the check of the template has told it."""
        if error.code not in TOLD_BEFORE or self.line not in self._known_lines:
            self.tell(error.code, Severity.ERROR, error.words, error.advice)

    # --- budget ---

    def spend(self, steps: int = 1, characters: int = 0) -> None:
        """Count work against the budget; raises BudgetError once it is spent."""
        before = self._steps
        self._steps += steps
        self._characters += characters
        if self._steps > MAX_STEPS:
            raise BudgetError(f"模板的循环和标签超过{MAX_STEPS}次，已停下。", "请检查层层嵌套的循环。")
        if self._characters > MAX_CHARACTERS:
            raise BudgetError(f"模板生成的文字超过{MAX_CHARACTERS}字，已停下。", "请检查循环。")
        if before // _CLOCK_EVERY != self._steps // _CLOCK_EVERY and time.monotonic() > self._deadline:
            raise BudgetError(f"模板运行超过{MAX_SECONDS:.0f}秒，已停下。", "请检查循环。")

    # --- what generated code calls ---

    def printed(self, value: object, line: int) -> object:
        """Give a printed value as pieces; a missing fact becomes a gap."""
        self.line = line
        match value:
            case Fact():
                return self._printed_fact(value)
            case Run():
                self.spend(1, len(value.text))
                return value
            case Pieces():
                self.spend(len(value) + 1)
                return Pieces(self._printed_part(part, line) for part in value)
            case Gap() | Omitted() | Dropped() | Ordinal() | Placed() | Text():
                return value
            case Faulty():
                raise AlreadyToldError
            case Undefined() | None:
                raise TemplateError("TPL-UNDEFINED", "这里没有可打印的内容。", "请核对名称。")
        run = plain_run(value)
        self.spend(1, len(run.text))
        return run

    def _printed_part(self, part: object, line: int) -> object:
        return part if isinstance(part, Text | Gap) else self.printed(part, line)

    def _printed_fact(self, fact: Fact) -> object:
        if fact.is_missing:
            self.spend()
            return Gap(fact, self.place())
        text = self.text_of(fact)
        self.spend(1, len(text))
        return Run(text, typed=True) if is_typed(fact) else Run(text, (fact,))

    def text_of(self, fact: Fact) -> str:
        """A fact's printed text; a notice tells what the writer should know of it. Raises where it is sensitive."""
        if fact.sensitive:
            self._refuse_sensitive(fact)
        printed = fact.printed
        if printed.notice:
            self.tell("TPL-PRINTED", Severity.NOTICE, f"“{fact.name}”印作“{printed.text}”：{printed.notice}。")
        return printed.text

    def _refuse_sensitive(self, fact: Fact) -> NoReturn:
        words = f"“{fact.name}”是敏感信息，不能直接打印。"
        raise TemplateError("TPL-SENSITIVE", words, "请写成“…|脱敏”，或不要印在文中。")

    def concat(self, values: Sequence[object]) -> Pieces:
        """`~`: several values in a row, each what it is."""
        if any(isinstance(value, Faulty) for value in values):
            raise AlreadyToldError
        self.spend(sum(len(value) if isinstance(value, Pieces) else 1 for value in values))
        return joined(values)

    def items(self, value: object, line: int) -> Sequence[object]:
        """Give what a loop runs over; each round counts."""
        self.line = line
        if isinstance(value, Faulty):
            raise AlreadyToldError
        if not isinstance(value, tuple | list) or isinstance(value, Pieces):
            raise TemplateError("TPL-FAULT", "这里要逐个取的不是一组数据。", "{% for %} 后面应是“下级”这样的一组地区。")
        self.spend(len(value) + 1)
        return value

    def filter(self, name: str, line: int, value: object, *arguments: object, **named: object) -> object:
        """Apply a filter by any of its names."""
        self.line = line
        self.spend()
        if any(isinstance(one, Faulty) for one in (value, *arguments, *named.values())):
            raise AlreadyToldError
        if isinstance(value, Dropped | Omitted):
            return value
        found = FILTERS_BY_NAME[name]
        if found.kind == WORDING and found.name != "排名":
            # Its words would give away how much; which place an area has tells nobody's number.
            for one in (value, *arguments, *named.values()):
                if isinstance(one, Fact) and one.sensitive:
                    self._refuse_sensitive(one)
        return found.function(self, value, *arguments, **named)

    def test(self, name: str, value: object, *arguments: object) -> bool:
        """Apply a test (`x is 有数`)."""
        if isinstance(value, Faulty):
            raise AlreadyToldError
        return TESTS[name](value, *arguments)

    def call(self, line: int, function: object, *arguments: object, **named: object) -> object:
        """Call one of our functions, a macro, or a callable among the report's names."""
        self.line = line
        self.spend()
        if isinstance(function, Faulty):
            raise AlreadyToldError
        if not callable(function) or isinstance(function, Fact | LoopContext | type):
            raise TemplateError("TPL-FAULT", "这个名称后面不能加括号。", "")
        if isinstance(function, Macro):
            return _of_macro(function, arguments, named)
        return function(*(_plain(one) for one in arguments), **{key: _plain(one) for key, one in named.items()})

    # --- the functions a template has ---

    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return functions(self)


class _Names(Mapping[str, object]):
    """Our own functions before the report's names, their English names behind; nothing is computed unasked."""

    def __init__(self, names: Mapping[str, object], functions: Mapping[str, Callable[..., object]]) -> None:
        self._names = names
        self._functions = functions

    def __getitem__(self, key: str) -> object:
        if key in self._functions:
            return self._functions[key]
        if key in ENGLISH and key not in self._names:
            return self._functions[ENGLISH[key]]
        return self._names[key]

    def __contains__(self, key: object) -> bool:
        return key in self._functions or key in self._names or key in ENGLISH

    def __iter__(self) -> Iterator[str]:
        yield from self._functions
        yield from (name for name in self._names if name not in self._functions)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _of_macro(macro: Macro, arguments: tuple[object, ...], named: dict[str, Any]) -> object:
    """What a macro gives; faults inside it are told at their own lines, so that only the brackets can be wrong here."""
    try:
        return macro(*arguments, **named)
    except TypeError:
        wanted = "、".join(macro.arguments)
        advice = f"它的参数是：{wanted}。" if wanted else "它没有参数。"
        if "caller" in named and not macro.caller:
            advice = "它里面没有 {{ caller() }}，不能用 {% call %}。"
        raise TemplateError("TPL-ARGUMENT", f"宏“{macro.name}”用得不对。", advice) from None


def _plain(value: object) -> object:
    """What a callable of the number side is given: plain text without our marks."""
    return str(value) if isinstance(value, Typed) else value
