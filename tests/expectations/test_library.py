"""What Great Expectations is spared changes nothing of what it says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from expectations.library import LoadedWhenUsed, configurations_made_once, loaded_when_used

IMPORTS = """
import sys
from expectations.library import import_great_expectations
import_great_expectations()
loaded = {"scipy.stats", "altair"} & set(sys.modules)
assert not loaded, loaded
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as user
assert user.stats.entropy([0.5, 0.5]) > 0
assert user.alt.Chart.__name__ == "Chart"
import altair
assert altair.Chart is user.alt.Chart
"""


def test_what_is_never_used_is_not_loaded_and_works_if_it_should_be_used() -> None:
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)


def test_a_module_that_was_put_off_is_itself_when_it_is_imported_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with loaded_when_used(("colorsys",)):
        import colorsys as put_off  # noqa: PLC0415
    import colorsys  # noqa: PLC0415

    assert isinstance(put_off, LoadedWhenUsed)
    assert not isinstance(colorsys, LoadedWhenUsed)
    assert put_off.rgb_to_hsv is colorsys.rgb_to_hsv


def test_a_configuration_is_made_once_within_the_block_and_anew_after_it() -> None:
    import great_expectations.expectations as gxe  # noqa: PLC0415 (seconds to import)

    claim = gxe.ExpectColumnValuesToNotBeNull(column="one")
    with configurations_made_once():
        assert claim.configuration is claim.configuration
        assert gxe.ExpectColumnValuesToNotBeNull(column="two").configuration.kwargs["column"] == "two"
    claim.column = "other"
    assert claim.configuration.kwargs["column"] == "other"
