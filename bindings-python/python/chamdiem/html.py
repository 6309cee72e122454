"""What notebooks show of documents. Every text is escaped, and nothing in it is hidden; colours follow those of the page, light or dark.

A page is in the language in which its set was read, its round scored, its ledger written; else in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

from ._native import visible
from .documents import (
    Audit,
    Diagnostic,
    Ledger,
    LedgerEntry,
    Outline,
    ResultsComparison,
    SetComparison,
    SheetResult,
    StageResult,
    TableResult,
    UnitResult,
)
from .printed import figure as _figure

if TYPE_CHECKING:
    from .criteria import CriteriaSet
    from .document import Document
    from .results import Results
    from .table import Table

# Lines and shades are made of the colour of the text, which every theme sets.
_STYLE = """<style>
.chamdiem { font-size: 0.9em; line-height: 1.4; margin: 0.4em 0; overflow-x: auto; }
.chamdiem h4 { margin: 0.2em 0; font-size: 1.1em; }
.chamdiem p { margin: 0.2em 0 0.5em; opacity: 0.75; }
.chamdiem table { border-collapse: collapse; background: none; color: inherit; }
.chamdiem th, .chamdiem td { padding: 0.15em 0.7em; text-align: left; vertical-align: top; background: none;
  border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); white-space: normal; }
