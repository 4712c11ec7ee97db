"""How Jinja is bent to give a stream: generated code hands every value, call and fault to the rendering's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.place import Place
from reportgen.templating.pieces import TemplateError, Text, joined
from reportgen.templating.values import attribute_of, computed, item_of

OPTIONAL = "可略 "
LISTING = "列举 "
"""Names of the inner filters behind 可略 and 列举; the blank keeps a template from writing them."""
OR_ZERO = ("为零", "or_zero")
_END = ("name:完", "name:end")
_CLAUSES = {"可略": OPTIONAL, "optional": OPTIONAL, "列举": LISTING, "listing": LISTING}


class MissingName(Undefined):
    """An unknown name at run time: told where it is met, never carried on."""

    def __init__(
        self,
        hint: str | None = None,
        obj: object = None,  # noqa: ARG002  Jinja's signature
        name: str | None = None,
        exc: type[Exception] = Exception,  # noqa: ARG002
    ) -> None:
        if hint is not None and hint.startswith("parameter"):
            raise TemplateError("TPL-FAULT", f"调用宏时没有给出参数“{name}”。", "请在调用处补上这个参数。")
        if name is None:
            raise TemplateError("TPL-FAULT", "这里没有前一项或后一项。", "请先用 loop.first 或 loop.last 判断。")
        raise KeyError(name)


class StreamContext(Context):
    """A Jinja context that knows the rendering it belongs to."""

    state: Any


class ClauseTags(Extension):
    """`{% 可略 %}…{% 完 %}` and `{% 列举 %}…{% 完 %}`."""

    tags = set(_CLAUSES)  # noqa: RUF012  Jinja's own way to declare tags

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the block into one that hands its pieces to an inner filter."""
        token = next(parser.stream)
        arguments: list[nodes.Expr] = []
        name = _CLAUSES[token.value]
        if name == OPTIONAL and any(parser.stream.skip_if(f"name:{word}") for word in OR_ZERO):
            arguments.append(nodes.Const(True, lineno=token.lineno))
        body = parser.parse_statements(_END, drop_needle=True)
        inner = nodes.Filter(None, name, arguments, [], None, None, lineno=token.lineno)
        return nodes.FilterBlock(body, inner, lineno=token.lineno)


