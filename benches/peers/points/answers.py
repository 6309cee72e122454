"""The answers of an engine as CSV: a line a unit, in the order of the data."""

import csv

HEADER = ["total", "index", "rank"]


def write_rows(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)


def write_columns(total, index, rank, place):
    """Columns of figures that are rounded to two decimals, in whatever type; `.2f` shows them and rounds none."""
    write_rows(place.output, ((f"{a:.2f}", f"{b:.2f}", int(c)) for a, b, c in zip(total, index, rank)))
