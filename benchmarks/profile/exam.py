"""Small data sets with planted structure, and twins without it, to measure what a data profiler finds.

Written without sight of the profiler, and committed before its first run.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import string
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

KINDS = (
    "key",
    "composite_key",
    "near_key",
    "dependency",
    "broken_dependency",
    "derived",
    "foreign_key",
    "broken_reference",
    "hierarchy",
    "dirty_category",
    "placeholder",
    "mixed_type",
    "stored_as_text",
    "impossible",
    "personal",
    "time_gap",
    "duplicate_rows",
    "missing_together",
    "constant",
)
Option = tuple[str, Callable[[], None]]
TODAY = dt.date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Planted:
    """One piece of structure that is true of a world; details["planted"] is False if it merely follows."""

    kind: str
    table: str
    columns: tuple[str, ...]
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """A named set of tables and everything of KINDS that is true of them."""

    name: str
    tables: Mapping[str, pa.Table]
    truth: tuple[Planted, ...]


# ---------------------------------------------------------------- vocabularies

GEO: dict[str, dict[str, list[str]]] = {
    "United Kingdom": {
        "Greater London": ["Camden", "Croydon", "Hackney"],
        "Yorkshire": ["Leeds", "Sheffield", "Hull"],
        "Scotland": ["Edinburgh", "Glasgow", "Aberdeen"],
    },
    "United States": {
        "California": ["San Diego", "Oakland", "Fresno"],
        "Texas": ["Houston", "Dallas", "El Paso"],
        "Illinois": ["Chicago", "Peoria", "Naperville"],
    },
    "Germany": {
        "Bavaria": ["Munich", "Nuremberg", "Augsburg"],
        "Hesse": ["Frankfurt", "Kassel", "Darmstadt"],
        "Saxony": ["Leipzig", "Dresden", "Chemnitz"],
    },
    "France": {
        "Brittany": ["Rennes", "Brest", "Quimper"],
        "Occitanie": ["Toulouse", "Montpellier", "Albi"],
        "Normandy": ["Rouen", "Caen", "Le Havre"],
    },
    "Spain": {
        "Andalusia": ["Seville", "Granada", "Malaga"],
        "Catalonia": ["Barcelona", "Girona", "Tarragona"],
        "Galicia": ["Vigo", "Lugo", "Santiago"],
    },
}
GOODS: dict[str, dict[str, list[str]]] = {
    "Grocery": {
        "Bakery": ["Rye bread", "Butter croissant", "Bagel"],
        "Dairy": ["Whole milk", "Greek yoghurt", "Brie"],
        "Produce": ["Bananas", "Avocado", "Spinach"],
    },
    "Household": {
        "Cleaning": ["Dish soap", "Glass cleaner", "Bleach"],
        "Paper": ["Kitchen roll", "Napkins", "Tissues"],
    },
    "Apparel": {
        "Menswear": ["Oxford shirt", "Chinos", "Wool socks"],
        "Womenswear": ["Wrap dress", "Blouse", "Cardigan"],
    },
    "Electronics": {"Audio": ["Headphones", "Soundbar", "Turntable"], "Computing": ["Keyboard", "Webcam", "Monitor"]},
}
CARS: dict[str, dict[str, list[str]]] = {
    "Europe": {
        "Volkswagen": ["Golf", "Passat", "Tiguan"],
        "Renault": ["Clio", "Megane", "Captur"],
        "Fiat": ["Panda", "Tipo"],
    },
    "Asia": {"Toyota": ["Corolla", "Yaris", "Prius"], "Hyundai": ["Kona", "Tucson"], "Mazda": ["Miata", "Demio"]},
    "America": {"Chevrolet": ["Malibu", "Impala"], "Chrysler": ["Pacifica", "Voyager"]},
}
BOOKS: dict[str, dict[str, list[str]]] = {
    "Fiction": {"Crime": ["Detective", "Noir", "Courtroom"], "Fantasy": ["Epic quest", "Fairy tale", "Urban magic"]},
    "Nonfiction": {
        "History": ["Antiquity", "Middle Ages", "Modern era"],
        "Science": ["Astronomy", "Botany", "Genetics"],
        "Travel": ["Guidebook", "Travelogue"],
    },
    "Children": {"Picture books": ["Animals", "Bedtime"], "Young readers": ["Adventure", "School life"]},
}
ORG: dict[str, dict[str, list[str]]] = {
    "Operations": {"Logistics": ["Inbound", "Outbound", "Customs"], "Facilities": ["Cleaning crew", "Security desk"]},
    "Commercial": {
        "Sales": ["Key accounts", "Inside sales", "Partner sales"],
        "Marketing": ["Brand", "Events", "Search"],
    },
    "Technology": {"Engineering": ["Platform", "Mobile", "Payments"], "Data": ["Analytics", "Reporting"]},
    "Administration": {"Finance": ["Payroll", "Controlling"], "Legal": ["Contracts", "Compliance"]},
}
ILLS: dict[str, dict[str, list[str]]] = {
    "Circulatory": {
        "Hypertension": ["Essential hypertension", "Renal hypertension"],
        "Heart failure": ["Left heart failure", "Congestive failure"],
    },
    "Respiratory": {"Infection": ["Pneumonia", "Bronchitis", "Influenza"], "Chronic": ["Asthma", "Emphysema"]},
    "Injury": {"Fracture": ["Wrist fracture", "Hip fracture", "Ankle fracture"], "Burn": ["Scald", "Chemical burn"]},
    "Digestive": {"Stomach": ["Gastritis", "Gastric ulcer"], "Bowel": ["Appendicitis", "Colitis", "Diverticulitis"]},
}
TREES: dict[str, tuple[tuple[str, str, str], dict[str, dict[str, list[str]]]]] = {
    "geo": (("country", "state", "city"), GEO),
    "goods": (("department", "category", "article"), GOODS),
    "cars": (("market", "make", "model"), CARS),
    "books": (("section", "genre", "shelf"), BOOKS),
    "org": (("division", "department", "team"), ORG),
    "ills": (("chapter", "diagnosis group", "diagnosis"), ILLS),
}
REGIONS = ["North West", "South East", "Midlands", "Coastal", "Highlands", "Capital"]
FIRST = (
    "Anna Peter Maria James Sofia Liam Chloe Ahmed Ingrid Pablo Mei Tomasz Olga Marco Fatima Henrik Laura Victor "
    "Yuki Daniel Amelia Robert Nadia Oscar Helen Karim Elena Simon Priya Lucas Greta Samuel"
).split()
LAST = (
    "Smith Smyth Schmidt Garcia Dubois Novak Kowalski Rossi Johansson Tanaka Okafor Murphy Hughes Hansen Hanson "
    "Fischer Moreau Silva Costa Petrov Ivanova Nguyen Patel Kumar Haddad Meyer Maier Baker Barker Walsh"
).split()
STREETS = "Oak Street;Mill Lane;High Street;Station Road;Church Avenue;Park Drive;King Street;Elm Court".split(";")
ZH = {
    "order": "订单编号",
    "order number": "订单号",
    "customer": "客户编号",
    "store": "门店",
    "region": "地区",
    "city": "城市",
    "country": "国家",
    "state": "省份",
    "quantity": "数量",
    "unit price": "单价",
    "total": "总额",
    "order date": "下单日期",
    "status": "状态",
    "payment method": "支付方式",
    "age": "年龄",
    "email": "电子邮箱",
    "phone": "电话",
    "channel": "渠道",
    "discount": "折扣",
    "currency": "币种",
    "guest name": "姓名",
    "date": "日期",
    "amount": "金额",
    "balance change": "余额变动",
    "department": "部门",
    "category": "类别",
    "article": "商品",
    "birth date": "出生日期",
    "shipping fee": "运费",
    "line number": "行号",
    "product": "产品编号",
    "weight kg": "重量",
    "latitude": "纬度",
    "longitude": "经度",
    "warehouse": "仓库",
    "sku": "货号",
    "on hand": "现有库存",
    "reserved": "预留库存",
    "available": "可用库存",
    "supplier": "供应商",
    "count date": "盘点日期",
    "bin": "库位",
    "unit cost": "单位成本",
    "stock value": "库存金额",
    "table number": "桌号",
    "dish": "菜品",
    "tip": "小费",
    "bill": "账单",
    "party size": "人数",
    "waiter": "服务员",
}
TERSE = {
    "quantity": "qty",
    "amount": "amt",
    "number": "no",
    "customer": "cust",
    "order": "ord",
    "date": "dt",
    "price": "prc",
    "department": "dept",
    "category": "cat",
    "product": "prod",
    "percentage": "pct",
    "employee": "emp",
    "code": "cd",
    "total": "tot",
    "account": "acct",
    "transaction": "txn",
    "temperature": "temp",
    "description": "desc",
    "duration": "dur",
    "minutes": "min",
    "payment": "pmt",
    "status": "stat",
    "warehouse": "whse",
    "currency": "curr",
    "birth": "birth",
    "address": "addr",
    "region": "reg",
    "discount": "disc",
    "average": "avg",
    "reference": "ref",
}


def styled(phrase: str, style: str) -> str:
    """The column name for a phrase in one of the naming styles."""
    words = phrase.split()
    if style == "zh" and phrase in ZH:
        return ZH[phrase]
    if style == "camel":
        return words[0] + "".join(w.capitalize() for w in words[1:])
    if style == "pascal":
        return "".join(w.capitalize() for w in words)
    if style == "title":
        return " ".join(w.capitalize() for w in words)
    if style == "upper":
        return "_".join(words).upper()
    if style == "terse":
        return "_".join(TERSE.get(w, w) for w in words)
    if style == "kebab":
        return "-".join(words)
    return "_".join(words)


# ---------------------------------------------------------------- personal values


def luhn(digits: str) -> str:
    """The digits with their Luhn check digit."""
    total = 0
    for i, ch in enumerate(reversed(digits)):
        d = int(ch) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return digits + str(-total % 10)


def iban(country: str, bban: str) -> str:
    """A valid IBAN of a country and a basic account number."""
    text = "".join(str(int(ch, 36)) for ch in bban + country + "00")
    return f"{country}{98 - int(text) % 97:02d}{bban}"


def digits_of(g: np.random.Generator, n: int) -> str:
    """A text of n random digits."""
    return "".join(str(d) for d in g.integers(0, 10, n).tolist())


def national_id(g: np.random.Generator, which: str) -> str:
    """A national id with valid check digits: Spanish DNI, Brazilian CPF, Polish PESEL or Chinese resident id."""
    day = dt.date(1945, 1, 1) + dt.timedelta(days=int(g.integers(0, 20000)))
    if which == "dni":
        num = int(g.integers(10_000_000, 99_999_999))
        return f"{num}{'TRWAGMYFPDXBNJZSQVHLCKE'[num % 23]}"
    if which == "cpf":
        base = [int(x) for x in digits_of(g, 9)]
        for size in (10, 11):
            rest = sum(d * w for d, w in zip(base, range(size, 1, -1), strict=True)) * 10 % 11
            base.append(0 if rest == 10 else rest)
        t = "".join(map(str, base))
        return f"{t[:3]}.{t[3:6]}.{t[6:9]}-{t[9:]}"
    if which == "pesel":
        month = day.month + (20 if day.year >= 2000 else 0)
        t = f"{day.year % 100:02d}{month:02d}{day.day:02d}{digits_of(g, 4)}"
        total = sum(int(d) * w for d, w in zip(t, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3), strict=True))
        return t + str(-total % 10)
    place = ("110101", "310104", "440106", "510107")[int(g.integers(0, 4))]
    t = f"{place}{day:%Y%m%d}{int(g.integers(1, 999)):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return t + "10X98765432"[sum(int(d) * w for d, w in zip(t, weights, strict=True)) % 11]


def person(g: np.random.Generator) -> str:
    """A full name."""
    return f"{FIRST[int(g.integers(0, len(FIRST)))]} {LAST[int(g.integers(0, len(LAST)))]}"


def personal_value(g: np.random.Generator, what: str, flavour: int) -> Any:
    """One value of a personal kind; the flavour chooses among its formats."""
    if what == "email":
        first, last = person(g).lower().split()
        host = ("gmail.com", "outlook.com", "web.de", "yahoo.co.uk", "orange.fr")[int(g.integers(0, 5))]
        return f"{first}.{last}{int(g.integers(1, 90))}@{host}"
    if what == "phone":
        if flavour % 3 == 0:
            return f"+44 7{digits_of(g, 3)} {digits_of(g, 6)}"
        if flavour % 3 == 1:
            return f"({int(g.integers(201, 989))}) {int(g.integers(200, 999))}-{digits_of(g, 4)}"
        return f"+49 {int(g.integers(151, 179))} {int(g.integers(1_000_000, 9_999_999))}"
    if what == "person":
        first, last = person(g).split()
        return f"{last}, {first}" if flavour % 3 == 2 else f"{first} {last}"
    if what == "address":
        street = STREETS[int(g.integers(0, len(STREETS)))]
        return f"{int(g.integers(1, 240))} {street}" + (f", Apt {int(g.integers(1, 40))}" if flavour % 2 else "")
    if what == "card_number":
        t = luhn(("4", "51", "53", "4")[int(g.integers(0, 4))].ljust(2, "5") + digits_of(g, 13))
        return f"{t[:4]} {t[4:8]} {t[8:12]} {t[12:]}" if flavour % 2 else t
    if what == "iban":
        t = iban("DE", digits_of(g, 18)) if flavour % 2 else iban("NL", "ABNA" + digits_of(g, 10))
        return t if flavour % 3 else " ".join(t[i : i + 4] for i in range(0, len(t), 4))
    if what == "date_of_birth":
        return dt.date(1938, 1, 1) + dt.timedelta(days=int(g.integers(0, 25000)))
    if what == "national_id":
        return national_id(g, ("dni", "cpf", "pesel", "cn")[flavour % 4])
    return ".".join(str(x) for x in g.integers(1, 254, 4).tolist())


PERSONAL_NAMES: dict[str, list[str]] = {
    "email": ["email", "contact email", "mail", "e mail address"],
    "phone": ["phone", "mobile", "phone number", "contact"],
    "person": ["full name", "contact name", "guest name", "holder"],
    "address": ["street address", "address", "home address"],
    "card_number": ["card number", "credit card", "pan"],
    "iban": ["iban", "bank account", "payout account"],
    "date_of_birth": ["birth date", "date of birth", "dob"],
    "national_id": ["national id", "citizen id", "id document"],
    "ip_address": ["ip address", "client ip", "source host"],
}
NEUTRAL = [
    ("channel", ["Web", "Branch", "Partner", "App"]),
    ("segment", ["Consumer", "Corporate", "Public sector"]),
    ("source file", ["batch_a.csv", "batch_b.csv", "manual.xlsx"]),
    ("priority class", ["Gold", "Silver", "Bronze"]),
    ("workflow step", ["Intake", "Review", "Approval", "Closing"]),
    ("template", ["T-100", "T-200", "T-310", "T-450"]),
]
CONSTANTS: list[tuple[str, Any]] = [
    ("currency", "EUR"),
    ("source system", "SAP"),
    ("schema version", 3),
    ("tenant", "acme"),
    ("record type", "STD"),
    ("is deleted", False),
    ("unit", "pcs"),
    ("time zone", "UTC"),
    ("vat rate", 0.19),
]
IMPOSSIBLE_NAMES: dict[str, list[str]] = {
    "age": ["age", "age years"],
    "pct": ["completion percentage", "attendance percent", "share percent"],
    "lat": ["latitude"],
    "lon": ["longitude"],
    "count": ["quantity", "headcount", "items count"],
    "birth": ["birth date", "date of birth"],
    "hour": ["hour of day"],
    "month": ["month of year"],
    "humidity": ["humidity percent"],
    "length": ["length cm", "height cm"],
}
DEP_NAMES: list[tuple[str, list[str]]] = [
    ("region", REGIONS),
    ("manager group", ["Group Red", "Group Blue", "Group Green"]),
    ("cost center", ["CC-1040", "CC-1050", "CC-2010", "CC-3300"]),
    ("tax class", ["Standard", "Reduced", "Exempt"]),
    ("risk class", ["low", "medium", "high"]),
    ("owner team", ["Falcon", "Heron", "Kestrel", "Osprey"]),
    ("zone", ["Z1", "Z2", "Z3"]),
]


# ---------------------------------------------------------------- spelling


def misspell(g: np.random.Generator, label: str, taken: set[str]) -> str | None:
    """Another spelling of a label that is not taken yet, or None if none was found."""
    for _ in range(30):
        style = int(g.integers(0, 9))
        words = label.split()
        out = label
        if style == 0:
            out = label.lower() if label != label.lower() else label.upper()
        elif style == 1:
            out = label.upper()
        elif style == 2:
            out = label + " "
        elif style == 3:
            out = " " + label
        elif style == 4 and len(words) > 1:
            out = "  ".join(words)
        elif style == 5 and len(words) == 1 and label.isupper() and label.isalpha() and len(label) <= 4:
            out = "".join(ch + "." for ch in label)
        elif style == 5 and len(words) > 1:
            out = "-".join(words) if g.random() < 0.6 else "_".join(words)
        elif style == 6 and max(map(len, words)) >= 6:
            k = max(range(len(words)), key=lambda i: len(words[i]))
            w = words[k]
            p = int(g.integers(1, len(w) - 2))
            slip = w[:p] + w[p + 1] + w[p] + w[p + 2 :] if g.random() < 0.5 else w[:p] + w[p + 1 :]
            out = " ".join([*words[:k], slip, *words[k + 1 :]])
        elif style == 7 and len(words) > 1 and all(w[0].isalpha() for w in words):
            out = "".join(w[0].upper() for w in words)
        elif style == 8 and label.isascii() and g.random() < 0.4:
            out = "".join(chr(ord(ch) + 0xFEE0) if ch != " " else "\u3000" for ch in label)
        if out != label and out not in taken:
            return out
    return None


# ---------------------------------------------------------------- making


class Plan:
    """Chooses which kind to plant next so that all kinds come up about equally often."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.counts: Counter[str] = Counter()

    def choose(self, kinds: Sequence[str]) -> str:
        """One of the kinds, the least planted so far with a little chance."""
        scores = {k: self.counts[k] + 1.5 * float(self.rng.random()) for k in sorted(set(kinds))}
        return min(scores, key=lambda k: scores[k])


