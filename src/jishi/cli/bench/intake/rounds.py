"""One server at a time, loaded for some seconds by a process on another core."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import today
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.errors import refuse, sentence
from jishi.core.names import Named

SOURCE = str(Path(__file__).parents[4])
#: Django's threads: on SQLite writers wait for each other, on PostgreSQL each has a connection.
THREADS = {"sqlite": 4, "postgresql": 8}
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_START = 30.0


@dataclass(frozen=True)
class Bounds:
    """How much is sent.

    Attributes:
        seconds: of each turn.
        connections: kept busy.
        answers: at most, in one turn.
    """

    seconds: float
    connections: int
    answers: int


@dataclass(frozen=True)
class Turn:
    """What one turn of one server gave.

    Attributes:
        counted: answers acknowledged.
        seconds: it took.
        processor: seconds of processor that the server, and PostgreSQL behind it, spent meanwhile; 0 = unknown.
        p50, p99, longest: seconds from asking to hearing.
    """

    counted: int
    seconds: float
    processor: float
    p50: float
    p99: float
    longest: float

    @property
    def rate(self) -> float:
        """Acknowledged answers per second."""
        return self.counted / self.seconds if self.seconds else 0.0


def questionnaire() -> Questionnaire:
    """Return seven questions with four answers each, as satisfaction is asked."""
    tags = ("satisfied", "mostly", "dissatisfied", "unknown")
    choices = tuple(Choice(tag, Named({"en": tag})) for tag in tags)
    names = ("group", "life", "openness", "recruitment", "care", "means", "overall")
    questions = tuple(Question(name, Named({"en": name}), "one", choices) for name in names)
    return Questionnaire("satisfaction", Named({"en": "Satisfaction"}), "members", Named({"en": "-"}), 1, questions)


ANSWERS = "&".join(f"q.{question.id}=satisfied" for question in questionnaire().questions)


def turn(which: str, database: str | None, bounds: Bounds) -> Turn:
    """Serve with one of the three, load it, check what was kept, and return what was seen."""
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as name:
        folder = Path(name)
        boxes = Boxes(folder / "boxes", database)
        box = boxes.create("bench", [questionnaire()])
        codes = box.add_slips("unit", "members", "satisfaction", bounds.answers)
        box.open(min(today(), date.today()))
        (folder / "codes").write_text("\n".join(codes), encoding="ascii")
        rival = database or str(folder / "rival.sqlite3")
        surroundings = {
            "JISHI_INTAKE_FOLDER": str(boxes.folder),
            "JISHI_INTAKE_DATABASE": database or "",
            "JISHI_BENCH_RIVAL": rival,
        }
        digests = folder / "digests"
        if which == "Django ORM":
            digests.write_text("\n".join(box.digest(code).hex() for code in codes), encoding="ascii")
            _rival("make", surroundings, digests)
        try:
            found = _loaded(which, surroundings, folder, bounds)
            used, answers = _rival("kept", surroundings, digests) if which == "Django ORM" else _kept(boxes)
            if which != "no database" and (used != answers or used < found.counted):
                raise refuse(
                    which,
                    sentence("Acknowledged %(counted)s, kept %(kept)s.", counted=found.counted, kept=answers),
                    sentence("Report this; its times mean nothing."),
                )
        finally:
            if which == "Django ORM":
                _rival("drop", surroundings, digests)
            box.close()
            box.tables.close()
            boxes.destroy("bench")
    return found


def _kept(boxes: Boxes) -> tuple[int, int]:
    box = boxes.box("bench")
    used, answers = sum(each.used for each in box.issued()), sum(1 for _ in box.answers())
    box.tables.close()
    return used, answers


def _rival(what: str, surroundings: Mapping[str, str], digests: Path) -> tuple[int, int]:
    """Let the rival's own process make, count or drop its tables: Django is set up once in a process."""
    script = (
        "import sys; from pathlib import Path; from jishi.cli.bench.intake import rival\n"
        "match sys.argv[1]:\n"
        "    case 'make': rival.make([bytes.fromhex(d) for d in Path(sys.argv[2]).read_text().split()])\n"
        "    case 'drop': rival.drop()\n"
        "    case 'kept': print(*rival.kept())\n"
    )
    line = [sys.executable, "-c", script, what, str(digests)]
    done = subprocess.run(line, env=_environment(surroundings), check=True, capture_output=True, text=True)
    used, answers = done.stdout.split() if what == "kept" else ("0", "0")
    return int(used), int(answers)


