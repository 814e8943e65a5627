"""Which columns look as if they said something about a person.

Owns the judgement by name, on the careful side: a column that is taken for personal without being so costs a hint to a
model, the other error sends somebody's name away. Refuses to look at values.
"""

from __future__ import annotations

from typing import Final

from copilot.linking.words import name_words

_PERSONAL: Final = frozenset(
    "name forename surname firstname lastname fullname fname lname nickname maiden email mail phone telephone mobile "
    "cell fax address street house apartment zip zipcode postcode postal ssn passport licence license iban account "
    "card birth birthday birthdate dob born age gender sex race ethnicity religion marital salary wage income "
    "diagnosis disease symptom password login user username ip latitude longitude lat lon signature comment note "
    "remark message".split()
)
_PERSONAL_CHINESE: Final = (
    "姓名", "名字", "姓", "电话", "手机", "邮箱", "地址", "身份证", "生日", "出生", "年龄", "性别", "民族", "工资",
    "薪水", "密码", "账号", "卡号", "备注", "联系人",
)  # fmt: skip


def looks_personal(column: str) -> bool:
    """Tell whether a column's name says that its values may be about a person.

    >>> looks_personal("customer_email"), looks_personal("收货地址"), looks_personal("category")
    (True, True, False)
    """
    return bool(_PERSONAL.intersection(name_words(column))) or any(word in column for word in _PERSONAL_CHINESE)
