"""The frozen values that pass between the stages of a question.

Owns their shapes only: nothing here reads data, runs SQL or knows a screen.
"""

from copilot.values.answer import Answer, AnswerColumn, Check, ModelUse, Status, Step
from copilot.values.catalog import (
    Catalog,
    Column,
    ColumnFacts,
    ColumnRole,
    ColumnType,
    Relationship,
    Table,
    ValueList,
)
from copilot.values.load import ColumnLoad, Decision, FileFacts, LoadLimits, LoadReport, SetAside, TableLoad
from copilot.values.query import Limits, Result, ValidatedQuery
from copilot.values.question import Question, Turn
from copilot.values.semantics import FieldMeaning, Metric, OverTime, Proposal, Relation, SemanticModel, TableMeaning

__all__ = [
    "Answer",
    "AnswerColumn",
    "Catalog",
    "Check",
    "Column",
    "ColumnFacts",
    "ColumnLoad",
    "ColumnRole",
    "ColumnType",
    "Decision",
    "FieldMeaning",
    "FileFacts",
    "Limits",
    "LoadLimits",
    "LoadReport",
    "Metric",
    "ModelUse",
    "OverTime",
    "Proposal",
    "Question",
    "Relation",
    "Relationship",
    "Result",
    "SemanticModel",
    "SetAside",
    "Status",
    "Step",
    "Table",
    "TableLoad",
    "TableMeaning",
    "Turn",
    "ValidatedQuery",
    "ValueList",
]
