"""A store whose orders disagree is seen, and one whose orders agree is not."""

from pathlib import Path

import pyoxigraph as ox

from kg import ids
from kg.stores.compared import disordered
from kg.stores.oxigraph import OxigraphStore


def test_whole_stores_are_in_order_whatever_numbers_they_hold(tmp_path: Path) -> None:
    """Numbers such as 255 and 511 find their neighbours too, when Oxigraph looks them up by themselves."""
    with OxigraphStore(tmp_path) as store:
        store.add((ids.node(f"event/{n}"), ids.kg("position"), ids.integer(n)) for n in range(250, 800))
    assert disordered(ox.Store.read_only(str(tmp_path))) is None


def test_an_empty_store_is_in_order(tmp_path: Path) -> None:
    OxigraphStore(tmp_path).close()
    assert disordered(ox.Store.read_only(str(tmp_path))) is None
