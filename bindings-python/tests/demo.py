"""A small criteria set and round, for tests and for the examples of docstrings."""

from __future__ import annotations

from pathlib import Path

#: The root of the repository.
REPOSITORY = Path(__file__).parents[2]

#: A set with a choice and a rate.
SET = """{"format": 1, "id": "demo", "version": "1", "title": {"vi": "Bộ tiêu chí", "en": "Criteria"},
    "rounding": {"index": {"digits": 2}}, "ranking": {}, "facts": [{"id": "cases"}, {"id": "late"}],
    "tree": [
        {"id": "1", "title": "Kế hoạch", "max": 2, "scale": "yes_no"},
        {"id": "2", "title": "Hồ sơ trễ hạn", "max": 3, "measure": "late / cases",
            "scale": {"bands": [{"to": 0, "points": 3}, {"above": 0, "points": 0}]}}]}"""

#: A round of it with two units.
ROUND = """{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"}, "units": [
    {"id": "a", "facts": {"cases": 10, "late": 0},
        "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]},
    {"id": "b", "facts": {"cases": 7, "late": 1},
        "submissions": [{"stage": "self", "by": "b", "answers": {"1": "yes"}}]}]}"""
