"""What a query may be made of: node types and functions, as data.

Owns the allow-lists of the gate. Everything that is not named here is refused, so a new engine version brings nothing
in by itself. Left out on purpose: what reads files, settings, the catalog or the network, what writes, sleeps, raises,
gives chance values, runs SQL from text, or makes values of unbounded size (repeat, lpad, rpad, printf, format, bar,
list_resize; SQLite's are the registered ones, which are bounded).
"""

from __future__ import annotations

from typing import Final

from copilot.sources.sqlite_functions import FUNCTIONS as REGISTERED
from copilot.values.query import Dialect

ROOTS: Final = frozenset({"Select", "Union", "Intersect", "Except", "Subquery", "Values"})

_NODES = """
    Select Union Intersect Except Subquery Values Tuple With CTE TableAlias From Join Where Group Having Order Ordered
    Limit Offset Fetch LimitOptions Qualify Window WindowSpec Distinct Alias Aliases Column Table Identifier Star
    Literal Null Boolean Paren Not And Or Xor Neg EQ NEQ GT GTE LT LTE Is NullSafeEQ NullSafeNEQ Between In Like ILike
    Escape SimilarTo RegexpLike RegexpILike Add Sub Mul Div IntDiv Mod DPipe BitwiseAnd BitwiseOr BitwiseXor BitwiseNot
    BitwiseLeftShift BitwiseRightShift Case If Cast TryCast DataType DataTypeParam Interval IntervalSpan Var Exists Any
    All Filter WithinGroup IgnoreNulls RespectNulls Lateral Unnest Array Struct PropertyEQ Slice Bracket Dot Lambda
    Kwarg Cube Rollup GroupingSets Pivot PivotAlias PivotAny Extract AtTimeZone JSONExtract JSONExtractScalar JSONPath
    JSONPathRoot JSONPathKey JSONPathSubscript JSONKeyValue Collate Glob
"""

_NOT_IN_SQLITE = """
    Aliases All Any Array AtTimeZone Bracket Cube Dot GroupingSets Interval IntervalSpan Kwarg Lambda Lateral Pivot
    PivotAlias PivotAny PropertyEQ Qualify RegexpILike Rollup SimilarTo Slice Struct Unnest WithinGroup
"""

NODES: Final[dict[Dialect, frozenset[str]]] = {
    "duckdb": frozenset(_NODES.split()),
    "sqlite": frozenset(_NODES.split()) - frozenset(_NOT_IN_SQLITE.split()),
}
"""Class names of the parser's nodes that are no functions, and of operators that it counts among functions."""

_BOTH = """
    Abs AnyValue ArgMax ArgMin Avg Case Cast Ceil Chr Coalesce Corr Count CovarSamp CumeDist CurrentDate
    CurrentTimestamp DateDiff DateTrunc Day DayOfWeek DayOfWeekIso DayOfYear DenseRank Exp Extract FirstValue Floor
    Greatest GroupConcat Hex Hour If JSONExtract JSONExtractScalar JSONObject JSONType Lag LastDay LastValue Lead Least
    Left Length Levenshtein Ln Log LogicalAnd LogicalOr Lower Max Median Min Minute Mode Month NthValue Ntile Nullif
    PercentRank PercentileCont Pow Quarter Rank RegexpLike Replace Right Round RowNumber Second Sign Sqrt Stddev
    StddevPop StddevSamp StrPosition Substring Sum TimestampTrunc Trim TryCast Typeof Unicode Upper Variance
    VariancePop Week Year
"""

