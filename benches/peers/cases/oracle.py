"""The exact facts of W6, row by row in whole numbers: python -m cases.oracle FOLDER writes `oracle.csv`."""

import csv
import sys
from datetime import date
from pathlib import Path

FACTS = ["cases_all", "done", "on_time", "days", "fees", "worst", "online", "open_late"]
LAST = "2026-12-31"
MILLION = 1_000_000


def half_up(numerator, denominator):
    """A quotient to a whole number, halves away from zero."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def decimal(figure, digits):
    sign = "-" if figure < 0 else ""
    whole, rest = divmod(abs(figure), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}}"


def main():
    folder = Path(sys.argv[1])
    day = {date.fromordinal(at).isoformat(): at for at in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())}
    facts = {}
    with open(folder / "cases.csv", newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for unit, received, due, finished, status, channel, fee, late in rows:
            # All, done, finished, of them by the due day, days, fees in hundredths, worst, online, open and late.
            fact = facts.get(unit)
            if fact is None:
                fact = facts[unit] = [0] * 9
            fact[0] += 1
            if status == "done":
                fact[1] += 1
                fact[7] += channel == "online"
            elif status == "open":
                # Days as they are written here stand in the order of time.
                fact[8] += due < LAST
            if finished:
                fact[2] += 1
                fact[3] += finished <= due
                fact[4] += day[finished] - day[received]
            if fee:
                fact[5] += int(fee.replace(".", ""))
            fact[6] = max(fact[6], int(late))
    with open(folder / "oracle.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *FACTS])
        for unit in sorted(facts):
            count, done, ended, in_time, days, fees, worst, online, open_late = facts[unit]
            on_time = decimal(half_up(100 * MILLION * in_time, ended), 6) if ended else ""
            mean = decimal(half_up(MILLION * days, ended), 6) if ended else ""
            writer.writerow([unit, count, done, on_time, mean, decimal(fees, 2), worst, online, open_late])


if __name__ == "__main__":
    main()
