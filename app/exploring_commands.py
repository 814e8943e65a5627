"""The commands `askbi profile` and `askbi suggest`.

Owns how a profile and suggestions are printed. Refuses to make them: everything goes through `app.assistant`.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from app.terminal import Narrator, attributes, cannot_open, model_given

if TYPE_CHECKING:
    from app.assistant import Assistant
    from insight.profile import Profile
    from insight.suggesting import Suggestion


def profile(arguments: argparse.Namespace) -> int:
    """Print what the data is and what is wrong with it, or make the deep profile of one table."""
    import sys

    from copilot.errors import AskbiError, ConfigError

    narrator = Narrator(sys.stderr)
    try:
        with _opened(arguments, narrator) as bi:
            tables = arguments.table or list(bi.catalog.tables)[: 1 if arguments.deep else None]
            if arguments.deep and len(bi.catalog.tables) > 1 and len(arguments.table or ()) != 1:
                raise ConfigError(f"--deep looks at one table; name it: --table, one of {', '.join(bi.catalog.tables)}")
            if arguments.deep:
                print(bi.deep_profile(tables[0], progress=narrator.progress).path)
                return 0
            made = bi.profile(*(arguments.table or ()), progress=narrator.progress)
    except AskbiError as error:
        narrator.clear()
        return cannot_open(error, arguments.format)
    finally:
        narrator.clear()
    print(_written(made, arguments.format, arguments.lang))
    return 0


def _written(made: Profile, form: str, language: Any) -> str:
    from insight.profile.page import to_markdown, to_page, to_text

    if form == "json":
        return json.dumps(made.to_dict(), ensure_ascii=False, indent=2)
    return {"html": to_page, "md": to_markdown, "table": to_text}[form](made, language)


def suggest(arguments: argparse.Namespace) -> int:
    """Print questions that are worth asking, each with its reason."""
    import sys

    from copilot.errors import AskbiError

    narrator = Narrator(sys.stderr)
    try:
        with _opened(arguments, narrator) as bi:
            found = bi.suggest(
                *(arguments.table or ()), language=arguments.lang, most=arguments.most, progress=narrator.progress
            )
    except AskbiError as error:
        narrator.clear()
        return cannot_open(error, arguments.format)
    narrator.clear()
    if arguments.format == "json":
        print(json.dumps([_told(each) for each in found], ensure_ascii=False, indent=2))
        return 0
    for each in found:
        print(f"{each.question}\n    {each.reason}")
    if not found:
        print("No question about this data tells more than chance would.", file=sys.stderr)
    return 0


def _told(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "question": suggestion.question,
        "reason": suggestion.reason,
        "weight": round(suggestion.weight, 4),
        "chart": suggestion.chart.kind,
        "sql": suggestion.answer.sql,
    }


def _opened(arguments: argparse.Namespace, narrator: Narrator) -> Assistant:
    from app.assistant import Assistant

    return Assistant.open(
        arguments.data,
        policy=arguments.policy,
        role=arguments.role,
        user=attributes(arguments.user),
        today=arguments.today,
        progress=narrator.progress,
        **model_given(arguments),
    )
