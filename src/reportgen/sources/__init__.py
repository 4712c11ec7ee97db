"""Workbooks to cells that know their address: what stands in the tables and lists that a report draws on."""

from reportgen.sources.model import Column, Data, OneOffData, SourceEntry, TableData, TotalRow
from reportgen.sources.reading import read_data

__all__ = ["Column", "Data", "OneOffData", "SourceEntry", "TableData", "TotalRow", "read_data"]