class Maker:
    """A world under construction."""

    def __init__(self, seed: int, index: int, name: str, planted: bool, plan: Plan) -> None:
        self.seed, self.index, self.planted, self.plan = seed, index, planted, plan
        self.rng = np.random.default_rng([seed, index, 77])
        self.name = name
        styles = ["snake", "snake", "camel", "pascal", "title", "upper", "terse", "terse", "kebab"]
        self.style = self.one(styles)
        self.sheets: list[Sheet] = []
        self.count = 0
        self.per_kind: Counter[str] = Counter()

    def one(self, options: Sequence[Any]) -> Any:
        """One of the options."""
        return options[int(self.rng.integers(0, len(options)))]

    def size(self, low: int, high: int) -> int:
        """A number of rows, evenly spread over the orders of magnitude."""
        return int(round(math.exp(self.rng.uniform(math.log(low), math.log(high)))))

    def note(self, kind: str) -> None:
        """Counts one plant, in the world and in the plan."""
        self.count += 1
        self.per_kind[kind] += 1
        self.plan.counts[kind] += 1

    def sheet(self, name: str, n: int) -> Sheet:
        """A new table."""
        made = Sheet(self, name, n)
        self.sheets.append(made)
        return made

    def sprinkle(self) -> None:
        """Plants from the options of the tables until the world has enough."""
        target = max(3, min(8, int(self.rng.integers(6, 9))))
        for s in self.sheets:
            s.add_traps()
        while self.count < target:
            options = [o for s in self.sheets for o in s.options() if self.per_kind[o[0]] < 2]
            if not options:
                break
            kind = self.plan.choose([k for k, _ in options])
            fitting = [f for k, f in options if k == kind]
            fitting[int(self.rng.integers(0, len(fitting)))]()
            self.note(kind)

    def finish(self) -> World:
        """The world with its complete truth."""
        for s in self.sheets:
            s.settle()
        tables = {s.name: s.table() for s in self.sheets}
        truth: list[Planted] = []
        for s in self.sheets:
            truth += complete(s, tables)
        return World(self.name, tables, tuple(truth))


