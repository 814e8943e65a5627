"""The words of the interface in English and Chinese.

Owns labels, hints and headings. What an answer says comes from the answer.
"""

from __future__ import annotations

from app.web.turns import Language

_WORDS: dict[str, tuple[str, str]] = {
    "data": ("Data", "数据"),
    "sample": ("{name} (sample)", "{name}（示例）"),
    "language": ("Language", "语言"),
    "upload": ("Upload", "上传"),
    "upload_label": ("Open a file of yours", "打开自己的文件"),
    "upload_hint": (
        "CSV, TSV, XLSX, Parquet or JSON, up to {most} MB. Only this browser sees it; it is deleted when you leave, "
        "after twelve hours at the latest.",
        "CSV、TSV、XLSX、Parquet 或 JSON，最大 {most} MB。只有此浏览器可见；离开后删除，最长保留十二小时。",
    ),
    "upload_no_room": (
        "The file could not be kept: {reason}. Free some space, or upload a smaller file.",
        "文件无法保存：{reason}。请腾出空间，或上传较小的文件。",
    ),
    "new": ("New", "新对话"),
    "new_help": ("Begin a new conversation", "开始新的对话"),
    "about": ("{tables}, {rows}", "{tables}，{rows}"),
    "tables": ("{n} tables", "{n} 个表"),
    "table": ("1 table", "1 个表"),
    "rows": ("{n} rows", "{n} 行"),
    "row": ("1 row", "1 行"),
    "set_aside": ("{n} rows or cells did not fit and were set aside", "{n} 行或单元格不合格式，已搁置"),
    "load_notes": ("How it was read", "读取说明"),
    "opening": ("Opening {name}", "正在打开 {name}"),
    "not_open": ("{name} could not be opened", "无法打开 {name}"),
    "not_open_defect": (
        "Something went wrong inside askbi while opening it; the terminal shows details. Other data still works.",
        "打开时 askbi 内部出错，详情见终端。其他数据仍可使用。",
    ),
    "other_data": (
        "Choose other data above, or upload another file.",
        "请在上方选择其他数据，或上传另一个文件。",
    ),
    "try_again": ("Try again", "重试"),
    "no_data": ("There is no data yet", "还没有数据"),
    "no_data_hint": ("Upload a file to ask about it.", "上传一个文件，即可提问。"),
    "ask_about": ("What would you like to know about {name}?", "想了解 {name} 的什么？"),
    "ask_hint": (
        "Ask in plain words, English or Chinese. Each answer shows what was computed, and the SQL that ran.",
        "用中文或英文直接提问。每个回答都说明计算内容，并附上执行的 SQL。",
    ),
    "placeholder": ("Ask about {name}", "向 {name} 提问"),
    "working": ("Working on it", "正在处理"),
    "seconds": ("{n} s", "{n} 秒"),
    "stop": ("Stop", "停止"),
    "stopping": ("Stopping", "正在停止"),
    "earlier": ("Show earlier questions ({n})", "显示更早的问题（{n}）"),
    "fresh": (
        "The conversation in the address is not kept here; this is a new one.",
        "地址中的对话已不在此处；这是一个新对话。",
    ),
    "upload_gone": (
        "The uploaded file is no longer there; upload it again to go on with it.",
        "上传的文件已删除；如需继续，请重新上传。",
    ),
    "data_gone": ("There is no such data here; this is {name}.", "这里没有该数据；当前为 {name}。"),
    "not_kept": (
        "This conversation cannot be kept (its folder cannot be written) and ends with this page.",
        "此对话无法保存（文件夹不可写），关闭页面后即消失。",
    ),
    "job_defect": (
        "Something went wrong inside askbi; the terminal shows details. Ask again, or put it another way.",
        "askbi 内部出错，详情见终端。请重试，或换一种说法。",
    ),
    "page_defect": (
        "Something went wrong inside askbi, and this part of the page could not be shown. Reload the page; the "
        "conversation is kept.",
        "askbi 内部出错，页面的这一部分无法显示。请刷新页面；对话已保存。",
    ),
    "clarify": ("Which one do you mean?", "您指的是哪一个？"),
    "declined": ("Not answered", "未能回答"),
    "refused": ("Not run", "未执行"),
    "failed": ("Did not work", "未能完成"),
    "stopped": ("Stopped", "已停止"),
    "you_could_ask": ("You could ask", "可以这样问"),
    "empty": ("No row fits these conditions.", "没有符合条件的行。"),
    "computed": ("Computed", "计算内容"),
    "assumed": ("Assumed", "假设"),
    "doubt": ("Doubt", "存疑"),
    "likely": ("Very likely right ({share})", "很可能正确（{share}）"),
    "probable": ("Probably right ({share}); see what was computed", "可能正确（{share}）；请核对计算内容"),
    "unsure": ("Uncertain ({share}); check what was computed", "不确定（{share}）；请务必核对计算内容"),
    "cut": (
        "There are more rows; these are the first {n}.",
        "结果不止这些；此处为前 {n} 行。",
    ),
    "show_table": ("Table", "表格"),
    "show_sql": ("SQL", "SQL"),
    "show_steps": ("Steps", "步骤"),
    "view": ("Show", "显示"),
    "csv": ("CSV", "CSV"),
    "csv_help": ("Download these {n} rows", "下载这 {n} 行"),
    "csv_help_cut": ("Download these {n} rows; there are more", "下载这 {n} 行（结果不止这些）"),
    "sql_label": ("The SQL that ran; edit it and run it again", "执行的 SQL；可修改后再运行"),
    "sql_label_not_run": ("The SQL; edit it and run it again", "SQL；可修改后再运行"),
    "sql_label_none": ("Write one SELECT over the tables of this data", "针对这些表写一条 SELECT"),
    "run": ("Run", "运行"),
    "run_again": ("Run again", "再次运行"),
    "your_sql": ("SQL", "SQL"),
    "took": ("{total} in all", "共 {total}"),
}  # fmt: skip


def say(word: str, language: Language, **values: object) -> str:
    """Return the words kept under a name, filled in.

    >>> say("cut", "en", n="10,000"), say("stop", "zh")
    ('There are more rows; these are the first 10,000.', '停止')
    """
    return _WORDS[word][language == "zh"].format(**values)


def confidence_words(confidence: float | None, language: Language) -> str:
    """Return a probability in words, nothing where there is none.

    >>> confidence_words(0.93, "en"), confidence_words(None, "zh")
    ('Very likely right (93 %)', '')
    """
    if confidence is None:
        return ""
    word = "likely" if confidence >= 0.9 else "probable" if confidence >= 0.6 else "unsure"
    return say(word, language, share=f"{confidence:.0%}".replace("%", " %"))


def count_words(noun: str, count: int, language: Language) -> str:
    """Return a number of tables or rows.

    >>> count_words("row", 1, "en"), count_words("table", 1200, "zh")
    ('1 row', '1,200 个表')
    """
    return say(noun, language) if count == 1 else say(f"{noun}s", language, n=f"{count:,}")
