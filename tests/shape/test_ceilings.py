"""Beauty is lost in the tail, so the tail has a ceiling from the first day."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 50, 5
DOCUMENTED = ("core", "packs", "engines", "columnar")


def sources() -> list[Path]:
    found = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def place(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """The parameters of a command are the options that a person types; they are not counted."""
    return any("command" in ast.unparse(decorator) for decorator in node.decorator_list)


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def test_no_file_is_longer_than_the_ceiling() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}

    long = [f"{path.relative_to(ROOT)} ({n})" for path, n in lengths.items() if n > FILE_LINES]

    assert not long, "\n".join(long)


def test_no_function_is_longer_than_the_ceiling() -> None:
    long = [
        place(path, node)
        for path in sources()
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES
    ]

    assert not long, "\n".join(long)


def test_no_function_takes_more_parameters_than_the_ceiling() -> None:
    greedy = [
        place(path, node)
        for path in sources()
        if "src" in path.parts
        for node in functions(path)
        if parameters(node) > PARAMETERS and not is_command(node)
    ]

    assert not greedy, "\n".join(greedy)


@pytest.mark.parametrize("package", DOCUMENTED)
def test_every_public_function_of_the_strict_packages_says_what_it_does(package: str) -> None:
    silent = [
        place(path, node)
        for path in sorted((ROOT / "src" / "jishi" / package).rglob("*.py"))
        for node in functions(path)
        if not node.name.startswith("_") and not ast.get_docstring(node) and is_public(path, node)
    ]

    assert not silent, "\n".join(silent)


def is_public(path: Path, wanted: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the function stands in the module or in a public class: a function in a function is private."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rooms: list[ast.Module | ast.ClassDef] = [tree]
    rooms += [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    same = (wanted.name, wanted.lineno)
    return any(
        isinstance(node, ast.FunctionDef) and (node.name, node.lineno) == same
        for room in rooms
        for node in room.body
    )
