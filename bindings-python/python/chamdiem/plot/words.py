"""The words of pictures, and figures as they are printed for people."""

from __future__ import annotations

import textwrap
import unicodedata
from decimal import Context, Decimal, localcontext
from typing import Literal

from ..text import Language

Word = Literal[
    "by_figure", "difference", "incomplete", "index", "mean", "median", "missing", "new_only", "not_applicable",
    "not_rated", "old_only", "others", "one_unit", "pending", "points", "points_changed", "rank", "so_far", "this_unit",
    "total", "units", "unranked",
]  # fmt: skip

_WORDS: dict[Word, tuple[str, str]] = {
    "by_figure": ("by the figure", "theo điểm số"),
    "difference": ("Difference", "Chênh lệch"),
    "incomplete": ("incomplete", "chưa đủ"),
    "index": ("Index (%)", "Chỉ số (%)"),
    "mean": ("mean", "trung bình"),
    "median": ("their middle", "trung vị của các đơn vị đó"),
    "missing": ("missing", "thiếu"),
    "new_only": ("new", "mới"),
    "not_applicable": ("n/a", "không áp dụng"),
    "not_rated": ("not rated", "không xếp loại"),
    "old_only": ("gone", "không còn"),
    "one_unit": ("1 unit", "1 đơn vị"),
    "others": ("the others ({n})", "các đơn vị khác ({n})"),
    "pending": ("pending", "chờ chấm"),
    "points": ("Points", "Điểm"),
    "points_changed": ("Points changed: {old} → {new}", "Điểm thay đổi: {old} → {new}"),
    "rank": ("Rank", "Hạng"),
    "so_far": ("* points so far", "* điểm hiện có"),
    "this_unit": ("the unit", "đơn vị này"),
    "total": ("Total", "Tổng điểm"),
    "units": ("{n} units", "{n} đơn vị"),
    "unranked": ("not ranked", "không xếp hạng"),
}

# Signs that steer the direction of what stands around them.
_STEERING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c", "\ufeff"}

# How many marks one letter can carry: with more of them it grows over the rows around it.
_MARKS = 3


def word(of: Word, lang: Language, **parts: object) -> str:
    """A word in a language."""
    return _WORDS[of][lang == "vi"].format(**parts)


def figure(value: Decimal | None, lang: Language, digits: int = 0, *, signed: bool = False) -> str:
    """A figure with at least ``digits`` decimals, in Vietnamese with a comma: digits are added, never taken.

    >>> from decimal import Decimal
    >>> figure(Decimal("84.5"), "vi", 2)
    '84,50'
    """
    if value is None:
        return ""
    text = f"{value:+f}" if signed and value else f"{value:f}"
    written = len(text.partition(".")[2])
    if written < digits:
        text += ("" if written else ".") + "0" * (digits - written)
    return text.replace(".", ",") if lang == "vi" else text


def difference(old: Decimal, new: Decimal) -> Decimal:
    """What was added, without a rounding."""
    with localcontext(Context(prec=200)):
        return new - old


def label(text: str, width: int = 40) -> str:
    """A text as it can stand in a picture: one line, not longer than ``width``, without signs that cannot be seen."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MARKS:
            continue
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif sign not in _STEERING:
            kept.append(sign)
    line = " ".join("".join(kept).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def wrapped(text: str, width: int, lines: int) -> str:
    """A label on several lines."""
    return "\n".join(textwrap.wrap(label(text, width * lines), width, max_lines=lines, placeholder="…"))
