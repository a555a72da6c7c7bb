"""What the memory of this machine gives at most, measured in the same run."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(nogil=True, cache=True)
def _sum(values):
    total = 0
    for i in range(len(values)):
        total += values[i]
    return total


@njit(nogil=True, cache=True)
def _copy(source, target):
    for i in range(len(source)):
        target[i] = source[i]


def bandwidth(megabytes: int = 256) -> dict[str, float]:
    """Return gigabytes per second that all processors together read, and copy; the best of ten."""
    threads = os.cpu_count() or 1
    size = megabytes * 2**20 // 8 // threads
    sources: list[NDArray[np.int64]] = [np.ones(size, dtype=np.int64) for _ in range(threads)]
    targets = [np.empty_like(source) for source in sources]
    moved = sum(source.nbytes for source in sources)
    with ThreadPoolExecutor(threads) as pool:
        read = min(_timed(lambda: list(pool.map(_sum, sources))) for _ in range(10))
        copied = min(_timed(lambda: list(pool.map(_copy, sources, targets))) for _ in range(10))
    return {"read_gb_per_s": round(moved / read / 1e9, 1), "copy_gb_per_s": round(2 * moved / copied / 1e9, 1)}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
