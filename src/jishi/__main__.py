"""``python -m jishi``: the command line."""

from jishi.cli.main import main
from jishi.web.catalogues import compile_stale

if __name__ == "__main__":
    # Before anything is said: a fresh clone has no compiled catalogues, and would speak English to everybody.
    compile_stale()
    main()
