"""Documents as JSON text: texts and bytes as they are, files by their paths, everything else written exactly."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from . import _native

#: The language of messages, titles and ledgers: Vietnamese or English.
Language = Literal["vi", "en"]

#: A document: its JSON text, the bytes of that in UTF-8, the path of a file (a ``Path``, never a ``str``), or an
#: object of dicts, lists, texts and numbers. ``Decimal`` and ``int`` are exact at any length; a ``float`` is judged by
#: its shortest text, and refused beyond 15 significant digits.
Text = str | bytes | os.PathLike[str] | Mapping[str, Any]


def text_of(document: Text, lang: Language | None = None) -> str | bytes:
    """The JSON text of a document."""
    if isinstance(document, (str, bytes)):
        return document
    if isinstance(document, os.PathLike):
        with open(document, "rb") as file:
            return file.read()
    return _native.write(document, lang)


def given(**options: Any) -> dict[str, Any]:
    """The options that were given; the library knows what the others are."""
    return {name: value for name, value in options.items() if value is not None}


def same_type(what: str, value: object, expected: type | tuple[type, ...], accepted: str) -> None:
    """Refuses an object of another type, and says what is accepted."""
    if not isinstance(value, expected):
        raise TypeError(f"{what} is {accepted}, not {type(value).__name__}")


__all__: Sequence[str] = ["Language", "Text"]
