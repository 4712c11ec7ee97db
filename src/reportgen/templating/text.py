"""Text templates: compiled once, rendered to the blocks of a document or to one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateRuntimeError

from reportgen.document import Block, Run
from reportgen.errors import Finding, Severity
from reportgen.fact import NameTree
from reportgen.place import Place
from reportgen.templating.allow import refusals
from reportgen.templating.assembly import Assembler, lines, missing_run
from reportgen.templating.bare_ifs import ADVICE, WORDS, bare_ifs
from reportgen.templating.counts_beside import Beside, CountsBeside, differing_words
from reportgen.templating.environment import StreamContext, StreamEnvironment
from reportgen.templating.folding import fold_template
from reportgen.templating.names import NameCheck
from reportgen.templating.optional import settled
from reportgen.templating.pieces import BudgetError, Gap, Piece, Text, joined
from reportgen.templating.scope import Scope
from reportgen.templating.state import TOLD_BEFORE, State
from reportgen.templating.syntax import parse, stray_braces

Root = Callable[[Any], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a template gave: blocks in reading order, and what was found on the way."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]


class TextTemplate:
    """A compiled text template; `findings` tells what is wrong with it, all at once.

    It can be rendered even where names are unknown or tags cannot be read, so that faults of the data are told in the
    same run; what it gives then is not to be printed.
    `beside` are its typed counts that a list's brackets settle.
    """

    __slots__ = ("_environment", "_root", "_texts", "beside", "file", "findings")

    def __init__(
        self,
        file: str,
        findings: tuple[Finding, ...],
        root: Root | None,
        texts: tuple[Text, ...],
        environment: StreamEnvironment,
        beside: tuple[Beside, ...] = (),
    ) -> None:
        self.file = file
        self.findings = findings
        self.beside = beside
        self._root = root
        self._texts = texts
        self._environment = environment

    def render(self, scope: Scope) -> Rendering:
        """Render for one report; all faults and all missing values are told at once."""
        return render_all((self,), scope)

    def pieces(self, state: State) -> list[Piece]:
        """The stream for a state, unfolded; it ends where the budget is spent."""
        if self._root is None:
            return []
        state.turn_to(self.file, self._texts, {f.place.line for f in self.findings if f.code in TOLD_BEFORE})
        context = StreamContext(self._environment, state.names, "template", {})  # type: ignore[arg-type]
        context.state = state
        stream: list[object] = []
        try:
            for piece in self._root(context):
                stream.append(piece)
        except BudgetError as error:
            state.tell(error.code, Severity.ERROR, error.words, error.advice)
        except TemplateRuntimeError:
            # Only an assignment to an attribute of what is no namespace ends here; the check has told it.
            pass
        except RecursionError:
            state.tell("TPL-BUDGET", Severity.ERROR, "模板层层嵌套太深，算不下去。", "请把写法改简单些。")
        return list(joined(stream))  # type: ignore[arg-type]


def compile_text(text: str, file: str, known: NameTree) -> TextTemplate:
    """Compile a text template; `known` is the tree of names that it may use."""
    return _compiled(text, file, known, lambda line: Place(file, line))


def render_all(templates: Sequence[TextTemplate], scope: Scope) -> Rendering:
    """Render several files as one text: headings, items and tables count on from one to the next."""
    first = templates[0].file if templates else ""
    state = State(scope, first, ())
    stream: list[Piece] = []
    for template in templates:
        if stream:
            stream.append(Text.at("\n", Place(template.file, 1)))
        stream += template.pieces(state)
    assembler = Assembler(scope, Place(first, 1))
    assembler.add(settled(stream))
    return Rendering(assembler.blocks, (*state.findings, *assembler.findings))


def lay_out(text: str, file: str, scope: Scope) -> Rendering:
    """Lay out a text that is no template: its headings and items are numbered and checked, nothing in it is filled."""
    assembler = Assembler(scope, Place(file, 1))
    assembler.add([Text.at(text, Place(file, 1))])
    return Rendering(assembler.blocks, tuple(assembler.findings))


def compile_line(source: str, place: Place, known: NameTree) -> tuple[Finding, ...]:
    """Check a single value of a spec (title, path, caption) that may hold tags."""
    return _compiled(source, place.file, known, lambda _: place).findings if _has_tags(source) else ()


def render_line(
    source: str, place: Place, scope: Scope, *, breaks: bool = False
) -> tuple[tuple[Run, ...], tuple[Finding, ...]]:
    """Render a single value of a spec; with `breaks`, `\\\\` in it breaks the line (titles)."""
    if _has_tags(source):
        template = _line_template(source, place)
        state = State(scope, place.file, (), place)
        stream = settled(template.pieces(state))
        findings = [*(f for f in template.findings if f.code != "TPL-UNDEFINED"), *state.findings]
    else:
        stream, findings = [Text.at(source, place)], []
    runs: list[Run] = []
    for piece in (piece for line in lines(stream) for piece in line):
        match piece:
            case Text():
                for number, part in enumerate(piece.split("\\\\") if breaks else [str(piece)]):
                    runs += [Run("\n", typed=True)] if number else []
                    runs += [Run(part, typed=True)] if part else []
            case Run():
                runs.append(piece)
            case Gap():
                runs.append(missing_run(piece, scope, findings))
    return tuple(runs), tuple(findings)


def _has_tags(source: str) -> bool:
    return "{" in source or "｛" in source


@lru_cache(maxsize=256)
def _line_template(source: str, place: Place) -> TextTemplate:
    """A line is rendered once for each area of a batch, but compiled once; its names are checked as it runs."""
    return _compiled(source, place.file, None, lambda _: place)


def _compiled(text: str, file: str, known: NameTree | None, place: Callable[[int], Place]) -> TextTemplate:
    """Fold, parse, check and compile a template; every step goes on as far as it can."""
    environment = StreamEnvironment()
    folded = fold_template(text)
    parsed = parse(environment, folded)
    findings = [
        Finding("TPL-SYNTAX", Severity.ERROR, place(fault.line), fault.words, fault.advice) for fault in parsed.faults
    ]
    stray = stray_braces(folded, {fault.line for fault in parsed.faults})
    findings += [Finding("TPL-SYNTAX", Severity.ERROR, place(f.line), f.words, f.advice) for f in stray]
    root: Root | None = None
    texts: tuple[Text, ...] = ()
    counts = CountsBeside()
    if parsed.tree is not None:
        refused, runs = refusals(parsed.tree)
        findings += [Finding(r.code, Severity.ERROR, place(r.line), r.words, r.advice) for r in refused]
        if known is not None:
            findings += [
                Finding(error.code, Severity.ERROR, place(line), error.words, error.advice)
                for line, error in NameCheck(known, parsed.excused).check(parsed.tree)
            ]
        for line, words in bare_ifs(parsed.tree):
            findings.append(Finding("TPL-BARE-IF", Severity.NOTICE, place(line), WORDS.format(words), ADVICE))
        counts.settle(parsed.tree)
        for line, phrase, asked in counts.differing:
            findings.append(Finding("TPL-COUNT", Severity.WARNING, place(line), *differing_words(phrase, asked)))
        if runs:
            try:
                root, texts = environment.build(parsed.tree, file)
            except (JinjaError, SyntaxError, RecursionError, MemoryError):
                words = "模板的循环和判断套得太深，编译不了。"
                findings.append(Finding("TPL-SYNTAX", Severity.ERROR, place(1), words, "请把写法改简单些。"))
    ordered = sorted(dict.fromkeys(findings), key=lambda f: f.place.line or 0)
    return TextTemplate(file, tuple(ordered), root, texts, environment, tuple(counts.found))
