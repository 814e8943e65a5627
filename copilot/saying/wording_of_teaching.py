"""What is said of remembered queries, documents and feedback, in both languages.

Owns these sentences. Refuses to know how anything is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.values.question import Language


def recalled(by: str, on: str, question: str, changed: Sequence[tuple[str, str]], language: Language) -> str:
    """Say that a question is answered by a remembered query, and which values of it are others.

    >>> print(recalled("Ana", "2026-03-01", "revenue in the South", [("South", "West")], "en"))
    answered by a remembered query, reviewed by Ana on 2026-03-01: "revenue in the South", with West in place of South
    """
    if language == "zh":
        who = f"，由{by}" if by else "，已"
        said = f"由记住的查询回答{who}审核" + (f"（{on}）" if on else "")
        said += f"：“{question}”" if question else ""
        others = "、".join(f"{old}改为{new}" for old, new in changed)
        return f"{said}，其中{others}" if others else said
    who = f" by {by}" if by else ""
    said = f"answered by a remembered query, reviewed{who}" + (f" on {on}" if on else "")
    said += f': "{question}"' if question else ""
    others = ", ".join(f"{new} in place of {old}" for old, new in changed)
    return f"{said}, with {others}" if others else said


def quoted_from(place: str, language: Language) -> str:
    """Say where a quotation stands."""
    return f"引自 {place}" if language == "zh" else f"quoted from {place}"


def may_say_more(place: str, language: Language) -> str:
    """Say which document is nearest to a question that was not answered."""
    return f"文档 {place} 可能有相关说明。" if language == "zh" else f"{place} may say more about it."


def defined_in(heading: str, place: str, first: str, language: Language) -> str:
    """Say that a document defines a term which the question uses."""
    if language == "zh":
        return f"“{heading}”在 {place} 中的定义：{first}"
    return f"{heading!r} is defined in {place}: {first}"


def marked_wrong(reason: str, language: Language) -> str:
    """Say that somebody has marked this answer as wrong, and nobody has looked at it since."""
    if language == "zh":
        return f"有人认为这个回答不对：{reason}" if reason else "有人认为这个回答不对"
    return f"somebody marked this answer as wrong: {reason}" if reason else "somebody marked this answer as wrong"