.chamdiem th { font-weight: 600; border-bottom-color: color-mix(in srgb, currentColor 45%, transparent); }
.chamdiem .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.chamdiem .bar { min-width: 9em; }
.chamdiem .bar > i { display: block; height: 0.7em; margin-top: 0.35em; border-radius: 2px;
  background: color-mix(in srgb, currentColor 40%, #3584e4); opacity: 0.65; }
.chamdiem tr.head td { font-weight: 600; border-bottom-color: color-mix(in srgb, currentColor 30%, transparent); }
.chamdiem tr.error td:first-child { box-shadow: inset 3px 0 #d64545; }
.chamdiem tr.warning td:first-child { box-shadow: inset 3px 0 #c9951f; }
.chamdiem code { background: none; color: inherit; padding: 0; }
.chamdiem .soft { opacity: 0.65; }
</style>"""

# How many rows of a long table are shown.
_MOST = 60

_WORDS = {
    "about": ("version {version}, period {period}, stage {stage}: {units} units",
        "phiên bản {version}, kỳ {period}, bước {stage}: {units} đơn vị"),
    "adjusted": ("Adjusted", "Nội dung"),
    "bonus": ("Bonus", "Điểm thưởng"),
    "by": ("By", "Người điều chỉnh"),
    "class": ("Class", "Xếp loại"),
    "counted": ("{table}: {rows} rows, {counted} count", "{table}: {rows} dòng, {counted} dòng được tính"),
    "explanation": ("Explanation", "Giải thích"),
    "from": ("From", "Từ"),
    "group": ("Group", "Nhóm"),
    "incomplete": ("incomplete", "chưa đủ"),
    "index": ("Index", "Chỉ số"),
    "indicator": ("Indicator", "Tiêu chí"),
    "informative": ("informative", "chỉ hiển thị, không tính"),
    "inherited": ("inherited", "như bước trước"),
    "is": ("state {state}", "tình trạng: {state}"),
    "maximum": ("Maximum", "Điểm tối đa"),
    "missing": ("missing", "thiếu"),
    "more": ("… {rows} more", "… còn {rows} dòng"),
    "not_applicable": ("not_applicable", "không áp dụng"),
    "not_rated": ("not_rated", "không xếp loại"),
    "of": ("of", "trên"),
    "penalty": ("Penalty", "Điểm trừ"),
    "pending": ("pending", "chờ chấm"),
    "place": ("{ranking}: {rank} of {of}", "{ranking}: hạng {rank}/{of}"),
    "points": ("Points", "Điểm"),
    "rank": ("Rank", "Hạng"),
    "rated": ("class {rated}", "xếp loại {rated}"),
    "reason": ("Reason", "Lý do"),
    "rejected": ("{table}: {rows} rejected by {rule}, the first at {first}",
        "{table}: {rows} dòng bị loại do {rule}, đầu tiên ở {first}"),
    "scored": ("scored", "đã chấm đủ"),
    "stage": ("Stage", "Bước"),
    "state": ("State", "Tình trạng"),
    "to": ("To", "Thành"),
    "to_win": ("To win", "Để thêm điểm"),
    "total": ("Total", "Tổng điểm"),
    "unanswered": ("Missing: {names}", "Còn thiếu: {names}"),
    "uncounted": ("Rows that do not count", "Các dòng không được tính"),
    "unit": ("Unit", "Đơn vị"),
    "unranked": ("Not ranked: {units}", "Không xếp hạng: {units}"),
    "version": ("version {version}", "phiên bản {version}"),
    "weight": ("Weight", "Trọng số"),
}  # fmt: skip


def _word(of: str, lang: str | None, /, **parts: object) -> str:
    """A word in a language."""
    return _WORDS[of][lang == "vi"].format(**parts)


def of(document: Document) -> str | None:
    """A document that has a page of its own."""
    shown: Mapping[type, Callable[[Any], str]] = {
        Audit: _audit,
        Ledger: _ledger,
        Outline: lambda outline: _page(_outline_head(outline), _outlines([outline])),
        ResultsComparison: lambda found: _page(
            _head("Comparison of results"), _list([one.text for one in found.units])
        ),
        SetComparison: lambda found: _page(
            _head("Comparison of criteria sets"), _list([one.text for one in found.changes])
        ),
        SheetResult: sheet,
        UnitResult: lambda unit: _page(*_unit(unit, unit._lang)),
    }
    show = shown.get(type(document))
    return None if show is None else show(document)


def diagnostics(problems: Sequence[Diagnostic], omitted: int = 0, hint: str | None = None) -> str:
    """Problems with their places, and how to mend them; ``omitted`` ones were only counted."""
    told = f"<p>{_text(hint)}</p>" if hint else ""
    return _page(_problems(problems, omitted=omitted) or "<p>Không có vấn đề nào. <i>No problems.</i></p>", told)


def table(of: Table) -> str:
    """The first rows of a table."""
    shown = of[:_MOST]
    figures = {name for row in shown for name, value in row.items() if type(value) in (Decimal, int)}
    rows = [_row((_text(value), "n" if name in figures else "") for name, value in row.items()) for row in shown]
    return _page(_table([(name, "n" if name in figures else "") for name in of.columns], rows), _rest(len(of)))


def criteria(set: CriteriaSet) -> str:
    """The tree of a criteria set, with maxima and effective weights."""
    lang = set._lang
    groups = [group["id"] for group in set.to_dict().get("groups", ())]
    outlines = [set.outline(group, lang=lang) for group in groups] or [set.outline(lang=lang)]
    # Groups that are asked the same are one column.
    alike = all(one.entries == outlines[0].entries for one in outlines)
    return _page(_outline_head(outlines[0], lang), _outlines(outlines[:1] if alike else outlines, lang))


def results(of: Results) -> str:
    """The ranking of a round, or its units where nothing is ranked."""
    lang = of._lang
    about = {"version": of.version, "period": of.period, "stage": of.final, "units": len(of)}
    head = _head(of.criteria_set, _word("about", lang, **about))
    ranked = any(unit.ranks for unit in of[:1]) or len(of.table("ranks")) > 0
    listed = of.ranking() if ranked else of.table("units")
    rows = listed[:_MOST]
    most = max((row["index"] for row in listed if row["index"] is not None), default=Decimal(0))
    kinds = {"rank": "n", "unit": "", "group": "", "total": "n", "index": "n", "": "bar", "class": "", "state": ""}
    unscored = any(row["state"] != "scored" for row in rows) if not ranked else False
    left_out = ("" if ranked else "rank", "" if unscored else "state")
    columns = [(name and _word(name, lang), kind) for name, kind in kinds.items() if not name or name not in left_out]
    shown = []
    for row in rows:
        index, total = row["index"], row["total"]
        named = f"{_text(row['name'])} {_soft(row['unit'])}" if row["name"] else _text(row["unit"])
        cells = [(_digits(row["rank"], lang), "n")] if ranked else []
        final = not unscored or row["state"] == "scored"
        # Points so far are no result.
        figures = [_digits(total, lang), _digits(index, lang)] if final else [_soft(_digits(total, lang)), ""]
        cells += [(named, ""), (_text(row["group"]), ""), *((figure, "n") for figure in figures)]
        cells += [(_bar(index if final else None, most), "bar"), (_text(row["class"]), "")]
        cells += [(_word(row["state"], lang), "")] if unscored else []
        shown.append(_row(cells))
    parts = [head, _table(columns, shown), _rest(len(listed), lang)]
    if len(listed) < len(of):
        # A unit may be missing from a ranking for the filter of that ranking, too.
        places = {row["unit"] for row in listed}
        out = [f"{unit.id} ({_word(unit.state, lang)})" for unit in of if unit.id not in places]
        parts += [f"<p>{_word('unranked', lang, units=len(out))}</p>", _list(out, lang)]
    return _page(*parts, _rejected(of.tables, lang), _problems(of.diagnostics, lang))


def _rejected(tables: Sequence[TableResult], lang: str | None) -> str:
    """The rows of tables that do not count, by reason, with the first of each."""
    lines = []
    for one in (table for table in tables if table.rejected):
        lines.append(_word("counted", lang, table=one.table, rows=one.rows, counted=one.counted))
        for why in one.rejected:
            first = ", ".join(f"{row.source}:{row.line}" for row in why.first[:3])
            told = {"table": one.table, "rows": why.rows, "rule": why.rule, "first": first}
            lines.append(_word("rejected", lang, **told))
    return f"<p>{_word('uncounted', lang)}</p>{_list(lines, lang)}" if lines else ""


def _outline_head(outline: Outline, lang: str | None = None) -> str:
    version = _word("version", lang, version=outline.version)
    told = f"{outline.criteria_set}, {version}" if outline.title else version
    return _head(outline.title or outline.criteria_set, told)


def _outlines(outlines: Sequence[Outline], lang: str | None = None) -> str:
    columns = [("", ""), (_word("indicator", lang), "")]
    for outline in outlines:
        name = "" if len(outlines) == 1 else f" {outline.group}"
        columns += [(_word("maximum", lang) + name, "n"), (_word("weight", lang) + name, "n"), ("", "bar")]
    ids: dict[str, Any] = {}
    for outline in outlines:
        ids.update((entry.id, entry) for entry in outline if entry.id not in ids)
    rows = []
    for id, entry in ids.items():
        is_section = entry.kind == "section"
        title = entry.title or (_word(id, lang) if is_section else "")
        shown = "" if is_section else _text(id)
        indent = f"<span style='padding-left:{entry.depth * 1.2:.1f}em'></span>"
        cells = [(f"{indent}{shown}", ""), (_text(title), "")]
        for outline in outlines:
            own = next((one for one in outline if one.id == id), None)
            share = None if own is None else own.share
            percent = "" if share is None else _pointed(f"{float(share * 100):.1f} %", lang)
            maximum = _pointed(_figure(None if own is None else own.maximum), lang)
            cells += [(maximum, "n"), (percent, "n"), (_bar(share, 1), "bar")]
        rows.append(_row(cells, "head" if entry.kind != "leaf" else ""))
    whole = [("", ""), (_word("total", lang), "")]
    for outline in outlines:
        whole += [(_pointed(_figure(outline.maximum), lang), "n"), ("", ""), ("", "")]
    return _table(columns, [*rows, _row(whole, "head")])


def _ledger(ledger: Ledger) -> str:
    lang = ledger.language
    named = f"{ledger.name} ({ledger.unit})" if ledger.name else ledger.unit
    told = f"{ledger.criteria_set} {ledger.version}, {ledger.period}, {ledger.stage}"
    rows = [row for entry in ledger for row in _entry(entry, lang)]
    columns = [("indicator", ""), ("explanation", ""), ("points", "n")]
    return _page(_head(named, told), _table([(_word(name, lang), kind) for name, kind in columns], rows))


def _entry(entry: LedgerEntry, lang: str | None) -> Iterator[str]:
    figure = _text(entry.printed) if entry.printed is not None else _figure(entry.points)
    of = _word("of", lang)
    notes = [f"{of} {_pointed(_figure(entry.maximum), lang)}"] if entry.maximum is not None else []
    notes += [_text(entry.value)] if entry.value is not None else []
    mark = entry.id if entry.kind in ("leaf", "node") else ""
    named = f"{_text(mark)} {_text(entry.title)}"
    yield _row([(named, ""), (", ".join(notes), ""), (_pointed(figure, lang), "n")], "head")
    for line in entry.lines:
        amount = f"≈ {line.about}" if line.about is not None else _figure(line.amount)
        cells = [(_soft(line.title or line.id), ""), (_text(line.text), ""), (_pointed(amount, lang), "n")]
        yield _row(cells)
    for way in entry.ways:
        more = "" if way.amount is None else f"+{_pointed(_figure(way.amount), lang)}"
        yield _row([(_soft(_word("to_win", lang)), ""), (_text(way.text), ""), (_soft(more), "n")])


def _unit(unit: UnitResult, lang: str | None = None) -> list[str]:
    told = [_word("is", lang, state=_word(unit.state, lang))]
    told += [_word("rated", lang, rated=unit.class_)] if unit.class_ else []
    told += [_word("place", lang, ranking=rank.ranking, rank=rank.rank, of=rank.of) for rank in unit.ranks]
    named = f"{unit.name} ({unit.id})" if unit.name else unit.id
    parts = [_head(named, ", ".join(told)), _stages(unit.stages, lang)]
    if unit.adjustments:
        rows = [
            _row(
                [
                    (_text(one.indicator or one.fact or one.row or "class"), ""),
                    (_text(one.stage), ""),
                    (_text(one.from_), "n"),
                    (_text(one.to), "n"),
                    (_text(one.by), ""),
                    (_text(one.reason), ""),
                ]
            )
            for one in unit.adjustments
        ]
        kinds = {"adjusted": "", "stage": "", "from": "n", "to": "n", "by": "", "reason": ""}
        parts.append(_table([(_word(name, lang), kind) for name, kind in kinds.items()], rows))
    return parts


def _stages(stages: Sequence[StageResult], lang: str | None) -> str:
    columns = [(_word("indicator", lang), ""), *((stage.stage, "n") for stage in stages), (_word("maximum", lang), "n")]
    ids = list(dict.fromkeys(one.id for stage in stages for one in stage))
    rows = []
    for id in ids:
        found = [next((one for one in stage if one.id == id), None) for stage in stages]
        told = ["" if one is None else _digits(one.points, lang) or _word(one.state, lang) for one in found]
        points = [(cell, "n") for cell in told]
        maximum = next((one.maximum for one in reversed(found) if one is not None), None)
        rows.append(_row([(_text(id), ""), *points, (_digits(maximum, lang), "n")]))
    for name in ("total", "index"):
        figures = [(_digits(getattr(stage, name), lang), "n") for stage in stages]
        last = stages[-1].maximum if name == "total" and stages else None
        rows.append(_row([(_word(name, lang), ""), *figures, (_digits(last, lang), "n")], "head"))
    return _table(columns, rows)


def sheet(result: SheetResult, lang: str | None = None) -> str:
    """A live form as it stands."""
    told = _text(_word("unanswered", lang, names=", ".join(result.missing)))
    missing = f"<p>{told}</p>" if result.missing else ""
    return _page(*_unit(result.unit, lang), missing, _problems(result.diagnostics, lang))


def _audit(audit: Audit) -> str:
    ties = [f"{tie.ranking}: {', '.join(unit.id for unit in tie.units)} at {tie.value}" for tie in audit.ties]
    near = [f"{one.ranking}: {one.first.id} and {one.second.id}, {one.gap} apart" for one in audit.near_ties]
    parts = [_head("Audit"), "<p>Ties</p>", _list(ties), "<p>Near ties</p>", _list(near)]
    for variant in audit.variants:
        changes = [] if variant.comparison is None else [unit.text for unit in variant.comparison.units]
        parts += [f"<p>With {_text(variant.with_)}</p>", _list(changes), _problems(variant.problems)]
    return _page(*parts)


def _problems(problems: Sequence[Diagnostic], lang: str | None = None, omitted: int = 0) -> str:
    rows = [
        _row(
            [
                (f"<code>{_text(one.code)}</code>", ""),
                (f"<code>{_text(one.path or '/')}</code>", ""),
                (f"{_text(one.message)}<br>{_soft(one.help)}", ""),
            ],
            one.severity,
        )
        for one in problems
    ]
    return f"<table>{''.join(rows[:_MOST])}</table>{_rest(len(rows), lang, omitted)}" if rows else ""


def _list(lines: Iterable[str], lang: str | None = None) -> str:
    rows = [_row([(_text(line), "")]) for line in lines]
    return f"<table>{''.join(rows[:_MOST])}</table>{_rest(len(rows), lang)}" if rows else "<p>none</p>"


def _page(*parts: str) -> str:
    return f"{_STYLE}<div class=chamdiem>{''.join(parts)}</div>"


def _head(title: str, told: str = "") -> str:
    return f"<h4>{_text(title)}</h4>" + (f"<p>{_text(told)}</p>" if told else "")


def _table(columns: Iterable[tuple[str, str]], rows: Sequence[str]) -> str:
    head = "".join(f"<th class='{kind}'>{_text(name)}</th>" for name, kind in columns)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(cells: Iterable[tuple[str, str]], kind: str = "") -> str:
    return f"<tr class='{kind}'>" + "".join(f"<td class='{of}'>{cell}</td>" for cell, of in cells) + "</tr>"


def _rest(rows: int, lang: str | None = None, omitted: int = 0) -> str:
    more = max(rows - _MOST, 0) + omitted
    return f"<p>{_word('more', lang, rows=more)}</p>" if more else ""


def _digits(value: Decimal | None, lang: str | None) -> str:
    return _pointed(_text(value), lang)


def _pointed(figure: str, lang: str | None) -> str:
    """A figure as the language writes it."""
    return figure.replace(".", ",") if lang == "vi" else figure


def _text(value: object) -> str:
    return "" if value is None else escape(visible(str(value)))


def _soft(value: object) -> str:
    return f"<span class=soft>{_text(value)}</span>"


def _bar(value: Decimal | Fraction | None, of: Decimal | int) -> str:
    width = 0.0 if value is None or of <= 0 else min(max(float(value) / float(of), 0.0), 1.0)
    return f"<i style='width:{width * 100:.1f}%'></i>" if width else ""
