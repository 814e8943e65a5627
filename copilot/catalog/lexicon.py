"""Words that column and table names are made of, English and Chinese, as data.

Owns which word hints at what (identifier, measure, place, unit ...). Refuses to decide: the values of a column outweigh
its name, and weighing the two belongs to `roles`, `keys` and `relations`. All words are lower case and singular.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ID_WORDS = _words(
    "id key code no nr nbr num number uuid guid sku isbn ean iban pk fk identifier ref 编号 编码 代码 号 号码 "
    "标识 主键 代号 工号 学号 单号 卡号"
)
"""Last words of a name that make it an identifier."""

FUSED_ID_ENDINGS = ("uuid", "guid", "num", "nbr", "code")
"""Endings that mark an identifier even without a separator, such as `tailnum`; `id` is not here (`paid`, `humid`)."""

ENDING_IN_ID = _words(
    "paid unpaid bid amid acid aid avid braid covid druid fluid forbid fraud grid hid hybrid humid kid laid liquid "
    "lipid lucid madrid maid mid placid plaid prepaid rabid raid rapid repaid rid rigid said sid skid slid solid "
    "squid stupid timid unsaid valid vivid void avoid horrid orchid candid"
)
"""Words of a few letters that end like an identifier and are none."""

PERSONAL_NUMBERS = _words("card iban ssn passport ip 银行卡 身份证 护照")
"""Numbers that belong to a person or a machine, and differ from row to row without naming the row."""

SEQUENCE_WORDS = _words("seq sequence position pos ordinal idx rownum lineno linenumber step 序号 行号 序列 次序")
COUNTED_LINE_WORDS = _words("line row item seq sequence step 行 项")
"""With an identifier word after them (`line_no`) they count places within something larger."""

TIME_PARTS: dict[str, tuple[tuple[float, float], ...]] = {
    "year": ((1000, 2999), (0, 99)),
    "yr": ((1000, 2999), (0, 99)),
    "年": ((1000, 2999),),
    "年份": ((1000, 2999),),
    "年度": ((1000, 2999),),
    "quarter": ((1, 4), (10001, 29994)),
    "qtr": ((1, 4), (10001, 29994)),
    "季度": ((1, 4),),
    "month": ((1, 12), (100001, 299912)),
    "mon": ((1, 12),),
    "yyyymm": ((100001, 299912),),
    "月": ((1, 12), (100001, 299912)),
    "月份": ((1, 12), (100001, 299912)),
    "week": ((0, 53), (100001, 299953)),
    "周": ((0, 53),),
    "weekday": ((0, 7),),
    "dow": ((0, 7),),
    "星期": ((0, 7),),
    "day": ((1, 31), (1, 366)),
    "doy": ((1, 366),),
    "日": ((1, 31),),
    "hour": ((0, 24),),
    "hr": ((0, 24),),
    "小时": ((0, 24),),
    "minute": ((0, 60),),
    "second": ((0, 60),),
}
"""Last word of a name -> ranges, any of which the whole numbers must lie in to be a part of a date."""

CLOCK_WORDS = _words("time hhmm clock tm 时间 时刻")
"""Whole numbers with such a name may be clock times written 1730."""

ADDITIVE = _words(
    "amount amt total sum quantity qty count cnt sale revenue turnover income earning profit gain loss cost "
    "expense spend spending budget payment paid fee tax duty charge discount refund deposit withdrawal volume "
    "units sold ordered weight distance mileage duration elapsed delay length area population capacity production "
    "output consumption usage visit click view impression download session vote point goal death birth case "
    "calorie salary wage bonus commission value precipitation precip rain rainfall snow snowfall 金额 总额 合计 "
    "总计 数量 件数 销量 销售额 营业额 收入 利润 成本 费用 支出 预算 税额 税 运费 折扣额 退款 重量 体积 里程 距离 "
    "时长 面积 人数 人口 次数 点击 浏览 产量 库存量 工资 奖金 额 量"
)
"""Measures whose sum over rows means something."""

NON_ADDITIVE = _words(
    "price rate ratio pct percent percentage share proportion probability prob avg average mean median std stddev "
    "variance min max minimum maximum age temperature temp humidity pressure speed velocity gust score rating "
    "grade index rank ranking level margin yield efficiency accuracy density concentration ph voltage altitude "
    "alt elevation height depth width thickness direction dir bearing angle heading visibility exponent factor "
    "coefficient weighting balance stock inventory gpa bmi precision recall frequency interest apr unit per 单价 "
    "价格 售价 定价 价 率 比率 比例 占比 百分比 平均 均价 均值 年龄 温度 气温 湿度 气压 速度 评分 分数 得分 等级 "
    "指数 排名 高度 海拔 深度 宽度 方向 余额 库存 折扣 汇率 利率"
)
"""Measures of which a sum means nothing; one such word outweighs an additive one (`unit_cost`, `discount_rate`)."""

DIMENSION_NUMBERS = _words(
    "type class category group level tier grade status state tz timezone version rating rank ranking priority "
    "generation cluster segment bucket band zone floor terminal gate route channel stage phase season round 类型 "
    "类别 等级 级别 状态 版本"
)
"""Whole numbers with few values and such a name are labels."""

FLAG_WORDS = _words("is has was can should flag active enabled deleted valid 是否 有无 标志")
FLAG_PAIRS: tuple[frozenset[str], ...] = tuple(
    frozenset(pair)
    for pair in (
        ("y", "n"),
        ("yes", "no"),
        ("true", "false"),
        ("t", "f"),
        ("0", "1"),
        ("on", "off"),
        ("是", "否"),
        ("有", "无"),
    )
)

GEOGRAPHY = _words(
    "country nation city town village state province region county district municipality continent territory "
    "prefecture zip zipcode postcode postal borough neighborhood neighbourhood suburb 国家 国 省 省份 城市 市 县 "
    "区县 地区 区域 大区 州 洲 镇 乡 村 街道 邮编"
)
COORDINATES = _words("lat latitude lon lng long longitude 纬度 经度")

NAME_WORDS = _words(
    "name title label fullname firstname lastname surname nickname caption brand 名称 姓名 名字 名 标题 品名 品牌"
)
CONTACT = _words(
    "email mail phone telephone tel mobile fax url uri link website homepage ip mac password passwd hash token "
    "邮箱 电子邮件 电话 手机 手机号 传真 网址 密码 身份证 身份证号"
)
"""Values that nobody asks for by name, and that should not be spread."""
FREE_TEXT = _words(
    "description desc comment note remark message body content text summary review feedback abstract bio address "
    "detail memo 描述 说明 备注 评论 留言 内容 正文 摘要 简介 地址 详情"
)

DATING = _words(
    "date datetime time timestamp ts hour day month order sale sold transaction trade event created create posted "
    "booked recorded measured observed logged occurred happened at on when period 日期 时间 时刻 下单 交易 发生 "
    "创建 记录"
)
"""Words in the name of the date that says when a row happened."""
SIDE_DATES = _words(
    "birth birthday dob born updated update modified modify changed closed close launched launch opened open "
    "expiry expire expired expiration expires end ended finish finished due deadline deleted cancelled canceled "
    "retired terminated ship shipped delivered delivery returned renewed valid last next 出生 生日 更新 修改 关闭 "
    "结束 到期 过期 截止 发货 送达 交付 上市 开业 注销"
)
"""Words in the names of dates that say something else about a row."""
NEVER_DATES = _words("birth birthday dob born expiry expire expired expiration expires 出生 生日 到期 过期")
"""Dates of this kind do not place a row in time even where there is no other."""

CALENDAR_TABLES = _words("calendar date day 日历 日期")
SELF_WORDS = _words(
    "parent manager supervisor boss superior mentor referrer predecessor reply root 上级 父 经理 主管 推荐"
)
"""First words of a column that points at its own table."""

GENERIC = ID_WORDS | _words(
    "name type date time value status description title label category class group state year month day hour "
    "minute timestamp created updated number index 名称 类型 日期 时间 状态 备注"
)
"""Names made of these words alone are shared by tables that have nothing to do with each other."""

TABLE_WRAPPING = _words(
    "dim dimension fact fct tbl table stg staging raw vw view t d f v master data info list 表 信息 维度 明细表"
)
"""Words around a table's own name (`dim_customer`)."""

