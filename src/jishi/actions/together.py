"""A helper process ends with the one that started it, however that one went."""

import os
import signal
import time
from threading import Thread


def end_with(parent: int) -> None:
    """Watch the process that started this one, from beside the work, and end when it is gone."""
    Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
