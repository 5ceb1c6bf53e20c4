"""A process that is lent for one query at a time."""

import asyncio
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from kg.contained.worker import EndedError
from kg.server.worker import Worker

if TYPE_CHECKING:
    from kg.contained.process import Process


class Dying:
    """A process that has closed its pipe and takes a while to be gone."""

    def __init__(self) -> None:
        self.answers, theirs = os.pipe()
        os.close(theirs)
        os.set_blocking(self.answers, False)

    def wait(self) -> int:
        time.sleep(0.3)
        return 137


def test_nobody_waits_while_a_process_takes_its_time_to_end(tmp_path: Path) -> None:
    async def others() -> int:
        """Return how often others had their turn until the end was known."""
        turns, dying = 0, Dying()
        told = asyncio.create_task(Worker(cast("Process", dying), tmp_path).receive())
        while not told.done():
            await asyncio.sleep(0.01)
            turns += 1
        os.close(dying.answers)
        with pytest.raises(EndedError) as error:
            await told
        assert error.value.code == 137
        return turns

    assert asyncio.run(others()) > 5