UNITS: dict[str, str] = {
    "km": "km", "kilometer": "km", "kilometre": "km", "mile": "miles", "meter": "m", "metre": "m", "cm": "cm",
    "mm": "mm", "ft": "ft", "feet": "ft", "inch": "inches", "inches": "inches", "sqm": "m²", "m2": "m²",
    "sqft": "sq ft", "sqkm": "km²", "ha": "ha", "acre": "acres", "kg": "kg", "kilogram": "kg", "gram": "g",
    "lb": "lb", "pound": "lb", "oz": "oz", "tonne": "t", "liter": "l", "litre": "l", "ml": "ml", "usd": "USD",
    "dollar": "USD", "eur": "EUR", "euro": "EUR", "gbp": "GBP", "cny": "CNY", "rmb": "CNY", "jpy": "JPY",
    "inr": "INR", "chf": "CHF", "cad": "CAD", "aud": "AUD", "hkd": "HKD", "pct": "%", "percent": "%",
    "percentage": "%", "mph": "mph", "kmh": "km/h", "kph": "km/h", "celsius": "°C", "fahrenheit": "°F", "kwh": "kWh",
    "mwh": "MWh", "kw": "kW", "mw": "MW", "mb": "MB", "gb": "GB", "ms": "ms", "seconds": "seconds",
    "secs": "seconds", "minutes": "minutes", "mins": "minutes", "hours": "hours", "hrs": "hours", "days": "days",
    "weeks": "weeks", "months": "months", "years": "years", "公里": "km", "千米": "km", "米": "m", "平方米": "m²",
    "平米": "m²", "公斤": "kg", "千克": "kg", "吨": "t", "美元": "USD", "欧元": "EUR", "人民币": "CNY", "元": "CNY",
    "分钟": "minutes", "天数": "days", "百分比": "%",
}  # fmt: skip
"""Last word of a name -> unit, only where the word can mean nothing else there."""
PLURAL_UNITS = _words("seconds secs minutes mins hours hrs days weeks months years")
"""Units whose singular is a part of a date (`hour`), so that only the plural says a length of time."""

ALL_WORDS: frozenset[str] = (
    ID_WORDS | SEQUENCE_WORDS | COUNTED_LINE_WORDS | frozenset(TIME_PARTS) | CLOCK_WORDS | ADDITIVE | NON_ADDITIVE
    | DIMENSION_NUMBERS | FLAG_WORDS | GEOGRAPHY | COORDINATES | NAME_WORDS | CONTACT | FREE_TEXT | DATING | SIDE_DATES
    | SELF_WORDS | TABLE_WRAPPING | frozenset(UNITS)
)  # fmt: skip
