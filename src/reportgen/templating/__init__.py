"""Templates: the sandboxed Jinja environment, the filters, and text templates to blocks of a document."""

from reportgen.templating.filter_entry import Filter
from reportgen.templating.filters import FILTERS
from reportgen.templating.functions import FUNCTIONS, TAGS
from reportgen.templating.pieces import Pieces
from reportgen.templating.scope import Scope
from reportgen.templating.text import (
    Rendering,
    TextTemplate,
    compile_line,
    compile_text,
    lay_out,
    render_all,
    render_line,
)

__all__ = [
    "FILTERS",
    "FUNCTIONS",
    "TAGS",
    "Filter",
    "Pieces",
    "Rendering",
    "Scope",
    "TextTemplate",
    "compile_line",
    "compile_text",
    "lay_out",
    "render_all",
    "render_line",
]
