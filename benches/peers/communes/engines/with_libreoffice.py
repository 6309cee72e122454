"""LibreOffice Calc: python -m communes.engines.with_libreoffice FOLDER writes the sheet of W1; the engine computes it.

The sheet `data` has a row for each unit with what is reported, what overrides and what does not apply, `points` its leaves.
"""

import sys
from pathlib import Path

import calc
from communes import text
from communes.rules import CLASSES, FIRST_FIELD, POINTS, facts, kind
from engine import Engine

WIDTHS = [max(1, len(facts(at))) for at in range(100)]
STARTS = [sum(WIDTHS[:at]) for at in range(100)]
REPORTED = sum(WIDTHS)


def data_row(unit):
    row = []
    for report in unit.reports:
        row += report if isinstance(report, list) else [int(report)]
    row += [float(unit.appraised[at]) if at in unit.appraised else None for at in range(100)]
    row += [1 if at in unit.left_out else None for at in range(100)]
    return row + [float(one) for one in unit.bonus] + [-float(one) for one in unit.penalty]


def place_of(column, at):
    return f"[$data.{calc.column(column)}{at}]"


def leaf(leaf_at, at):
    most = POINTS[leaf_at]
    cells = [place_of(STARTS[leaf_at] + number, at) for number in range(WIDTHS[leaf_at])]
    if kind(leaf_at) == "yes_no":
        earned = f"{cells[0]}*{most}"
    elif kind(leaf_at) == "bands":
        percent = f"{cells[0]}*100/{cells[1]}"
        earned = f"IF({percent}>=90;{most};IF({percent}>=75;{most}*0.75;IF({percent}>=50;{most}*0.5;0)))"
    elif kind(leaf_at) == "proportional":
        earned = f"IF(2*{cells[0]}>={cells[1]};ROUND({most}*{cells[0]}/{cells[1]};2);0)"
    elif kind(leaf_at) == "deduction":
        earned = f"MAX(0;{most}-0.1*{cells[0]})"
    else:
        weighted = "+".join(f"{grade}*{one}" for grade, one in enumerate(cells, 1))
        earned = f"ROUND({most}*({weighted})/(5*({'+'.join(cells)}));2)"
    appraised, left_out = place_of(REPORTED + leaf_at, at), place_of(REPORTED + 100 + leaf_at, at)
    return f"=IF({left_out}=1;0;IF(ISNUMBER({appraised});{appraised};{earned}))"


def range_of(sheet, first, last, at):
    return f"[${sheet}.{calc.column(first)}{at}:.{calc.column(last)}{at}]"


def answers_row(at, last):
    """Total, index, class, rank; then penalty, first field, the three keys as one number, the keys in order, and how many
    different ones there are down to each."""
    here, after = at + 1, REPORTED + 200
    bonus, penalty = range_of("data", after, after + 2, at), range_of("data", after + 3, after + 4, at)
    left_out = range_of("data", REPORTED + 100, REPORTED + 199, at)
    maximum = f"({sum(float(most) for most in POINTS)}-SUMPRODUCT({left_out};[$maxima.$A$1:.$CV$1]))"
    classes = "".join(f'IF([.B{here}]>={least};"{name}";' for name, least in CLASSES[:-1]) + f'"{CLASSES[-1][0]}"' + ")" * 4
    return [
        f"=MAX(0;SUM({range_of('points', 0, 99, at)})+MIN(5;SUM({bonus}))-[.E{here}])",
        f"=ROUND([.A{here}]*100/{maximum};2)",
        f"={classes}",
        f"=INDEX([.$I$2:.$I${last + 1}];MATCH([.G{here}];[.$H$2:.$H${last + 1}];0))",
        f"=SUM({penalty})",
        f"=SUM({range_of('points', 0, FIRST_FIELD - 1, at)})",
        f"=ROUND(MIN([.B{here}];100)*100;0)*1000000000+ROUND([.F{here}]*10000;0)*1000+1000-ROUND([.E{here}]*100;0)",
        f"=LARGE([.$G$2:.$G${last + 1}];{at})",
        "=1" if at == 1 else f"=[.I{here - 1}]+([.H{here}]<>[.H{here - 1}])",
    ]


def write_sheet(folder):
    units = text.units(folder)
    last = len(units)
    header = ["total", "index", "class", "rank", "penalty", "first", "key", "keys", "ranks"]
    sheets = [
        ("answers", [header, *(answers_row(at, last) for at in range(1, last + 1))]),
        ("points", ([leaf(one, at) for one in range(100)] for at in range(1, last + 1))),
        ("data", map(data_row, units)),
        ("maxima", [[float(most) for most in POINTS]]),
    ]
    calc.write_sheets(folder / "sheet.fods", sheets)


ENGINES = {"sheet": Engine("LibreOffice", lambda place: place, calc.computed, recipe="`ROUND(x; 2)`")}

if __name__ == "__main__":
    write_sheet(Path(sys.argv[1]))
