#!/usr/bin/env python3
"""Recompute the conformance cases with the independent evaluator beside this file.

    python3 conformance/oracle.py --check [name…]   compare; exit 1 when a case differs
    python3 conformance/oracle.py --write [name…]   write expect.results into the cases that score
    python3 conformance/oracle.py --show name       print the results of one case
    python3 conformance/oracle.py --round SET ROUND [--calendar FILE] [--table ID=FILE …]
                                                    print the results of two documents that are no case;
                                                    rows from outside are a JSON list of objects or a CSV file

Standard library only, Python 3.10 or later.
"""

import argparse
import csv
import json
import pathlib
import sys

sys.dont_write_bytecode = True

from oracle.frame import round_of
from oracle.lay_out import lay_out
from oracle.number import Refused, load
from oracle.results import results
from oracle.verify import problems

CASES = pathlib.Path(__file__).parent / "cases"


def computed(case):
    """The results of a case that scores a round, or nothing."""
    if "diagnostics" in case["expect"] or not ("round" in case or "frame" in case):
        return None
    round_ = case["round"] if "round" in case else round_of(case["frame"], case["criteria_set"])
    return results(case["criteria_set"], round_, case.get("tables"))


def check(path):
    """The problems of one case, as lines."""
    try:
        case = load(path.read_text(encoding="utf-8"))
        return problems(path.stem, case, computed(case))
    except Refused as refused:
        return [f"the oracle refuses it: {refused}"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return [f"not a readable case: {type(error).__name__} {error}"]


def write(path):
    """Put the computed results into the case; cases that expect diagnostics are only laid out."""
    text = path.read_text(encoding="utf-8")
    case = json.loads(text)
    if scored := computed(load(text)):
        case["expect"] = {"results": scored, **{k: v for k, v in case["expect"].items() if k != "results"}}
    laid = lay_out(case) + "\n"
    if laid != text:
        path.write_text(laid, encoding="utf-8")
        print(f"wrote {path.name}")


def rows_of(path):
    """Rows from outside the round: a list of objects, or a CSV file with their names in its first line."""
    text = pathlib.Path(path).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines())) if path.endswith(".csv") else load(text)


def score(documents, calendar, tables):
    """The results of a criteria set and a round, given by their paths."""
    criteria_set, round_ = [load(pathlib.Path(path).read_text(encoding="utf-8-sig")) for path in documents]
    if calendar:
        round_["calendar"] = load(pathlib.Path(calendar).read_text(encoding="utf-8-sig"))
    outside = dict(one.split("=", 1) for one in tables)
    return results(criteria_set, round_, {table: rows_of(path) for table, path in outside.items()})


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("--write", action="store_true")
    options.add_argument("--show", action="store_true")
    options.add_argument("--round", nargs=2, metavar=("SET", "ROUND"))
    options.add_argument("--calendar", metavar="FILE")
    options.add_argument("--table", action="append", default=[], metavar="ID=FILE")
    options.add_argument("names", nargs="*", help="file names without .json; all cases when none is given")
    given = options.parse_args()
    if given.round:
        print(lay_out(score(given.round, given.calendar, given.table)))
        return 0
    if not (given.check or given.write or given.show):
        options.error("say --check, --write, --show or --round")
    paths = [CASES / f"{name}.json" for name in given.names] or sorted(CASES.glob("*.json"))
    failed = 0
    for path in paths:
        if given.show:
            print(lay_out(computed(load(path.read_text(encoding="utf-8")))))
        if given.write:
            try:
                write(path)
            except Refused as refused:
                print(f"{path.stem}: not written, the oracle refuses it: {refused}")
        if given.check:
            found = check(path)
            failed += 1 if found else 0
            for line in found:
                print(f"{path.stem}: {line}")
    if given.check:
        print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
