"""A function in, its result out of a thread that a program need not wait for when it ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def in_thread(function: Callable[[], T]) -> "asyncio.Future[T]":
    """Run `function` in a thread of its own and return what will be its result.

    The threads of asyncio's own pool are waited for when the loop ends; a past view in the making can take minutes.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(how: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(lambda: None if future.done() else how())

    def run() -> None:
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 (whoever waits gets it)
            settle(lambda error=error: future.set_exception(error))  # type: ignore[misc]  # mypy: default of a lambda
        else:
            settle(lambda: future.set_result(result))

    threading.Thread(target=run, daemon=True).start()
    return future
