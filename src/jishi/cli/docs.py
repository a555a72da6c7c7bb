"""``jishi docs``: writes the generated pages of the reference, or checks that they are fresh."""

import ast
import inspect
import sys
from collections.abc import Callable
from pathlib import Path

import click

from jishi.core import derivations, formulas

_ROOT = Path(__file__).resolve().parents[3]
_NOTE = "<!-- Written by `jishi docs`; do not edit. -->\n\n"


def commands_page() -> str:
    """Return the help of every command, as the command line prints it."""
    from jishi.cli.main import jishi  # late: the main module imports this folder by name

    page = [_NOTE, "# Commands\n"]

    def add(command: click.Command, words: str) -> None:
        context = click.Context(command, info_name=words)
        text = command.get_help(context).replace(str(Path.cwd()), ".")
        page.append(f"\n## `{words}`\n\n```text\n{text}\n```\n")
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None:
                    add(inner, f"{words} {name}")

    add(jishi, "jishi")
    return "".join(page)


def nouns_page(title: str, module: object) -> str:
    """Return the closed list of a module: each noun with its fields and what it means."""
    source = inspect.getsource(module)  # type: ignore[arg-type]
    tree = ast.parse(source)
    page = [_NOTE, f"# {title}\n\n", inspect.cleandoc(ast.get_docstring(tree) or ""), "\n"]
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        fields = [
            f"- `{part.target.id}`: `{ast.unparse(part.annotation)}`"
            for part in node.body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        ]
        text = "\n\n".join(filter(None, (ast.get_docstring(node) or "", "\n".join(fields))))
        page.append(f"\n## {node.name}\n\n{text}\n")
    return "".join(page)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "formulas.md": lambda: nouns_page("Formulas", formulas),
    "derivations.md": lambda: nouns_page("Derivations", derivations),
}


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a page is not as it would be written.")
def command(check: bool) -> None:
    """Write the generated pages of docs/reference."""
    folder = _ROOT / "docs" / "reference"
    stale = []
    for name, build in PAGES.items():
        path, text = folder / name, build()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if check and stale:
        click.echo(f"docs/reference: {', '.join(stale)} not fresh. Run ./jishi docs and commit them.", err=True)
        sys.exit(1)
