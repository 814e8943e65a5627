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
    both_of,
    comparing,
    conditions,
    derived,
    distributing,
    distributive,
    events,
    extremes,
    following,
    grouping,
    having,
    lacking,
    listing,
    measuring,
    named_bands,
    of_age,
    ranking,
    relating,
    relative,
    restricting,
    rows_listed,
    sharing,
    thresholds,
    totalling,
)

_PASSES: Final[tuple[Callable[[Frame], None], ...]] = (
    measuring.asks_how_many,
    asking.explained_in_brackets,
    restricting.only_these,
    restricting.in_units,
    restricting.of_the_year,
    restricting.bracketed_again,
    rows_listed.columns_behind_colon,
    named_bands.named_bands,
    having.has_some,
    events.still_open,
    events.days_between,
    events.first_time,
    events.new_ones,
    derived.ages,
    of_age.of_age,
    derived.rates_of_states,
    derived.per_attribute,
    following.follows,
    following.changes,
    following.earlier_periods,
    relating.combines,
    totalling.worths,
    totalling.worth_more_than,
    totalling.averages_of_things,
    distributing.quantiles,
    distributing.bands,
    distributing.decades,
    relating.named_again,
    relating.shares_within,
    relating.per_one,
    relating.per_person,
    distributive.each_of_named,
    distributive.number_of_named,
    grouping.units_per,
    grouping.group_markers,
    grouping.with_their,
    distributing.distributions,
    relative.group_conditions,
    lacking.lacking,
    lacking.never_such,
    comparing.comparisons_with_average,
    ranking.first_dates,
    conditions.contains,
    extremes.both_ends,
    extremes.worst_first,
    ranking.superlatives,
    ranking.ranked_lists,
    conditions.booleans,
    thresholds.numbers,
    conditions.missing,
    totalling.totals_of_units,
    listing.several_aggregates,
    measuring.aggregates,
    measuring.doubtful_averages,
    measuring.shares,
    measuring.counts,
    measuring.counted_beside,
    conditions.states,
    distributive.parallel_values,
    both_of.both_of,
    conditions.versus,
    conditions.named_values,
    conditions.but_not_then,
    conditions.absence,
    named_bands.exclude_each_other,
    relating.share_that_has,
    events.have_happened,
    asking.asked_for,
    measuring.averaged_in,
    sharing.first_together,
    grouping.number_of_groups,
    asking.having_subject,
    ranking.sorting,
    events.counted_events,
    asking.leftovers,
    relative.condition_last,
)


def give_roles(frame: Frame) -> None:
    """Fill the frame's slots from its marks."""
    for give in _PASSES:
        give(frame)
