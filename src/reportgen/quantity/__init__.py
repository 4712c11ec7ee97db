"""Numbers, units and dates as official prose writes them, both ways, and how to find them in text."""

from reportgen.quantity.units import (
    COUNT,
    PERCENT,
    PURE,
    Dimension,
    Unit,
    UnitError,
    parse_unit,
)

__all__ = ["COUNT", "PERCENT", "PURE", "Dimension", "Unit", "UnitError", "parse_unit"]
