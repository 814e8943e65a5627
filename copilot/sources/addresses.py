"""What a web address is, and how one is shown.

Owns telling addresses from paths and keeping their secrets out of messages. Refuses to ask them; `download` does that.
"""

from __future__ import annotations

import re

from copilot.sources.loading.names import shown


def is_url(data: object) -> bool:
    """Say whether something is a web address.

    >>> is_url("https://example.com/a.csv"), is_url("postgresql://host/db"), is_url("a.csv")
    (True, False, False)
    """
    return isinstance(data, str) and bool(re.match(r"https?://", data, re.IGNORECASE))


def mask_url(text: str) -> str:
    """Return an address without its password, and without what follows a question mark or a hash.

    >>> mask_url("postgresql://ann:secret@host/db?sslkey=k"), mask_url("https://token@host/a.csv#x")
    ('postgresql://ann:***@host/db', 'https://***@host/a.csv')
    """
    text = re.sub(r"[?#].*", "", text, flags=re.DOTALL)
    if is_url(text):
        return shown(re.sub(r"(://)[^/]*@", r"\1***@", text))
    return re.sub(r"(://[^:/@\s]*):[^/\s]*@", r"\1:***@", text)
