"""Class of a unit: band of the declared figure, then the gates in the order they are written."""

from .evaluate import absent
from .scale import band_of


def classify(criteria, sheet, fired):
    """(class before the gates, class after them); None where there is none."""
    bands = criteria.bands(sheet.unit.get("group"))
    if not bands:
        return None, None
    classes = criteria.written["classes"]
    value = sheet.formula(classes.get("of", "index"), classes.get("figure", "published"))
    at = None if absent(value) else band_of(bands, value)
    if at is None:
        return None, None
    ids = [band["id"] for band in bands]
    before = ids[at]
    for gate in fired:
        effect = gate["effect"]
        if isinstance(effect, dict):
            at = limited(at, ids, effect)
    return before, ids[at]


def limited(at, ids, effect):
    """The position of the class after one gate; 0 is the best class."""
    if effect.get("class_at_most") in ids:
        return max(at, ids.index(effect["class_at_most"]))
    if effect.get("class_at_least") in ids:
        return min(at, ids.index(effect["class_at_least"]))
    return min(at + int(effect.get("drop", 0)), len(ids) - 1)