def _loaded(which: str, surroundings: Mapping[str, str], folder: Path, bounds: Bounds) -> Turn:
    database = surroundings["JISHI_INTAKE_DATABASE"]
    with _server(which, surroundings, THREADS["postgresql" if database else "sqlite"]) as (child, port):
        asked = {"port": port, "codes": str(folder / "codes"), "answers": ANSWERS}
        asked |= {"seconds": bounds.seconds, "connections": bounds.connections}
        (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        spent = lambda: _family(child.pid) + (_postgres(database) if database and which != "no database" else 0.0)  # noqa: E731
        before = spent()
        line = [sys.executable, "-m", "jishi.cli.bench.intake.load", str(folder / "asked.json")]
        done = subprocess.run(
            line,
            env=_environment({}),
            check=True,
            capture_output=True,
            text=True,
            preexec_fn=pinned(1),
            timeout=bounds.seconds + 60,
        )
        processor = spent() - before
    seen: dict[str, Any] = json.loads(done.stdout)
    if seen["refused"]:
        raise refuse(
            which,
            sentence("Answers were refused: %(refused)s", refused=seen["refused"]),
            sentence("Report this; its times mean nothing."),
        )
    return Turn(seen["counted"], seen["seconds"], processor, seen["p50"], seen["p99"], seen["longest"])


@contextmanager
def _server(
    which: str, surroundings: Mapping[str, str], threads: int
) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    line = [sys.executable, "-m", "jishi.cli.bench.intake.serving", which, str(port), str(threads)]
    # What the server prints must not come into the report.
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(line, env=_environment(surroundings), preexec_fn=pinned(0), stdout=quiet)
    try:
        until = time.monotonic() + _START
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until or child.poll() is not None:
                    raise
                time.sleep(0.1)
        # The application may still be opening its box.
        time.sleep(1.0)
        yield child, port
    finally:
        child.terminate()
        child.wait(timeout=20)


def pinned(core: int) -> Callable[[], None]:
    """Return what binds a process to one core, where the machine has several and allows it."""

    def bind() -> None:
        if hasattr(os, "sched_setaffinity"):
            allowed = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(0, {allowed[core % len(allowed)]})

    return bind


def bind_postgres(address: str) -> bool:
    """Bind a PostgreSQL of this machine to the servers' core, when this account may; say whether it could."""
    try:
        with psycopg.connect(address) as connection:
            process = connection.info.backend_pid
        master = _parent(process)
        family = [master, *_children(master)]
        allowed = sorted(os.sched_getaffinity(0))
        for each in family:
            os.sched_setaffinity(each, {allowed[0]})
    except (OSError, ValueError, psycopg.Error):
        return False
    return True


def free_postgres(address: str) -> None:
    """Let it run on every core again."""
    with psycopg.connect(address) as connection:
        master = _parent(connection.info.backend_pid)
    for each in [master, *_children(master)]:
        os.sched_setaffinity(each, range(os.cpu_count() or 1))


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **more, "PYTHONPATH": SOURCE}


def _parent(process: int) -> int:
    return int(_stat(process)[1])


def _stat(process: int) -> list[str]:
    """Return the fields of a process behind its name: state, parent, …"""
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()


def _children(process: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if _parent(int(each.name)) == process:
                found.append(int(each.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


def _family(process: int) -> float:
    """Return the processor seconds of a process and its children, ended ones included; 0 = cannot be known."""
    total = 0.0
    for each in (process, *_children(process)):
        try:
            fields = _stat(each)
        except OSError:
            continue
        total += sum(int(ticks) for ticks in fields[11:15]) / _TICK
    return total


def _postgres(address: str) -> float:
    """Return the processor seconds of the whole PostgreSQL, when it is of this machine; else 0."""
    try:
        with psycopg.connect(address) as connection:
            return _family(_parent(connection.info.backend_pid))
    except (OSError, ValueError, psycopg.Error):
        return 0.0
