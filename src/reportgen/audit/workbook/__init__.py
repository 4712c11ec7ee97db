"""The proof as a workbook (.proof.xlsx) that a secretary checks, prints and files: which sheets, in which order."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from reportgen.audit.links import Folders
from reportgen.audit.proof import Proof
from reportgen.audit.workbook.calculations import lay_out, write_calculations
from reportgen.audit.workbook.look import Look, finished
from reportgen.audit.workbook.numbers import number_rows, write_numbers
from reportgen.audit.workbook.overview import write_overview

# Workbooks carry a day of making; ours is the same every day, so that equal proofs are equal bytes.
_DAY = datetime(2000, 1, 1)


def proof_workbook(proof: Proof, *, folder: Path, spec_folder: Path) -> bytes:
    """Give the workbook's bytes.

    folder       where it will lie; links are relative to it
    spec_folder  the report spec's folder, to which the places' files are relative
    """
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{proof.head.title}数据核对表", "created": _DAY})
    folders = Folders(folder.absolute(), spec_folder.absolute())
    look = Look(book, folders, proof.head)
    blocks = lay_out(proof)
    overview = look.sheet("汇总")
    rows = number_rows(proof)
    write_numbers(look, proof, rows, blocks)
    write_overview(overview, proof, rows)
    for rolled_up in (False, True):
        if any(block.rolled_up is rolled_up for block in blocks.blocks):
            write_calculations(look, proof, blocks, rolled_up)
    look.close()
    book.close()
    return finished(buffer.getvalue())
