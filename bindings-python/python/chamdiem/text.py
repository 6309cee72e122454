"""Documents as JSON text: texts and bytes as they are, files by their paths, everything else written exactly."""

from __future__ import annotations

import operator
import os
import stat
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from . import _native
from .diagnostics import ChamdiemError

#: The language of messages, titles and ledgers: Vietnamese or English.
Language = Literal["vi", "en"]

#: A document: its JSON text, the bytes of that in UTF-8, the path of a file (a ``Path``, never a ``str``), or an
#: object of dicts, lists, texts and numbers. ``Decimal`` and ``int`` are exact at any length; a ``float`` is judged by
#: its shortest text, and refused beyond 15 significant digits.
Text = str | bytes | os.PathLike[str] | Mapping[str, Any]


def text_of(document: Text, lang: Language | None = None) -> str | bytes:
    """The JSON text of a document."""
    if isinstance(document, (str, bytes)):
        refuse_path(document, lang, "pathlib.Path(…)")
        return document
    if isinstance(document, os.PathLike):
        return bytes_of(document)
    if hasattr(document, "__arrow_c_stream__"):
        raise TypeError(
            f"a document is text, a path or dicts and lists, not {type(document).__name__}: "
            "a frame is a round by score_frame(frame, period=…) or as chamdiem.Frame(frame, period=…)"
        )
    same_type("a document", document, Mapping, "text, a path or dicts and lists")
    return _native.write(document, lang)


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """What a file holds. One that is written to meanwhile is refused: a mixture may well be a document."""
    with open(path, "rb") as file:
        before = os.fstat(file.fileno())
        found = file.read()
        after = os.fstat(file.fileno())
    changed = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
    if stat.S_ISREG(before.st_mode) and changed:
        raise OSError(f"{os.fspath(path)} was changed while it was read: wait until it is written")
    return found


def refuse_path(text: str | bytes, lang: Language | None, instead: str) -> None:
    """Refuses the name of a file, which is no JSON text, and says how files are read."""
    written = text if isinstance(text, str) else text[:_LONG].decode(errors="replace")
    if written.rstrip().lower().endswith(_FILES) and "{" not in written:
        try:
            _native.Plan.compile(text, given(lang=lang))
        except ChamdiemError as error:
            error.hint = _HINT[lang == "vi"].format(instead=instead)
            raise


# What is said of a path, in English and in Vietnamese.
_HINT = (
    "text is never taken for a path; use {instead}",
    "chuỗi không bao giờ được coi là đường dẫn; hãy dùng {instead}",
)

# No path is longer.
_LONG = 4096

# How the names of documents end.
_FILES = (".json", ".jsonl", ".ndjson")


def given(**options: Any) -> dict[str, Any]:
    """The options that were given; the library knows what the others are."""
    return {name: value for name, value in options.items() if value is not None}


def same_type(what: str, value: object, expected: type | tuple[type, ...], accepted: str) -> None:
    """Refuses an object of another type, and says what is accepted. No number is meant by a truth value."""
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        raise TypeError(f"{what} is {accepted}, not {type(value).__name__}")


def place(what: str, value: Any, accepted: str) -> int:
    """A place in a list: an int, or what stands for one, as those of numpy do."""
    if isinstance(value, bool) or not hasattr(type(value), "__index__"):
        raise TypeError(f"{what} is {accepted}, not {type(value).__name__}")
    return operator.index(value)


__all__: Sequence[str] = ["Language", "Text"]
