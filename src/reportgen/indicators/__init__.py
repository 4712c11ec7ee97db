"""Cells to facts: the catalogue of indicators, formulas and units, roll-up, base periods, cross-checks."""

from reportgen.indicators.catalogue import Catalogue, Indicator
from reportgen.indicators.checks import checked
from reportgen.indicators.figures import Figures
from reportgen.indicators.frames import load, to_frame
from reportgen.indicators.listing import listing
from reportgen.indicators.told import Told
from reportgen.indicators.view import name_tree, view

__all__ = ["Catalogue", "Figures", "Indicator", "Told", "checked", "listing", "load", "name_tree", "to_frame", "view"]
