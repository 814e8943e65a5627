"""Words for what goes wrong on the system's side: disk, memory, rights.

Owns these sentences, so that loader and cache say the same. Refuses to judge the content of a file.
"""

from __future__ import annotations

import errno
import re

from copilot.values.load import LoadLimits

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FULL_WORDS = ("no space left", "file too large", "disk quota", "not enough space", "max_temp_directory_size")
_SHORT_OF_MEMORY = ("out of memory", "cannot allocate memory", "bad allocation", "bad_alloc", "failed to allocate")


def disk_is_full(error: BaseException) -> bool:
    """Say whether a write failed for want of space."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    text = str(error).lower()
    return any(words in text for words in _FULL_WORDS)


def short_of_memory(error: BaseException) -> bool:
    """Say whether something failed for want of memory."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(words in text for words in _SHORT_OF_MEMORY)


def full_disk(what: str) -> str:
    """Return the sentence for a full disk.

    >>> full_disk("sales.csv")
    'sales.csv could not be loaded: the disk is full; free some space, or set ASKBI_HOME to a folder on another disk.'
    """
    return (
        f"{what} could not be loaded: the disk is full; free some space, or set ASKBI_HOME to a folder on another disk."
    )


def reason_of(error: BaseException) -> str:
    """Return an error's first line without its full stop, or its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    first = re.sub(r"\b\w*(Exception|Error): ", "", lines[0]) if lines else ""  # a library's word for it tells nobody
    return first.strip().rstrip(".")[:300] or type(error).__name__


def sentence(what: str, error: BaseException, limits: LoadLimits) -> str:
    """Return one sentence for anything that can go wrong with a file.

    >>> sentence("a.csv", ValueError("line 3 is odd.\\nmore"), LoadLimits())
    'a.csv could not be loaded: line 3 is odd.'
    """
    if disk_is_full(error):
        return full_disk(what)
    if short_of_memory(error):
        return f"{what} needs more memory than the {limits.words('memory_mb')} that a load may take; load a part of it."
    return f"{what} could not be loaded: {reason_of(error)}."
