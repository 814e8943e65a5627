"""Words that tell what values are, as data.

Owns lists of words alone. Refuses to judge.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PERSON_WORDS = _words(
    "person patient employee staff student teacher author passenger driver doctor salesperson fullname firstname "
    "lastname surname forename nickname instructor nurse physician cashier 姓名 名字 联系人 收货人 业务员 销售员 姓"
)
"""A column with such a name holds names of people."""
MAYBE_PERSON_WORDS = _words(
    "customer client contact owner member guest agent manager user holder applicant subscriber borrower reader player "
    "客户 会员 负责人 经理"
)
"""The same, or those of firms."""
PHONE_WORDS = _words("phone telephone tel mobile cell fax msisdn 电话 手机 手机号 联系电话 传真")
BIRTH_WORDS = _words("birth birthday birthdate dob born 出生 生日 出生日期")
MONEY_WORDS = _words(
    "price amount revenue sale cost fee tax salary wage payment income profit discount budget fare turnover spend "
    "charge balance deposit premium rent 金额 价格 单价 销售额 收入 成本 费用 工资 薪水 利润 余额 票价"
)
PERCENT_WORDS = _words("pct percent percentage share 占比 百分比 比例")
ADDRESS_WORDS = _words(
    "street st avenue ave road rd lane ln drive dr boulevard blvd way court ct place square straße strasse str platz "
    "weg allee gasse rue via calle"
)
YES_NO = _words("y n yes no true false t f 0 1 on off ja nein oui non si 是 否 有 无 对 错")

US_STATES = _words(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
)

FIRST_NAMES = _words(
    "james john robert michael william david richard joseph thomas charles daniel matthew anthony mark paul steven "
    "andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey ryan jacob gary nicholas eric "
    "jonathan stephen larry justin scott brandon frank benjamin gregory samuel raymond patrick alexander jack dennis "
    "jerry mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra "
    "ashley dorothy kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia "
    "kathleen amy shirley angela helen anna brenda pamela nicole ruth katherine samantha christine emma catherine "
    "virginia rachel carolyn janet maria heather diane olivia julia joyce victoria kelly lauren christina joan "
    "evelyn alice grace sophia sophie mia isabella charlotte amelia lucas liam noah oliver elijah henry theodore leo "
    "max felix paula peter hans klaus anke jan lars sven ole ingrid eva hanna lena marie claire pierre jean luc louis "
    "camille chloe lea manon jose juan carlos luis miguel pedro sofia lucia carmen marco luca giulia elena ivan olga "
    "natasha dmitri ahmed mohammed fatima ali omar aisha priya raj amit anita wei ming hiroshi yuki ken akira "
    "tom tim ben sam kate jane ann anne nina clara ida nora ella zoe ian neil adam aaron alan albert arthur "
    "carl craig dan dave diego erik fiona frances gloria hugo irene jake joe judith karl leon lily lucy martin martha "
    "nick oscar philip ralph rosa sara simon stefan tina tony vera walter"
)
CHINESE_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)

PLACEHOLDERS = _words(
    "n/a na n.a. #n/a #na null none nil - -- --- ? ?? unknown unk undefined missing xxx xx tbd tba nan n.k. "
    "#ref! #value! 无 未知 暂无 空 不详 未填 待定 /"
) | frozenset({"not available", "not applicable", "no data", "not specified", ""})
"""Texts that stand for no value, lower case."""
PLACEHOLDER_DAYS = (
    "0001-01-01", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "2099-12-31",
    "2199-12-31", "2999-12-31", "9999-12-31",
)  # fmt: skip
PLACEHOLDER_NUMBERS = (
    -1, -9, -99, -999, -9999, -99999, -999999, 0, 99, 999, 9999, 99999, 999999, 9999999, 99999999, 999999999,
)  # fmt: skip

NEVER_NEGATIVE = _words(
    "quantity qty price age height weight distance duration population area stock seats count cnt units length width "
    "depth salary wage minutes hours days seconds size capacity mileage speed humidity guests pages visitors "
    "attendance 数量 单价 价格 年龄 身高 体重 距离 时长 人口 面积 库存 件数 人数 工资"
)
NEVER_ZERO = _words("height weight age price area bodyweight bmi pulse pressure 身高 体重 年龄 单价 价格 面积 血压")
BOUNDS: tuple[tuple[frozenset[str], float, float], ...] = (
    (_words("age 年龄"), 0, 120),
    (_words("pct percent percentage humidity 百分比 占比 湿度"), 0, 100),
    (_words("lat latitude 纬度"), -90, 90),
    (_words("lon lng longitude 经度"), -180, 180),
    (_words("month 月份"), 1, 12),
)
"""Words of a name with the least and the most that is possible."""
