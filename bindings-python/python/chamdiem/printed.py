"""What ``print`` shows of the documents that people read line by line: ledgers, and the results of a unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ._native import visible
from .documents import Ledger, LedgerEntry, UnitResult

if TYPE_CHECKING:
    from .document import Document


def of(document: Document) -> str | None:
    """A document that is printed in lines of its own."""
    if isinstance(document, Ledger):
        return "\n".join(map(visible, _ledger(document)))
    return "\n".join(map(visible, _unit(document))) if isinstance(document, UnitResult) else None


def figure(exact: Fraction | None) -> str:
    """An exact figure, or its reading where its digits do not end soon."""
    if exact is None:
        return ""
    shown = f"{exact.numerator / Decimal(exact.denominator):.6f}".rstrip("0").rstrip(".")
    return shown if Fraction(shown) == exact else f"≈ {shown}"


def _ledger(ledger: Ledger) -> Iterator[str]:
    point = "," if ledger.language == "vi" else "."
    yield f"{_named(ledger.unit, ledger.name)}: {ledger.criteria_set} {ledger.version}, {ledger.period}, {ledger.stage}"
    above = {entry.id: entry.parent for entry in ledger}
    for entry in ledger:
        depth, parent = 0, entry.parent
        while parent in above:
            depth, parent = depth + 1, above[parent]
        for line in _entry(entry, point):
            yield "  " * depth + line


def _entry(entry: LedgerEntry, point: str) -> Iterator[str]:
    points = str(entry.printed) if entry.printed is not None else figure(entry.points)
    if entry.maximum is not None:
        points = f"{points or '–'} / {figure(entry.maximum)}"
    title = entry.title or ""
    named = f"{entry.id} {title}".rstrip() if entry.kind in ("leaf", "node") else title or entry.id
    told = [points.replace(".", point)] if points else []
    told += [entry.value] if entry.value else []
    told += [entry.state] if entry.state not in (None, "scored") else []
    yield f"{named}: {', '.join(told)}" if told else named
    for line in entry.lines:
        amount = f"≈ {line.about}" if line.about is not None else figure(line.amount)
        parts = (line.title or line.id, line.text, amount.replace(".", point))
        yield "    " + "  ".join(part for part in parts if part)
    for way in entry.ways:
        more = "" if way.amount is None else f"+{figure(way.amount)}".replace(".", point)
        yield "    → " + "  ".join(part for part in (more, way.text) if part)


def _unit(unit: UnitResult) -> Iterator[str]:
    told = [unit.state, *([unit.class_] if unit.class_ else [])]
    told += [f"{rank.ranking} {rank.rank} of {rank.of}" for rank in unit.ranks]
    yield f"{_named(unit.id, unit.name)}: {', '.join(told)}"
    ids = dict.fromkeys(one.id for stage in unit for one in stage)
    rows: list[Sequence[str]] = [("", *(stage.stage for stage in unit), "maximum")]
    for id in ids:
        found = [next((one for one in stage if one.id == id), None) for stage in unit]
        cells = ["" if one is None else one.state if one.points is None else str(one.points) for one in found]
        maximum = next((one.maximum for one in reversed(found) if one is not None), None)
        rows.append((id, *cells, _figure(maximum)))
    last = unit.stages[-1].maximum if unit.stages else None
    rows.append(("total", *(_figure(stage.total) for stage in unit), _figure(last)))
    rows.append(("index", *(_figure(stage.index) for stage in unit), ""))
    yield from table(rows)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their cells one below the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _named(id: str, name: str | None) -> str:
    return f"{name} ({id})" if name else id


def _figure(value: Decimal | None) -> str:
    return "" if value is None else str(value)
