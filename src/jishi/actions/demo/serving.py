"""The intake in a process of its own: ``python -m jishi.actions.demo.serving FOLDER PORT DAYS_BEHIND``.

It knows nothing of Django, like the intake of an office, and ends with the process that started it.
"""

import os
import sys
from pathlib import Path

from jishi.actions.together import end_with
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.serving import Place, serve
from jishi.ballotbox.posting import HOST


def main() -> None:
    """Serve until ended."""
    folder, port, behind = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    end_with(os.getppid())
    serve(Boxes(folder, os.environ["JISHI_INTAKE_DATABASE"] or None), Place(HOST, port, days_behind=behind))


if __name__ == "__main__":
    main()