class StreamGenerator(CodeGenerator):
    """Writes code that yields pieces and tells faults at their line, then goes on with what follows.

    The tree has been checked by `allow`: no inheritance, no recursion, no loop over several targets.
    """

    environment: StreamEnvironment

    def write_commons(self) -> None:
        """Bring the rendering's state into every root function."""
        super().write_commons()
        self.writeline("state = context.state")
        self.writeline("texts = state.texts")

    def _guarded(self, node: nodes.Node, write: Callable[[], None], otherwise: str) -> str:
        """Write code that puts a value into a new variable, or `otherwise` where its computation fails."""
        name = self.temporary_identifier()
        self.writeline("try:", node)
        self.indent()
        self.writeline(f"{name} = ")
        write()
        self.outdent()
        self.writeline(f"except Exception as {name}_e:")
        self.indent()
        self.writeline(f"state.fault({name}_e, {node.lineno})")
        self.writeline(f"{name} = {otherwise}")
        self.outdent()
        return name

    def _value(self, node: nodes.Node, frame: Frame) -> nodes.Expr:
        """Write the guarded computation of an expression; give the variable that then holds its value."""
        return _variable(self._guarded(node, lambda: self.visit(node, frame), "state.faulty"), node.lineno)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Write each child as one piece: the template's text as it is, a value through `state.printed`."""
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                self.simple_write(f"texts[{self.environment.keep(child)}]", frame, child)
                continue

            def write(child: nodes.Expr = child) -> None:
                self.write("state.printed(")
                self.visit(child, frame)
                self.write(f", {child.lineno})")

            self.simple_write(self._guarded(child, write, "state.nothing"), frame)

    def visit_If(self, node: nodes.If, frame: Frame) -> None:
        """Choose a branch under guard; where a condition cannot be judged, none is taken."""
        frame = frame.soft()
        branches = [node, *node.elif_]
        name = self.temporary_identifier()
        self.writeline(f"{name} = -1", node)
        self.writeline("try:")
        self.indent()
        for number, branch in enumerate(branches):
            self.writeline("if " if number == 0 else "elif ")
            self.write(f"state.at({branch.test.lineno}) and (")
            self.visit(branch.test, frame)
            self.write("):")
            self.indent()
            self.writeline(f"{name} = {number}")
            self.outdent()
        self.writeline("else:")
        self.indent()
        self.writeline(f"{name} = {len(branches)}")
        self.outdent()
        self.outdent()
        self.writeline(f"except Exception as {name}_e:")
        self.indent()
        self.writeline(f"state.fault({name}_e)")
        self.outdent()
        for number, body in enumerate([*(branch.body for branch in branches), node.else_]):
            if body:
                self.writeline(f"if {name} == {number}:")
                self.indent()
                self.blockvisit(body, frame)
                self.outdent()

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """Loop over guarded items that count against the budget."""
        items = self.temporary_identifier()

        def write() -> None:
            self.write("state.items(")
            self.visit(node.iter, frame)
            self.write(f", {node.lineno})")

        items = self._guarded(node, write, "()")
        if node.test is not None:
            items = self._chosen_items(node, frame, items)
        loop_frame = frame.inner()
        loop_frame.loop_frame = True
        uses_loop = any(name.name == "loop" for item in node.body for name in _names_in(item) if name.ctx == "load")
        loop_ref = loop_frame.symbols.declare_parameter("loop") if uses_loop else None
        loop_frame.symbols.analyze_node(node, for_branch="body")
        self.writeline("for ", node)
        self.visit(node.target, loop_frame)
        self.write(f", {loop_ref} in LoopContext({items}, undefined):" if uses_loop else f" in {items}:")
        self.indent()
        self.enter_frame(loop_frame)
        self.writeline("_loop_vars = {}")
        self.blockvisit(node.body, loop_frame)
        self.outdent()
        self.leave_frame(loop_frame)
        if node.else_:
            else_frame = frame.inner()
            else_frame.symbols.analyze_node(node, for_branch="else")
            self.writeline(f"if not {items}:")
            self.indent()
            self.enter_frame(else_frame)
            self.blockvisit(node.else_, else_frame)
            self.outdent()
            self.leave_frame(else_frame)
        if self._assign_stack:
            self._assign_stack[-1].difference_update(loop_frame.symbols.stores)

    def _chosen_items(self, node: nodes.For, frame: Frame, items: str) -> str:
        """Write the choice of a loop's items by its condition; an item that cannot be judged is told and left out."""
        assert node.test is not None
        chosen = self.temporary_identifier()
        function = self.temporary_identifier()
        test_frame = frame.inner()
        test_frame.symbols.analyze_node(node, for_branch="test")
        self.writeline(f"def {function}(items):", node.test)
        self.indent()
        self.enter_frame(test_frame)
        self.writeline(f"{chosen} = []")
        self.writeline("for ")
        self.visit(node.target, test_frame)
        self.write(" in items:")
        self.indent()
        self.writeline("try:")
        self.indent()
        self.writeline("if ")
        self.visit(node.test, test_frame)
        self.write(":")
        self.indent()
        self.writeline(f"{chosen}.append(")
        self.visit(node.target, test_frame)
        self.write(")")
        self.outdent(2)
        self.writeline(f"except Exception as {chosen}_e:")
        self.indent()
        self.writeline(f"state.fault({chosen}_e, {node.test.lineno})")
        self.outdent(2)
        self.writeline(f"return {chosen}")
        self.outdent()
        self.writeline(f"{chosen} = {function}({items})")
        return chosen

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:
        """Assign a guarded value."""
        node.node = self._value(node.node, frame)
        super().visit_Assign(node, frame)

    def visit_With(self, node: nodes.With, frame: Frame) -> None:
        """Give names to guarded values."""
        node.values = [self._value(value, frame) for value in node.values]
        super().visit_With(node, frame)

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        """Call a macro with a body, under guard."""
        call_frame, macro_ref = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro_ref, call_frame)

        def write() -> None:
            self.write("state.printed(")
            self.visit_Call(node.call, frame, forward_caller=True)
            self.write(f", {node.lineno})")

        self.simple_write(self._guarded(node, write, "state.nothing"), frame)

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        """Write numbers as Decimal and strings as what the author typed."""
        value = node.value
        if isinstance(value, str):
            self.write(f"state.typed({value!r})")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.write(f"state.number({str(value)!r})")
        else:
            super().visit_Const(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """`~` puts values in a row and keeps them what they are."""
        self.write("state.concat((")
        for child in node.nodes:
            self.visit(child, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """Send slices the same way as single items, through the environment."""
        self.write("environment.getitem(")
        self.visit(node.node, frame)
        self.write(", ")
        if isinstance(node.arg, nodes.Slice):
            self.write("slice(")
            for end in (node.arg.start, node.arg.stop, node.arg.step):
                self.write("None" if end is None else "")
                if end is not None:
                    self.visit(end, frame)
                self.write(", ")
            self.write(")")
        else:
            self.visit(node.arg, frame)
        self.write(")")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:
        """`a if b` without else is nothing where b does not hold."""
        frame = frame.soft()
        self.write("(")
        self.visit(node.expr1, frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        if node.expr2 is None:
            self.write("state.nothing")
        else:
            self.visit(node.expr2, frame)
        self.write(")")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        """Send every filter through the state, which knows the report; those of a block take its pieces."""
        self.write(f"state.filter({node.name!r}, {node.lineno}, ")
        if node.node is None:
            self.write(f"concat({frame.buffer})")
        else:
            self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        """Gather a clause's pieces and hand them to 可略 or 列举."""
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.buffer(inner)
        self.blockvisit(node.body, inner)
        name = self._guarded(node, lambda: self.visit_Filter(node.filter, inner), "state.nothing")
        self.simple_write(name, frame)
        self.leave_frame(inner)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        """Send tests (`x is 有数`) through the state."""
        self.write(f"state.test({node.name!r}, ")
        self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Send calls through the state."""
        self.write(f"state.call({node.lineno}, ")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def pull_dependencies(self, nodes: object) -> None:
        """Filters and tests are found by the state, so no code for them is written."""


class StreamEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox that templates run in; nothing but what `allow` lets through reaches it.

    The constant folder stays off: it would run filters and operators before any budget counts (threats §1).
    """

    code_generator_class = StreamGenerator
    context_class = StreamContext
    concat = staticmethod(joined)  # type: ignore[assignment]
    intercepted_binops = frozenset(["+", "-", "*", "/"])

    def __init__(self) -> None:
        super().__init__(
            undefined=MissingName,
            extensions=[ClauseTags],
            optimized=False,
            keep_trailing_newline=True,
            autoescape=False,
        )
        self.filters = {}
        self.tests = {}
        self.globals = {}
        self._texts: list[tuple[str, int]] = []

    def keep(self, data: nodes.TemplateData) -> int:
        """Keep a stretch of template text for the generated code; give its number."""
        self._texts.append((data.data, data.lineno))
        return len(self._texts) - 1

    def build(self, tree: nodes.Template, file: str) -> tuple[Callable[[Context], Any], tuple[Text, ...]]:
        """Compile a checked tree; give its root function and the texts that it yields by number."""
        self._texts = []
        code = self.compile(tree, "template", file)
        texts = tuple(Text.at(text, Place(file, line)) for text, line in self._texts)
        template = self.template_class.from_code(self, code, {})
        return template.root_render_func, texts

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:  # noqa: ARG002
        """Compute with facts and numbers only, and always in Decimal."""
        return computed(operator, left, right)

    def getattr(self, obj: object, attribute: str) -> object:
        """`a.b`: an entry of a mapping, or of the loop."""
        return attribute_of(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """`a[b]`: an entry of a mapping or of a row of items."""
        return item_of(obj, argument)


def _variable(name: str, lineno: int) -> nodes.Expr:
    """A node that stands for a variable of the generated code (Jinja lets only parsers make one)."""
    node = object.__new__(nodes.InternalName)
    nodes.Node.__init__(node, name, lineno=lineno)
    return node


def _names_in(node: nodes.Node) -> list[nodes.Name]:
    found = list(node.find_all(nodes.Name))
    return [node, *found] if isinstance(node, nodes.Name) else found
