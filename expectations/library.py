"""Great Expectations spared two things that took a third of the gates' time and that no claim of ours needs.

It imports scipy and altair for one expectation, which measures how two distributions differ. And it works out the
configuration of each claim anew whenever it asks for a part of it, some 70 times.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

NEVER_USED = ("altair", "scipy.stats")


def import_great_expectations() -> None:
    """Import the library, and what it never uses for us only if it should be used after all."""
    with loaded_when_used(NEVER_USED):
        import_module("great_expectations.expectations")


@contextmanager
def loaded_when_used(names: tuple[str, ...]) -> Iterator[None]:
    """Have whoever imports these modules within the block load each when something of it is first used.

    The standard library's `LazyLoader` would load them when they are imported a second time.
    """
    put_off = [LoadedWhenUsed(name) for name in names if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in put_off})
    try:
        yield
    finally:
        for module in put_off:
            module.make_way()


class LoadedWhenUsed(ModuleType):
    """Stands for a module until something of it is used."""

    def __getattr__(self, name: str) -> object:
        """The module's own, loaded now."""
        self.make_way()
        return getattr(import_module(self.__name__), name)

    def make_way(self) -> None:
        """Let the next import of the module be that of the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


@contextmanager
def configurations_made_once() -> Iterator[None]:
    """Within the block, have each claim's configuration worked out once: no claim changes while it is judged."""
    from great_expectations.expectations.expectation import Expectation  # noqa: PLC0415 (seconds to import)

    anew: property = vars(Expectation)["configuration"]
    made: dict[int, tuple[Expectation, object]] = {}

    def configuration(claim: Expectation) -> object:
        """As the library would say; the claim is kept beside it, so that no other can have its number."""
        if id(claim) not in made:
            made[id(claim)] = claim, anew.__get__(claim)
        return made[id(claim)][1]

    type.__setattr__(Expectation, "configuration", property(configuration))
    try:
        yield
    finally:
        type.__setattr__(Expectation, "configuration", anew)
