"""Values that carry a hash of themselves."""

import pytest

from kg.stores.packed import packed, unpacked


def test_values_come_back_unless_a_bit_was_turned() -> None:
    whole = packed({"a": ["ü", 1]})
    assert unpacked(whole) == {"a": ["ü", 1]}
    for place in range(len(whole)):
        turned = bytearray(whole)
        turned[place] ^= 4
        with pytest.raises(ValueError, match="not as it was written"):
            unpacked(bytes(turned))
