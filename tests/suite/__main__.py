"""The whole suite, step by step: ``./jishi test [--long] [--only NAME …]``."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.suite.steps import STEPS, Step
from tests.suite.system import ask_for_packages

ROOT = Path(__file__).resolve().parents[2]


def run(step: Step, *, long: bool) -> bool:
    """Run one step, its output going straight to the reader; say how long it took."""
    print(f"\n── {step.name}: {step.what}", flush=True)
    started = time.monotonic()
    environment = {**os.environ, "JISHI_LONG": "1" if long else "", **step.environment}
    good = all(
        subprocess.run(line, cwd=ROOT, env=environment, check=False).returncode == 0 for line in step.lines()
    )
    print(f"── {step.name}: {'ok' if good else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return good


def main() -> int:
    """Return 0 when every step passed, 1 when one failed, 2 when the machine lacks something."""
    parser = argparse.ArgumentParser(prog="jishi test", description=__doc__)
    parser.add_argument("--long", action="store_true", help="also faults, load and everything else that is slow")
    names = [step.name for step in STEPS]
    parser.add_argument("--only", action="append", choices=names, help="run only this step (may be repeated)")
    asked = parser.parse_args()
    steps = [step for step in STEPS if not asked.only or step.name in asked.only]
    missing = ask_for_packages({package for step in steps for package in step.packages})
    if missing:
        print(missing, file=sys.stderr)
        return 2
    failed = [step.name for step in steps if not run(step, long=asked.long)]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll steps passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
