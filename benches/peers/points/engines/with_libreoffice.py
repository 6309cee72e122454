"""LibreOffice Calc: python -m points.engines.with_libreoffice FOLDER writes the sheet of W2; the engine computes it."""

import sys
from pathlib import Path

import calc
from engine import Engine
from points import arrays
from points import rules as known


def write_sheet(folder):
    rules = known.of(folder)
    points, groups = arrays.hundredths(folder) / 100, arrays.lines(folder, "groups.txt")
    codes = (folder / "groups.bin").read_bytes()
    last = len(points)
    data = ([groups[code], *row] for code, row in zip(codes, points.tolist()))

    def row(at):
        def area(one):
            leaves = rules.of_area(one)
            return f"[$data.{calc.column(leaves[0] + 1)}{at}:.{calc.column(leaves[-1] + 1)}{at}]"

        total = " + ".join(f"{weight}*SUM({area(one)})" for one, weight in enumerate(rules.weights))
        rank = f"=COUNTIFS([$data.$A$1:.$A${last}];[$data.A{at}];[.$B$2:.$B${last + 1}];\">\"&[.B{at + 1}])+1"
        return [f"=ROUND({total};2)", f"=ROUND([.A{at + 1}]*100/{rules.maximum};2)", None, rank]

    answers = (row(at) for at in range(1, last + 1))
    calc.write_sheets(folder / "sheet.fods", [("answers", [["total", "index", "class", "rank"], *answers]), ("data", data)])


ENGINES = {"sheet": Engine("LibreOffice", lambda place: place, calc.computed, recipe="`ROUND(x; 2)`")}

if __name__ == "__main__":
    write_sheet(Path(sys.argv[1]))
