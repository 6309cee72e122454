"""polars: one lazy query with an expression for each leaf."""

import os

from answers import write_columns
from communes import arrays
from communes.rules import CLASSES, FIRST_FIELD, LEAF_MAXIMA, kind
from engine import Engine


def load(place):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    return pl.DataFrame(dict(arrays.each(arrays.read(place))), nan_to_null=True)


def earned(pl, at, rounded):
    most = LEAF_MAXIMA[at] / 100
    report = lambda number: pl.col(f"r{at}_{number}")  # noqa: E731
    if kind(at) == "yes_no":
        return report(0) * most
    if kind(at) == "bands":
        percent = report(0) / report(1) * 100
        return pl.when(percent >= 90).then(most).when(percent >= 75).then(0.75 * most).when(percent >= 50).then(0.5 * most).otherwise(0.0)
    if kind(at) == "proportional":
        rate = report(0) / report(1)
        return pl.when(rate >= 0.5).then(rounded(rate * most)).otherwise(0.0)
    if kind(at) == "deduction":
        return (most - 0.1 * report(0)).clip(lower_bound=0)
    weighted = sum(report(number) * (number + 1) for number in range(5))
    return rounded(weighted / (5 * sum(report(number) for number in range(5))) * most)


def scoring(mode):
    def score(frame):
        import polars as pl

        col = pl.col

        def rounded(figure):
            return figure.round(2, mode=mode)

        leaves = [
            pl.when(col(f"x{at}")).then(0.0).otherwise(pl.coalesce(f"a{at}", earned(pl, at, rounded))).alias(f"p{at}")
            for at in range(100)
        ]
        maximum = pl.sum_horizontal(pl.when(col(f"x{at}")).then(0.0).otherwise(most / 100) for at, most in enumerate(LEAF_MAXIMA))
        points = pl.sum_horizontal(f"p{at}" for at in range(100))
        given = pl.lit(CLASSES[-1][0])
        for name, least in reversed(CLASSES[:-1]):
            given = pl.when(col("index") >= least).then(pl.lit(name)).otherwise(given)
        return (
            frame.lazy()
            .with_columns(leaves)
            .select(
                "penalty",
                total=(points + col("bonus").clip(upper_bound=5) - col("penalty")).clip(lower_bound=0),
                maximum=maximum,
                first=pl.sum_horizontal(f"p{at}" for at in range(FIRST_FIELD)),
            )
            .with_columns(index=rounded(col("total") / col("maximum") * 100))
            .with_columns(given.alias("class"), rank=pl.struct(-col("index").clip(upper_bound=100), -col("first"), "penalty").rank("dense"))
            .collect()
        )

    return score


def write(result, place):
    write_columns(result["total"], result["index"], result["rank"], place, result["class"], digits=4)


ENGINES = {
    "round": Engine("polars", load, scoring("half_to_even"), write, recipe="`round(2)`"),
    "away": Engine("polars", load, scoring("half_away_from_zero"), write, recipe='`round(2, mode="half_away_from_zero")`'),
}
