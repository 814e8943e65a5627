"""The words of the Explore page in English and Chinese.

Owns its labels and hints. What a profile says comes from `insight.profile`.
"""

from __future__ import annotations

EXPLORE_WORDS: dict[str, tuple[str, str]] = {
    "page_explore": ("Explore", "探索"),
    "explore_looking": ("Looking at the data", "正在查看数据"),
    "explore_stopped": (
        "You stopped it; this is what there was until then.", "已停止；以下是停止前完成的部分。"
    ),
    "explore_again": ("Look again", "重新查看"),
    "explore_defect": (
        "The data could not be looked at; the Data page says how it was read.",
        "无法查看这些数据；“数据”页说明了读取情况。",
    ),
    "explore_file": ("Download as one page", "下载为单个网页"),
    "explore_file_help": (
        "One HTML file that opens anywhere and loads nothing",
        "一个 HTML 文件，任何地方都能打开，不加载任何内容",
    ),
    "explore_overview": ("Overview", "总览"),
    "explore_which": ("Show", "显示"),
    "explore_worst": ("What needs a look first", "最需要留意的问题"),
    "explore_more_alerts": ("{n} more, in the tables", "另有 {n} 条，见各表"),
    "explore_worth": ("Worth a look", "值得一看"),
    "explore_trying": ("Trying questions", "正在尝试问题"),
    "explore_no_chart": (
        "No question about this data tells more than chance would.", "没有问题能得出比偶然更多的结果。"
    ),
    "explore_ask": ("Ask this", "提这个问题"),
    "explore_rows": ("Show the rows", "查看这些行"),
    "explore_repair": ("Preview the repair", "预览修复"),
    "explore_before": ("before", "修复前"),
    "explore_after": ("after", "修复后"),
    "explore_count": ("rows", "行数"),
    "explore_no_rows": ("No rows came back: {why}", "没有取得数据行：{why}"),
    "explore_find": ("Find a column", "查找列"),
    "explore_more": ("Show {n} more", "再显示 {n} 列"),
    "explore_none_found": ("No column is called so.", "没有这样的列。"),
    "explore_clean": ("All repairs together", "全部修复"),
    "explore_clean_hint": (
        "A view that shows the table with all of this mended. The data itself is not changed.",
        "一个视图，展示修复以上全部问题后的表。数据本身不会改变。",
    ),
    "explore_clean_rows": ("Preview the view", "预览视图"),
    "view_keep": ("Keep as {name}", "保存为 {name}"),
    "view_kept": (
        "Kept as {name}: SQL over this data may name it like a table.",
        "已保存为 {name}：针对这些数据的 SQL 可以像表一样使用它。",
    ),
    "view_forget": ("Forget it", "不再保存"),
    "compare": ("Compare", "对比"),
    "compare_hint": (
        "Hold this table against another one, or its later rows against the earlier ones: which columns came and went, "
        "which drifted by more than chance, and by how much.",
        "将此表与另一张表对比，或将后期的行与前期的行对比：哪些列增加或消失，哪些列的变化超出偶然、变化多大。",
    ),
    "compare_with": ("With", "对比对象"),
    "compare_time": ("its own past", "自身的过去"),
    "compare_table": ("another table", "另一张表"),
    "compare_day": ("Since", "起始日期"),
    "compare_now": ("Compare", "对比"),
    "compare_running": ("Comparing", "正在对比"),
    "compare_same": ("No column changed by more than chance would.", "没有列的变化超出偶然。"),
    "compare_rest": ("{n} columns did not change by more than chance.", "有 {n} 列的变化未超出偶然。"),
    "compare_size": ("Size", "程度"),
    "compare_what": ("What changed", "变化"),
    "size_none": ("–", "–"),
    "size_small": ("small", "小"),
    "size_medium": ("medium", "中"),
    "size_large": ("large", "大"),
    "deep": ("Deep profile", "深度概况"),
    "deep_hint": (
        "ydata-profiling over a sample of this table: correlations, interactions of missing values, every column at "
        "length. Takes some seconds, up to three minutes; nothing leaves this computer.",
        "用 ydata-profiling 分析此表的样本：相关性、缺失值、每列的详细情况。"
        "需要几秒到三分钟；任何内容都不会离开这台电脑。",
    ),
    "deep_now": ("Make it", "生成"),
    "deep_running": ("Looking deeper", "正在深入分析"),
    "deep_of": ("Made from {rows}, evenly spread over {of}.", "取自 {rows}（均匀分布于 {of} 行）。"),
}  # fmt: skip
