"""The words of the interface in English and Chinese.

Owns labels, hints and headings. What an answer says comes from the answer.
"""

from __future__ import annotations

from app.web.explore_words import EXPLORE_WORDS
from app.web.turns import Language

_WORDS: dict[str, tuple[str, str]] = {
    "data": ("Data", "数据"),
    "sample": ("{name} (sample)", "{name}（示例）"),
    "language": ("Language", "语言"),
    "page_ask": ("Ask", "提问"),
    "page_data": ("Data", "数据"),
    "page_trust": ("Trust", "可信"),
    "trust_about": ("what was asked, and what left this computer", "问过什么，以及哪些内容离开了这台电脑"),
    "trust_no_model": (
        "No chat model is set: nothing of this data leaves this computer.",
        "没有设置聊天模型：数据的任何内容都不会离开这台电脑。",
    ),
    "trust_model": ("Model", "模型"),
    "trust_when": ("Asked", "何时询问"),
    "trust_level": ("May be told", "可告知"),
    "use_always": ("every time", "每次"),
    "use_when_unsure": ("where askbi is not sure by itself", "askbi 自身没有把握时"),
    "use_never": ("never", "从不"),
    "egress_schema": (
        "names, types, descriptions, and the spelling of stored values that the question names",
        "名称、类型、说明，以及问题中提到的存储值的写法",
    ),
    "egress_samples": (
        "names, descriptions, and values of columns that do not look personal",
        "名称、说明，以及看起来不涉及个人的列的值",
    ),
    "egress_full": ("names, descriptions, and the values of all columns", "名称、说明，以及所有列的值"),
    "trust_asked": ("Questions", "问题"),
    "trust_sent": ("Sent to the model", "发送给模型的内容"),
    "trust_search": ("Search questions, SQL and replies", "搜索问题、SQL 和回复"),
    "trust_not_found": ("Nothing here holds that.", "没有找到。"),
    "trust_nothing_asked": ("Nothing has been asked of this data yet.", "还没有对这些数据提过问题。"),
    "trust_nothing_sent": ("Nothing has been sent to a model.", "没有向模型发送过任何内容。"),
    "trust_outcome": ("Outcome", "结果"),
    "trust_said": ("Answer", "回答"),
    "trust_sure": ("How sure", "把握"),
    "trust_verified": ("verified", "已核实"),
    "status_answered": ("answered, not verified", "已回答，未核实"),
    "status_clarify": ("asked back", "反问"),
    "status_declined": ("not answered", "未回答"),
    "status_refused": ("refused", "被拒绝"),
    "status_failed": ("failed", "失败"),
    "reader_grammar": ("read by askbi", "由 askbi 理解"),
    "reader_model": ("read by the model", "由模型理解"),
    "reader_grammar+model": ("read by askbi and the model alike", "askbi 与模型理解一致"),
    "reader_remembered": ("remembered", "已记住的查询"),
    "reader_knowledge": ("quoted from a document", "引自文档"),
    "reader_person": ("SQL by a person", "由人编写的 SQL"),
    "trust_call": ("Prompt", "提示词"),
    "trust_cost": ("Cost", "用量"),
    "trust_tokens": (
        "{sent} tokens sent, {known} of them known to the server, {got} received",
        "发送 {sent} 个词元（其中 {known} 个服务器已缓存），收到 {got} 个",
    ),
    "speaker_system": ("Sent as instructions", "作为指令发送"),
    "speaker_user": ("Sent", "发送"),
    "speaker_assistant": ("Its earlier reply, sent along", "一并发送的先前回复"),
    "speaker_reply": ("Reply", "回复"),
    "speaker_error": ("No usable reply", "没有可用的回复"),
    "add": ("Add data", "添加数据"),
    "add_files": ("Upload files", "上传文件"),
    "add_place": ("Path or address", "路径或网址"),
    "upload_label": ("Files of yours", "自己的文件"),
    "upload_hint": (
        "Drop files here: CSV, TSV, XLSX, Parquet, JSON or zip, up to {most} MB. Files chosen together become one "
        "data set with a table each. Only this browser sees it; it is deleted when you leave, after twelve hours at "
        "the latest.",
        "可将文件拖到此处：CSV、TSV、XLSX、Parquet、JSON 或 zip，最大 {most} MB。"
        "一起选择的多个文件成为一个数据集，每个文件一个表。"
        "只有此浏览器可见；离开后删除，最长保留十二小时。",
    ),
    "upload_too_much": (
        "Together these files are more than {most} MB. Upload fewer, or add their folder by its path.",
        "这些文件合计超过 {most} MB。请减少文件，或通过路径添加其所在文件夹。",
    ),
    "place_label": ("Path of a file, folder or database, or a web address", "文件、文件夹或数据库的路径，或网址"),
    "place_example": ("/data/sales.csv or https://host/sales.csv", "/data/sales.csv 或 https://host/sales.csv"),
    "place_hint": (
        "A path is read where it lies, on the computer that runs askbi. A file at a web address is fetched and kept.",
        "路径是指运行 askbi 的计算机上的位置，就地读取。网址上的文件会下载并保存。",
    ),
    "trust_feedback": ("Feedback", "反馈"),
    "trust_remembered": ("Remembered", "已记住"),
    "no_feedback": (
        "Nobody has said anything about an answer yet: the thumbs below an answer do.",
        "还没有人评价过回答：可用回答下方的拇指按钮。",
    ),
    "said_right": ("said to be right", "认为正确"),
    "said_wrong": ("said to be wrong", "认为不对"),
    "reviewed": ("reviewed", "已审核"),
    "not_reviewed": ("not reviewed yet", "尚未审核"),
    "said_reason": ("Reason", "原因"),
    "sql_reviewed": ("SQL; correct it here where it is wrong", "SQL；如有错误可在此更正"),
    "said_done": ("Done, nothing to remember", "已处理，无需记住"),
    "remembered_about": (
        "Reviewed queries: asked again, also with other values or periods, they are answered this way. They are kept "
        "in remembered.yaml of the workspace.",
        "经过审核的查询：再次提问（也可换成其他值或时间）时会这样回答。保存在工作区的 remembered.yaml 中。",
    ),
    "withdrawn": ("Withdrawn, since it does not fit the data any more:", "已撤下，因为不再符合数据："),
    "forget_query": ("Forget", "忘记"),
    "nothing_remembered": ("No query is remembered yet.", "还没有记住任何查询。"),
    "how_read": ("How it was read", "读取情况"),
    "what_it_means": ("What it means", "数据含义"),
    "meaning_file": ("Read from {path}", "读取自 {path}"),
    "meaning_none": (
        "Nobody has written down yet what this data means: other names, links, agreed metrics.",
        "还没有人写下这些数据的含义：别名、关联、约定的指标。",
    ),
    "meaning_notes": ("What does not fit", "不相符之处"),
    "meaning_first": ("Write a first draft", "写出初稿"),
    "meaning_again": ("Look for what is missing", "查找缺少的内容"),
    "meaning_draft_help": (
        "From what is known of the tables, and from the chat model where one is set. What is only guessed is proposed.",
        "依据对各表的了解，以及所设置的聊天模型。猜测的内容只作为建议。",
    ),
    "meaning_drafting": ("Describing {name}", "正在描述 {name}"),
    "meaning_saved": ("Saved: {name} is read with it from now on.", "已保存：从现在起按此理解 {name}。"),
    "meaning_not_saved": ("Not saved:", "未保存："),
    "meaning_whole": ("The whole file", "整个文件"),
    "proposed": ("Proposed: {n}", "建议：{n} 条"),
    "proposed_about": (
        "Nobody has agreed to these yet, and they change no answer before.",
        "这些尚未经人确认，确认之前不会影响任何回答。",
    ),
    "proposed_more": ("and {n} more", "另有 {n} 条"),
    "accept": ("Accept", "接受"),
    "decline": ("Turn down", "拒绝"),
    "accept_all": ("Accept all", "全部接受"),
    "decline_all": ("Turn all down", "全部拒绝"),
    "metrics": ("Agreed metrics", "约定的指标"),
    "metrics_about": (
        "SQL over table.column; other metrics may stand in it by their names.",
        "基于 表.列 的 SQL；其中可以用名称引用其他指标。",
    ),
    "names": ("Other names", "别名"),
    "names_about": (
        "The words that people use in questions, separated by commas.",
        "人们提问时使用的说法，用逗号分隔。",
    ),
    "meaning_table": ("Table", "表"),
    "whole_table": ("(the table)", "（整个表）"),
    "meaning_name": ("Name", "名称"),
    "meaning_expression": ("SQL", "SQL"),
    "meaning_names": ("Other names", "别名"),
    "meaning_about": ("What it says", "说明"),
    "meaning_unit": ("Unit", "单位"),
    "meaning_column": ("Column", "列"),
    "save": ("Save", "保存"),
    "source": ("Source", "出处"),
    "thanks": ("Thank you, this is kept for review.", "谢谢，已记下供审核。"),
    "why_wrong": ("What is wrong with this answer?", "这个回答哪里不对？"),
    "send_reason": ("Send", "提交"),
    "reason_kept": ("Kept for review, with your reason.", "已连同原因记下，供审核。"),
    "wrong_kept": (
        "Kept for review. Until somebody has looked, this answer is not shown as verified.",
        "已记下供审核。在有人查看之前，这个回答不再显示为已核实。",
    ),
    "remember": ("Remember this query", "记住这个查询"),
    "remember_hint": (
        "Asked again, also with other values or periods, it is then answered the same way.",
        "以后再问同样的问题（也可换成其他值或时间），都会这样回答。",
    ),
    "is_remembered": (
        "This query is remembered: asked again, it is answered the same way.",
        "这个查询已记住：再次提问时会同样回答。",
    ),
    "place_open": ("Open", "打开"),
    "not_added": ("Not added", "未添加"),
    "added": (
        "Added: {where}. It is kept on the list until you remove it.",
        "已添加：{where}。移除之前一直保留在列表中。",
    ),
    "list_not_kept": (
        "The list of sources could not be kept: {reason}. Set ASKBI_HOME to a folder that can be written.",
        "数据源列表无法保存：{reason}。请将 ASKBI_HOME 设为可写的文件夹。",
    ),
    "kind_given": ("Given at start", "启动时指定"),
    "kind_added": ("Added", "已添加"),
    "kind_upload": ("Uploaded", "已上传"),
    "kind_sample": ("Samples", "示例"),
    "entry_failed": ("not open", "未打开"),
    "read_again": ("Read again", "重新读取"),
    "fetch_again": ("Fetch again", "重新下载"),
    "reading_again": ("Reading {name} again", "正在重新读取 {name}"),
    "fetched": ("fetched {when}", "下载于 {when}"),
    "changed": (
        "The data has changed since it was read; answers are about the earlier state. Choose Read again.",
        "数据在读取之后已有变化，回答仍基于之前的状态。请选择“重新读取”。",
    ),
    "changed_now": ("{name} had changed and was read again.", "{name} 已有变化，现已重新读取。"),
    "unchanged": ("{name} has not changed since it was read.", "{name} 自读取以来没有变化。"),
    "not_read_again": ("Not read again", "未能重新读取"),
    "earlier_stays": ("The earlier state is still open and can be asked about.", "之前的状态仍然打开，可以继续提问。"),
    "rename": ("Rename", "重命名"),
    "rename_label": ("Name shown for this data", "此数据的显示名称"),
    "rename_do": ("Rename", "重命名"),
    "renamed": ("This data is called {name} from now on.", "此数据现在叫做 {name}。"),
    "remove": ("Remove", "移除"),
    "forget": ("Take it off the list", "从列表中移除"),
    "delete": ("Delete it", "删除"),
    "remove_path": (
        "It is only taken off this list. Its files, and the conversations about it, stay where they are.",
        "只是从列表中移除。文件和相关对话都保留在原处。",
    ),
    "remove_url": (
        "It is taken off this list, and the copy that was fetched is deleted with the conversations about it. "
        "What is at the address stays.",
        "从列表中移除，并删除已下载的副本和相关对话。网址上的内容不受影响。",
    ),
    "remove_upload": (
        "The uploaded files are deleted here, with the conversations about them.",
        "将删除此处上传的文件及相关对话。",
    ),
    "removed_path": (
        "{name} is off the list; its files stay where they are.",
        "{name} 已从列表中移除；文件保留在原处。",
    ),
    "removed_url": (
        "{name} is off the list, and the fetched copy is deleted.",
        "{name} 已从列表中移除，下载的副本已删除。",
    ),
    "removed_upload": ("{name} is deleted.", "{name} 已删除。"),
    "mend_and_again": (
        "Mend it and choose Read again, or choose other data.",
        "请修正后重新读取，或选择其他数据。",
    ),
    "as_role": (
        "You see this data as {role}: only what that role may see.",
        "您以 {role} 的身份查看：只显示该角色可见的内容。",
    ),
    "all_well": ("Everything fits: no row or value had to be set aside.", "全部符合格式：没有任何行或值被搁置。"),
    "look_at": (
        "{what} in {tables} did not fit and were set aside; see below.",
        "{tables}中有 {what}不合格式，已搁置；详见下文。",
    ),
    "and": (" and ", "、"),
    "value": ("1 value", "1 个值"),
    "values": ("{n} values", "{n} 个值"),
    "column": ("1 column", "1 列"),
    "columns": ("{n} columns", "{n} 列"),
    "columns_of": ("Columns ({n})", "列（{n}）"),
    "source_notes": ("Passed over", "说明"),
    "all_tables": ("Show all {n} tables", "显示全部 {n} 个表"),
    "head_table": ("Table", "表"), "head_rows": ("Rows", "行数"), "head_columns": ("Columns", "列数"),
    "head_grain": ("One row per", "每行对应"), "head_file": ("File", "文件"), "head_fit": ("Fit", "格式"),
    "head_line": ("Line", "行号"), "head_why": ("Why", "原因"), "head_text": ("As it stood", "原文"),
    "head_column": ("Column", "列"), "head_type": ("Type", "类型"), "head_read": ("How it was read", "读取方式"),
    "fits": ("all fits", "全部符合"),
    "set_aside_n": ("{what} set aside", "{what}已搁置"),
    "grain": ("每行对应一个 {keys}", "每行对应一个 {keys}"),
    "from_file": ("from {file}", "来自 {file}"),
    "also": ("Also", "另外"),
    "set_aside_all": ("Set aside: {total}", "已搁置：{total}"),
    "set_aside_first": ("Set aside: the first {n} of {total}", "已搁置：共 {total}，此处为前 {n}"),
    "set_aside_csv": ("All {n} as CSV", "全部 {n} 条（CSV）"),
    "what_to_do": (
        "What to do: mend these lines in the file and choose Read again, or go on without them; no answer counts them.",
        "怎么办：在文件中修正这些行后重新读取，或者不予理会；任何回答都不计入它们。",
    ),
    "more_columns": ("and {n} more columns", "还有 {n} 列"),
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
    "load_notes": ("How it was read", "读取说明"),
    "load_notes_role": ("What is in it", "包含的表"),
    "load_notes_aside": ("How it was read; {n} set aside", "读取说明；搁置 {n} 条"),
    "opening": ("Opening {name}", "正在打开 {name}"),
    "not_open": ("{name} could not be opened", "无法打开 {name}"),
    "not_open_defect": (
        "Something went wrong inside askbi while opening it; the terminal shows details. Other data still works.",
        "打开时 askbi 内部出错，详情见终端。其他数据仍可使用。",
    ),
    "other_data": (
        "Choose other data above, or add some.",
        "请在上方选择其他数据，或添加数据。",
    ),
    "try_again": ("Try again", "重试"),
    "no_data": ("There is no data yet", "还没有数据"),
    "no_data_hint": ("Add a file to ask about it.", "添加一个文件，即可提问。"),
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
    "xlsx": ("Excel", "Excel"),
    "sheet_rows": ("Rows", "数据"),
    "sheet_about": ("About", "说明"),
    "sheet_full": (
        "A sheet holds at most {rows} rows and {columns} columns; what is beyond is missing here. The CSV has all.",
        "工作表最多容纳 {rows} 行、{columns} 列，超出部分未包含在内。CSV 中有全部内容。",
    ),
    "about_question": ("Question", "问题"),
    "about_answer": ("Answer", "回答"),
    "about_note": ("Note", "注意"),
    "spot": ("Line {line}, column {column}", "第 {line} 行，第 {column} 列"),
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
    return (_WORDS.get(word) or EXPLORE_WORDS[word])[language == "zh"].format(**values)


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
    """Return a number of tables, columns, rows or values.

    >>> count_words("row", 1, "en"), count_words("table", 1200, "zh")
    ('1 row', '1,200 个表')
    """
    return say(noun, language) if count == 1 else say(f"{noun}s", language, n=f"{count:,}")
