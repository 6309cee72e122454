"""What all documents that chamdiem writes have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from .frozen import Frozen

if TYPE_CHECKING:
    from typing_extensions import Self

T = TypeVar("T", bound="Document")


class Document(Frozen):
    """A part of what chamdiem writes: it cannot be changed, and its keys are attributes.

    Keys that Python keeps for itself have a line below: ``from_``, ``class_``. What is absent is ``None``, or the
    empty tuple. Two documents are equal if they say the same.
    """

    __slots__ = ("_lang", "_members")

    _lang: str | None
    _members: Mapping[str, Any]

    def __init__(self, members: Mapping[str, Any], lang: str | None = None, /) -> None:
        self._keep(_members=members, _lang=lang)

    @classmethod
    def _of(cls, members: Mapping[str, Any] | None, /) -> Any:
        return None if members is None else cls(members)

    @classmethod
    def _or_text(cls, found: Mapping[str, Any] | str | None, /) -> Any:
        return found if isinstance(found, str) else cls._of(found)

    def to_dict(self) -> dict[str, Any]:
        """The document as dicts and lists, with figures as ``Decimal`` and exact figures as ``Fraction``."""
        return {key: plain(getattr(self, attribute(type(self), key))) for key in self._members}

    def to_json(self) -> str:
        """The document as JSON text."""
        return json.dumps(self._members, ensure_ascii=False, separators=(",", ":"))

    def __chamdiem_object__(self) -> Mapping[str, Any]:
        return self._members

    def _repr_html_(self) -> str | None:
        from . import html

        return html.of(self)

    def __eq__(self, other: object) -> bool:
        return self._members == other._members if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        return _shown(self)

    def __str__(self) -> str:
        from . import printed

        text = printed.of(self)
        return repr(self) if text is None else text

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[Mapping[str, Any], str | None]]:
        return type(self), (self._members, self._lang)


def attribute(of: type[Document], key: str) -> str:
    """The attribute that stands for a key."""
    return key if hasattr(of, key) else key + "_"


def plain(value: Any) -> Any:
    """A value of a document without classes of ours."""
    if isinstance(value, Document):
        return value.to_dict()
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def decimal(text: str | None, /) -> Any:
    """A figure."""
    return None if text is None else Decimal(text)


def fraction(text: str | None, /) -> Any:
    """An exact figure."""
    from fractions import Fraction

    return None if text is None else Fraction(text)


def named(members: Sequence[T], key: str, id: str) -> T:
    """The member with an id."""
    for member in members:
        if member._members[key] == id:
            return member
    raise KeyError(unknown(id, [member._members[key] for member in members]))


def unknown(id: object, known: Sequence[str]) -> str:
    """What is said about an id that is not there."""
    from difflib import get_close_matches

    near = get_close_matches(str(id), known, n=1)
    return f"there is no {id!r}" + (f"; did you mean {near[0]!r}?" if near else "")


# How long the shown value of an attribute is at most.
_LONG = 60


def _shown(document: Document) -> str:
    parts = []
    for key in document._members:
        name = attribute(type(document), key)
        value = getattr(document, name)
        if isinstance(value, tuple) and value and isinstance(value[0], Document):
            text = f"<{len(value)} {type(value[0]).__name__}>"
        else:
            text = str(value) if isinstance(value, Decimal) else repr(value)
        parts.append(f"{name}={text if len(text) <= _LONG else text[: _LONG - 1] + '…'}")
    return f"{type(document).__name__}({', '.join(parts)})"
