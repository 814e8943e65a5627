"""The folder that belongs to one data set: where it lies and what git should leave out of it.

Owns the choice of the place and its creation. Refuses to know what is kept in it: cache, semantic model, reports and
state belong to the modules that write them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

_LEFT_OUT = "cache/\nstate.db*\n"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The workspace folder of one data set; nothing is written before something has to be kept.

    Attributes:
        root: the folder.
        temporary: True where it goes away with the data (frames have no place of their own).
    """

    root: Path
    temporary: bool = False

    @classmethod
    def for_data(cls, path: Path | None) -> Workspace:
        """Return the workspace of a file or folder, or a temporary one for data that has no path.

        It is ``.askbi`` in the folder, or beside the file; under ``ASKBI_HOME`` where that is set; in the user's data
        directory where the place cannot be written. No folder is made by asking.

        >>> Workspace.for_data(None).temporary
        True
        """
        if path is None:
            return cls(Path(tempfile.gettempdir()) / f"askbi-{uuid.uuid4().hex}", temporary=True)
        path = Path(os.path.abspath(path.expanduser()))
        home = os.environ.get("ASKBI_HOME")
        if home:
            return cls(Path(home).expanduser() / _private_name(path))
        beside = (path if path.is_dir() else path.parent) / ".askbi"
        if _can_write(beside):
            return cls(beside)
        import platformdirs

        return cls(Path(platformdirs.user_data_dir("askbi", appauthor=False)) / _private_name(path))

    @classmethod
    def for_url(cls, url: str) -> Workspace:
        """Return the workspace of data behind a web address, under ``ASKBI_HOME`` or in the user's data directory.

        The name holds the host and a hash, and nothing of what may stand for a password in the address.
        """
        from urllib.parse import urlsplit

        import platformdirs

        digest = hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
        host = "".join(c if c.isalnum() or c in ".-" else "_" for c in urlsplit(url).hostname or "web")
        home = os.environ.get("ASKBI_HOME")
        base = Path(home).expanduser() if home else Path(platformdirs.user_data_dir("askbi", appauthor=False))
        return cls(base / f"{host[:60]}-{digest}")

    @property
    def cache_dir(self) -> Path:
        """The folder for what can be made again, created when first asked for.

        Raises:
            OSError: the folder cannot be made.
        """
        folder = self.ensure() / "cache"
        folder.mkdir(exist_ok=True)
        return folder

    def ensure(self) -> Path:
        """Create the folder with its ``.gitignore`` where they are missing, and return it.

        Raises:
            OSError: the folder cannot be made.
        """
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700 if self.temporary else 0o777)
        ignore = self.root / ".gitignore"
        if not self.temporary and not ignore.exists():
            ignore.write_text(_LEFT_OUT, encoding="utf-8")
        return self.root

    def role_dir(self, digest: str) -> Path:
        """Return the folder of what one role has seen and asked, created when first asked for; git leaves it out.

        Raises:
            OSError: the folder cannot be made.
        """
        folder = self._roles() / digest
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    def secret(self) -> str:
        """Return what keyed hashes of this data are keyed with: 64 hexadecimal digits, made once and then kept.

        Where nothing can be kept it holds for this call alone.
        """
        made = secrets.token_hex(32)
        if self.temporary:
            return made
        try:
            place = self._roles() / "secret"
            part = place.with_name(f"secret.{uuid.uuid4().hex[:8]}.part")
            if not place.exists():
                handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(made)
                with contextlib.suppress(FileExistsError):  # another process was faster: its secret holds
                    os.link(part, place)
                part.unlink()
            kept = place.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return made
        return kept if len(kept) == len(made) else made

    def _roles(self) -> Path:
        folder = self.ensure() / "roles"
        folder.mkdir(exist_ok=True, mode=0o700)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        return folder

    def remove(self) -> None:
        """Delete a temporary workspace; a kept one stays."""
        if self.temporary:
            shutil.rmtree(self.root, ignore_errors=True)


def _private_name(path: Path) -> str:
    digest = hashlib.blake2b(str(path).encode("utf-8", "surrogateescape"), digest_size=5).hexdigest()
    return f"{path.stem if path.is_file() else path.name}-{digest}"


def _can_write(folder: Path) -> bool:
    place = folder if folder.exists() else folder.parent
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)
