"""How a percent is written as a number in formulas and templates, where a bare % would be a modulo."""

from __future__ import annotations

import re

PERCENT_CALL = "百分之"
"""The call that stands for the sign in what Python and Jinja parse: 50% is 百分之(50)."""

# 50% is a number; in 3 % 2 and 完成70%以上项目数 the sign would be a modulo.
_LITERAL = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*%(?=\s*(?:$|[^\w(\s]|(?:and|or|in|not|if|else|is)\b))")
_CALL = re.compile(rf"{PERCENT_CALL}\(\s*([\d.]+)\s*\)")


def percents_called(text: str) -> str:
    """Turn percent literals outside quotes into calls, for the parser.

    >>> percents_called("支出率 >= 50% and 3 % 2")
    '支出率 >= 百分之(50) and 3 % 2'
    """
    return _LITERAL.sub(rf"{PERCENT_CALL}(\1)", text)


def percents_signed(text: str) -> str:
    """Turn the calls back, for the reader of a message or proof.

    >>> percents_signed("支出率 >= 百分之(50)")
    '支出率 >= 50%'
    """
    return _CALL.sub(r"\1%", text)
