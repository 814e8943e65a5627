"""From marks to slots: what each mark does in the question.

Owns the order of the passes, one small pass for each kind of role. A pass takes the marks that it understands and
leaves the rest; what no pass takes lowers the reading's score. Refuses to choose tables and joins.

The order says who may take a word first. Explanations in brackets and "per month" are plain, so they go first; so are
running totals and growth, because the 7 of "7-day moving average" is no amount and "last year" may be no condition.
Groups come before superlatives, which rank them; superlatives before numbers, because the 5 of "top 5" is no amount;
numbers before measures, because "more than 5 orders" is a condition and not a count; measures before states and values,
which need to know what is counted. What is asked for and what is left over see the slots that all others have filled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from copilot.readers.grammar.frame import Frame
from copilot.readers.grammar.roles import (
    asking,
    comparing,
    conditions,
    distributing,
    following,
    grouping,
    measuring,
    ranking,
    relating,
)

_PASSES: Final[tuple[Callable[[Frame], None], ...]] = (
    measuring.asks_how_many,
    asking.explained_in_brackets,
    following.follows,
    following.changes,
    following.earlier_periods,
    relating.combines,
    distributing.quantiles,
    distributing.bands,
    relating.shares_within,
    relating.per_one,
    relating.per_person,
    grouping.units_per,
    grouping.group_markers,
    distributing.distributions,
    comparing.comparisons_with_average,
    ranking.first_dates,
    conditions.contains,
    ranking.superlatives,
    conditions.booleans,
    comparing.numbers,
    conditions.missing,
    measuring.aggregates,
    measuring.shares,
    measuring.counts,
    conditions.states,
    conditions.versus,
    conditions.named_values,
    conditions.absence,
    relating.share_that_has,
    asking.asked_for,
    measuring.averaged_in,
    grouping.number_of_groups,
    asking.having_subject,
    ranking.sorting,
    asking.leftovers,
)


def give_roles(frame: Frame) -> None:
    """Fill the frame's slots from its marks."""
    for give in _PASSES:
        give(frame)
