"""What cannot be changed once it is made."""

from __future__ import annotations

from typing import NoReturn


class Frozen:
    """An object that keeps what it was made of."""

    __slots__ = ()

    def _keep(self, **members: object) -> None:
        """Sets members, each once: who calls ``__init__`` again changes nothing."""
        for name, value in members.items():
            if hasattr(self, name):
                self._refuse()
            object.__setattr__(self, name, value)

    def _refuse(self) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __setattr__(self, name: str, value: object) -> None:
        self._refuse()

    def __delattr__(self, name: str) -> None:
        self._refuse()
