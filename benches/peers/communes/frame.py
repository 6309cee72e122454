"""The data of W1 as the frame that chamdiem takes, a row for what each unit reports and a row for its appraisal:
python -m communes.frame FOLDER keeps it as `frame.arrow`, for programs that have it in memory."""

import sys
from pathlib import Path

import polars as pl

from communes import text
from communes.rules import LEAVES, facts, kind


def frame(folder):
    units = text.units(folder)
    ids = (folder / "units.txt").read_text().split()
    decimal = pl.Decimal(6, 2)
    columns = {
        "unit": [unit for unit in ids for _ in range(2)],
        "stage": ["self", "appraisal"] * len(ids),
        "reason": ["theo hồ sơ"] * (2 * len(ids)),
    }

    def rows(values, kind_of, stage=0):
        pairs = ((value, None) if stage == 0 else (None, value) for value in values)
        return pl.Series([value for pair in pairs for value in pair], dtype=kind_of, strict=False)

    for at, leaf in enumerate(LEAVES):
        reports = [unit.reports[at] for unit in units]
        if kind(at) == "yes_no":
            columns[leaf] = rows(reports, pl.Boolean)
        elif kind(at) == "deduction":
            columns[f"{leaf}/case"] = rows(reports, pl.Int64)
        for number, fact in enumerate(facts(at)):
            columns[fact] = rows((report[number] for report in reports), pl.Int64)
        columns[f"not_applicable/{leaf}"] = rows((True if at in unit.left_out else None for unit in units), pl.Boolean)
        columns[f"points/{leaf}"] = rows((unit.appraised.get(at) for unit in units), pl.String, 1).cast(decimal)
    for at in range(3):
        columns[f"B{at + 1}"] = rows((unit.bonus[at] for unit in units), pl.String).cast(decimal)
    for at in range(2):
        columns[f"P{at + 1}"] = rows((unit.penalty[at] for unit in units), pl.String).cast(decimal)
    return pl.DataFrame(columns)


def main():
    folder = Path(sys.argv[1])
    frame(folder).write_ipc(folder / "frame.arrow")


if __name__ == "__main__":
    main()
