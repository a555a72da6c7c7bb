"""The digest of a pack's files: bytes and names count, nothing else."""

import shutil
from pathlib import Path

from jishi.packs.copies import bytes_digest
from tests.packs.folders import LOCAL, MINIMAL


def test_a_copy_has_the_digest_of_what_it_was_copied_from(tmp_path: Path) -> None:
    copied = [Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in (LOCAL, MINIMAL)]

    assert bytes_digest(reversed(copied)) == bytes_digest((LOCAL, MINIMAL))


def test_a_comment_changes_the_digest_though_the_pack_says_the_same(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(MINIMAL, tmp_path / MINIMAL.name))
    with (copied / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write("# nothing\n")

    assert bytes_digest([copied]) != bytes_digest([MINIMAL])


def test_what_an_editor_leaves_beside_the_files_is_no_part_of_a_pack(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(MINIMAL, tmp_path / MINIMAL.name))
    (copied / ".pack.yaml.swp").write_text("x", encoding="utf-8")

    assert bytes_digest([copied]) == bytes_digest([MINIMAL])


def test_content_moved_from_one_file_to_the_next_changes_the_digest(tmp_path: Path) -> None:
    first, second = tmp_path / "one" / "p", tmp_path / "two" / "p"
    for folder, parts in ((first, ("ab", "c")), (second, ("a", "bc"))):
        folder.mkdir(parents=True)
        for name, part in zip(("x", "y"), parts, strict=True):
            (folder / name).write_text(part, encoding="utf-8")

    assert bytes_digest([first]) != bytes_digest([second])
