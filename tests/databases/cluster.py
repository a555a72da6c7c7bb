"""A private PostgreSQL: its own folder, a local socket, no port; it lives as long as the suite."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

# Speed instead of safety: the cluster is thrown away at the end.
_HURRIED = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=64MB"
)
_USER = "jishi"


class Cluster:
    """A running PostgreSQL in a folder under the system's folder of temporary files."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jishi-pg-"))
        self._prefix: tuple[str, ...] = ()
        if os.geteuid() == 0:
            # initdb refuses the superuser of the machine.
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._prefix = ("runuser", "-u", "postgres", "--")

    def start(self) -> str:
        """Make the cluster and start it; return the address of its first database."""
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        options = f"-k {self.folder} -c listen_addresses='' {_HURRIED}"
        self._run("pg_ctl", "start", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", options)
        return f"postgresql://{_USER}@/postgres?host={self.folder}"

    def stop(self) -> None:
        """Stop it and remove its folder."""
        self._run("pg_ctl", "stop", "-D", str(self.folder / "data"), "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self._prefix, str(binary(program)), *words],
            # The server would keep a pipe open and this call waiting for ever.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program} failed: {log.read_text() if log.exists() else done.returncode}")


def binary(program: str) -> Path:
    """Return where a program of PostgreSQL stands: Debian keeps them outside the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1]
    elsewhere = shutil.which(program)
    if not elsewhere:
        raise RuntimeError(f"{program} was not found; install PostgreSQL: apt-get install postgresql-15")
    return Path(elsewhere)
