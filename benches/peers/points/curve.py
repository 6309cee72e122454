"""How time grows with the units: from 1,000 to 1,000,000 months of staff × 12 leaves, by the Rust core."""

from points.rules import STAFF
from points.workload import Points
from scored import Scored, program

SIZES = 1_000, 10_000, 100_000, 1_000_000


class Curve(Scored):
    """A table whose rows are sizes of one workload."""

    def __init__(self, setup, sizes):
        self.sizes = {f"chamdiem, {units:,} units": Points(setup, STAFF, units) for units in sizes}
        way = program("points", "columns")
        self.parts = {
            name: Scored(setup, data, f"curve-{data.units}", "", {name: way}) for name, data in self.sizes.items()
        }
        super().__init__(
            setup, next(iter(self.sizes.values())), "curve",
            f"From {min(sizes):,} to {max(sizes):,} months of staff × 12 leaves, computing alone, from columns in memory",
            dict.fromkeys(self.sizes, way),
        )

    def prepare(self):
        for part in self.parts.values():
            part.prepare()

    def contenders(self, threads, calls):
        return {name: own for part in self.parts.values() for name, own in part.contenders(threads, calls).items()}

    def compare(self, names):
        return {name: verdict for name in names for verdict in [self.parts[name].compare([name])[name]]}

    def columns(self, row, base):
        cells = super().columns(row, base)
        each = 1e6 * row.middle(self.clock) / self.sizes[row.name].units
        return {what: cell for what, cell in cells.items() if what != "× chamdiem"} | {"µs a unit": f"{each:.2f}"}

    def notes(self, rows):
        return []


def tables(setup, scale):
    return [Curve(setup, [max(60, round(scale * units)) for units in SIZES])]
