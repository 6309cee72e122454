"""The units of W1 as they stand in the text of the round."""

import json
from dataclasses import dataclass

from communes.rules import LEAVES, facts, kind

PLACE = {leaf: at for at, leaf in enumerate(LEAVES)}


@dataclass
class Unit:
    """What a unit reports for each leaf (a truth, a count, or a list of numbers), by leaf the points that override and the
    leaves that do not apply; bonus and penalty as texts, a penalty below 0."""

    reports: list
    appraised: dict
    left_out: set
    bonus: list
    penalty: list


def units(folder):
    given = json.loads((folder / "round.json").read_bytes())["units"]
    return [unit(one["submissions"]) for one in given]


def unit(submissions):
    own, appraisal = submissions
    numbers, answers = own["facts"], own["answers"]
    reports = []
    for at, leaf in enumerate(LEAVES):
        if kind(at) == "yes_no":
            reports.append(answers[leaf] == "yes")
        elif kind(at) == "deduction":
            reports.append(answers[leaf]["case"])
        else:
            reports.append([numbers[fact] for fact in facts(at)])
    return Unit(
        reports,
        {PLACE[leaf]: given["value"] for leaf, given in appraisal["points"].items()},
        {PLACE[leaf] for leaf in own["not_applicable"]},
        [answers[f"B{at}"] for at in (1, 2, 3)],
        [answers[f"P{at}"] for at in (1, 2)],
    )
