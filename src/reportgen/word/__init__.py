"""All of WordprocessingML: a `Document` becomes a .docx in official style."""

from reportgen.word.writer import unprintable, write_docx

__all__ = ["unprintable", "write_docx"]
