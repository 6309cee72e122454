"""A round that is given as columns, written out as the round that it says."""

from fractions import Fraction

from .number import Refused, decimal_text

HEADS = ("unit", "stage", "by", "at", "role", "home", "name", "group", "reason")
BESIDE = ("reason", "evidence", "excused")


def round_of(frame, criteria_set):
    """The round of a frame; a frame with something wrong is not for the oracle."""
    named = dict(frame.get("map", {}))
    columns = {
        named.get(name, name): values for name, values in frame["columns"].items() if name not in frame.get("ignore", [])
    }
    count = max(map(len, columns.values()))
    rows = [{name: values[at] for name, values in columns.items() if not_null(values[at])} for at in range(count)]
    stages = [stage["id"] for stage in criteria_set.get("stages", [{"id": "self"}])]
    units = {}
    for row in rows:
        unit = units.setdefault(str(row["unit"]), {"id": str(row["unit"]), "submissions": []})
        unit.update({key: row[key] for key in ("name", "group") if key in row})
        if frame.get("form") == "long":
            beside = {key: row[key] for key in BESIDE if key in row}
            given = [(row["key"], row["value"], beside)] if "value" in row else []
        else:
            given = [(name, value, beside_of(row, name)) for name, value in row.items() if is_value(name)]
        stage = row.get("stage", frame.get("stage", stages[0]))
        by = row.get("by", unit["id"] if stage == stages[0] else stage)
        head = {"stage": stage, "by": by, **{key: row[key] for key in ("at", "role") if key in row}}
        if "home" in row:
            head["unit"] = row["home"]
        for name, value, beside in given:
            set_value(Place(unit, head, criteria_set), name, value, beside)
    head = {key: frame[key] for key in ("period", "as_of", "calendar") if key in frame}
    reference = {key: criteria_set[key] for key in ("id", "version")}
    return {"format": 1, "criteria_set": reference, **head, "units": list(units.values())}


def not_null(value):
    return value is not None and value != ""


def is_value(name):
    return name not in HEADS and name.split("/")[0] not in BESIDE


def beside_of(row, name):
    """What stands beside a value: its own, or the reason of the row."""
    beside = {key: row[f"{key}/{name}"] for key in BESIDE if f"{key}/{name}" in row}
    return {"reason": row["reason"], **beside} if "reason" in row else beside


class Place:
    """Where a value of a row goes: the unit, and the submission that is begun when something is set."""

    def __init__(self, unit, head, criteria_set):
        self.unit, self.head, self.criteria_set = unit, head, criteria_set

    def section(self, name):
        same = [one for one in self.unit["submissions"] if all(one.get(k) == v for k, v in self.head.items())]
        submission = same[0] if same else dict(self.head)
        if not same:
            self.unit["submissions"].append(submission)
        return submission.setdefault(name, {})


def set_value(place, name, value, beside):
    first, _, rest = name.partition("/")
    facts = {fact["id"]: fact for fact in place.criteria_set.get("facts", [])}
    if first == "unit":
        place.unit.setdefault("facts", {})[rest] = typed(facts[rest], value)
    elif first == "facts" or name in facts:
        fact = rest if first == "facts" else name
        place.section("facts")[fact] = {"value": typed(facts[fact], value), **beside}
    elif first == "points":
        place.section("points")[rest] = {"value": value, **beside}
    elif first == "not_applicable":
        if not is_false(value):
            reason = beside.get("reason") if is_true(value) else value
            place.section("not_applicable")[rest] = reason
    elif name == "class":
        place.section("class").update({"value": value, **beside})
    else:
        set_answer(place, (rest if first == "answers" else name).split("/"), value, beside)


def set_answer(place, path, value, beside):
    """An answer, a line of a tally or a part of either."""
    answers = place.section("answers")
    leaf = next(one for one in leaves(place.criteria_set) if one["id"] == path[0])
    scale = leaf["scale"]
    if len(path) == 1:
        answers[path[0]] = {"value": value, **beside}
    elif "tally" in scale and len(path) == 2:
        answers.setdefault(path[0], {})[path[1]] = {"value": value, **beside}
    elif "checklist" in scale:
        full = answers.setdefault(path[0], {"value": [], **beside})
        full["value"] += [path[1]] if is_true(value) else []
    elif len(path) == 2:
        answers.setdefault(path[0], {"value": {}, **beside})["value"][path[1]] = value
    else:
        raise Refused(f"frame: the part {'/'.join(path)} is not for the oracle")


def leaves(criteria_set):
    """Every leaf of the set."""
    todo = list(criteria_set["tree"])
    for section in ("bonus", "penalty"):
        todo += criteria_set.get(section, {}).get("items", [])
    while todo:
        one = todo.pop()
        todo += one.get("children", [])
        if "scale" in one:
            yield one


def is_true(value):
    return value in (True, "true", "yes", "1")


def is_false(value):
    return value in (False, "false", "no", "0")


def typed(fact, value):
    """A truth may be written in words; every other fact stands as in a round."""
    if fact.get("type") == "boolean" and not isinstance(value, bool):
        return is_true(decimal_text(Fraction(value)) if isinstance(value, (int, Fraction)) else value)
    return value
