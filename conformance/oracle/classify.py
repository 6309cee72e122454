"""Class of a unit: band of the declared figure, the gates in the order they are written, what a submission sets.

What is set stands after the gates; with `overrides: before_gates` they act on it, and with `after_quotas` it stands
after those as well.
"""

from .evaluate import PENDING, absent
from .scale import band_of


def classify(criteria, sheet, fired):
    """(the class that the figure gives, the class before the quotas); None where there is none."""
    bands = criteria.bands(sheet.unit.get("group"))
    if not bands:
        return None, None
    classes = criteria.written["classes"]
    value = sheet.formula(classes.get("of", "index"), classes.get("figure", "published"))
    at = None if absent(value) else band_of(bands, value)
    ids = [band["id"] for band in bands]
    before = None if at is None else ids[at]
    entry = sheet.overlay.get(("class",))
    if criteria.written.get("overrides") == "after_quotas":
        entry = None
    if entry is not None and entry.value is PENDING:
        return before, None
    first = criteria.written.get("overrides") == "before_gates"
    if entry is not None and not first:
        return before, entry.value
    if entry is not None:
        at = ids.index(entry.value)
    if at is None:
        return None, None
    for gate in fired:
        effect = gate["effect"]
        if isinstance(effect, dict):
            at = limited(at, ids, effect)
    return before, ids[at]


def standing(criteria, sheet, class_id):
    """The class after the quotas, and after what a submission sets where that comes last."""
    entry = sheet.overlay.get(("class",))
    if criteria.written.get("overrides") != "after_quotas" or entry is None:
        return class_id
    return None if entry.value is PENDING else entry.value


def limited(at, ids, effect):
    """The position of the class after one gate; 0 is the best class."""
    if effect.get("class_at_most") in ids:
        return max(at, ids.index(effect["class_at_most"]))
    if effect.get("class_at_least") in ids:
        return min(at, ids.index(effect["class_at_least"]))
    return min(at + int(effect.get("drop", 0)), len(ids) - 1)
