"""Several acts at the same instant, each on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection

Act = Callable[[], object]


def at_once(*acts: Act) -> list[Exception]:
    """Let the acts go together; return what they raised."""
    gate, raised = threading.Barrier(len(acts)), []

    def run(act: Act) -> None:
        gate.wait(20)
        try:
            act()
        except Exception as error:  # noqa: BLE001 - what a deadlock raises is the database's own
            raised.append(error)
        finally:
            connection.close()

    sides = [threading.Thread(target=run, args=(act,)) for act in acts]
    for side in sides:
        side.start()
    for side in sides:
        side.join(60)
    return raised
