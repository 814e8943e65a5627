"""Which files of a path are data.

Owns the choice of files and the notes about those passed over. Refuses to open any of them.
"""

from __future__ import annotations

import stat
from pathlib import Path

from copilot.errors import SourceError, did_you_mean
from copilot.sources.loading.expand import READABLE, kind_of, refuse_unsafe, stem_of
from copilot.sources.loading.names import shown, table_name, unique
from copilot.sources.loading.run import FileInput
from copilot.values.load import Decision, LoadLimits

_SILENT_NAMES = frozenset({"semantics.yaml", "semantics.yml", "policy.yaml", "license", "makefile", "askbi.toml"})
_SILENT_SUFFIXES = frozenset(
    {".py", ".md", ".rst", ".ipynb", ".sh", ".r", ".sql", ".bat", ".ps1", ".toml", ".yaml", ".yml"}
)


def discover(path: Path, limits: LoadLimits | None = None) -> tuple[list[FileInput], list[Decision]]:
    """Return the files to load at a path, with notes about those passed over.

    Args:
        path: one file, or a folder whose files (not those of its folders) are taken in the order of their names.
        limits: how many files, and how big.

    Raises:
        SourceError: there is no such path, it is a link or too big, or nothing in it can be read.
    """
    limits = limits or LoadLimits()
    if not path.exists() and not path.is_symlink():
        raise SourceError(_missing(path))
    if path.is_symlink() or not path.is_dir():
        refuse_unsafe(path, limits)
        if kind_of(path) is None:
            raise SourceError(f"{shown(path.name)} is of a kind that cannot be read; {READABLE} can.")
        return [FileInput(path, _table_of(path))], []
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(f"The folder {shown(path.name)} cannot be opened ({error.strerror or error}).") from error
    notes: list[Decision] = []
    files = [entry for entry in entries if _wanted(entry, notes)]
    if not files:
        raise SourceError(f"The folder {shown(path.name)} holds nothing that can be read; {READABLE} can.")
    if len(files) > limits.files:
        raise SourceError(
            f"The folder {shown(path.name)} holds {len(files):,} files of data, more than the {limits.words('files')} "
            "that may be loaded at once; split it, or raise that setting."
        )
    for file in files:
        refuse_unsafe(file, limits)
    return _named(files, notes), notes


def _table_of(path: Path) -> str | None:
    """A table's name after its file; the tables of an archive are called after the files in it."""
    return None if kind_of(path) == "zip" else table_name(stem_of(path))


def _missing(path: Path) -> str:
    parent = path.absolute().parent
    if not parent.is_dir():
        return f"There is no {path}: the folder {parent} does not exist; check the path."
    names = [entry.name for entry in parent.iterdir() if not entry.name.startswith(".")]
    near = did_you_mean(path.name, names)
    return f"There is no {path.name} in {parent}{near or '; check the path.'}"


def _wanted(entry: Path, notes: list[Decision]) -> bool:
    name = shown(entry.name)
    if name.startswith((".", "~$")) or name.lower() in _SILENT_NAMES or Path(name).stem.lower() == "readme":
        return False
    mode = entry.lstat().st_mode
    if stat.S_ISLNK(mode):
        notes.append(Decision("skipped_file", None, f"{name} is a symbolic link and was not followed"))
        return False
    if stat.S_ISDIR(mode) and name == "knowledge":
        return False  # a team's documents, which are no data
    if stat.S_ISDIR(mode):
        notes.append(Decision("skipped_folder", None, f"the folder {name} was not looked into"))
        return False
    if not stat.S_ISREG(mode):
        notes.append(Decision("skipped_file", None, f"{name} is not a plain file and was passed over"))
        return False
    if kind_of(entry) is None:
        if Path(name).suffix.lower() not in _SILENT_SUFFIXES:
            notes.append(Decision("skipped_file", None, f"{name} is of a kind that cannot be read and was passed over"))
        return False
    if entry.stat().st_size == 0:
        notes.append(Decision("skipped_file", None, f"{name} is empty and was passed over"))
        return False
    return True


def _named(files: list[Path], notes: list[Decision]) -> list[FileInput]:
    taken: set[str] = set()
    inputs = []
    for file in files:
        wanted = _table_of(file)
        name = unique(wanted, taken) if wanted is not None else None
        if name != wanted:
            text = f"{shown(file.name)} became the table {name!r}, as another file already gives {wanted!r}"
            notes.append(Decision("table_name", None, text))
        inputs.append(FileInput(file, name))
    return inputs
