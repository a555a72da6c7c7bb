"""Load from a process of its own: ``python -m jishi.cli.bench.intake.load``, on this machine only, within bounds.

It prints what it saw as JSON.
"""

import json
import sys
from pathlib import Path

from jishi.ballotbox.posting import Heard, Posts

MOST_SECONDS = 60.0


def main() -> None:
    """Read what to do from the one argument, a file of JSON, and print what was seen."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    codes = Path(asked["codes"]).read_text(encoding="ascii").split()
    forms = (f"l=en&code={code}&{asked['answers']}" for code in codes)
    posts = Posts(asked["port"], forms, min(asked["seconds"], MOST_SECONDS))
    print(json.dumps(_told(posts.run(asked["connections"]))))


def _told(heard: Heard) -> dict[str, object]:
    waits = sorted(heard.waits) or [0.0]
    return {
        "counted": heard.counted,
        "refused": heard.refused,
        "seconds": heard.seconds,
        "p50": waits[len(waits) // 2],
        "p99": waits[len(waits) * 99 // 100],
        "longest": waits[-1],
    }


if __name__ == "__main__":
    main()