_DUCKDB_TYPED = """
    Acos ApproxDistinct ApproxQuantile ApproxTopK Array ArrayAgg ArrayAppend ArrayConcat ArrayContains ArrayDistinct
    ArrayFilter ArrayMax ArrayMin ArrayOverlaps ArrayPrepend ArraySize ArraySort ArrayToString Ascii Asin Atan Atan2
    BitwiseAndAgg BitwiseOrAgg BitwiseXorAgg Cbrt Concat ConcatWs Contains Cos Cosh Cot CountIf CovarPop CurrentTime
    Date DateAdd DateBin DateFromParts DateSub DayOfMonth Dayname Degrees EndsWith Explode Factorial First Flatten
    Grouping GroupingId IsInf IsNan JSONArray JSONKeys JarowinklerSimilarity Kurtosis Last Localtimestamp MD5 Map
    MapKeys Monthname PercentileDisc Pi Quantile Radians RegexpExtract RegexpExtractAll RegexpFullMatch
    RegexpReplace RegexpSplit RegrAvgx RegrAvgy RegrCount RegrIntercept RegrR2 RegrSlope RegrSxx RegrSxy RegrSyy
    Reverse SHA2 Sin Sinh Skewness Split SplitPart StartsWith StrToTime Struct StructExtract Tan Tanh TimeFromParts
    TimeToStr TimeToUnix TimestampFromParts ToBase64 ToDays ToMap Transform Translate Trunc UnixToTime Unnest
    WeekOfYear
"""

_SQLITE_TYPED = "Pad Repeat"

TYPED_FUNCTIONS: Final[dict[Dialect, frozenset[str]]] = {
    "duckdb": frozenset((_BOTH + _DUCKDB_TYPED).split()),
    "sqlite": frozenset((_BOTH + _SQLITE_TYPED).split()),
}
"""Class names of the parser's own function nodes."""

_DUCKDB_NAMED = """
    age arbitrary arg_max_null arg_min_null array_transform bit_count cardinality century damerau_levenshtein date_part
    date_sub datepart datesub decade divide element_at entropy era even favg fdiv fill fmod format_bytes
    formatreadablesize fsum gcd geomean geometric_mean get_current_timestamp hamming hash histogram
    isfinite isoyear jaccard jaro_similarity json_array_length json_contains json_exists json_valid json_value julian
    kahan_sum kurtosis_pop lcm left_grapheme length_grapheme list_aggregate list_any_value list_apply list_avg
    list_count list_element list_extract list_first list_has_all list_intersect list_last list_median list_mode
    list_position list_product list_reduce list_reverse list_slice list_stddev_samp list_string_agg list_sum list_unique
    list_where list_zip mad map_contains map_entries map_extract map_values mean microsecond millennium millisecond
    nfc_normalize now ord parse_filename prefix product rank_dense regexp_escape regexp_split_to_array round_even row
    sem strip_accents strlen suffix sumkahan timezone to_hours to_json to_milliseconds to_minutes to_months to_seconds
    to_weeks to_years try_strptime url_decode url_encode wavg weekday weighted_avg yearweek
"""

_SQLITE_NAMED = """
    date datetime julianday json_array json_array_length json_valid strftime time total unixepoch
"""

NAMED_FUNCTIONS: Final[dict[Dialect, frozenset[str]]] = {
    "duckdb": frozenset(_DUCKDB_NAMED.split()),
    "sqlite": frozenset(_SQLITE_NAMED.split()) | {function.name for function in REGISTERED},
}
"""Functions that the parser passes on by name."""

TABLE_FUNCTIONS: Final = frozenset({"json_each", "json_tree"})
"""Functions that may stand after FROM, beside unnest, range and generate_series, and nowhere else."""

MAX_SERIES: Final = 100_000
"""Most values of one range() or generate_series()."""

RESERVED: Final = frozenset(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
    deferrable desc describe distinct do else end except false fetch for foreign from group having in initially
    intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider
    placing primary qualify references returning select show some summarize symmetric table then to trailing true
    union unique unpivot using variadic when where window with
    user set at by is like between exists join left right inner outer cross full natural values
    index interval date time timestamp
    add alter anti asof authorization autoincrement binary collation commit concurrently current_date current_time
    current_timestamp delete drop escape freeze glob ilike insert isnull nothing notnull overlaps positional raise semi
    similar tablesample transaction unpack update verbose
    """.split()
)
"""Words that are quoted when they name a column or table."""

MAX_CHARACTERS: Final = 64_000
MAX_DEPTH: Final = 200
"""Deepest nesting of brackets; beyond it the parser's recursion gives out."""
