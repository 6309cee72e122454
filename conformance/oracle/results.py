"""From the two documents to the results document, detail `indicators`."""

from fractions import Fraction

from .classify import classify, standing
from .criteria import Criteria
from .evaluate import MISSING, absent, evaluate
from .head import Head
from .moment import days_between, is_moment, like, moment_text
from .number import Figure, decimal_text, number, shown_text
from .outside import Outside
from .peers import Peers
from .quota import Rated, take_all
from .rank import rank_all
from .scale import entries, kind_of, takes_numbers, ticks
from .sheet import Scope, Sheet
from .stage import adjustments, overlays, value_text


def text(value):
    """A value as results print it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, dict)):
        return ", ".join(value if isinstance(value, list) else value.values())
    if is_moment(value):
        return moment_text(value)
    return value if isinstance(value, str) else shown_text(Fraction(value))


def printed(figure):
    return None if figure is None else decimal_text(figure.printed)


def without_absent(record):
    """The record without members that are None or an empty list."""
    return {key: value for key, value in record.items() if value is not None and value != []}


def indicator_record(sheet, indicator):
    score = sheet.score(indicator)
    value = score.value
    if isinstance(value, list):
        value = ", ".join(sorted(value, key=tick_order(indicator)))
    show = indicator.in_maximum
    return without_absent({
        "id": indicator.id,
        "state": score.state,
        "points": printed(score.points),
        "maximum": printed(score.maximum) if show else None,
        "index": printed(sheet.index_of(score)) if show else None,
        "value": None if value is None else number_text(indicator, value),
        "set_by": score.set_by,
    })


def tick_order(indicator):
    ids = [tick["id"] for tick in ticks(entries(kind_of(indicator.written["scale"])[1]))]
    return ids.index


def number_text(indicator, value):
    """Numbers may have come as strings; an option id stays as it is."""
    if isinstance(value, str) and "measure" not in indicator.written and takes_numbers(indicator.written["scale"]):
        return decimal_text(number(value))
    return text(value)


def stage_record(criteria, sheet, stage, inherited):
    root = sheet.root()
    return without_absent({
        "stage": stage,
        "state": "inherited" if inherited else sheet.state(),
        "total": printed(root.points),
        "maximum": printed(root.maximum),
        "index": printed(sheet.index_of(root)),
        "indicators": [indicator_record(sheet, indicator) for indicator in criteria.order],
    })


def output_record(sheet, written, extra):
    value = sheet.formula(written["formula"], extra=extra)
    if absent(value):
        return {"id": written["id"]}
    if isinstance(value, Fraction):
        value = Figure(value, written.get("rounding")).printed
    return {"id": written["id"], "value": text(value)}


COMPARISONS = ("=", "<", "<=", ">", ">=")


def check_record(sheet, written, extra):
    ok = sheet.formula(written["condition"], extra=extra)
    ok = None if absent(ok) else ok
    message = written.get("message") if ok is False else None
    left = None if ok is None else residual(sheet, written["condition"], extra)
    return without_absent({"id": written["id"], "ok": ok, "residual": None if ok else left, "message": message})


def residual(sheet, condition, extra):
    """By how much the two sides of a comparison differ, in days where they are dates; None of other conditions."""
    tree = sheet.criteria.formula(condition)
    if tree[0] not in COMPARISONS:
        return None
    a, b = (evaluate(side, Scope(sheet, extra=extra)) for side in tree[1:])
    a, b = like(a, b), like(b, a)
    if is_moment(a):
        return value_text(days_between(b, a))
    return value_text(a - b) if isinstance(a, Fraction) else None


def unit_sheets(criteria, head, outside, unit, stages):
    """The sheets of a unit, one for each stage, among those of the others; and what its later stages changed."""
    held, *changes = overlays(criteria, unit)
    sheets = [
        Sheet(criteria, unit, head, outside, position, overlay, peers)
        for position, (overlay, peers) in enumerate(zip(held, stages))
    ]
    for sheet, peers in zip(sheets, stages):
        peers.sheets.append(sheet)
    return sheets, changes


def class_all(criteria, units):
    """Every class of every unit by stage, (what the figure gives, what stands); and what the quotas have to tell."""
    position = criteria.stage_ids.index(criteria.final)
    classes, rated = {}, []
    for unit, sheets, _ in units:
        found = [classify(criteria, s, s.gates()) if s.state() == "scored" else (None, None) for s in sheets]
        if found[position][1] is not None:
            rated.append(Rated(criteria, sheets[position], found[position][1]))
        classes[unit["id"]] = found
    told, whole = take_all(criteria, rated)
    after = {one.id: one.class_id for one in rated}
    for unit, sheets, _ in units:
        found = classes[unit["id"]]
        found[position] = (found[position][0], after.get(unit["id"]))
        for at, sheet in enumerate(sheets):
            before, stands = found[at]
            if sheet.state() == "scored":
                stands = standing(criteria, sheet, stands)
            found[at], sheet.class_after = (before, stands), stands
    return classes, told, whole


def unit_record(criteria, unit, sheets, changes, classes, quotas):
    sent = {submission["stage"] for submission in unit.get("submissions", [])}
    stages = [
        stage_record(criteria, sheet, stage, position > 0 and stage not in sent)
        for position, (stage, sheet) in enumerate(zip(criteria.stage_ids, sheets))
    ]
    sheet = sheets[criteria.stage_ids.index(criteria.final)]
    before, after = classes[sheet.position]
    extra = {"class": sheet.class_id()}
    tables = [sheet.admitted(table) for table in criteria.tables]
    record = {
        "id": unit["id"],
        "name": unit.get("name"),
        "group": unit.get("group"),
        "state": sheet.state(),
        "stages": stages,
        "rows": [one for one in (None if absent(rows) else rows.record() for rows in tables) if one is not None],
        "adjustments": adjustments(criteria, *changes, sheets, classes),
        "class": after,
        "class_before": before if before != after else None,
        "gates": [gate["id"] for gate in sheet.gates()],
        "quotas": quotas,
        "ranks": [],
        "outputs": [output_record(sheet, one, extra) for one in criteria.written.get("outputs", [])],
        "checks": [check_record(sheet, one, extra) for one in criteria.written.get("checks", [])],
    }
    return record, sheet


def group_record(criteria, group, rated):
    """Statistics of the printed index over the rated units of a group; `rated` are (index or None, class)."""
    values = [value for value, _ in rated if value is not None]
    rounding = criteria.rounding.get("index") or {"digits": 6}
    classes = [
        {"id": band["id"], "count": sum(1 for _, class_id in rated if class_id == band["id"])}
        for band in criteria.bands(group)
    ]
    return without_absent({
        "id": group,
        "count": len(rated),
        "mean": printed(Figure(sum(values) / len(values), rounding)) if values else None,
        "minimum": decimal_text(min(values)) if values else None,
        "maximum": decimal_text(max(values)) if values else None,
        "classes": classes,
    })


def results(criteria_set, round_, tables=None):
    """The results document (without `diagnostics`) of two valid documents, and of rows from outside by table."""
    criteria = Criteria(criteria_set)
    head, ids = Head(criteria, round_), [unit["id"] for unit in round_["units"]]
    outside = {table: Outside(criteria.tables[table], rows, head, ids) for table, rows in (tables or {}).items()}
    stages = [Peers(criteria) for _ in criteria.stage_ids]
    units = [(unit, *unit_sheets(criteria, head, outside, unit, stages)) for unit in round_["units"]]
    classes, quotas, populations = class_all(criteria, units)
    pairs = [unit_record(criteria, *one, classes[one[0]["id"]], quotas.get(one[0]["id"])) for one in units]
    rankings = criteria_set.get("ranking", [])
    scored = [(record, sheet) for record, sheet in pairs if record["state"] == "scored"]
    rated = [(record["id"], sheet, record["class"] or MISSING) for record, sheet in scored]
    for ranking in rankings if isinstance(rankings, list) else [rankings]:
        ranks = rank_all(ranking, rated)
        for record, _ in pairs:
            if record["id"] in ranks:
                record["ranks"].append(ranks[record["id"]])
    groups = []
    for group in criteria_set.get("groups", []):
        members = [(record, sheet) for record, sheet in scored if record["group"] == group["id"]]
        indexes = [(sheet.whole("index", "published"), record["class"]) for record, sheet in members]
        figures = [(None if absent(index) else index, class_id) for index, class_id in indexes]
        groups.append(group_record(criteria, group["id"], figures))
    return without_absent({
        "format": 1,
        "criteria_set": criteria_set["id"],
        "version": criteria_set.get("version"),
        "period": round_.get("period", {}).get("id"),
        "final": criteria.final,
        "units": [without_absent(record) for record, _ in pairs],
        "groups": groups,
        "quotas": populations,
        "tables": [outside[table].record() for table in criteria.tables if table in outside],
    })
