"""Several parties at a stage with `appraisers`: their values of one key become one, or wait."""

from fractions import Fraction

from .evaluate import PENDING
from .number import Refused, number


def decide(rule, entries, conflict, numbers):
    """What the parties of one key come to: (the entries that count, the value). Entries stand by party name.

    `numbers` are the values as fractions, or None where they are not all numbers.
    """
    heads = [entry for entry in entries if "head" in rule and entry.role == rule["head"]]
    if heads:
        return heads, agreed(heads, conflict)
    if len(entries) < rule.get("at_least", 0):
        return entries, PENDING
    if len(entries) == 1:
        return entries, entries[0].value
    if "combine" not in rule or numbers is None:
        return entries, agreed(entries, conflict)
    if "spread_at_most" in rule and max(numbers) - min(numbers) > number(rule["spread_at_most"]):
        return entries, PENDING
    return entries, combined(rule, [(entry.role, value) for entry, value in zip(entries, numbers)])


def agreed(entries, conflict):
    """The one value that all of them set."""
    for other in entries[1:]:
        if conflict(entries[0], other):
            raise Refused("stage.conflict: the parties differ")
    return entries[0].value


def combined(rule, pairs):
    """One number of several; `pairs` are (role, number)."""
    values = sorted(value for _, value in pairs)
    how = rule["combine"]
    if how == "mean" or (how == "trimmed" and len(values) < 3):
        return mean(values)
    if how == "trimmed":
        return mean(values[1:-1])
    if how == "median":
        upper, lower = values[len(values) // 2], values[(len(values) - 1) // 2]
        return mean([lower, upper])
    if how != "by_role":
        raise Refused(f"value.invalid: combine {how}")
    weights = {role["id"]: number(role.get("weight", 1)) for role in rule["roles"]}
    roles = sorted({role for role, _ in pairs})
    means = {role: mean([value for own, value in pairs if own == role]) for role in roles}
    return sum(weights[role] * means[role] for role in roles) / sum(weights[role] for role in roles)


def mean(values):
    return Fraction(sum(values)) / len(values)
