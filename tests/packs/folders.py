"""The packs that these tests read."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

MINIMAL = HERE / "minimal"
LOCAL = HERE / "local"
BROKEN = HERE / "broken"
SHIPPED = tuple(sorted(path.parent for path in (ROOT / "packs").glob("*/pack.yaml")))
