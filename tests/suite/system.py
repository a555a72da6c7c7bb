"""What the suite needs from the operating system: Debian packages, installed when absent and allowed."""

import os
import shutil
import subprocess

# Package → a file or command that shows it is there.
SIGNS = {
    "chromium": "/usr/bin/chromium",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "iproute2": "/usr/sbin/ip",
    "libnss3-tools": "/usr/bin/certutil",
    "poppler-utils": "/usr/bin/pdfinfo",
    "postgresql-15": "/usr/lib/postgresql/15/bin/initdb",
}


def absent(packages: set[str]) -> list[str]:
    """Return the packages of which no sign is found, in alphabetical order."""
    return sorted(package for package in packages if not os.path.exists(SIGNS[package]))


def ask_for_packages(packages: set[str]) -> str:
    """Install what is absent; return '' when all is there, else the sentence to print before stopping."""
    wanted = absent(packages)
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(wanted)} …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # A server package would start a cluster of its own; the suite starts its own, private one.
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        line = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
        subprocess.run(line, env=quiet, check=False, stdout=subprocess.DEVNULL)
        wanted = absent(packages)
    if not wanted:
        return ""
    return (
        f"The tests need {', '.join(wanted)}, and this account may not install packages. Type\n"
        f"    sudo apt-get install --no-install-recommends {' '.join(wanted)}\n"
        "and run ./jishi test again."
    )
