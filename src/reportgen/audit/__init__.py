"""May this be signed? The proof of a document's numbers, as data, as a file and as a workbook."""

from reportgen.audit.changes import Change, changed
from reportgen.audit.evidence import EvidenceBook
from reportgen.audit.proof import Calculation, Evidence, Head, Kind, Number, Proof, ProofError, Source, Summary, Use
from reportgen.audit.proof_json import proof_json, read_proof
from reportgen.audit.prove import proof_findings, prove
from reportgen.audit.workbook import proof_workbook

__all__ = [
    "Calculation",
    "Change",
    "Evidence",
    "EvidenceBook",
    "Head",
    "Kind",
    "Number",
    "Proof",
    "ProofError",
    "Source",
    "Summary",
    "Use",
    "changed",
    "proof_findings",
    "proof_json",
    "proof_workbook",
    "prove",
    "read_proof",
]
