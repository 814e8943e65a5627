"""What a query may be made of: node types and functions, as data.

Owns the allow-lists of the gate. Everything that is not named here is refused, so a new engine version brings nothing
in by itself. Left out on purpose: what reads files, settings, the catalog or the network, what writes, sleeps, raises,
runs SQL from text, or makes values of unbounded size (repeat, lpad, rpad, printf, format).
"""

from __future__ import annotations

from typing import Final

ROOTS: Final = frozenset({"Select", "Union", "Intersect", "Except", "Subquery", "Values"})

NODES: Final = frozenset(
    """
    Select Union Intersect Except Subquery Values Tuple With CTE TableAlias From Join Where Group Having Order Ordered
    Limit Offset Fetch Qualify Window WindowSpec Windows Distinct Alias Aliases Column Table Identifier Star Literal
    Null Boolean Paren Not And Or Xor Neg EQ NEQ GT GTE LT LTE Is NullSafeEQ NullSafeNEQ Between In Like ILike Escape
    SimilarTo RegexpLike RegexpILike Add Sub Mul Div IntDiv Mod DPipe BitwiseAnd BitwiseOr BitwiseXor BitwiseNot
    Case If Cast TryCast DataType DataTypeParam Interval IntervalSpan Var Exists Any All Filter WithinGroup IgnoreNulls
    RespectNulls Lateral Unnest Array Struct PropertyEQ Slice Bracket Dot Lambda Kwarg Cube Rollup GroupingSets
    Pivot PivotAlias PivotAny Extract AtTimeZone Placeholder Parameter JSONExtract JSONExtractScalar JSONPath
    JSONPathRoot JSONPathKey JSONPathSubscript Collate Glob Concat Trim ColumnDef
    """.split()
)

_TYPED = """
    Abs Explode ArrayFilter ArraySum ArrayMax ArrayMin ArraySort AnyValue ApproxDistinct ApproxQuantile ArgMax ArgMin ArrayAgg ArrayContains ArraySize ArrayToString Avg Cbrt
    Ceil Coalesce Concat ConcatWs Contains Corr Cos Count CountIf CovarPop CovarSamp CumeDist CurrentDate
    CurrentTimestamp Date DateAdd DateDiff DateSub DateTrunc Day DayOfMonth DayOfWeek DayOfWeekIso DayOfYear Dayname
    DenseRank EndsWith Exp Extract First FirstValue Floor Greatest GroupConcat Hour If Initcap IsInf IsNan JarowinklerSimilarity
    JSONExtract JSONExtractScalar Kurtosis Lag Last LastDay LastValue Lead Least Left Length Levenshtein Ln Log
    LogicalAnd LogicalOr Lower Max Median Min Minute Mode Month Monthname NthValue Ntile Nullif ParseDatetime
    PercentRank PercentileCont PercentileDisc Pow Quantile Quarter Rank RegexpExtract RegexpLike RegexpReplace
    RegrSlope RegrIntercept RegrR2 Replace Reverse Right Round RowNumber SafeDivide Second Sign Sin Skewness Split
    SplitPart Sqrt StartsWith Stddev StddevPop StddevSamp StrPosition StrToDate StrToTime Substring Sum Tan
    TimestampTrunc TimeToStr ToDays Trim Trunc TsOrDsToDate Unicode Unnest Upper Variance VariancePop Week
    WeekOfYear Year Cast TryCast Case Array Struct And Or Xor Not Exists Any All
    DatetimeTrunc TsOrDsAdd TsOrDsDiff TimestampDiff DatetimeDiff TimeUnit Transform RegexpILike RegexpSplit
    RegexpExtractAll Translate Ascii Degrees Radians Atan Atan2 Asin Acos Pi Epoch UnixToTime TimeStrToTime UnixSeconds
    WeekStart DateBin MakeInterval DateFromParts TimestampFromParts Cot List Lateral
"""
TYPED_FUNCTIONS: Final = frozenset(_TYPED.split())
"""Class names of the parser's own function nodes."""

NAMED_FUNCTIONS: Final = frozenset(
    """
    age arg_max arg_min array_agg avg bool_and bool_or bround century count cume_dist date_part date_trunc datediff
    date_diff datepart date_sub datesub datetrunc dayname decade entropy epoch era favg fsum first geomean
    geometric_mean grouping grouping_id gcd greatest ifnull instr isodow isoyear julian kahan_sum kurtosis
    kurtosis_pop last lcm least len list list_aggregate list_contains list_distinct list_filter list_sort list_sum
    list_transform list_unique mad make_date max_by mean median microsecond millennium millisecond min_by mod mode
    monthname nfc_normalize product quantile quantile_cont quantile_disc regexp_full_match regexp_matches regr_avgx
    regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy round_even sem skewness
    stddev strftime string_agg strip_accents strptime sumkahan timezone time_bucket to_date to_days to_months
    to_years total translate trim try_strptime typeof upper var_pop var_samp var_samp yearweek histogram approx_top_k
    date datetime julianday time iif total group_concat weekday weekofyear substr damerau_levenshtein
    jaccard jaro_similarity jaro_winkler_similarity editdist3 hamming prefix suffix contains starts_with ends_with
    ltrim rtrim left right strpos position
    """.split()
)
"""Functions that the parser passes on by name."""

RESERVED: Final = frozenset(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
    deferrable desc describe distinct do else end except false fetch for foreign from group having in initially
    intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider
    placing primary qualify references returning select show some summarize symmetric table then to trailing true
    union unique unpivot using variadic when where window with
    user set at by is like between exists join left right inner outer cross full natural values
    index interval date time timestamp
    """.split()
)
"""Words that are quoted when they name a column or table."""

MAX_CHARACTERS: Final = 64_000
MAX_DEPTH: Final = 200
"""Deepest nesting of brackets; beyond it the parser's recursion gives out."""
