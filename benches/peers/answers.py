"""The answers of an engine as CSV: a line a unit, in the order of the data."""

import csv

HEADER = ["total", "index", "class", "rank"]


def write_rows(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)


def write_columns(total, index, rank, place, classes=None, digits=2):
    """Columns of figures that are rounded already, in whatever type; the format shows them and rounds none."""
    classes = [""] * len(rank) if classes is None else classes
    rows = zip(total, index, classes, rank)
    write_rows(place.output, ((f"{a:.{digits}f}", f"{b:.2f}", c, int(d)) for a, b, c, d in rows))
