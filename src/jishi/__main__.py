"""``python -m jishi``: the command line."""

from jishi.cli.main import main

if __name__ == "__main__":
    main()
