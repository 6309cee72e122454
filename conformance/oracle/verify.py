"""What is wrong with a case: its shape, its computed results, figures printed by the source, paths of diagnostics."""

import json
from fractions import Fraction

from .number import Refused

CASE_KEYS = {"name", "why", "source", "criteria_set", "criteria_set_text", "round", "round_text", "frame", "tables", "expect"}
EXPECT_KEYS = {"results", "warnings", "published", "diagnostics", "lint"}


def problems(stem, case, scored):
    found = [f"unknown key {key!r}" for key in set(case) - CASE_KEYS]
    found += [f"unknown key {key!r} in expect" for key in set(case["expect"]) - EXPECT_KEYS]
    if case["name"] != stem:
        found.append(f"its name is {case['name']!r}, its file {stem!r}")
    if not case.get("why", "").strip():
        found.append("why is empty")
    expect = case["expect"]
    if scored is not None:
        found += list(differences(expect.get("results"), json.loads(json.dumps(scored)), ""))
        found += [line for one in expect.get("published", []) for line in compare_published(one, scored)]
        for one in expect.get("warnings", []):
            about = "round" if one["path"].startswith(("/units", "/period")) else "criteria_set"
            found += check_paths(case.get(about), [one])
    elif "lint" not in expect:
        if not expect["diagnostics"]:
            found.append("expects no diagnostic")
        about = "round" if "round" in case or "round_text" in case else "criteria_set"
        whole = by_rows(case["frame"]) if "frame" in case else document(case, about)
        found += check_paths(whole, expect["diagnostics"])
    found += check_paths(document(case, "criteria_set"), expect.get("lint", []))
    return found


def differences(expected, found, path):
    """One line for each place where two documents differ."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            yield from differences(expected.get(key), found.get(key), f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for i, (a, b) in enumerate(zip(expected, found)):
            yield from differences(a, b, f"{path}/{i}")
    elif expected != found:
        yield f"{path or '/'}: expected {short(expected)}, computed {short(found)}"


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "…"


def compare_published(one, scored):
    """A figure typed from the source against the computed one; decimals are compared as numbers."""
    unit = next((u for u in scored["units"] if u["id"] == one["unit"]), None)
    group = next((g for g in scored.get("groups", []) if g["id"] == one["unit"]), None)
    stage = one.get("stage", scored["final"])
    found = published_figure(one["figure"], unit, group, stage)
    expected = one["value"]
    if found != expected:
        try:
            same = Fraction(found) == Fraction(expected)
        except (ValueError, TypeError):
            same = False
        if not same:
            yield f"published {one['figure']} of {one['unit']} at {stage}: {expected}, computed {found}"


def published_figure(figure, unit, group, stage):
    if group is not None and figure in ("mean", "minimum", "maximum", "count"):
        return group.get(figure)
    if group is not None and figure.startswith("count:"):
        return next(c["count"] for c in group["classes"] if c["id"] == figure.split(":", 1)[1])
    if unit is None:
        return None
    if figure == "class":
        return unit.get("class")
    if figure == "rank":
        return unit["ranks"][0]["rank"] if unit.get("ranks") else None
    if figure.startswith("output:"):
        return next((o.get("value") for o in unit.get("outputs", []) if o["id"] == figure.split(":", 1)[1]), None)
    if figure.startswith("residual:"):
        return next((c.get("residual") for c in unit.get("checks", []) if c["id"] == figure.split(":", 1)[1]), None)
    if figure.startswith(("allowed:", "decision:")):
        member, wanted = figure.split(":", 1)
        return next((str(q[member]) for q in unit.get("quotas", []) if q["quota"] == wanted), None)
    record = next(s for s in unit["stages"] if s["stage"] == stage)
    if ":" in figure:
        member, wanted = figure.split(":", 1)
        return next((i.get(member) for i in record["indicators"] if i["id"] == wanted), None)
    return record.get(figure)


def document(case, about):
    """The document that the paths point into, or None when its text is not JSON."""
    if about in case:
        return case[about]
    try:
        return json.loads(case[about + "_text"])
    except (json.JSONDecodeError, RecursionError):
        return None


def by_rows(frame):
    """What the paths of a frame point into: its columns by name, and its rows."""
    columns = frame["columns"]
    count = max(map(len, columns.values()))
    rows = [{name: values[at] for name, values in columns.items() if at < len(values)} for at in range(count)]
    return {"columns": columns, "rows": rows}


def check_paths(whole, diagnostics):
    """A path must lead to something that is in the document."""
    for one in diagnostics:
        if set(one) != {"code", "path"}:
            yield f"a diagnostic has the keys {sorted(one)}"
        try:
            resolve(whole, one["path"])
        except Refused as refused:
            yield str(refused)


def resolve(whole, path):
    at = whole
    for step in path.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        if isinstance(at, list) and step.isdigit() and int(step) < len(at):
            at = at[int(step)]
        elif isinstance(at, dict) and step in at:
            at = at[step]
        else:
            raise Refused(f"the path {path} leads nowhere")
    return at
