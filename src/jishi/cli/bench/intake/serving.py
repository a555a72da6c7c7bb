"""One server of the benchmark: ``python -m jishi.cli.bench.intake.serving WHICH PORT THREADS``."""

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

TARGETS = {
    "intake": ("jishi.ballotbox.intake.app:application", Interfaces.RSGI, True),
    "no database": ("jishi.cli.bench.intake.nothing:application", Interfaces.RSGI, True),
    "Django ORM": ("jishi.cli.bench.intake.rival:application", Interfaces.WSGI, False),
}


def main() -> None:
    """Serve until ended."""
    which, port, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    target, interface, factory = TARGETS[which]
    Granian(
        target,
        address="127.0.0.1",
        port=port,
        interface=interface,
        factory=factory,
        workers=1,
        blocking_threads=threads if interface is Interfaces.WSGI else None,
        log_level=LogLevels.warning,
        log_access=False,
        websockets=False,
        workers_kill_timeout=5,
    ).serve()


if __name__ == "__main__":
    main()
