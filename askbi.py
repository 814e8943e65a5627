"""The public face: `connect`. No logic; everything is imported when it is first used.

>>> import askbi
>>> with askbi.connect({"sales": [{"region": "North", "amount": 3}]}) as bi:  # doctest: +SKIP
...     print(bi.ask("total amount by region").rows)
[('North', 3)]
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from app.assistant import Assistant
    from copilot.policy import Policy

__all__ = ["connect"]
__version__ = "0.1.0"


def connect(
    data: Any,
    *,
    model: str | BaseChatModel | None = "environment",
    model_use: str | None = None,
    egress: str | None = None,
    policy: Policy | str | os.PathLike[str] | None = None,
    role: str | None = None,
    user: Mapping[str, Any] | None = None,
    today: date | None = None,
    limits: Mapping[str, float] | None = None,
) -> Assistant:
    """Open data and return an assistant that can be asked about it.

    Args:
        data: a path (csv, tsv, json, ndjson, parquet, xlsx, also .gz; a folder or .zip of them; .duckdb or .sqlite),
            the web address of such a file, a pandas, polars or Arrow frame, or a dict of name -> frame.
        model: ``provider:model`` such as ``openai:gpt-5-mini``, the name of a model at the server that OPENAI_BASE_URL
            names, or a LangChain chat model; None for never a model. Left out, ASKBI_MODEL decides; where that is not
            set, no model is used, whatever keys are set.
        model_use: ``when_unsure``, which is the usual, asks the model where askbi is not sure by itself; ``always``
            every time, ``never`` not at all.
        egress: what a model may be told: ``schema``, which is the usual (names, types, descriptions, and the spelling
            of stored values that the question itself names), ``samples`` (also values of columns that do not look
            personal) or ``full``.
        policy: path of a YAML file that says what each role may see; what a role may not see is not there for it.
        role: the role that the person holds; a policy without a role shows nothing.
        user: the person's attributes that conditions of the policy ask for, such as ``{"region": "EU"}``.
        today: the day that "last month" counts from; the computer's own day where it is None.
        limits: ``{"seconds": 30, "rows": 10_000, "megabytes": 64}``, for one query.

    Raises:
        SourceError: the data cannot be opened.
        ConfigError: an option does not make sense.
        PolicyError: the policy cannot be read, or the role does not fit the data.
    """
    from app.assistant import Assistant

    return Assistant.open(
        data,
        model=model,
        model_use=model_use,
        egress=egress,
        policy=policy,
        role=role,
        user=user,
        today=today,
        limits=limits,
    )


def _check_neighbours() -> None:
    """The package names are common words: something of the same name on the path would be imported in our place."""
    from importlib.machinery import PathFinder
    from importlib.util import find_spec
    from pathlib import Path

    home = Path(__file__).resolve().parent
    for name in ("app", "copilot", "insight", "prompts"):
        try:
            spec = find_spec(name)
        except ValueError:  # a module that was put into sys.modules by hand
            spec = PathFinder.find_spec(name)
        found = spec.origin if spec is not None else None
        if found is None:
            where = next(iter(spec.submodule_search_locations or []), None) if spec is not None else None
            raise ImportError(
                f"askbi needs its package {name!r} in {home}, but found {where or 'nothing of that name'}; "
                + ("rename that folder or start from another one" if where else "install askbi again")
            )
        if Path(found).resolve().parent.parent != home:
            raise ImportError(
                f"askbi needs its package {name!r} in {home}, but {found} is in the way; "
                "rename that file or folder, or start from another folder"
            )


_check_neighbours()