class Sheet:
    """A table under construction: columns of Python values with roles, links and plants."""

    def __init__(self, world: Maker, name: str, n: int) -> None:
        self.w, self.name, self.n = world, styled(name, world.style), n
        self.cols: dict[str, list[Any]] = {}
        self.role: dict[str, str] = {}
        self.sem: dict[str, str] = {}
        self.vocab: dict[str, list[str]] = {}
        self.locked: set[str] = set()
        self.links: list[set[str]] = []
        self.special: set[int] = set()
        self.truth: list[Planted] = []
        self.unique: set[str] = set()
        self.keep: dict[str, bool] = {}
        self.aliens: dict[str, list[Any]] = {}
        self.has_key = False
        self.tail: str = ""
        self.personal_kinds: list[str] = []
        self.makers: list[Option] = []
        self.traps = 2

    # -- columns

    def g(self, tag: str) -> np.random.Generator:
        """The random stream of one column or plant, the same with and without plants."""
        return np.random.default_rng(
            [self.w.seed, self.w.index, zlib.crc32(self.name.encode()), zlib.crc32(tag.encode())]
        )

    def put(self, phrase: str, values: Sequence[Any], role: str, sem: str = "") -> str:
        """Adds a column and returns its name."""
        name = styled(phrase, self.w.style)
        k = 2
        while name in self.cols:
            name = styled(f"{phrase} {k}", self.w.style)
            k += 1
        self.cols[name] = list(values)
        self.role[name] = role
        self.sem[name] = sem
        return name

    def has(self, phrase: str) -> bool:
        """Whether the table has a column of this phrase."""
        return styled(phrase, self.w.style) in self.cols

    def label(self, phrase: str, values: Sequence[Any], skew: float = 0.5, dirty: bool = True) -> str:
        """A label column, each value in several rows."""
        g = self.g(phrase)
        p = (np.arange(len(values)) + 1.0) ** -skew
        idx = g.choice(len(values), self.n, p=p / p.sum())
        sure = np.repeat(np.arange(len(values)), 4)[: self.n // 2]
        idx[: len(sure)] = sure
        g.shuffle(idx)
        name = self.put(phrase, [values[i] for i in idx.tolist()], "label")
        if dirty and all(isinstance(v, str) for v in values):
            self.vocab[name] = list(values)
        return name

    def ints(self, phrase: str, low: int, high: int, mean: float | None = None) -> str:
        """A column of whole numbers, evenly spread or few and small around a mean."""
        g = self.g(phrase)
        v = (
            g.integers(low, high + 1, self.n)
            if mean is None
            else np.clip(low + g.poisson(mean - low, self.n), low, high)
        )
        return self.put(phrase, v.tolist(), "measure")

    def money(self, phrase: str, median: float, sigma: float = 0.6) -> str:
        """A column of positive amounts with two decimals."""
        v = np.maximum(np.round(self.g(phrase).lognormal(math.log(median), sigma, self.n), 2), 0.05)
        return self.put(phrase, [round(x, 2) for x in v.tolist()], "measure")

    def num(self, phrase: str, mean: float, sd: float, dec: int = 1, low: float = -1e18, high: float = 1e18) -> str:
        """A column of rounded normal numbers."""
        v = np.clip(self.g(phrase).normal(mean, sd, self.n), low, high)
        return self.put(phrase, [round(x, dec) for x in v.tolist()], "measure")

    def flag(self, phrase: str, share: float) -> str:
        """A yes/no column, never constant."""
        g = self.g(phrase)
        v = g.random(self.n) < share
        v[: max(2, self.n // 200)] = True
        v[-3:] = False
        g.shuffle(v)
        return self.put(phrase, v.tolist(), "label")

    def dates(self, phrase: str, start: dt.date, days: int, stamp: bool = False) -> str:
        """A column of dates; dense ones have rows on every day and may get a gap."""
        g = self.g(phrase)
        days = min(days, self.n // 12) if days * 3 < self.n else days
        dense = self.n >= 12 * days and days >= 50
        k = g.integers(0, days, self.n)
        if dense:
            k[: 4 * days] = np.tile(np.arange(days), 4)
            g.shuffle(k)
        return self.put(phrase, self.stamped(phrase, start, k, stamp), "date", "dense" if dense else "sparse")

    def daily(self, phrase: str, start: dt.date, stamp: bool = False) -> str:
        """A dense column of dates: rows on every one of as many days as the rows allow."""
        return self.dates(phrase, start, max(50, min(400, self.n // 14)), stamp)

    def stamped(self, tag: str, start: dt.date, k: Any, stamp: bool) -> list[Any]:
        """Dates, or times at whole minutes of the day, of day numbers."""
        if not stamp:
            return [start + dt.timedelta(days=int(x)) for x in k]
        minutes = self.g(tag + "/minute").integers(0, 1440, self.n).tolist()
        base = dt.datetime(start.year, start.month, start.day)
        return [base + dt.timedelta(days=int(x), minutes=m) for x, m in zip(k, minutes, strict=True)]

    def rows(self, tag: str, share: float, low: int = 1) -> list[int]:
        """Rows drawn for a plant, free of other plants; they count as special from now on."""
        m = max(low, int(round(share * self.n)))
        free = np.array([i for i in range(self.n) if i not in self.special])
        picked: list[int] = sorted(self.g(tag).choice(free, min(m, len(free)), replace=False).tolist())
        self.special.update(picked)
        return picked

    def plant(self, kind: str, columns: Sequence[str], **details: Any) -> None:
        """Notes a truth."""
        self.truth.append(Planted(kind, self.name, tuple(columns), details))

    def lock(self, *columns: str) -> None:
        """Takes columns out of further plants; their values move together from now on."""
        self.locked.update(columns)
        self.links.append(set(columns))

    # -- keys and references

    def codes(self, tag: str, style: str, m: int) -> list[Any]:
        """m different key values of a style."""
        g = self.g(tag + "/codes")
        if style == "int":
            first = int(g.choice([1, 1, 1001, 20001, 500001]))
            return list(range(first, first + m))
        if style == "gaps":
            return [100_000 + int(x) for x in np.cumsum(g.integers(1, 9, m))]
        if style == "uuid":
            return [str(uuid.UUID(bytes=g.bytes(16), version=4)) for _ in range(m)]
        if style == "hex":
            return [f"{x:08x}" for x in g.choice(2**31, m, replace=False).tolist()]
        if style == "plate":
            seen: dict[str, None] = {}
            while len(seen) < m:
                a, b = g.integers(0, 26, 2).tolist()
                seen[f"M-{string.ascii_uppercase[a]}{string.ascii_uppercase[b]} {int(g.integers(100, 9999))}"] = None
            return list(seen)
        if style == "sku":
            seen = {}
            while len(seen) < m:
                stem = ("TSH", "MUG", "CAP", "BAG", "PEN", "LMP")[int(g.integers(0, 6))]
                seen[f"{stem}-{int(g.integers(0, 9999)):04d}-{('BLK', 'WHT', 'RED')[int(g.integers(0, 3))]}"] = None
            return list(seen)
        return [f"{style}{i:06d}" for i in range(int(g.integers(1, 900)), 10**7)[:m]]

    def key(self, phrase: str, style: str, keep: bool | None = None) -> str:
        """The primary key; without plants it is drawn with repetition unless it is kept for references."""
        keep = bool(self.w.rng.random() < 0.6) if keep is None else keep
        pool = self.codes(phrase, style, 2 * self.n + 10)
        values = pool[: self.n]
        g = self.g(phrase)
        if self.w.rng.random() < 0.3:
            g.shuffle(values)
        true = self.w.planted or keep
        if not true:
            values = [values[i] for i in g.integers(0, self.n, self.n).tolist()]
        name = self.put(phrase, values, "id")
        self.keep[name] = keep
        self.aliens[name] = pool[self.n :]
        self.has_key = True
        self.locked.add(name)
        self.w.note("key")
        if true:
            self.unique.add(name)
            self.plant("key", [name])
        return name

    def identity(self, phrase: str, style: str) -> None:
        """A key, a key broken by rows loaded twice, or no key and some rows repeated whole."""
        kind = self.w.plan.choose(["key", "near_key", "duplicate_rows"])
        if kind == "key":
            self.key(phrase, style, keep=False)
        elif kind == "near_key":
            values = self.codes(phrase, style, self.n)
            if not self.w.planted:
                values = [values[i] for i in self.g(phrase).integers(0, self.n, self.n).tolist()]
            name = self.put(phrase, values, "id")
            self.locked.add(name)
            self.near([name])
        else:
            self.tail = "duplicate_rows"
            self.w.note("duplicate_rows")

    def near(self, columns: Sequence[str]) -> None:
        """Some rows of a key are to be loaded twice with another column differing."""
        self.tail = "near_key"
        self.w.note("near_key")
        stamp = self.dates(self.w.one(["loaded at", "last update", "modified at"]), dt.date(2019, 1, 1), 2500, True)
        self.sem[stamp] = "free"
        self.locked.add(stamp)
        self.near_cols = tuple(columns)
        self.free_col = stamp
        if self.w.planted:
            self.unique.update(columns)

    def fk(self, phrase: str, parent: Sheet, pcol: str, skew: float = 0.3, force: str = "") -> str:
        """A reference to another table's key, with or without orphans."""
        g = self.g(phrase)
        keep = parent.keep[pcol]
        kind = force or (self.w.plan.choose(["foreign_key", "broken_reference"]) if keep else "foreign_key")
        self.w.note(kind)
        pool = list(dict.fromkeys(parent.cols[pcol]))
        g.shuffle(pool)
        used = pool[: max(4, int(len(pool) * g.uniform(0.6, 0.93)))]
        p = (np.arange(len(used)) + 1.0) ** -skew
        values = [used[i] for i in g.choice(len(used), self.n, p=p / p.sum()).tolist()]
        self.locked.add(self.put(phrase, values, "id"))
        name = list(self.cols)[-1]
        self.refer(name, parent, pcol, kind, [[i] for i in range(self.n)])
        if g.random() < 0.3:
            for i in g.choice(self.n, max(1, self.n // 25), replace=False).tolist():
                if i not in self.special:
                    self.cols[name][i] = None
        return name

    def refer(self, name: str, parent: Sheet, pcol: str, kind: str, groups: list[list[int]]) -> None:
        """Makes a column a clean reference, one with orphans, or (without plants) none, whole groups at a time."""
        g = self.g(name + "/orphans")
        keep, planted = parent.keep[pcol], self.w.planted
        share = 0.0
        if planted and kind == "broken_reference":
            share = float(g.uniform(0.006, 0.045))
        elif not planted and kind == "foreign_key":
            share = 0.5
        if share:
            alien = list(parent.aliens[pcol])
            if planted:
                g.shuffle(alien)
            todo = max(1, math.floor(share * self.n))
            order = g.permutation(len(groups)).tolist()
            done = 0
            for k, j in enumerate(order):
                if done and done + len(groups[j]) > todo:
                    break
                for i in groups[j]:
                    self.cols[name][i] = alien[k % len(alien)]
                    self.special.add(i)
                done += len(groups[j])
        if planted:
            self.plant(kind, [name], to=parent.name, to_column=pcol)
        elif kind == "broken_reference":
            assert keep
            self.plant("foreign_key", [name], to=parent.name, to_column=pcol)

    def lines(self, fk: str, line: str, parent: Sheet, pcol: str) -> None:
        """Line items: the parent's key and a number within it are the key together."""
        g = self.g(fk)
        pool = list(dict.fromkeys(parent.cols[pcol]))
        g.shuffle(pool)
        pool = pool[: int(len(pool) * 0.9)]
        sizes = g.poisson(max(0.6, 1.2 * self.n / len(pool) - 1), len(pool)) + 1
        pairs = [(v, k + 1) for v, m in zip(pool, sizes.tolist(), strict=True) for k in range(m)][: self.n]
        self.resize(len(pairs))
        groups: dict[Any, list[int]] = {}
        for i, (v, _) in enumerate(pairs):
            groups.setdefault(v, []).append(i)
        a = self.put(fk, [v for v, _ in pairs], "id")
        b = self.put(line, [k for _, k in pairs], "label")
        kind = self.w.plan.choose(["foreign_key", "broken_reference"]) if parent.keep[pcol] else "foreign_key"
        self.w.note(kind)
        self.refer(a, parent, pcol, kind, list(groups.values()))
        self.compose([a, b])

    def resize(self, n: int) -> None:
        """Sets the number of rows before there are columns."""
        assert not self.cols
        self.n = n

    def grid(self, axes: Sequence[tuple[str, Sequence[Any], str]], share: float = 0.9) -> list[str]:
        """Columns that are the key together: distinct combinations of the axes (phrase, values, role)."""
        shape = [len(v) for _, v, _ in axes]
        total = math.prod(shape)
        n = int(total * share)
        self.resize(n)
        flat = self.g("grid").permutation(total)[:n]
        if self.w.rng.random() < 0.6:
            flat = np.sort(flat)
        parts = np.unravel_index(flat, shape)
        names = [self.put(p, [v[i] for i in ix.tolist()], r) for (p, v, r), ix in zip(axes, parts, strict=True)]
        for c, (_, v, r) in zip(names, axes, strict=True):
            self.sem[c] = "grid"
        self.compose(names)
        return names

    def compose(self, names: Sequence[str]) -> None:
        """Declares columns a composite key, perhaps one with rows loaded twice; without plants they are redrawn."""
        self.locked.update(names)
        self.has_key = True
        kind = self.w.plan.choose(["composite_key", "composite_key", "near_key"])
        if not self.w.planted:
            pick = self.g("redraw").integers(0, self.n, self.n).tolist()
            for c in names:
                self.cols[c] = [self.cols[c][i] for i in pick]
        if kind == "near_key":
            self.near(names)
            return
        self.w.note("composite_key")
        if self.w.planted:
            self.plant("composite_key", names)

    # -- plants chosen by the sprinkler

    def derive(self, target: str, formula: str, *sources: str) -> None:
        """Offers a computed column of existing columns."""
        self.makers.append(("derived", lambda: self.make_derived(target, formula, sources)))
        self.guards[len(self.makers) - 1] = sources

    @property
    def guards(self) -> dict[int, tuple[str, ...]]:
        """The columns that an offered plant needs free, by its place in makers."""
        if not hasattr(self, "_guards"):
            self._guards: dict[int, tuple[str, ...]] = {}
        return self._guards

    def make_derived(self, target: str, formula: str, sources: Sequence[str]) -> None:
        """Adds a computed column; without plants its values are shuffled."""
        rows = list(zip(*(self.cols[c] for c in sources), strict=True))
        values = [computed(formula, r) for r in rows]
        if not self.w.planted:
            self.g(target).shuffle(values)
        name = self.put(target, values, "measure")
        self.lock(name, *sources)
        if self.w.planted:
            self.plant("derived", [name, *sources], formula=formula)

    def span(self, start: str, end: str, days: str, base: dt.date, width: int, mean: float, low: int = 0) -> None:
        """Offers two dates and the days between them."""
        a = self.dates(start, base, width)
        gaps = (low + self.g(end).negative_binomial(2, 2 / (2 + mean), self.n)).tolist()
        b = self.put(end, [x + dt.timedelta(days=k) for x, k in zip(self.cols[a], gaps, strict=True)], "date", "sparse")
        self.links.append({a, b})
        self.sem[a] = "sparse"
        self.spans = (a, b)
        self.derive(days, "date2 - date1 in days", b, a)

    def tree(self, which: str) -> None:
        """Offers a hierarchy of levels."""
        self.makers.append(("hierarchy", lambda: self.make_tree(which)))

    def make_tree(self, which: str) -> None:
        """Adds the levels of a hierarchy; without plants they are shuffled independently."""
        phrases, top = TREES[which]
        deep = self.g(which).random() < 0.7
        paths = [(a, b, c) for a, mid in top.items() for b, low in mid.items() for c in low]
        if not deep or self.n < 700:
            paths = [(a, b, "") for a, mid in top.items() for b in mid]
            phrases = (phrases[0], phrases[1], "")
        g = self.g(which + "/rows")
        p = (np.arange(len(paths)) + 1.0) ** -0.4
        order = g.permutation(len(paths))
        idx = order[g.choice(len(paths), self.n, p=p / p.sum())]
        sure = np.repeat(np.arange(len(paths)), 4)[: self.n // 2]
        idx[: len(sure)] = sure
        g.shuffle(idx)
        names: list[str] = []
        for level, phrase in enumerate(phrases):
            if phrase:
                values = [paths[i][level] for i in idx.tolist()]
                if not self.w.planted:
                    self.g(f"{which}/{level}").shuffle(values)
                names.append(self.put(phrase, values, "label"))
        self.lock(*names)
        if self.w.planted:
            self.plant("hierarchy", names)

    def make_dependency(self, det: str, phrase: str, values: list[str], broken: bool) -> None:
        """Adds a label that follows from another one; without plants it is shuffled."""
        g = self.g(det + "/" + phrase)
        levels = sorted(set(self.cols[det]), key=str)
        m = max(2, min(len(values), len(levels) // 2))
        places = np.arange(len(levels)) % m
        g.shuffle(places)
        to = {v: values[k] for v, k in zip(levels, places.tolist(), strict=True)}
        out = [to[v] for v in self.cols[det]]
        if not self.w.planted:
            g.shuffle(out)
        name = self.put(phrase, out, "label")
        self.lock(name, det)
        if not self.w.planted:
            return
        if not broken:
            self.plant("dependency", [det, name])
            return
        for i in self.rows(det + phrase, float(g.uniform(0.0015, 0.0075))):
            others = [v for v in values[:m] if v != out[i]]
            self.cols[name][i] = others[int(g.integers(0, len(others)))]
        self.plant("broken_dependency", [det, name], broken=0)

    def make_dirty(self, c: str) -> None:
        """Writes some labels in other spellings."""
        self.locked.add(c)
        if not self.w.planted:
            return
        g = self.g(c + "/dirty")
        counts = Counter(self.cols[c])
        labels = [v for v, m in counts.most_common() if m >= 12][:8]
        taken = set(self.vocab[c])
        wrong: dict[str, str] = {}
        for _ in range(int(g.integers(1, 6))):
            right = labels[int(g.integers(0, len(labels)))]
            bad = misspell(g, right, taken)
            if bad is not None:
                wrong[bad] = right
                taken.add(bad)
        total = max(len(wrong), int(g.uniform(0.012, 0.1) * self.n))
        each = max(1, total // len(wrong))
        for bad, right in wrong.items():
            places = [i for i, v in enumerate(self.cols[c]) if v == right and i not in self.special]
            m = max(1, min(each, int(0.15 * counts[right])))
            for i in g.choice(places, min(m, len(places)), replace=False).tolist():
                self.cols[c][i] = bad
                self.special.add(i)
        self.plant("dirty_category", [c], wrong=wrong)

    def stand_ins(self, c: str) -> list[Any]:
        """The values that could stand in for a missing one in a column."""
        if self.role[c] == "label":
            return ["N/A", "unknown", "-", "null", "n/a", "?"]
        if self.role[c] == "date":
            day = isinstance(self.cols[c][0], dt.datetime)
            made = [dt.date(1900, 1, 1), dt.date(9999, 12, 31)] if not day else [dt.datetime(1900, 1, 1)]
            return made
        values = [v for v in self.cols[c] if v is not None]
        low, high = min(values), max(values)
        options = [v for v in (-1, -999, 9999, 99999) if (v < 0 <= low) or v > 2 * high > 0]
        return [float(v) if isinstance(low, float) else v for v in options]

    def make_placeholder(self, c: str) -> None:
        """Puts a stand-in for some values."""
        options = self.stand_ins(c)
        self.locked.add(c)
        g = self.g(c + "/stand-in")
        v = options[int(g.integers(0, len(options)))]
        if not self.w.planted:
            return
        for i in g.choice(self.n, max(3, int(g.uniform(0.015, 0.18) * self.n)), replace=False).tolist():
            self.cols[c][i] = v
        self.plant("placeholder", [c], value=v)

    def make_text(self, c: str, mixed: bool) -> None:
        """Turns numbers or dates to text, in mixed columns with some words or another date format."""
        self.locked.add(c)
        if not self.w.planted:
            return
        g = self.g(c + "/text")
        values = self.cols[c]
        date = isinstance(values[0], dt.date)
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d"]
        first = int(g.integers(0, 3))
        second = (first + 1) % 3
        if date:
            out = [v.strftime(formats[first]) for v in values]
        elif isinstance(values[0], float) and g.random() < 0.3:
            out = [f"{v:.2f}".replace(".", ",") for v in values]
        else:
            out = [f"{v:.2f}" if isinstance(v, float) else str(v) for v in values]
        kind = "date" if date else "number"
        self.cols[c] = list(out)
        if not mixed:
            self.plant("stored_as_text", [c], type=kind)
            return
        picked = self.rows(c + "/mixed", float(g.uniform(0.006, 0.09)), 2)
        words = ["see note", "approx. ten", "too low", "tbc by Monday", "out of range", "ask Tom"]
        g.shuffle(words)
        words = words[: int(g.integers(2, 5))]
        swap = date and g.random() < 0.6
        for i in picked:
            self.cols[c][i] = values[i].strftime(formats[second]) if swap else words[int(g.integers(0, len(words)))]
        self.plant("mixed_type", [c], type=kind, odd=len(picked), other="date format" if swap else "words")

    def make_impossible(self) -> None:
        """Adds a column with a few values that cannot be by its name."""
        g = self.g(f"impossible{len(self.cols)}")
        sems = [s for s, ps in IMPOSSIBLE_NAMES.items() if not any(self.has(p) for p in ps)]
        if self.has_birth or self.w.count >= 7:
            sems = [s for s in sems if s != "birth"]
        sem = sems[int(g.integers(0, len(sems)))]
        phrase = IMPOSSIBLE_NAMES[sem][int(g.integers(0, len(IMPOSSIBLE_NAMES[sem])))]
        n = self.n
        bad: list[Any]
        if sem == "birth":
            self.has_birth = True
            self.w.note("personal")
            v = [dt.date(1938, 1, 1) + dt.timedelta(days=int(k)) for k in g.integers(0, 24000, n)]
            bad = [dt.date(2041, 3, 9), dt.date(2068, 11, 2), dt.date(2090, 1, 17)]
            name = self.put(phrase if self.w.planted else "registered on", v, "date", "sparse")
            if self.w.planted:
                self.plant("personal", [name], what="date_of_birth")
        else:
            draw: dict[str, tuple[Any, list[Any]]] = {
                "age": (np.clip(g.normal(44, 16, n), 18, 92).astype(int), [-4, 212, 187, 340]),
                "pct": (np.round(g.beta(5, 2, n) * 100, 1), [140.0, -12.5, 318.0]),
                "lat": (np.round(np.clip(g.normal(47, 5, n), 33, 62), 4), [132.4071, -95.25, 412.0]),
                "lon": (np.round(np.clip(g.normal(8, 9, n), -20, 42), 4), [208.51, -193.7, 540.0]),
                "count": (1 + g.poisson(4, n), [-3, -1, -12]),
                "hour": (g.integers(0, 24, n), [25, 31, -2]),
                "month": (g.integers(1, 13, n), [13, 0, 17]),
                "humidity": (np.round(np.clip(g.normal(55, 14, n), 12, 97), 1), [131.0, -8.0, 164.5]),
                "length": (np.round(np.clip(g.normal(120, 22, n), 45, 198), 0).astype(int), [-110, -86]),
            }
            arr, bad = draw[sem]
            name = self.put(phrase, arr.tolist(), "measure")
        self.locked.add(name)
        if self.w.planted:
            bad = bad[: int(g.integers(1, len(bad) + 1))]
            picked = self.rows(name + "/bad", float(g.uniform(0.0008, 0.008)), 1)
            for i in picked:
                self.cols[name][i] = bad[int(g.integers(0, len(bad)))]
            used = sorted({self.cols[name][i] for i in picked}, key=str)
            self.plant("impossible", [name], values=used)

    has_birth = False

    def make_personal(self, what: str) -> None:
        """Adds a column of personal values; without plants one of harmless labels under a neutral name."""
        g = self.g("personal/" + what)
        self.personal_kinds.remove(what)
        if what == "date_of_birth":
            self.has_birth = True
        flavour = int(g.integers(0, 12))
        phrase = PERSONAL_NAMES[what][int(g.integers(0, len(PERSONAL_NAMES[what])))]
        if not self.w.planted:
            free = [x for x in NEUTRAL if not self.has(x[0])]
            neutral, labels = free[int(g.integers(0, len(free)))]
            self.locked.add(self.label(neutral, labels, dirty=False))
            return
        pool = [personal_value(g, what, flavour) for _ in range(max(20, min(8000, int(self.n * 0.6))))]
        name = self.put(phrase, [pool[i] for i in g.integers(0, len(pool), self.n).tolist()], "text")
        self.locked.add(name)
        self.plant("personal", [name], what=what)

    def make_constant(self) -> None:
        """Adds a column of one value; without plants of two."""
        g = self.g(f"constant{len(self.cols)}")
        free = [x for x in CONSTANTS if not self.has(x[0])]
        phrase, v = free[int(g.integers(0, len(free)))]
        values = [v] * self.n
        if not self.w.planted:
            other: Any = (
                not v
                if isinstance(v, bool)
                else {
                    "EUR": "USD",
                    "SAP": "CRM",
                    "acme": "globex",
                    "STD": "EXT",
                    "pcs": "kg",
                    "UTC": "CET",
                    3: 2,
                    0.19: 0.07,
                }[v]
            )
            for i in g.choice(self.n, self.n // 3, replace=False).tolist():
                values[i] = other
        name = self.put(phrase, values, "label")
        self.locked.add(name)
        if self.w.planted:
            self.plant("constant", [name], value=v)

    def make_missing(self, free: list[str]) -> None:
        """Empties columns in the same rows; without plants in rows drawn for each."""
        g = self.g("missing" + free[0])
        picked = [free[i] for i in g.permutation(len(free)).tolist()[: int(g.integers(2, 5))]]
        picked.sort(key=list(self.cols).index)
        m = int(g.uniform(0.06, 0.38) * self.n)
        rows = g.choice(self.n, m, replace=False).tolist()
        for c in picked:
            values = self.cols[c]
            for i in rows if self.w.planted else self.g("missing/" + c).choice(self.n, m, replace=False).tolist():
                values[i] = None
        self.lock(*picked)
        if self.w.planted:
            self.plant("missing_together", picked)

    def make_gap(self, c: str) -> None:
        """Moves the rows of a stretch of days elsewhere."""
        self.locked.add(c)
        if not self.w.planted:
            return
        g = self.g(c + "/gap")
        day = [v.date() if isinstance(v, dt.datetime) else v for v in self.cols[c]]
        low, high = min(day), max(day)
        width = int(g.integers(4, min(30, max(5, (high - low).days // 6)) + 1))
        first = low + dt.timedelta(days=int(g.integers(8, (high - low).days - width - 8)))
        last = first + dt.timedelta(days=width - 1)
        for i, v in enumerate(day):
            if first <= v <= last:
                while True:
                    move = dt.timedelta(days=int(g.integers(0, (high - low).days + 1))) - (v - low)
                    if not first <= v + move <= last:
                        break
                self.cols[c][i] = self.cols[c][i] + move
        self.plant("time_gap", [c], first=first.isoformat(), last=last.isoformat())

    def options(self) -> list[Option]:
        """All that could still be planted here."""
        out: list[Option] = []
        free = [c for c in self.cols if c not in self.locked]
        for c in free:
            if c in self.vocab and self.role[c] == "label":
                out.append(("dirty_category", lambda c=c: self.make_dirty(c)))  # type: ignore[misc]
            if c in self.vocab or (self.role[c] in ("measure", "date") and self.stand_ins(c)):
                if all(v != "None" for v in self.vocab.get(c, [])):
                    out.append(("placeholder", lambda c=c: self.make_placeholder(c)))  # type: ignore[misc]
            if self.role[c] in ("measure", "date") and not isinstance(self.cols[c][0], dt.datetime):
                out.append(("mixed_type", lambda c=c: self.make_text(c, True)))  # type: ignore[misc]
                out.append(("stored_as_text", lambda c=c: self.make_text(c, False)))  # type: ignore[misc]
            if self.sem[c] == "dense":
                out.append(("time_gap", lambda c=c: self.make_gap(c)))  # type: ignore[misc]
            levels = len(set(self.cols[c])) if self.role[c] == "label" and c in self.vocab else 0
            if levels >= 4 and levels * 8 <= self.n:
                names = [x for x in DEP_NAMES if not self.has(x[0])]
                if names:
                    phrase, values = names[zlib.crc32(c.encode()) % len(names)]
                    for broken in (False, True):
                        kind = "broken_dependency" if broken else "dependency"
                        out.append(
                            (
                                kind,
                                lambda c=c, p=phrase, v=values, b=broken: (  # type: ignore[misc]
                                    self.make_dependency(c, p, v, b)
                                ),
                            )
                        )
        for what in self.personal_kinds:
            if not (what == "date_of_birth" and self.has_birth):
                out.append(("personal", lambda w=what: self.make_personal(w)))  # type: ignore[misc]
        out.append(("impossible", self.make_impossible))
        out.append(("constant", self.make_constant))
        nullable = [c for c in free if self.sem[c] != "dense"]
        if len(nullable) >= 3:
            out.append(("missing_together", lambda: self.make_missing(nullable)))
        for k, (kind, _) in enumerate(self.makers):
            if k not in self.made and not any(c in self.locked for c in self.guards.get(k, ())):
                out.append((kind, lambda k=k: self.take(k)))  # type: ignore[misc]
        return out

    def take(self, k: int) -> None:
        """Makes one of the offered plants."""
        self.made.add(k)
        self.makers[k][1]()

    @property
    def made(self) -> set[int]:
        """The offered plants already taken."""
        if not hasattr(self, "_made"):
            self._made: set[int] = set()
        return self._made

    # -- traps: what looks like a plant and is none

    def add_traps(self) -> None:
        """Adds some columns that look like a plant and are none."""
        traps: list[tuple[str, Callable[[str], str]]] = [
            ("counter label", lambda p: self.label(p, [f"Counter {k}" for k in range(9, 16)], dirty=False)),
            ("wind direction", lambda p: self.label(p, ["North", "South", "North East", "South East"], dirty=False)),
            ("crew", lambda p: self.label(p, ["Team Smith", "Team Smyth", "Team Hansen", "Team Hanson"], dirty=False)),
            ("month label", lambda p: self.label(p, ["Jan", "Jun", "Jul", "Mar", "May"], dirty=False)),
            ("grade", lambda p: self.label(p, ["A", "A+", "A-", "B", "B+"], dirty=False)),
            ("score offset", lambda p: self.ints(p, -3, 3)),
            ("balance change", lambda p: self.num(p, -4, 55, 1)),
            ("exposure", lambda p: self.money(p, 40, 2.1)),
            ("side condition", lambda p: self.label(p, ["None", "Mild", "Severe", "Moderate"], 1.6, dirty=False)),
            ("routing code", lambda p: self.label(p, [f"{k:05d}" for k in range(170, 99000, 7130)], dirty=False)),
            ("posting day", self.weekdays),
            ("audit day", lambda p: self.dates(p, dt.date(2011, 1, 1), max(4000, 4 * self.n))),
            ("escalated", lambda p: self.flag(p, 0.004)),
            ("meter reading", lambda p: self.ints(p, 100_000, 100_000 + 2 * self.n)),
            ("pulse count", self.round_the_clock),
        ]
        for k in self.w.rng.permutation(len(traps)).tolist()[: self.traps]:
            phrase, make = traps[k]
            if not self.has(phrase):
                self.locked.add(make(phrase))

    def weekdays(self, phrase: str) -> str:
        """Dates of working days only."""
        days = [d for k in range(420) if (d := dt.date(2024, 1, 1) + dt.timedelta(days=k)).weekday() < 5]
        days = days[: max(20, min(len(days), self.n // 12))]
        k = np.concatenate([np.tile(np.arange(len(days)), 3), self.g(phrase).integers(0, len(days), self.n)])[: self.n]
        self.g(phrase + "/order").shuffle(k)
        return self.put(phrase, [days[i] for i in k.tolist()], "date", "idle")

    def round_the_clock(self, phrase: str) -> str:
        """A number whose values around 9999 are legitimate and frequent."""
        v = np.round(self.g(phrase).normal(9999, 6, self.n)).astype(int)
        return self.put(phrase, v.tolist(), "measure")

    # -- settling

    def settle(self) -> None:
        """Removes accidental uniqueness and loads rows twice where that is planted."""
        for c in list(self.cols):
            values = self.cols[c]
            if c in self.unique or None in values or len(set(values)) < self.n * 0.985:
                continue
            group = {c}
            for _ in range(3):
                for link in self.links:
                    if link & group:
                        group |= link
            assert not group & self.unique, (self.name, c)
            free = [i for i in range(self.n) if i not in self.special]
            rows = self.g(c + "/twice").choice(free, 2 * max(2, self.n // 40), replace=False).tolist()
            for i, j in zip(rows[::2], rows[1::2], strict=True):
                for other in group:
                    self.cols[other][j] = self.cols[other][i]
        if self.tail and self.w.planted:
            g = self.g("tail")
            share = g.uniform(0.0015, 0.014) if self.tail == "near_key" else g.uniform(0.003, 0.028)
            m = max(1, math.floor(share * self.n))
            free = [i for i in range(self.n) if i not in self.special]
            rows = g.choice(free, 2 * m, replace=False).tolist()
            for i, j in zip(rows[:m], rows[m:], strict=True):
                for c in self.cols:
                    self.cols[c][j] = self.cols[c][i]
                if self.tail == "near_key":
                    self.cols[self.free_col][j] += dt.timedelta(minutes=int(g.integers(7, 2000)))
            if self.tail == "near_key":
                self.plant("near_key", self.near_cols, surplus=m)
            else:
                self.plant("duplicate_rows", [], surplus=m)
        if self.w.rng.random() < 0.35:
            order = self.g("order").permutation(self.n).tolist()
            for c in self.cols:
                self.cols[c] = [self.cols[c][i] for i in order]
        if self.w.rng.random() < 0.35:
            names = list(self.cols)
            self.cols = {names[i]: self.cols[names[i]] for i in self.g("columns").permutation(len(names)).tolist()}

    near_cols: tuple[str, ...] = ()
    free_col = ""
    spans: tuple[str, str] = ("", "")

    def table(self) -> pa.Table:
        """The arrow table."""
        return pa.table({c: pa.array(v) for c, v in self.cols.items()})


def computed(formula: str, r: Sequence[Any]) -> Any:
    """The value of a formula for its sources in one row."""
    if formula == "date2 - date1 in days":
        return (r[0] - r[1]).days
    made: float = {
        "a + b": lambda: r[0] + r[1],
        "a + b + c": lambda: r[0] + r[1] + r[2],
        "a - b": lambda: r[0] - r[1],
        "a * b": lambda: r[0] * r[1],
        "a / b": lambda: r[0] / r[1],
        "a * b * (1 - c)": lambda: r[0] * r[1] * (1 - r[2]),
        "a * b * (1 - c / 100)": lambda: r[0] * r[1] * (1 - r[2] / 100),
    }[formula]()
    return made if isinstance(made, int) else round(made, 2)


# ---------------------------------------------------------------- the complete truth


def coded(values: Sequence[Any]) -> tuple[Any, int]:
    """Whole numbers standing for the values (-1 for null), and how many there are."""
    seen: dict[Any, int] = {}
    out = [-1 if v is None else seen.setdefault(v, len(seen)) for v in values]
    return np.array(out, dtype=np.int64), len(seen)


def follows(a: Any, ka: int, b: Any) -> bool:
    """Whether code b follows from code a in all rows in which both are there."""
    both = (a >= 0) & (b >= 0)
    x, y = a[both], b[both]
    first = np.full(ka, -1, dtype=np.int64)
    first[x[::-1]] = y[::-1]
    return bool((first[x] == y).all())


def together_unique(codes: Sequence[tuple[Any, int]], n: int) -> bool:
    """Whether columns are unique together."""
    if math.prod(k for _, k in codes) < n:
        return False
    for m in (min(n, 2000), n):
        flat = np.zeros(m, dtype=np.int64)
        for a, k in codes:
            flat = flat * k + a[:m]
        if len(np.unique(flat)) < m:
            return False
    return True


def majority_breaks(det: Sequence[Any], dep: Sequence[Any]) -> int:
    """How many rows do not have the most frequent dependent of their determinant."""
    pairs = Counter(zip(det, dep, strict=True))
    best: dict[Any, int] = {}
    for (a, _), m in pairs.items():
        best[a] = max(best.get(a, 0), m)
    return len(det) - sum(best.values())


def holes(values: Sequence[Any]) -> list[tuple[dt.date, dt.date]]:
    """Runs of 4 or more days without rows in a column that has rows on most days."""
    if not isinstance(next((v for v in values if v is not None), None), dt.date):
        return []
    seen = sorted({dt.date(v.year, v.month, v.day) for v in values if v is not None and 1905 < v.year < 9000})
    if len(seen) < 20 or len(seen) < 0.6 * ((seen[-1] - seen[0]).days + 1):
        return []
    one = dt.timedelta(days=1)
    return [(a + one, b - one) for a, b in zip(seen, seen[1:], strict=False) if (b - a).days > 4]


def complete(s: Sheet, tables: Mapping[str, pa.Table]) -> list[Planted]:
    """The truth of a table: what was planted with its counts, and what else is so by brute force."""
    truth: list[Planted] = []
    for p in s.truth:
        details = dict(p.details)
        cols = [s.cols[c] for c in p.columns]
        if p.kind == "broken_dependency":
            details["broken"] = majority_breaks(cols[0], cols[1])
        elif p.kind == "near_key":
            details["surplus"] = s.n - len(set(zip(*cols, strict=True)))
        elif p.kind == "duplicate_rows":
            continue
        elif p.kind == "broken_reference":
            known = set(tables[details["to"]].column(details["to_column"]).to_pylist())
            details["orphans"] = sum(v is not None and v not in known for v in cols[0])
        elif p.kind == "dirty_category":
            there = set(cols[0])
            details["wrong"] = {k: v for k, v in details["wrong"].items() if k in there}
        truth.append(Planted(p.kind, p.table, p.columns, details))
    surplus = s.n - len(set(zip(*s.cols.values(), strict=True)))
    if surplus:
        planned = any(p.kind == "duplicate_rows" for p in s.truth)
        extra: dict[str, Any] = {} if planned else {"planted": False}
        truth.append(Planted("duplicate_rows", s.name, (), {"surplus": surplus} | extra))
    said = {(p.kind, p.columns) for p in truth}
    codes = {c: coded(v) for c, v in s.cols.items()}
    full = {c for c in s.cols if bool((codes[c][0] >= 0).all())}

    def add(kind: str, columns: Sequence[str], **details: Any) -> None:
        if (kind, tuple(columns)) not in said:
            truth.append(Planted(kind, s.name, tuple(columns), {"planted": False, **details}))

    for c, (_, k) in codes.items():
        if k == s.n and c in full:
            add("key", [c])
        if k == 1:
            add("constant", [c], value=next(v for v in s.cols[c] if v is not None))
    ids = [c for c in s.cols if s.role[c] != "measure" and c in full and 1 < codes[c][1] < s.n]
    pairs = [set(p) for p in combinations(ids, 2) if together_unique([codes[c] for c in p], s.n)]
    declared = [set(p.columns) for p in truth if p.kind == "composite_key"]
    for two in pairs:
        if two not in declared:
            add("composite_key", sorted(two, key=list(s.cols).index))
    coarse = [c for c in ids if codes[c][1] * 4 > 0][:14]
    for three in combinations(coarse, 3):
        if set(three) not in declared and not any(p <= set(three) for p in pairs):
            if together_unique([codes[c] for c in three], s.n):
                add("composite_key", three)
    labels = [c for c in s.cols if s.role[c] != "measure" and 2 <= codes[c][1] <= s.n // 5]
    up: dict[str, list[str]] = {}
    for a in labels:
        for b in labels:
            if a != b and codes[a][1] >= 4 and follows(*codes[a], codes[b][0]):
                add("dependency", [a, b])
                if codes[b][1] < codes[a][1]:
                    up.setdefault(a, []).append(b)
    chains = [[a] for a in up]
    while chains:
        longer = [[*ch, b] for ch in chains for b in up.get(ch[-1], [])]
        for ch in longer:
            add("hierarchy", ch[::-1])
        chains = [ch for ch in longer if len(ch) < 4]
    for c, values in s.cols.items():
        if not any(p.kind == "time_gap" and p.columns == (c,) for p in truth):
            for first, last in holes(values):
                add("time_gap", [c], first=first.isoformat(), last=last.isoformat())
    masks: dict[bytes, list[str]] = {}
    for c in s.cols:
        if c not in full:
            masks.setdefault((codes[c][0] < 0).tobytes(), []).append(c)
    grouped = [set(p.columns) for p in truth if p.kind == "missing_together"]
    for group in masks.values():
        if len(group) > 1 and set(group) not in grouped:
            add("missing_together", group)
    return truth


# ---------------------------------------------------------------- the worlds


def retail(w: Maker) -> None:
    """Customers, orders and order lines."""
    cust = w.sheet("customers", w.size(400, 1500))
    cid = cust.key("customer", w.one(["int", "CUST-", "K"]))
    cust.label("segment", ["Private", "Small business", "Wholesale", "Public sector"])
    cust.tree("geo")
    cust.personal_kinds = ["email", "phone", "person", "address"]
    orders = w.sheet("orders", w.size(1500, 5000))
    oid = orders.key(w.one(["order", "order number"]), w.one(["int", "gaps", "ORD-"]))
    orders.fk(w.one(["customer", "cust", "buyer ref"]), cust, cid)
    orders.daily("order date", dt.date(2024, 1, 1))
    orders.label("payment method", ["Credit card", "Bank transfer", "Gift voucher", "Cash on delivery"])
    orders.money("shipping fee", 6)
    items = w.sheet(w.one(["order lines", "items"]), w.size(4000, 9000))
    items.lines(w.one(["order", "ord ref"]), w.one(["line number", "position"]), orders, oid)
    items.ints("quantity", 1, 30, 4)
    items.money("unit price", 18)
    items.num("discount", 0.12, 0.06, 2, 0, 0.4)
    items.derive("line total", "a * b * (1 - c)", *list(items.cols)[-3:])


def hospital(w: Maker) -> None:
    """Visits of patients to wards."""
    pat = w.sheet("patients", w.size(300, 1200))
    pid = pat.key("patient id", w.one(["int", "PT", "hex"]))
    pat.label("blood group", ["A pos", "A neg", "B pos", "AB pos", "Zero neg"], dirty=False)
    pat.label("insurance", ["Statutory fund", "Private cover", "Self payer", "Foreign cover"])
    pat.personal_kinds = ["person", "date_of_birth", "national_id", "phone"]
    v = w.sheet("visits", w.size(1500, 6000))
    v.key(w.one(["visit no", "encounter"]), w.one(["gaps", "V-", "uuid"]))
    v.fk(w.one(["patient id", "pat"]), pat, pid)
    v.span("admission date", "discharge date", "stay days", dt.date(2020, 1, 1), 1400, 5)
    v.label("ward", ["Cardiology", "Orthopaedics", "Oncology", "Paediatrics", "Intensive care", "Neurology"])
    v.num("body temperature", 37.1, 0.6)
    v.ints("heart rate", 48, 150, 78)
    v.tree("ills")


def shipments(w: Maker) -> None:
    """Shipments between depots."""
    s = w.sheet("shipments", w.size(3000, 20000))
    s.identity(w.one(["tracking number", "consignment"]), w.one(["1Z", "hex", "gaps"]))
    s.label("origin depot", ["Rotterdam East", "Hamburg Port", "Lyon South", "Gdansk Bay", "Milan Hub", "Porto Quay"])
    s.label("carrier", ["Northline Freight", "Blue Truck", "Eurohaul", "Swiftcargo"])
    s.span("pickup date", "delivery date", "transit days", dt.date(2023, 1, 1), 500, 4, 1)
    s.daily("booked on", dt.date(2023, 1, 1), True)
    s.num("gross weight", 240, 60, 1, 5)
    s.num("tare weight", 22, 5, 1, 2)
    s.derive("net weight", "a - b", *list(s.cols)[-2:])
    s.money("freight charge", 160)
    s.tree("geo")
    s.personal_kinds = ["phone", "address", "person"]


def with_gap(w: Maker, start: dt.date, days: int) -> tuple[list[dt.date], tuple[dt.date, dt.date] | None]:
    """Consecutive days, some of them left out in a planted world when the plan wants a gap."""
    k, width = int(w.rng.integers(15, days - 40)), int(w.rng.integers(4, 20))
    gap = w.rng.random() < 0.5
    every = [start + dt.timedelta(days=i) for i in range(days)]
    if gap:
        w.note("time_gap")
    if not gap or not w.planted:
        return every, None
    every += [start + dt.timedelta(days=days + i) for i in range(width)]
    return every[:k] + every[k + width :], (every[k], every[k + width - 1])


def sensors(w: Maker) -> None:
    """Readings of stations, hour by hour, with many channels."""
    days, gap = with_gap(w, dt.date(2025, 1, 1), int(w.rng.integers(90, 200)))
    s = w.sheet("readings", 0)
    stations = ["Hilltop", "Riverside", "Old Mill", "Airport", "Harbour", "Quarry"][: int(w.rng.integers(3, 6))]
    hours = list(range(0, 24, int(w.one([2, 3, 4]))))
    names = s.grid([("station", stations, "label"), ("reading day", days, "date"), ("hour slot", hours, "label")], 0.93)
    if gap:
        s.plant("time_gap", [names[1]], first=gap[0].isoformat(), last=gap[1].isoformat())
    for p, mean, sd in (("air temperature", 11, 7), ("pressure", 1013, 8), ("wind speed", 14, 4), ("particles", 21, 6)):
        s.num(p, mean, sd, 1, -40)
    s.num("voltage", 231, 2, 1)
    s.num("current", 8, 1.5, 1, 0.5)
    s.derive("power", "a * b", *list(s.cols)[-2:])
    s.label("firmware", ["Alder release", "Birch release", "Cedar release", "Maple release", "Willow release"])
    for k in range(int(w.rng.integers(2, 44))):
        s.num(f"ch {k + 1:02d}", float(20 + 3 * k), 4 + k % 5, 1)


def banking(w: Maker) -> None:
    """Accounts and their transactions."""
    acc = w.sheet("accounts", w.size(400, 1500))
    aid = acc.key("account no", w.one(["gaps", "AC", "int"]))
    acc.label("product line", ["Current account", "Savings plan", "Student account", "Joint account"])
    acc.num("interest rate", 1.8, 0.5, 2, 0.1)
    acc.personal_kinds = ["iban", "person", "card_number"]
    t = w.sheet("transactions", w.size(8000, 30000))
    t.identity(w.one(["transaction id", "txn"]), w.one(["uuid", "gaps", "TX"]))
    t.fk(w.one(["account no", "debited", "acct"]), acc, aid)
    t.daily("booking date", dt.date(2023, 6, 1))
    t.money("amount", 55, 1.1)
    t.money("fee", 1.2, 0.4)
    t.derive("amount with fee", "a + b", *list(t.cols)[-2:])
    t.label("merchant group", ["Supermarkets", "Fuel stations", "Travel agency", "Streaming", "Pharmacy", "Clothing"])
    t.personal_kinds = ["ip_address", "card_number"]


def employees(w: Maker) -> None:
    """Employees in one wide table, some managing others."""
    s = w.sheet("employees", w.size(400, 3000))
    eid = s.key(w.one(["employee id", "personnel number"]), w.one(["int", "EMP", "gaps"]))
    s.fk(w.one(["manager id", "reports to"]), s, eid, 0.9)
    s.label(
        "job title", ["Software engineer", "Accountant", "Team assistant", "Warehouse clerk", "Sales manager", "Nurse"]
    )
    s.dates("hire date", dt.date(2001, 1, 1), 8500)
    s.money("base salary", 3900, 0.3)
    s.money("bonus", 350, 0.5)
    s.money("allowance", 90, 0.4)
    s.derive("gross pay", "a + b + c", *list(s.cols)[-3:])
    s.label("contract", ["Permanent", "Fixed term", "Apprentice", "Freelance"])
    s.tree("org")
    s.personal_kinds = ["person", "email", "national_id", "iban", "date_of_birth", "address"]


def calls(w: Maker) -> None:
    """Call records."""
    s = w.sheet("calls", w.size(15000, 60000))
    s.identity(w.one(["call id", "cdr no"]), w.one(["gaps", "uuid", "hex"]))
    s.daily("call start", dt.date(2025, 1, 1), True)
    s.ints("duration seconds", 1, 5000, 190)
    s.label("tariff", ["Basic flat", "Family flat", "Prepaid", "Business roaming", "Youth plan"])
    s.label(
        "cell site", ["Tower Bridge", "Castle Hill", "Market Square", "Lakeside", "Stadium", "Old Town", "Fairground"]
    )
    s.num("signal level", -84, 9, 0)
    s.money("charge", 0.9)
    s.label("call type", ["Voice", "Video", "Conference", "Voicemail"])
    s.personal_kinds = ["phone", "person"]


def grades(w: Maker) -> None:
    """Grades of students by course and term."""
    stu = w.sheet("students", w.size(250, 600))
    sid = stu.key("student id", w.one(["int", "S", "hex"]))
    stu.label("programme", ["Mathematics", "Chemistry", "Philosophy", "Economics", "Architecture"])
    stu.personal_kinds = ["person", "email", "date_of_birth"]
    s = w.sheet("grades", 0)
    ids = list(range(4000, 4000 + int(w.rng.integers(40, 90))))
    courses = ["Algebra", "Geometry", "Biology", "Physics", "Literature", "Drawing", "Music", "History"]
    s.grid(
        [
            ("candidate", ids, "id"),
            ("course", courses[: int(w.rng.integers(5, 9))], "label"),
            ("term", ["2022 autumn", "2023 spring", "2023 autumn", "2024 spring"], "label"),
        ],
        0.7,
    )
    s.fk("registered by", stu, sid)
    s.ints("midterm points", 5, 50, 31)
    s.ints("final points", 5, 50, 29)
    s.derive("points total", "a + b", *list(s.cols)[-2:])
    s.label("room", ["Newton Hall", "Curie Hall", "Darwin Lab", "Library Annex", "Atrium"])


def sessions(w: Maker) -> None:
    """Web sessions."""
    s = w.sheet("sessions", w.size(10000, 45000))
    s.identity("session id", w.one(["uuid", "hex"]))
    s.daily(w.one(["started at", "first hit"]), dt.date(2025, 2, 1), True)
    s.label("browser", ["Firefox", "Chrome mobile", "Safari", "Opera mini", "Samsung internet"])
    s.label("landing page", ["Pricing overview", "Product tour", "Help center", "Careers", "Newsletter signup"])
    s.label("campaign", ["Spring sale", "Retargeting", "Brand search", "Partner blog", "Podcast"])
    s.ints("page views", 1, 60, 6)
    s.num("dwell minutes", 12, 3.5, 1, 0.3)
    s.money("basket value", 44)
    s.tree("geo")
    s.personal_kinds = ["ip_address", "email"]


def houses(w: Maker) -> None:
    """Property listings."""
    s = w.sheet("listings", w.size(500, 4000))
    s.identity(w.one(["listing code", "property ref"]), w.one(["RE-", "gaps", "int"]))
    s.money("asking price", 310000, 0.4)
    s.num("living area", 105, 28, 0, 25)
    s.derive("price per square metre", "a / b", *list(s.cols)[-2:])
    s.ints("rooms", 1, 9, 4)
    s.label("property kind", ["Detached house", "Penthouse", "Studio flat", "Terraced house", "Farmhouse"])
    s.label("heating", ["District heating", "Heat pump", "Gas boiler", "Pellet stove"])
    s.span("listed on", "sold on", "days on market", dt.date(2019, 1, 1), 1900, 40)
    s.tree("geo")
    s.personal_kinds = ["address", "person", "phone"]


def meters(w: Maker) -> None:
    """Daily consumption of energy meters."""
    days, gap = with_gap(w, dt.date(2024, 3, 1), int(w.rng.integers(80, 240)))
    mt = w.sheet("meters", w.size(300, 700))
    mid = mt.key("meter", w.one(["MTR", "gaps", "int"]))
    mt.label("meter model", ["Landis compact", "Itron classic", "Kamstrup smart", "Elster round"])
    mt.dates("installed on", dt.date(2005, 1, 1), 6500)
    mt.personal_kinds = ["address", "person"]
    s = w.sheet("consumption", 0)
    points = [f"DE-{k:05d}" for k in range(40310, 40310 + 7 * int(w.rng.integers(25, 60)), 7)]
    names = s.grid([("delivery point", points, "id"), ("usage day", days, "date")], 0.94)
    if gap:
        s.plant("time_gap", [names[1]], first=gap[0].isoformat(), last=gap[1].isoformat())
    s.fk(w.one(["meter", "device"]), mt, mid)
    s.num("day kwh", 7.5, 2, 1, 0.2)
    s.num("night kwh", 4.1, 1.2, 1, 0.1)
    s.derive("sum kwh", "a + b", *list(s.cols)[-2:])
    s.label("tariff group", ["Household", "Heat storage", "Small trade", "Agriculture"])


def claims(w: Maker) -> None:
    """Policies and claims."""
    pol = w.sheet("policies", w.size(500, 2000))
    pid = pol.key(w.one(["policy", "policy number"]), w.one(["POL-", "gaps", "plate"]))
    pol.label("coverage", ["Third party", "Fully comprehensive", "Partial cover", "Legal protection"])
    pol.money("annual premium", 480, 0.4)
    pol.tree("cars")
    pol.personal_kinds = ["person", "date_of_birth", "iban"]
    s = w.sheet("claims", w.size(1500, 6000))
    s.identity(w.one(["claim id", "claim number"]), w.one(["CL", "int", "hex"]))
    s.fk(w.one(["policy", "contract"]), pol, pid)
    s.span("loss date", "reported date", "report delay", dt.date(2018, 1, 1), 2400, 6)
    s.money("claimed amount", 1900, 0.9)
    s.money("deductible", 250, 0.3)
    s.derive("net claim", "a - b", *list(s.cols)[-2:])
    s.label("cause", ["Collision", "Hailstorm", "Vandalism", "Marten damage", "Theft"])


def hotel(w: Maker) -> None:
    """Hotel bookings."""
    if w.rng.random() < 0.4:
        w.style = "zh"
    s = w.sheet("bookings", w.size(2000, 9000))
    s.identity(w.one(["booking code", "reservation"]), w.one(["hex", "BK", "gaps"]))
    s.label("room type", ["Double room", "Single room", "Junior suite", "Family room", "Penthouse suite"])
    s.label("channel", ["Direct website", "Travel agency", "Telephone", "Walk in guest"])
    s.daily("booking date", dt.date(2024, 1, 1))
    s.span("check in", "check out", "nights", dt.date(2019, 1, 1), 2000, 3, 1)
    s.ints("room count", 1, 6, 2)
    s.money("room rate", 105, 0.3)
    s.derive("room revenue", "a * b", *list(s.cols)[-2:])
    s.money("minibar", 12)
    s.personal_kinds = ["email", "person", "phone", "card_number"]


def factory(w: Maker) -> None:
    """Manufacturing batches."""
    s = w.sheet("batches", w.size(800, 5000))
    s.key(w.one(["batch", "lot number"]), w.one(["LOT-", "B", "gaps"]), keep=False)
    s.label("machine", ["Press Alpha", "Press Omega", "Lathe West", "Mill Center", "Paint Booth", "Packing Cell"])
    s.label("shift lead", ["Early shift", "Late shift", "Night shift", "Weekend shift"])
    s.daily("produced on", dt.date(2024, 5, 1))
    s.ints("units planned", 200, 900, 500)
    s.ints("units scrapped", 1, 60, 14)
    s.derive("units good", "a - b", *list(s.cols)[-2:])
    s.num("cycle time", 42, 4, 1, 5)
    s.num("viscosity", 310, 22, 0, 100)
    s.label("alloy", ["Aluminium", "Stainless steel", "Titanium", "Magnesium"])
    for k in range(int(w.rng.integers(0, 20))):
        s.num(f"probe {'abcdefghijklmnopqrst'[k]} torque", 30 + k, 3, 1)


def library(w: Maker) -> None:
    """Members, books and loans."""
    mem = w.sheet("members", w.size(300, 900))
    mid = mem.key("member no", w.one(["int", "M", "gaps"]))
    mem.label("membership", ["Reduced fee", "Standard fee", "Family card", "Honorary"])
    mem.personal_kinds = ["person", "email", "address", "date_of_birth"]
    book = w.sheet("books", w.size(500, 1500))
    bid = book.key(w.one(["signature", "barcode"]), w.one(["gaps", "LIB", "hex"]))
    book.ints("pages", 40, 900, 310)
    book.tree("books")
    s = w.sheet("loans", w.size(2000, 9000))
    s.fk(w.one(["member no", "borrower"]), mem, mid)
    s.fk(w.one(["signature", "item"]), book, bid)
    s.span("lent on", "returned on", "days kept", dt.date(2022, 1, 1), 500, 12)
    s.identity("loan no", w.one(["int", "L"]))
    s.money("late fee", 1.4, 0.5)
    s.label("desk", ["Main desk", "Self service", "Reading room", "Bookmobile"])


def sports(w: Maker) -> None:
    """Results of teams by season and round."""
    s = w.sheet("results", 0)
    clubs = [
        "Rovers",
        "Wanderers",
        "Athletic",
        "United",
        "Dynamo",
        "Olympia",
        "Rangers",
        "Harriers",
        "Albion",
        "Corinth",
    ]
    s.grid(
        [
            (w.one(["club", "team"]), clubs[: int(w.rng.integers(6, 11))], "label"),
            ("season", [f"{y}/{y % 100 + 1}" for y in range(2012, 2012 + int(w.rng.integers(5, 9)))], "label"),
            ("round", list(range(1, int(w.rng.integers(20, 35)))), "label"),
        ],
        0.85,
    )
    s.ints("goals scored", 0, 9, 2)
    s.ints("goals conceded", 0, 9, 2)
    s.derive("goal difference", "a - b", *list(s.cols)[-2:])
    s.ints("attendance", 900, 42000)
    s.label("venue kind", ["Home ground", "Away ground", "Neutral ground", "Charity match"])
    s.label("referee group", ["National list", "Regional list", "International list", "Trainee list"])


def tickets(w: Maker) -> None:
    """Support tickets."""
    s = w.sheet("tickets", w.size(1500, 12000))
    s.identity(w.one(["ticket", "case number"]), w.one(["INC", "gaps", "int"]))
    s.span("opened on", "closed on", "days open", dt.date(2021, 1, 1), 1500, 4)
    s.label("queue", ["Billing question", "Network outage", "Password reset", "Hardware fault", "Onboarding"])
    s.label("priority", ["Urgent", "Normal", "Minor", "Blocker"])
    s.ints("replies", 0, 40, 5)
    s.num("first response", 55, 14, 0, 1)
    s.label("product name", ["Mailbox Pro", "Cloud Drive", "Web Builder", "Phone System", "Backup Vault"])
    s.personal_kinds = ["email", "person", "ip_address", "phone"]


def subscriptions(w: Maker) -> None:
    """Plans, subscribers, subscriptions, invoices."""
    sub = w.sheet("subscribers", w.size(400, 1200))
    sid = sub.key(w.one(["subscriber id", "user id"]), w.one(["uuid", "int", "U"]))
    sub.label("signup source", ["Referral", "Organic search", "App store", "Trade fair"])
    sub.personal_kinds = ["email", "person", "card_number", "ip_address"]
    con = w.sheet("contracts", w.size(800, 2500))
    cid = con.key("contract", w.one(["CT-", "gaps", "hex"]))
    con.fk(w.one(["subscriber id", "owner"]), sub, sid)
    con.label("plan name", ["Starter", "Professional", "Enterprise", "Education", "Nonprofit"])
    con.dates("started on", dt.date(2018, 1, 1), 2600)
    inv = w.sheet("invoices", w.size(3000, 9000))
    inv.fk(w.one(["contract", "agreement"]), con, cid)
    inv.identity("invoice", w.one(["INV-", "int", "gaps"]))
    inv.money("net", 49, 0.5)
    inv.num("tax", 9, 2, 2, 1)
    inv.derive("gross", "a + b", *list(inv.cols)[-2:])
    inv.label("dunning level", ["First reminder", "Second reminder", "Collections", "Settled early"])


def stock(w: Maker) -> None:
    """Articles and stock per warehouse."""
    if w.rng.random() < 0.5:
        w.style = "zh"
    art = w.sheet("articles", w.size(300, 900))
    aid = art.key("sku", w.one(["sku", "A", "gaps"]))
    art.money("unit cost", 14)
    art.label("supplier", ["Brandt Metals", "Lopez Textiles", "Nordic Paper", "Osaka Parts", "Delta Plastics"])
    art.tree("goods")
    s = w.sheet("stock", 0)
    bins = [f"{a}{b}-{c:02d}" for a in "ABC" for b in "123" for c in range(1, int(w.rng.integers(20, 60)))]
    houses_ = ["Duisburg North", "Antwerp Quay", "Lille Central", "Basel Rhine"]
    s.grid([("warehouse", houses_, "label"), ("bin", bins, "id")], 0.9)
    s.fk(w.one(["sku", "article"]), art, aid)
    s.ints("on hand", 20, 300, 120)
    s.ints("reserved", 0, 20, 7)
    s.derive("available", "a - b", *list(s.cols)[-2:])
    s.dates("count date", dt.date(2015, 1, 1), 3600)


def trial(w: Maker) -> None:
    """A clinical trial: subjects and measurements by visit."""
    s = w.sheet("measurements", 0)
    subjects = [
        f"{site}-{k:03d}" for site in ("101", "102", "207", "310") for k in range(1, int(w.rng.integers(15, 40)))
    ]
    visits = ["Screening", "Baseline", "Week 4", "Week 8", "Week 12", "Follow up"]
    s.grid([("subject", subjects, "id"), ("visit", visits[: int(w.rng.integers(4, 7))], "label")], 0.95)
    s.ints("systolic", 95, 190, 128)
    s.ints("diastolic", 55, 110, 80)
    s.derive("pulse pressure", "a - b", *list(s.cols)[-2:])
    s.num("dose mg", 40, 9, 1, 5)
    s.label("treatment arm", ["Placebo arm", "Low dosage", "High dosage", "Open label"])
    s.label("investigator site", ["Lisbon clinic", "Vienna hospital", "Prague institute", "Athens center"])
    s.label("adverse event", ["Headache", "Dizziness", "Insomnia", "Fatigue", "Nausea"])
    s.num("haemoglobin", 13.8, 1.1, 1, 6)
    s.personal_kinds = ["date_of_birth", "person", "national_id"]


def taxi(w: Maker) -> None:
    """Taxi trips."""
    s = w.sheet("trips", w.size(20000, 60000))
    s.identity(w.one(["trip", "ride id"]), w.one(["gaps", "hex", "T"]))
    s.daily("pickup time", dt.date(2025, 1, 1), True)
    s.label(
        "pickup zone", ["Central Station", "Airport East", "Old Harbour", "University", "Stadium Park", "Zoo Garden"]
    )
    s.num("distance km", 6.2, 1.9, 1, 0.4)
    s.money("fare", 14, 0.5)
    s.money("tip", 2, 0.5)
    s.money("toll", 3, 0.3)
    s.derive("total paid", "a + b + c", *list(s.cols)[-3:])
    s.label("payment", ["Card terminal", "Cash", "Voucher", "App wallet"])
    s.personal_kinds = ["phone", "card_number"]


def tax(w: Maker) -> None:
    """Tax records by payer and year."""
    s = w.sheet("assessments", 0)
    payers = list(range(71_000, 71_000 + 3 * int(w.rng.integers(120, 400)), 3))
    s.grid([("taxpayer ref", payers, "id"), ("tax year", list(range(2016, 2016 + int(w.rng.integers(5, 9)))), "label")])
    s.money("income", 41000, 0.4)
    s.money("deductions", 3600, 0.4)
    s.derive("taxable income", "a - b", *list(s.cols)[-2:])
    s.label("office", ["Revenue North", "Revenue South", "Harbour district", "Central district", "Border district"])
    s.label("filing form", ["Short form", "Long form", "Electronic form", "Joint form"])
    s.dates("assessed on", dt.date(2014, 1, 1), 3900)
    s.tree("geo")
    s.personal_kinds = ["national_id", "iban", "address", "person"]


def restaurant(w: Maker) -> None:
    """Tables, staff and orders of a restaurant."""
    if w.rng.random() < 0.4:
        w.style = "zh"
    s = w.sheet("checks", w.size(1200, 6000))
    s.identity(w.one(["check no", "receipt"]), w.one(["int", "R", "gaps"]))
    s.daily("date", dt.date(2025, 1, 1))
    s.label("dish", ["Mushroom risotto", "Grilled salmon", "Onion soup", "Caesar salad", "Cheesecake", "Lasagna"])
    s.label("waiter", ["Early crew", "Lunch crew", "Dinner crew", "Terrace crew"])
    s.ints("party size", 1, 12, 3)
    s.money("amount", 31, 0.4)
    s.num("discount", 10, 4, 0, 0, 30)
    s.derive("bill", "a * b * (1 - c / 100)", *list(s.cols)[-3:])
    s.money("tip", 4)
    s.personal_kinds = ["phone", "person"]


def survey(w: Maker) -> None:
    """Survey answers with many questions."""
    s = w.sheet("answers", w.size(250, 1500))
    s.identity(w.one(["respondent", "response id"]), w.one(["int", "hex", "gaps"]))
    s.label("country of work", ["United Kingdom", "United States", "New Zealand", "South Africa", "Costa Rica"])
    s.label("occupation", ["Teacher", "Electrician", "Pharmacist", "Journalist", "Carpenter"])
    s.dates("answered on", dt.date(2022, 1, 1), 900)
    for k in range(int(w.rng.integers(4, 42))):
        s.ints(f"q{k + 1:02d}", 1, 5)
        if k % 6 == 5:
            words = ["Strongly agree", "Agree", "Neutral", "Disagree"]
            s.label(f"opinion {k + 1}", words)
    s.ints("minutes spent", 2, 60, 14)
    s.personal_kinds = ["email", "person", "ip_address"]


def fleet(w: Maker) -> None:
    """Five small tables around vehicles."""
    depot = w.sheet("depots", w.size(200, 300))
    did = depot.key("depot code", "DP")
    depot.ints("bays", 3, 40, 14)
    car = w.sheet("vehicles", w.size(300, 900))
    vid = car.key("plate", "plate")
    car.fk(w.one(["depot code", "home base"]), depot, did)
    car.ints("build year", 2004, 2025)
    job = w.sheet("repairs", w.size(1200, 3000))
    job.fk(w.one(["plate", "vehicle"]), car, vid)
    job.money("parts cost", 130, 0.6)
    job.money("labour cost", 210, 0.4)
    job.derive("repair cost", "a + b", *list(job.cols)[-2:])
    job.label("garage", ["Autohaus Becker", "Quick Repair", "City Motors", "Truck Service"])
    fuel = w.sheet("refuels", w.size(1500, 4000))
    fuel.fk(w.one(["vehicle", "car"]), car, vid)
    fuel.money("litres", 46, 0.2)
    fuel.money("price per litre", 1.6, 0.1)
    fuel.derive("paid", "a * b", *list(fuel.cols)[-2:])
    fuel.dates("fuelled on", dt.date(2012, 1, 1), 4500)
    tyre = w.sheet("inspections", w.size(250, 800))
    tyre.num("tread depth", 5.2, 1.3, 1, 1)
    tyre.label("inspector", ["TUV North", "Dekra West", "Inhouse bench", "Road patrol"])


DOMAINS: tuple[Callable[[Maker], None], ...] = (
    retail,
    hospital,
    shipments,
    sensors,
    banking,
    employees,
    calls,
    grades,
    sessions,
    houses,
    meters,
    claims,
    hotel,
    factory,
    library,
    sports,
    tickets,
    subscriptions,
    stock,
    trial,
    taxi,
    tax,
    restaurant,
    survey,
    fleet,
)


def made(seed: int, planted: bool) -> Iterator[World]:
    """All worlds of a seed, with or without their plants."""
    plan = Plan(np.random.default_rng([seed, 4242]))
    order = np.random.default_rng([seed, 99]).permutation(len(DOMAINS)).tolist()
    for k in order:
        w = Maker(seed, k, f"{DOMAINS[k].__name__}-{seed}", planted, plan)
        DOMAINS[k](w)
        w.sprinkle()
        yield w.finish()


def worlds(seed: int) -> Iterator[World]:
    """Worlds with known structure planted in them."""
    return made(seed, True)


def stripped(seed: int) -> Iterator[World]:
    """The same worlds without the plants; the truth lists what is true nevertheless."""
    return made(seed, False)


# ---------------------------------------------------------------- checking the truth


def luhn_ok(text: str) -> bool:
    """Whether a card number has the right check digit."""
    d = text.replace(" ", "")
    return d.isdigit() and luhn(d[:-1]) == d


def iban_ok(text: str) -> bool:
    """Whether an IBAN has the right check digits."""
    t = text.replace(" ", "")
    return int("".join(str(int(ch, 36)) for ch in t[4:] + t[:4])) % 97 == 1


def id_ok(t: str) -> bool:
    """Whether a national id has one of the four formats with the right check digits."""
    if re.fullmatch(r"\d{8}[A-Z]", t):
        return "TRWAGMYFPDXBNJZSQVHLCKE"[int(t[:8]) % 23] == t[8]
    if re.fullmatch(r"\d{3}\.\d{3}\.\d{3}-\d{2}", t):
        d = [int(x) for x in t if x.isdigit()]
        sums = [sum(a * b for a, b in zip(d, range(m, 1, -1), strict=False)) * 10 % 11 % 10 for m in (10, 11)]
        return sums == d[9:]
    if re.fullmatch(r"\d{11}", t):
        return sum(int(a) * b for a, b in zip(t, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), strict=True)) % 10 == 0
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    good = re.fullmatch(r"\d{17}[\dX]", t) is not None
    return good and "10X98765432"[sum(int(a) * b for a, b in zip(t, weights, strict=False)) % 11] == t[17]


def personal_ok(what: str, v: Any) -> bool:
    """Whether a value has the format of a personal kind."""
    if what == "date_of_birth":
        return isinstance(v, dt.date)
    tests: dict[str, Callable[[str], bool]] = {
        "email": lambda t: re.fullmatch(r"[a-z]+\.[a-z]+\d+@[a-z.]+", t) is not None,
        "phone": lambda t: 9 <= sum(ch.isdigit() for ch in t) <= 13,
        "person": lambda t: len(t.split()) == 2,
        "address": lambda t: t[0].isdigit() and any(s in t for s in STREETS),
        "card_number": luhn_ok,
        "iban": iban_ok,
        "national_id": id_ok,
        "ip_address": lambda t: re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", t) is not None,
    }
    return tests[what](v)


def check(world: World) -> None:
    """Asserts by brute force that everything in a world's truth is true of its tables."""
    data = {t: {c: tab.column(c).to_pylist() for c in tab.column_names} for t, tab in world.tables.items()}
    keys = {(p.table, p.columns[0]) for p in world.truth if p.kind == "key"}
    for t, cols in data.items():
        for c, values in cols.items():
            if None not in values and len(set(values)) == len(values):
                assert (t, c) in keys, (world.name, t, c, "unique but no key")
    for p in world.truth:
        cols = data[p.table]
        vs = [cols[c] for c in p.columns]
        n = world.tables[p.table].num_rows
        assert holds(p, vs, n, data), (world.name, p)


def holds(p: Planted, vs: list[list[Any]], n: int, data: Mapping[str, Mapping[str, list[Any]]]) -> bool:
    """Whether one piece of truth holds."""
    d = p.details
    tuples = set(zip(*vs, strict=True)) if vs else set()
    if p.kind == "key":
        return len(tuples) == n and None not in vs[0]
    if p.kind == "composite_key":
        parts = [set(zip(*x, strict=True)) for r in range(1, len(vs)) for x in combinations(vs, r)]
        return len(tuples) == n and all(len(x) < n for x in parts)
    if p.kind == "near_key":
        return bool(n - len(tuples) == d["surplus"] and 1 <= d["surplus"] <= max(1, 0.015 * n))
    if p.kind == "dependency":
        both = {(a, b) for a, b in tuples if a is not None and b is not None}
        levels = len({a for a, _ in both})
        return len(both) == levels >= 4 and (d.get("planted") is False or levels * 5 <= n)
    if p.kind == "broken_dependency":
        return bool(majority_breaks(*vs) == d["broken"] and 1 <= d["broken"] <= max(1, 0.008 * n))
    if p.kind == "derived":
        return all(abs(float(r[0]) - float(exact(d["formula"], r[1:]))) < 0.005 + 1e-6 for r in zip(*vs, strict=True))
    if p.kind in ("foreign_key", "broken_reference"):
        known = data[d["to"]][d["to_column"]]
        orphans = sum(v is not None and v not in set_of(known) for v in vs[0])
        if len(set_of(known)) != len(known):
            return False
        return orphans == 0 if p.kind == "foreign_key" else bool(d["orphans"] == orphans and 0 < orphans <= 0.05 * n)
    if p.kind == "hierarchy":
        return all(
            len({(f, c) for f, c in zip(fine, coarse, strict=True) if f is not None and c is not None})
            == len({f for f, c in zip(fine, coarse, strict=True) if f is not None and c is not None})
            for coarse, fine in zip(vs, vs[1:], strict=False)
        )
    if p.kind == "dirty_category":
        m = Counter(vs[0])
        share = sum(m[b] for b in d["wrong"]) / n
        return bool(d["wrong"]) and all(m[b] and m[r] > m[b] for b, r in d["wrong"].items()) and 0 < share <= 0.12
    if p.kind == "placeholder":
        return 0.008 <= vs[0].count(d["value"]) / n <= 0.2
    if p.kind in ("mixed_type", "stored_as_text"):
        return all(isinstance(v, str) for v in vs[0]) and (p.kind != "mixed_type" or 0 < d["odd"] <= max(2, 0.1 * n))
    if p.kind == "impossible":
        bad = sum(v in d["values"] for v in vs[0])
        return 1 <= bad <= max(1, 0.01 * n)
    if p.kind == "personal":
        return all(personal_ok(d["what"], v) for v in vs[0])
    if p.kind == "time_gap":
        there = {dt.date(v.year, v.month, v.day) for v in vs[0] if v is not None}
        low, high = min(there), max(there)
        missing = [x for k in range((high - low).days) if (x := low + dt.timedelta(days=k)) not in there]
        first, last = dt.date.fromisoformat(d["first"]), dt.date.fromisoformat(d["last"])
        if d.get("planted") is False:
            return not any(first <= x <= last for x in there)
        return [first + dt.timedelta(days=k) for k in range((last - first).days + 1)] == missing and len(missing) >= 4
    if p.kind == "duplicate_rows":
        return bool(n - len(set(zip(*data[p.table].values(), strict=True))) == d["surplus"] > 0)
    if p.kind == "missing_together":
        masks = [[v is None for v in x] for x in vs]
        return any(masks[0]) and all(x == masks[0] for x in masks)
    return len(set(vs[0]) - {None}) == 1


_SETS: dict[int, tuple[list[Any], set[Any]]] = {}


def set_of(values: list[Any]) -> set[Any]:
    """The values as a set, kept while the list lives."""
    kept = _SETS.get(id(values))
    if kept is None or kept[0] is not values:
        kept = (values, set(values))
        _SETS.clear()
        _SETS[id(values)] = kept
    return kept[1]


def exact(formula: str, r: Sequence[Any]) -> float:
    """The value of a formula before rounding."""
    if formula == "date2 - date1 in days":
        return float((r[0] - r[1]).days)
    names = dict(zip("abc", map(float, r), strict=False))
    a, b, c = names["a"], names["b"], names.get("c", 0.0)
    return {
        "a + b": a + b,
        "a + b + c": a + b + c,
        "a - b": a - b,
        "a * b": a * b,
        "a / b": a / b if b else 0.0,
        "a * b * (1 - c)": a * b * (1 - c),
        "a * b * (1 - c / 100)": a * b * (1 - c / 100),
    }[formula]
