"""The command line: every module here is one command, found by its name."""

from jishi import __version__ as VERSION  # noqa: N812

__all__ = ["VERSION"]
