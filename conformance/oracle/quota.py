"""Quotas: how many units of a population may have a class, who is beyond, and what that does to their classes.

Quotas are taken in the order written, each on the classes that the former left.
"""

from fractions import Fraction

from .evaluate import absent
from .moment import is_moment, order_key
from .number import decimal_text, number

SHOWN = 20


class Rated:
    """A unit with a class, as the quotas find and leave it."""

    def __init__(self, criteria, sheet, class_id):
        self.sheet, self.id, self.class_id = sheet, sheet.unit["id"], class_id
        self.bands = [band["id"] for band in criteria.bands(sheet.unit.get("group"))]

    def lower(self):
        """The next lower class of its own bands; of the lowest none is lower."""
        if self.class_id not in self.bands:
            return self.class_id
        return self.bands[min(self.bands.index(self.class_id) + 1, len(self.bands) - 1)]

    def formula(self, text, figure="onward"):
        """Read with the class as the quota finds it."""
        return self.sheet.formula(text, figure, {"class": self.class_id})

    def among(self, word):
        """The value of a `within`."""
        value = self.sheet.unit.get("group") if word == "group" else self.sheet.fact(word)
        return None if absent(value) else value


def take_all(criteria, units):
    """(what each unit is told, what the whole is told) of all quotas; the classes of the units change."""
    told, whole = {}, []
    for quota in criteria.written.get("quotas", []):
        populations = {}
        for unit in units:
            key = tuple(unit.among(word) for word in quota.get("within", []))
            populations.setdefault(key, []).append(unit)
        for key, members in populations.items():
            whole.append(take(criteria, quota, key, members, told))
    return told, whole


def take(criteria, quota, key, members, told):
    """One quota on one population."""
    share = share_of(quota, members)
    blocks = in_order(criteria, quota, [unit for unit in members if unit.class_id == quota["class"]])
    candidates = [unit for block in blocks for unit in block]
    allowed = max(k for k in range(len(candidates) + 1) if k <= share * base(quota, members, candidates[k:]))
    counted = base(quota, members, candidates[allowed:])
    decisions, place, cut = {}, 0, None
    for block in blocks:
        inside, beyond = place < allowed, place + len(block) > allowed
        for unit in block:
            moves = demotes(quota) and unit.lower() != unit.class_id
            mark = "tied" if inside and beyond else "kept" if inside else "demoted" if moves else "over"
            decisions[unit.id] = mark
            told.setdefault(unit.id, []).append({
                "quota": quota["id"], "place": place + 1, "of": len(candidates), "allowed": allowed, "decision": mark,
            })
        if cut is None and beyond and not inside:
            cut = block
        place += len(block)
    if demotes(quota):
        for unit in candidates:
            if decisions[unit.id] != "kept":
                unit.class_id = unit.lower()
    return without_empty({
        "id": quota["id"],
        "within": ["" if value is None else value for value in key],
        "rated": len(members),
        "base": counted,
        "share": fraction_text(share),
        "candidates": len(candidates),
        "allowed": allowed,
        "kept": sum(1 for mark in decisions.values() if mark == "kept"),
        "tied": [id for id, mark in decisions.items() if mark == "tied"][:SHOWN],
        "just_outside": [unit.id for unit in cut or []][:SHOWN],
    })


def demotes(quota):
    return quota.get("mode", "warn") == "demote"


def share_of(quota, members):
    """The share, or the first raised one whose condition holds for every unit of the population."""
    for raised in quota.get("raised", []):
        if all(unit.formula(raised["when"]) is True for unit in members):
            return number(raised["share"])
    return number(quota["share"])


def base(quota, members, beyond):
    """The units that are counted: as they stand, or with those beyond in their next lower class."""
    moved = beyond if quota.get("counted", "after") == "after" else []
    classes = [unit.lower() if unit in moved else unit.class_id for unit in members]
    return sum(1 for class_id in classes if class_id in quota.get("of", classes))


def in_order(criteria, quota, candidates):
    """The candidates in blocks of equal keys, best first; a key that is not there stands last."""
    classes = criteria.written["classes"]
    own = {"by": classes.get("of", "index"), "order": "desc"}
    keys = {}
    for unit in candidates:
        key = []
        for one in quota.get("order", [own]):
            value = unit.formula(one["by"], classes.get("figure", "published"))
            value = order_key(value) if is_moment(value) else value
            sign = -1 if one.get("order", "desc") == "desc" else 1
            key.append((1,) if absent(value) else (0, sign * value))
        keys.setdefault(tuple(key), []).append(unit)
    return [sorted(keys[key], key=lambda unit: unit.id) for key in sorted(keys)]


def fraction_text(value):
    """A decimal, or a fraction where it does not end."""
    value = Fraction(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return decimal_text(value) if rest == 1 else f"{value.numerator}/{value.denominator}"


def without_empty(record):
    return {key: value for key, value in record.items() if value != []}
