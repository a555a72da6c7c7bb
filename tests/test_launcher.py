"""The launcher on machines that lack something: one exact sentence, and nothing half made."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What the launcher calls besides Python.
TOOLS = ("sh", "dirname", "cksum", "cat")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the launcher, and beside it a PATH with no Python at all."""
    checkout, path = tmp_path / "checkout", tmp_path / "path"
    checkout.mkdir()
    path.mkdir()
    for name in ("jishi", "requirements.lock"):
        shutil.copy(ROOT / name, checkout / name)
    for tool in TOOLS:
        (path / tool).symlink_to(shutil.which(tool) or "")
    return tmp_path


def a_python(machine: Path, script: str) -> None:
    python = machine / "path" / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def start(machine: Path) -> subprocess.CompletedProcess[str]:
    line = [str(machine / "checkout" / "jishi"), "demo", "--no-serve"]
    environment = {"PATH": str(machine / "path")}
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


def test_a_machine_without_a_fitting_python_is_told_what_to_install(machine: Path) -> None:
    a_python(machine, "exit 1")

    said = start(machine)

    assert said.returncode == 1
    assert said.stderr.strip() == (
        "Jishi needs Python 3.11 or newer and found none; install it "
        "(on Debian: apt-get install python3 python3-venv) and run this command again."
    )
    assert not (machine / "checkout" / ".venv").exists()


def test_a_python_without_its_venv_module_is_told_what_to_install(machine: Path) -> None:
    a_python(machine, 'case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')

    said = start(machine)

    assert said.returncode == 1
    assert said.stderr.strip() == (
        "This Python cannot make an environment; install its venv module "
        "(on Debian: apt-get install python3-venv) and run this command again."
    )
    assert not (machine / "checkout" / ".venv").exists()
