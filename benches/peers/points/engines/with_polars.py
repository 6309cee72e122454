"""polars: one lazy query."""

import os

from answers import write_columns
from engine import Engine
from points import arrays
from points import rules as known


def load(place):
    os.environ["POLARS_MAX_THREADS"] = str(place.threads)
    import polars as pl  # reads the number of threads

    rules = known.of(place.folder)
    if place.text:
        frame = pl.read_csv(place.folder / "points.csv", schema_overrides={"group": pl.Enum(rules.groups)})
        return rules, frame
    points = arrays.floats(place)
    groups = pl.Series(rules.groups).gather(arrays.group_codes(place))
    frame = pl.DataFrame({leaf: points[:, at].copy() for at, leaf in enumerate(rules.leaves)})
    return rules, frame.with_columns(group=groups.cast(pl.Enum(rules.groups)))


def scoring(mode):
    def score(held):
        import polars as pl

        rules, frame = held
        areas = [pl.sum_horizontal(rules.leaves[leaf] for leaf in rules.of_area(area)) for area in range(len(rules.areas))]
        total = sum(float(weight) * area for weight, area in zip(rules.weights, areas))
        query = (
            frame.lazy()
            .select("group", total=total.round(2, mode=mode))
            .with_columns(index=(pl.col("total") / float(rules.maximum) * 100).round(2, mode=mode))
            .with_columns(rank=pl.col("index").rank("min", descending=True).over("group"))
        )
        return (with_classes(pl, rules, query) if rules.bands else query).collect()

    return score


def with_classes(pl, rules, query):
    index, name, best, second = pl.col("index"), pl.col("class"), rules.bands[0][0], rules.bands[1][0]
    given = pl.lit(rules.bands[-1][0])
    for band, least in reversed(rules.bands[:-1]):
        given = pl.when(index >= least).then(pl.lit(band)).otherwise(given)
    allowed = name.is_in([best, second]).sum().over("group") // (rules.one_in + 1)
    place = pl.when(name == best).then(index).rank("max", descending=True).over("group")
    beyond = (name == best) & (place > allowed)
    return query.with_columns(given.alias("class")).with_columns(pl.when(beyond).then(pl.lit(second)).otherwise(name).alias("class"))


def write(result, place):
    classes = result["class"] if "class" in result.columns else None
    write_columns(result["total"], result["index"], result["rank"], place, classes)


ENGINES = {
    "round": Engine("polars", load, scoring("half_to_even"), write, recipe="`round(2)`"),
    "away": Engine("polars", load, scoring("half_away_from_zero"), write, recipe='`round(2, mode="half_away_from_zero")`'),
}
