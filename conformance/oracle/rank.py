"""Ranks: keys compared in order, five ways to number those that are equal."""

from fractions import Fraction

from .evaluate import absent
from .moment import is_moment, order_key
from .number import decimal_text

SHOWN = 20

NUMBERED = {
    "competition": lambda before, equal, distinct, place: before + 1,
    "dense": lambda before, equal, distinct, place: distinct + 1,
    "modified": lambda before, equal, distinct, place: before + equal,
    "ordinal": lambda before, equal, distinct, place: before + 1 + place,
    "average": lambda before, equal, distinct, place: before + Fraction(equal + 1, 2),
}


def rank_all(ranking, units):
    """{unit id: rank record}. `units` are (unit id, sheet, class) of the units that may be ranked at all."""
    figure, scopes = ranking.get("figure", "published"), {}
    margins = {}
    by = [{"by": ranking.get("by", "index"), "order": ranking.get("order", "desc")}] + ranking.get("tie_break", [])
    for unit_id, sheet, class_id in units:
        extra = {"class": class_id}
        if "where" in ranking and sheet.formula(ranking["where"], extra=extra) is not True:
            continue
        key = [(sheet.formula(one["by"], figure), one.get("order", "desc")) for one in by]
        within = ranking.get("within")
        scope = None if within is None else sheet.unit.get("group") if within == "group" else sheet.fact(within)
        if any(absent(value) for value, _ in key) or absent(scope):
            continue
        key = [(order_key(value) if is_moment(value) else value, order) for value, order in key]
        key = [-value if order == "desc" else value for value, order in key]
        scopes.setdefault(scope, []).append((key, unit_id))
        if "margin" in ranking:
            margin = sheet.formula(ranking["margin"], figure, extra)
            margins[unit_id] = Fraction(0) if absent(margin) else margin
    found = {}
    for members in scopes.values():
        ranks = number_off(sorted(members), ranking.get("ties", "competition"))
        for key, unit_id in members:
            keys = broken_by(key, [other for other, _ in members])
            if keys:
                ranks[unit_id]["broken_by"] = [by[at]["by"] for at in keys]
            near = within_margin(margins, members, key, unit_id)
            if near:
                ranks[unit_id]["within_margin"] = near
        found.update(ranks)
    return {unit: {"ranking": ranking.get("id", "rank"), **record} for unit, record in found.items()}


def within_margin(margins, members, key, unit_id):
    """The others whose first key differs by at most the greater of the two margins."""
    if not margins:
        return []
    others = [(other[0], id) for other, id in members if id != unit_id]
    return sorted(id for first, id in others if abs(first - key[0]) <= max(margins[id], margins[unit_id]))[:SHOWN]


def broken_by(own, keys):
    """Positions of the keys after the first that differ from a unit with the same keys before."""
    return [at for at in range(1, len(own)) if any(key[:at] == own[:at] and key[at] != own[at] for key in keys)]


def number_off(members, ties):
    """Ranks of one scope; `members` are (key, unit id), best first."""
    found, keys = {}, [key for key, _ in members]
    for key, unit_id in members:
        equal = [other for other_key, other in members if other_key == key]
        before = keys.index(key)
        distinct = len({tuple(k) for k in keys[:before]})
        rank = NUMBERED[ties](before, len(equal), distinct, equal.index(unit_id))
        found[unit_id] = {"rank": decimal_text(Fraction(rank)), "of": len(members)}
        if len(equal) > 1:
            found[unit_id]["tied"] = len(equal) - 1
            found[unit_id]["tied_with"] = [other for other in equal if other != unit_id][:SHOWN]
    return found
