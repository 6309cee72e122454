"""Exact scoring of offices, communes and officials by Vietnamese criteria sets (*chấm điểm*).

A criteria set is compiled once and scores any number of rounds. Figures are exact: ``Decimal`` comes out, and a number
that a binary float does not keep is refused with its place.

>>> import chamdiem
>>> set = chamdiem.loads('''{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
...     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}''')
>>> results = set.score({"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
...     "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]}]})
>>> results["a"].stages[0].index
Decimal('100')
"""

from ._native import __version__
from .criteria import CriteriaSet, from_dict, load, loads, schema
from .diagnostics import ChamdiemError, Diagnostic, Diagnostics
from .documents import (
    Audit,
    GroupStatistics,
    Ledger,
    Outline,
    ResultsComparison,
    RoundTrial,
    SetComparison,
    SheetChange,
    SheetResult,
    UnitResult,
)
from .frame import Frame
from .results import Results
from .rows import Partial
from .sheet import Sheet
from .table import Table

__all__ = [
    "Audit",
    "ChamdiemError",
    "CriteriaSet",
    "Diagnostic",
    "Diagnostics",
    "Frame",
    "GroupStatistics",
    "Ledger",
    "Outline",
    "Partial",
    "Results",
    "ResultsComparison",
    "RoundTrial",
    "SetComparison",
    "Sheet",
    "SheetChange",
    "SheetResult",
    "Table",
    "UnitResult",
    "__version__",
    "from_dict",
    "load",
    "loads",
    "schema",
]
