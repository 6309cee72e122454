"""Live forms: one unit at one stage, scored again as it is filled in."""

from __future__ import annotations

import json
from typing import Any, Literal, NoReturn, get_args

from . import _native
from .documents import Ledger, SheetChange, SheetResult
from .frozen import Frozen
from .text import Language, same_type

__all__ = ["Sheet"]

#: The members of a submission that set values.
Section = Literal["answers", "facts", "points", "not_applicable", "class"]


class Sheet(Frozen):
    """A live form of one unit at one stage; made by ``CriteriaSet.sheet``.

    Every setting tells what it changed. A value that a round would be refused for raises ``ChamdiemError``, and leaves
    the form as it was; what filling in may still mend stands in ``result().diagnostics``. Values are those of a round:
    ``None`` clears what an earlier stage set, and ``{"value": …, "reason": …}`` gives the reason.

    >>> sheet = chamdiem.loads(SET).sheet("a", stage="self")
    >>> change = sheet.set("1", "yes")
    >>> change.indicators, sheet.result().unit.stages[0].total
    (('1',), Decimal('2'))
    >>> sheet.result().missing
    ('cases', 'late')
    """

    __slots__ = ("_lang", "_sheet")

    _lang: Language | None
    _sheet: _native.Sheet

    def __init__(self, sheet: _native.Sheet, lang: Language | None = None, /) -> None:
        same_type("sheet", sheet, _native.Sheet, "what CriteriaSet.sheet makes")
        self._keep(_sheet=sheet, _lang=lang)

    def set(self, key: str, value: Any) -> SheetChange:
        """Sets the answer of a leaf, or of a line of a tally as ``"leaf/line"``."""
        return self._set("answers", key, value)

    def set_fact(self, id: str, value: Any) -> SheetChange:
        """Sets a fact."""
        return self._set("facts", id, value)

    def set_points(self, leaf: str, value: Any) -> SheetChange:
        """Sets points in place of those of a leaf, with their reason."""
        return self._set("points", leaf, value)

    def set_not_applicable(self, leaf: str, value: Any) -> SheetChange:
        """Sets that a leaf does not apply, with the reason."""
        return self._set("not_applicable", leaf, value)

    def set_class(self, value: Any) -> SheetChange:
        """Sets the class, with its reason."""
        return self._set("class", "", value)

    def unset(self, section: Section, key: str = "") -> SheetChange:
        """Takes back what was set here: what earlier stages set stands again. The class has no key."""
        same_type("section", section, str, "the name of a section, a str")
        if section not in get_args(Section):
            raise ValueError(f"section is {' or '.join(map(repr, get_args(Section)))}, not {section!r}")
        same_type("key", key, str, "the id of what was set, a str")
        return SheetChange(json.loads(self._sheet.unset(section, key)))

    def result(self) -> SheetResult:
        """The form as it stands: the unit's figures, what is missing, what is still wrong."""
        return SheetResult(json.loads(self._sheet.result()))

    def ledger(self, indicator: str | None = None) -> Ledger:
        """The lines that add up to each figure as it stands; of one ``indicator`` with what is below it."""
        return Ledger(json.loads(self._sheet.ledger(indicator)))

    def submission(self) -> dict[str, Any]:
        """What was set, as the submission of a round, which scores to the same figures."""
        found: dict[str, Any] = json.loads(self._sheet.submission())
        return found

    def _set(self, section: Section, key: str, value: Any) -> SheetChange:
        same_type("key", key, str, "the id of what is set, a str")
        place: list[str] = [section, key] if key else [section]
        return SheetChange(json.loads(self._sheet.set(section, key, _native.write(value, self._lang, place))))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Sheet is filled in and does not travel: submission() gives what was set, to open it again")

    def __repr__(self) -> str:
        result = self.result()
        return f"<Sheet of {result.unit.id}: {result.unit.state}, {len(result.missing)} missing>"

    def _repr_html_(self) -> str:
        from . import html

        return html.sheet(self.result(), self._lang)
