"""From the two documents to the results document, detail `indicators`."""

from fractions import Fraction

from .classify import classify
from .criteria import Criteria
from .evaluate import MISSING, absent
from .moment import is_moment, moment_text
from .number import Figure, decimal_text, number, shown_text
from .peers import Peers
from .rank import rank_all
from .scale import entries, kind_of, takes_numbers, ticks
from .sheet import Sheet
from .stage import adjustments, overlays


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


def check_record(sheet, written, extra):
    ok = sheet.formula(written["condition"], extra=extra)
    ok = None if absent(ok) else ok
    message = written.get("message") if ok is False else None
    return without_absent({"id": written["id"], "ok": ok, "message": message})


def unit_sheets(criteria, round_, unit, stages):
    """The sheets of a unit, one for each stage, among those of the others; and what its later stages changed."""
    held, changes = overlays(criteria, unit)
    sheets = [
        Sheet(criteria, unit, round_, position, overlay, peers)
        for position, (overlay, peers) in enumerate(zip(held, stages))
    ]
    for sheet, peers in zip(sheets, stages):
        peers.sheets.append(sheet)
    return sheets, changes


def unit_record(criteria, unit, sheets, changes):
    sent = {submission["stage"] for submission in unit.get("submissions", [])}
    stages = [
        stage_record(criteria, sheet, stage, position > 0 and stage not in sent)
        for position, (stage, sheet) in enumerate(zip(criteria.stage_ids, sheets))
    ]
    sheet = sheets[criteria.stage_ids.index(criteria.final)]
    state, fired = sheet.state(), sheet.gates()
    classes = [classify(criteria, s, s.gates()) if s.state() == "scored" else (None, None) for s in sheets]
    before, after = classes[sheet.position]
    extra = {"class": MISSING if after is None else after}
    record = {
        "id": unit["id"],
        "name": unit.get("name"),
        "group": unit.get("group"),
        "state": state,
        "stages": stages,
        "adjustments": adjustments(criteria, changes, sheets, classes),
        "class": after,
        "class_before": before if before != after else None,
        "gates": [gate["id"] for gate in fired],
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


def results(criteria_set, round_):
    """The results document (without `diagnostics`) of two valid documents."""
    criteria = Criteria(criteria_set)
    stages = [Peers(criteria) for _ in criteria.stage_ids]
    units = [(unit, *unit_sheets(criteria, round_, unit, stages)) for unit in round_["units"]]
    pairs = [unit_record(criteria, *unit) for unit in units]
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
    })
