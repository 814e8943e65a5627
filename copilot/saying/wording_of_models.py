"""What is said to a person of a chat model's part in an answer, in both languages.

Owns these sentences. Refuses to know a model.
"""

from __future__ import annotations

from copilot.values import ModelUse
from copilot.values.question import Language


def model_asked(name: str, language: Language) -> str:
    """Say that a model is being asked."""
    return f"正在询问模型 {name}" if language == "zh" else f"asking {name}"


def model_writes(name: str, characters: int, language: Language) -> str:
    """Say how much of a reply there is."""
    if language == "zh":
        return f"{name} 正在书写,已有 {characters} 个字符"
    return f"{name} is writing, {characters} characters so far"


def model_done(use: ModelUse, repairs: int, language: Language) -> str:
    """Say how the asking went."""
    if use.error:
        return use.error
    if language == "zh":
        mended = f",修正 {repairs} 次" if repairs else ""
        return f"{use.name} 已回答{mended}" if use.calls else f"{use.name} 先前已回答过同样的请求"
    mended = f", mended {repairs} time{'s' if repairs > 1 else ''}" if repairs else ""
    return f"{use.name} replied{mended}" if use.calls else f"{use.name} had replied to the same request before"


def samples_done(number: int, language: Language) -> str:
    """Say that more replies were asked for."""
    if language == "zh":
        return f"各方理解不同,又询问了 {number} 次"
    return f"the readings differ: {number} more replies were asked for"


def assumed_by_model(name: str, told: str, language: Language) -> str:
    """Say what a model says that it assumed."""
    return f"{name} 说明:{told}" if language == "zh" else f"{name} says: {told}"


def not_placed(words: tuple[str, ...], language: Language) -> str:
    """Say which words of a question only the model can have understood."""
    if language == "zh":
        return f"只有模型理解了{'、'.join(f'“{word}”' for word in words)},数据中没有这些词"
    return f"nothing in the data is called {' or '.join(repr(word) for word in words)}: only the model read that"


def asks_back(name: str, told: str, language: Language) -> str:
    """Hand on what a model would ask first."""
    return f"{name} 想先确认:{told}" if language == "zh" else f"{name} asks: {told}"


def cannot(name: str, told: str, language: Language) -> str:
    """Hand on why a model says that the data cannot answer."""
    if language == "zh":
        return f"{name} 认为数据无法回答:{told}"
    return f"{name} says that the data cannot answer this: {told}"


def no_help(told: str, language: Language) -> str:
    """Say that a model could not help."""
    return f"模型没有给出可用的回答:{told}" if language == "zh" else f"The model was of no help: {told}"


def not_running(name: str, told: str, language: Language) -> str:
    """Say that what a model wrote cannot be run."""
    if language == "zh":
        return f"{name} 写出的查询无法执行:{told}"
    return f"What {name} wrote cannot be run: {told}"


def readers_differ(readback: str, language: Language) -> str:
    """Say that another reading gives other rows."""
    if language == "zh":
        return f"另一种理解会得到不同的结果:{readback}"
    return f"another reading gives other rows: {readback}"


def which_rows(language: Language) -> str:
    """Ask which of two readings is meant."""
    if language == "zh":
        return "两种理解会得到不同的结果。您指的是哪一种?"
    return "Two readings give different rows. Which one is meant?"


def understood_as(whole: str, language: Language) -> str:
    """Say which whole question a follow-up stands for."""
    return f"理解为:{whole}" if language == "zh" else f"understood as: {whole}"
