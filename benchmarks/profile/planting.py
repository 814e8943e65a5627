"""Tables with structure planted in them, and the same tables without it.

Owns the made worlds and what is true of each. Refuses to know the profiler: names, sizes and shares are drawn from
word lists of many trades and from a seed, and `check` proves by brute force that what is planted is true.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from stdnum import iban, luhn

Rng = np.random.Generator
Columns = dict[str, list[Any]]
DAY0 = np.datetime64("2023-01-02")


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing that is true of a table."""

    kind: str
    table: str
    columns: tuple[str, ...]
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """Tables with what is true of them."""

    name: str
    tables: Mapping[str, pa.Table]
    truth: tuple[Planted, ...]


@dataclass
class _Making:
    """A world while it is made."""

    rng: Rng
    planted: bool
    table: str
    rows: int
    columns: Columns
    others: dict[str, Columns] = field(default_factory=dict)
    truth: list[Planted] = field(default_factory=list)

    def say(self, kind: str, *columns: str, table: str | None = None, **details: Any) -> None:
        self.truth.append(Planted(kind, table or self.table, columns, details))

    def pick(self, *choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def share(self, low: float, high: float) -> np.ndarray:
        """Return which rows are chosen, a share of them between two bounds and at least three rows."""
        count = max(3, int(self.rows * self.rng.uniform(low, high)))
        chosen = np.zeros(self.rows, dtype=bool)
        chosen[self.rng.choice(self.rows, count, replace=False)] = True
        return chosen

    def labels(self, words: list[str]) -> list[str]:
        weights = self.rng.dirichlet(np.full(len(words), 3.0))
        return [words[i] for i in self.rng.choice(len(words), self.rows, p=weights)]


TRADES: dict[str, tuple[str, str, list[tuple[str, list[str]]], list[str], str]] = {
    # table: (table name, own id, labels, numbers, date)
    "retail": (
        "sales",
        "sale_id",
        [
            ("channel", ["Web", "Shop", "Phone", "Partner"]),
            ("brand", ["Aurora", "Belmont", "Cascade", "Dorado", "Everest", "Fontana"]),
        ],
        ["basket_size", "weight_kg"],
        "sold_on",
    ),
    "hospital": (
        "visits",
        "visit_no",
        [
            ("ward", ["Cardiology", "Oncology", "Pediatrics", "Surgery", "Radiology"]),
            ("outcome", ["recovered", "referred", "observed"]),
        ],
        ["stay_hours", "blood_loss_ml"],
        "admitted",
    ),
    "logistics": (
        "shipments",
        "ShipmentID",
        [
            ("Carrier", ["Hermod", "Kestrel", "Polaris", "Tradewind"]),
            ("ServiceLevel", ["Express", "Economy", "Freight"]),
        ],
        ["ParcelVolume", "HandlingMinutes"],
        "PickupDate",
    ),
    "sensors": (
        "readings",
        "reading_id",
        [("site", ["Harbor", "Quarry", "Ridge", "Valley", "Delta"]), ("state", ["ok", "warn", "fault"])],
        ["vibration", "current_ma"],
        "taken_at",
    ),
    "bank": (
        "transactions",
        "txn_id",
        [
            ("branch", ["Alder St", "Birch Ave", "Cedar Rd", "Dogwood Ln"]),
            ("product", ["Checking", "Savings", "Brokerage", "Mortgage"]),
        ],
        ["fee_cents", "wait_seconds"],
        "booked",
    ),
    "hr": (
        "Employees",
        "Staff No",
        [
            ("Department", ["Finance", "Legal", "Research", "Support", "Marketing"]),
            ("Contract", ["Permanent", "Fixed term", "Intern"]),
        ],
        ["Overtime Hours", "Training Days"],
        "Hired",
    ),
    "telecom": (
        "calls",
        "call_ref",
        [("plan", ["Basic", "Plus", "Family", "Unlimited"]), ("tower", [f"TWR{i:02d}" for i in range(1, 16)])],
        ["seconds_talked", "kb_used"],
        "started",
    ),
    "school": (
        "grades",
        "entry_id",
        [
            ("subject", ["Algebra", "Biology", "Chemistry", "Drama", "Economics"]),
            ("term", ["autumn", "spring", "summer"]),
        ],
        ["points", "absences"],
        "graded_on",
    ),
    "property": (
        "listings",
        "listing_code",
        [
            ("district", ["Northgate", "Old Town", "Riverside", "Westend", "Harborside"]),
            ("dwelling", ["flat", "house", "loft", "studio"]),
        ],
        ["living_area_sqm", "rooms"],
        "listed",
    ),
    "energy": (
        "meters",
        "meter_no",
        [("tariff", ["Day", "Night", "Solar", "Industrial"]), ("grid", ["North Grid", "South Grid", "Island Grid"])],
        ["kwh", "peak_kw"],
        "read_on",
    ),
    "insurance": (
        "claims",
        "claim_id",
        [("cause", ["Fire", "Flood", "Theft", "Collision", "Hail"]), ("policy_type", ["Home", "Motor", "Travel"])],
        ["paid_amount", "days_open"],
        "filed",
    ),
    "hotel": (
        "bookings",
        "booking_ref",
        [("room_type", ["Single", "Double", "Suite", "Family Room"]), ("source", ["Direct", "Agency", "Corporate"])],
        ["nights", "minibar_total"],
        "arrival",
    ),
    "plant": (
        "batches",
        "batch_no",
        [("line", ["Extrusion", "Molding", "Packing"]), ("shift", ["early", "late", "night"])],
        ["units_made", "scrap_kg"],
        "produced",
    ),
    "library": (
        "loans",
        "loan_id",
        [("section", ["Fiction", "History", "Science", "Travel", "Poetry"]), ("desk", ["Main", "Annex", "Mobile"])],
        ["days_kept", "fine_total"],
        "lent",
    ),
    "support": (
        "tickets",
        "ticket_id",
        [("team", ["Billing", "Network", "Devices", "Accounts"]), ("mood", ["calm", "upset", "neutral"])],
        ["minutes_spent", "replies"],
        "opened",
    ),
    "china": (
        "订单",
        "订单编号",
        [("城市", ["北京", "上海", "广州", "深圳", "成都"]), ("渠道", ["线上", "门店", "电话"])],
        ["数量", "重量"],
        "下单日期",
    ),
}
FIRST = "Anna Boris Carla David Elena Felix Greta Henry Irene Jakob Katja Louis Maria Nadia Oscar Paula Sofia".split()
LAST = "Adler Brandt Carver Dawson Ellis Fischer Garcia Hansen Ibarra Jensen Keller Lindt Moreno Novak".split()
STREETS = "Maple Street,Oak Avenue,Mill Lane,Station Road,Church Street,High Street,Park Road".split(",")
GEOGRAPHY = {
    "Germany": {"Bavaria": ["Munich", "Nuremberg", "Augsburg"], "Saxony": ["Dresden", "Leipzig"]},
    "France": {"Brittany": ["Rennes", "Brest"], "Provence": ["Marseille", "Avignon", "Arles"]},
    "Spain": {"Andalusia": ["Seville", "Granada", "Malaga"], "Galicia": ["Vigo", "Lugo"]},
}


# ------------------------------------------------------------------------------------------------ what is planted


def _key(m: _Making, name: str) -> None:
    if not m.planted:
        m.columns[name] = [int(n) for n in m.rng.integers(1000, 1000 + m.rows // 3, m.rows)]
        return
    style = m.pick("whole", "code", "uuid")
    places = m.rng.permutation(m.rows) if m.pick(True, False) else np.arange(m.rows)
    if style == "whole":
        m.columns[name] = [int(n) + 1 for n in places]
    elif style == "code":
        m.columns[name] = [f"{name[:2].upper()}-{n:06d}" for n in places]
    else:
        m.columns[name] = [str(uuid.UUID(bytes=m.rng.bytes(16))) for _ in range(m.rows)]
    m.say("key", name)


def _near_key(m: _Making, name: str) -> None:
    _key(m, name)
    if not m.planted:
        return
    m.truth.pop()
    again = m.share(0.001, 0.01)
    rest = np.flatnonzero(~again)
    for row in np.flatnonzero(again):
        m.columns[name][row] = m.columns[name][rest[int(m.rng.integers(len(rest)))]]
    m.say("near_key", name, surplus=m.rows - len(set(m.columns[name])))


def _composite_key(m: _Making, name: str) -> None:
    line = m.pick("line_no", "position", "item_no")
    heads, lines, head = [], [], 0
    while len(heads) < m.rows:
        for place in range(1, int(m.rng.integers(1, 6)) + 1):
            heads.append(5000 + head)
            lines.append(place)
        head += 1
    m.columns[name], m.columns[line] = heads[: m.rows], lines[: m.rows]
    if m.planted:
        m.say("composite_key", name, line)
    else:
        m.columns[line] = [int(n) for n in m.rng.integers(1, 4, m.rows)]
        m.columns[line][:2], m.columns[name][:2] = [1, 1], [5000, 5000]


def _dependency(m: _Making, broken: bool) -> None:
    fine, coarse = m.pick(("store", "region"), ("article", "category"), ("clerk_code", "office"), ("machine", "hall"))
    codes = [f"{fine[:3].title()} {chr(65 + i % 26)}{i // 26 + 1}" for i in range(int(m.rng.integers(12, 40)))]
    groups = ["Amber", "Basalt", "Copper", "Diamond", "Emerald"][: int(m.rng.integers(3, 6))]
    owner = {code: groups[int(m.rng.integers(len(groups)))] for code in codes}
    m.columns[fine] = m.labels(codes)
    m.columns[coarse] = [owner[code] for code in m.columns[fine]]
    if not m.planted:
        m.columns[coarse] = list(m.rng.permutation(m.columns[coarse]))
        return
    if broken:
        for row in np.flatnonzero(m.share(0.001, 0.006)):
            m.columns[coarse][row] = next(g for g in groups if g != owner[m.columns[fine][row]])
        m.say("broken_dependency", fine, coarse)
    else:
        m.say("dependency", fine, coarse)


def _hierarchy(m: _Making, names: tuple[str, str, str]) -> None:
    cities = [(a, b, c) for a, inner in GEOGRAPHY.items() for b, fine in inner.items() for c in fine]
    chosen = [cities[i] for i in m.rng.integers(len(cities), size=m.rows)]
    for at, name in enumerate(names):
        m.columns[name] = [each[at] for each in chosen]
    if m.planted:
        m.say("hierarchy", *names)
        for fine, coarse in ((2, 1), (2, 0), (1, 0)):
            m.say("dependency", names[fine], names[coarse], planted=False)
    else:
        for name in names[:2]:
            m.columns[name] = list(m.rng.permutation(m.columns[name]))


def _derived(m: _Making) -> None:
    way = m.pick("product", "sum", "difference", "discounted", "ratio", "span")
    a, b = np.round(m.rng.uniform(5, 400, m.rows), 2), np.round(m.rng.uniform(1, 90, m.rows), 2)
    if way == "span":
        start = DAY0 + m.rng.integers(0, 700, m.rows)
        days = m.rng.integers(1, 60, m.rows)
        m.columns["begun"], m.columns["finished"] = list(start), list(start + days)
        m.columns["duration_days"] = [int(n) for n in (days if m.planted else m.rng.permutation(days))]
        if m.planted:
            m.say("derived", "duration_days", "begun", "finished")
        return
    counts = m.rng.integers(1, 30, m.rows)
    made = {
        "product": ("line_total", {"unit_cost": a, "pieces": counts}, np.round(a * counts, 2)),
        "sum": ("gross", {"net": a, "tax_amount": b}, np.round(a + b, 2)),
        "difference": ("profit", {"income": a, "spend": b}, np.round(a - b, 2)),
        "discounted": (
            "charged",
            {"list_price": a, "rebate": np.round(m.rng.choice([0, 0.05, 0.1, 0.2], m.rows), 2)},
            None,
        ),
        "ratio": ("cost_per_piece", {"total_cost": a, "pieces": counts}, a / counts),
    }
    target, sources, values = made[way]
    if values is None:
        values = np.round(sources["list_price"] * (1 - sources["rebate"]), 2)
    for name, source in sources.items():
        m.columns[name] = [v.item() for v in source]
    m.columns[target] = [float(v) for v in (values if m.planted else m.rng.permutation(values))]
    if m.planted:
        m.say("derived", target, *sources)


def _foreign_key(m: _Making, broken: bool) -> None:
    parent, key, child = m.pick(
        ("customers", "customer_id", "customer_id"),
        ("machines", "id", "machine_id"),
        ("agents", "agent_code", "agent_code"),
        ("depots", "depot_no", "from_depot_no"),
    )
    count = int(m.rng.integers(40, 400))
    ids: list[Any] = [1000 + 7 * i for i in range(count)]
    if key == "agent_code":
        ids = [f"AG{i:04d}" for i in range(count)]
    names = [f"{FIRST[i % len(FIRST)]}{i} Works" for i in range(count)]
    m.others[parent] = {key: ids, "title": names, "tier": [m.pick("gold", "silver", "bronze") for _ in ids]}
    m.say("key", key, table=parent)
    used = ids[: int(count * 0.8)]
    m.columns[child] = [used[i] for i in m.rng.integers(len(used), size=m.rows)]
    if not m.planted:
        strange = (
            [f"ZZ{i:05d}" for i in range(count)] if isinstance(ids[0], str) else [90_000 + i for i in range(count)]
        )
        m.columns[child] = [strange[i] for i in m.rng.integers(len(strange), size=m.rows)]
        return
    lost = 0
    if broken:
        for row in np.flatnonzero(m.share(0.005, 0.05)):
            m.columns[child][row] = f"ZZ{row:05d}" if isinstance(ids[0], str) else 900_000 + int(row)
            lost += 1
    m.say("broken_reference" if broken else "foreign_key", child, to=parent, to_column=key, orphans=lost)


def _dirty(m: _Making) -> None:
    name, words = m.pick(
        ("country", ["United States", "United Kingdom", "Germany", "France", "Netherlands"]),
        ("material", ["Aluminium", "Stainless Steel", "Polyester", "Hardwood", "Ceramic"]),
        ("city_name", ["New York", "San Francisco", "Los Angeles", "Philadelphia", "Minneapolis"]),
        ("payment", ["Credit Card", "Bank Transfer", "Gift Voucher", "Cash Payment"]),
    )
    m.columns[name] = m.labels(list(words))
    if not m.planted:
        return
    wrong: dict[str, str] = {}
    for row in np.flatnonzero(m.share(0.01, 0.08)):
        right = m.columns[name][row]
        bad = _spoilt(m, right)
        if bad not in words:
            wrong[bad] = right
            m.columns[name][row] = bad
    m.say("dirty_category", name, wrong=wrong)


def _spoilt(m: _Making, word: str) -> str:
    way = m.pick("lower", "upper", "blank", "slip", "hyphen", "wide")
    if way == "slip":
        at = int(m.rng.integers(2, len(word) - 2))
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == "wide":
        return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in word)
    return {"lower": word.lower(), "upper": word.upper(), "blank": f"{word} ", "hyphen": word.replace(" ", "-")}[way]


def _placeholder(m: _Making) -> None:
    name, values, stand_in = m.pick(
        ("segment_name", m.labels(["Consumer", "Business", "Public sector"]), m.pick("N/A", "unknown", "-", "null")),
        ("household_income", [int(n) for n in m.rng.integers(900, 5200, m.rows)], m.pick(99999, -1)),
        ("measured_depth", [round(float(x), 1) for x in m.rng.uniform(2, 80, m.rows)], m.pick(-999.0, 9999.0)),
        (
            "last_contact",
            list(DAY0 + m.rng.integers(0, 600, m.rows)),
            np.datetime64(m.pick("1900-01-01", "9999-12-31")),
        ),
    )
    m.columns[name] = values
    if m.planted:
        for row in np.flatnonzero(m.share(0.01, 0.15)):
            values[row] = stand_in
        m.say("placeholder", name, value=stand_in)


def _mixed(m: _Making) -> None:
    if m.pick(True, False):
        values: list[Any] = [f"{x:.1f}" for x in m.rng.uniform(1, 300, m.rows)]
        odd = m.pick("see note", "n.b.", "approx.", "three")
        name = "reported_value"
    else:
        days = DAY0 + m.rng.integers(0, 600, m.rows)
        values, name, odd = [str(d) for d in days], "due_text", ""
    m.columns[name] = values
    if m.planted:
        for row in np.flatnonzero(m.share(0.005, 0.08)):
            values[row] = odd or f"{values[row][8:]}.{values[row][5:7]}.{values[row][:4]}"
        m.say("mixed_type", name)
    else:
        m.say("stored_as_text", name)


def _impossible(m: _Making) -> None:
    name, values, bad = m.pick(
        ("age", m.rng.integers(18, 90, m.rows), m.pick(-4, 212)),
        ("ordered_quantity", m.rng.integers(1, 60, m.rows), -7),
        ("share_percent", m.rng.integers(0, 101, m.rows), 140),
        ("latitude", np.round(m.rng.uniform(-60, 70, m.rows), 4), 132.5),
    )
    m.columns[name] = [v.item() for v in values]
    if m.planted:
        for row in np.flatnonzero(m.share(0.0005, 0.005)):
            m.columns[name][row] = bad
        m.say("impossible", name)


def _personal(m: _Making) -> None:
    people = [(FIRST[i], LAST[j]) for i, j in m.rng.integers((0, 0), (len(FIRST), len(LAST)), (m.rows, 2))]
    numbers = m.rng.integers(10**8, 10**9, m.rows)
    what, name, values = m.pick(
        (
            "email",
            "contact_mail",
            [f"{a}.{b}{n % 97}@example.org".lower() for (a, b), n in zip(people, numbers, strict=True)],
        ),
        ("phone", "phone", [f"+49 30 {n % 10**7:07d}" for n in numbers]),
        ("person", "full_name", [f"{a} {b}" for a, b in people]),
        ("address", "street_address", [f"{STREETS[n % 7]} {n % 180 + 1}" for n in numbers]),
        ("card_number", "card_no", [_card(int(n)) for n in numbers]),
        ("iban", "iban", [_iban(int(n)) for n in numbers]),
        ("date_of_birth", "birth_date", list(np.datetime64("1950-01-01") + m.rng.integers(0, 20000, m.rows))),
        ("ip_address", "client_ip", [f"93.{n % 250}.{n // 250 % 250}.{n % 249}" for n in numbers]),
    )
    if m.planted:
        m.columns[name] = values
        m.say("personal", name, what=what)
    else:
        m.columns["lot_mark"] = [f"L{n % 5000:04d}" for n in numbers]


def _card(number: int) -> str:
    body = f"4{number:014d}"
    return body + str(luhn.calc_check_digit(body))


def _iban(number: int) -> str:
    body = f"37040044{number:010d}"
    return f"DE{iban.calc_check_digits('DE00' + body)}{body}"


def _time_gap(m: _Making) -> None:
    days = np.arange(max(90, min(500, m.rows // 4)))
    low = int(len(days) * m.rng.uniform(0.2, 0.6))
    length = int(m.rng.integers(5, 26))
    kept = np.concatenate([days[:low], days[low + length :]]) if m.planted else days
    chosen = np.sort(np.concatenate([kept, m.rng.choice(kept, m.rows - len(kept))]))
    m.columns["logged_on"] = list(DAY0 + chosen)
    if m.planted:
        m.say("time_gap", "logged_on", first=str(DAY0 + low), last=str(DAY0 + low + length - 1))


def _missing_together(m: _Making) -> None:
    names = ("checked_by", "checked_value", "checked_grade")[: int(m.rng.integers(2, 4))]
    gone = m.share(0.05, 0.4)
    for name in names:
        whole: list[Any] = [m.pick("Kim", "Lou", "Max", "Noa") for _ in range(m.rows)]
        if name == "checked_value":
            whole = [round(float(x), 3) for x in m.rng.normal(20, 4, m.rows)]
        mine = gone if m.planted else m.rng.permutation(gone)
        m.columns[name] = [None if lost else value for value, lost in zip(whole, mine, strict=True)]
    if m.planted:
        m.say("missing_together", *names)
    if gone.mean() >= 0.2:
        for name in names:
            m.say("missing", name)


def _constant(m: _Making) -> None:
    value = m.pick("EUR", "v2", "main")
    m.columns["ledger_unit"] = [value] * m.rows
    if m.planted:
        m.say("constant", "ledger_unit")
    else:
        m.columns["ledger_unit"] = m.labels(["EUR", "USD", "GBP"])


def _duplicates(m: _Making) -> None:
    if not m.planted:
        return
    again = np.flatnonzero(m.share(0.002, 0.02))
    rows = list(range(m.rows)) + [int(n) for n in again]
    for name, values in m.columns.items():
        m.columns[name] = [values[i] for i in rows]
    m.rows = len(rows)
    m.say("duplicate_rows", surplus=len(again))


def _traps(m: _Making) -> None:
    """Add columns that look wrong and are right."""
    traps: list[Callable[[], None]] = [
        lambda: m.columns.__setitem__("outlet", m.labels([f"Outlet {i}" for i in range(9, 15)])),
        lambda: m.columns.__setitem__("balance_change", [round(float(x), 2) for x in m.rng.normal(0, 50, m.rows)]),
        lambda: m.columns.__setitem__("turnover", [round(float(x), 2) for x in m.rng.lognormal(4, 1.2, m.rows)]),
        lambda: m.columns.__setitem__("extras", m.labels(["None", "None", "None", "Breakfast", "Parking"])),
        lambda: m.columns.__setitem__("bin_code", [f"{n:05d}" for n in m.rng.integers(0, 3000, m.rows)]),
        lambda: m.columns.__setitem__("mark", m.labels(["A", "A+", "B", "B+", "C"])),
        lambda: m.columns.__setitem__("direction", m.labels(["North", "South", "Northeast", "Southeast"])),
        lambda: m.columns.__setitem__("quarter_index", [int(n) for n in m.rng.integers(-1, 4, m.rows)]),
    ]
    for at in m.rng.choice(len(traps), int(m.rng.integers(1, 4)), replace=False):
        traps[int(at)]()


# ------------------------------------------------------------------------------------------------ worlds

PLANTS: tuple[tuple[str, Callable[[_Making], None]], ...] = (
    ("dependency", lambda m: _dependency(m, broken=False)),
    ("broken_dependency", lambda m: _dependency(m, broken=True)),
    ("hierarchy", lambda m: _hierarchy(m, ("nation", "province", "town"))),
    ("derived", _derived),
    ("foreign_key", lambda m: _foreign_key(m, broken=False)),
    ("broken_reference", lambda m: _foreign_key(m, broken=True)),
    ("dirty_category", _dirty),
    ("placeholder", _placeholder),
    ("mixed_type", _mixed),
    ("impossible", _impossible),
    ("personal", _personal),
    ("time_gap", _time_gap),
    ("missing_together", _missing_together),
    ("constant", _constant),
)
IDENTITIES: tuple[Callable[[_Making, str], None] | None, ...] = (_key, _composite_key, _near_key, None)


def worlds(seed: int, *, planted: bool = True) -> Iterator[World]:
    """Yield the worlds of a seed; without plants they have the same names, sizes and kinds of columns."""
    for at, trade in enumerate([*TRADES, *TRADES]):
        rng = np.random.default_rng([seed, at])
        table, own, labels, numbers, dated = TRADES[trade]
        rows = int(np.exp(rng.uniform(np.log(400), np.log(30_000))))
        m = _Making(rng, planted, table, rows, {})
        identity = IDENTITIES[at % len(IDENTITIES)]
        if identity is not None:
            identity(m, own)
        for name, words in labels:
            m.columns[name] = m.labels(words)
        for name in numbers:
            m.columns[name] = [round(float(x), 2) for x in rng.gamma(3.0, 12.0, rows)]
        m.columns[dated] = list(DAY0 + rng.integers(0, 700, rows))
        chosen = [(at * 5 + step * 3) % len(PLANTS) for step in range(5)]
        taken: set[str] = set()
        for place in chosen:
            kind, plant = PLANTS[place]
            family = {"broken_dependency": "dependency", "broken_reference": "foreign_key"}.get(kind, kind)
            if family not in taken:
                taken.add(family)
                plant(m)
        _traps(m)
        if identity is None:
            _duplicates(m)
        yield World(f"{trade} {at}", _tables(m), tuple(m.truth))


def _tables(m: _Making) -> dict[str, pa.Table]:
    tables = {m.table: m.columns, **m.others}
    return {name: pa.table({c: pa.array(_plain(v)) for c, v in columns.items()}) for name, columns in tables.items()}


def _plain(values: list[Any]) -> list[Any]:
    return [v.astype(object) if isinstance(v, np.datetime64) else v for v in values]


def drifted(seed: int) -> Iterator[tuple[str, pa.Table, pa.Table, dict[str, str]]]:
    """Yield two loads of one table each time, with the columns that drifted and how; the others did not."""
    for at, trade in enumerate(TRADES):
        rng = np.random.default_rng([seed, 77, at])
        table, _, labels, numbers, dated = TRADES[trade]
        rows = int(rng.integers(2_000, 20_000))
        ways: dict[str, str] = {}
        loads = []
        moved = {labels[0][0]: "mix", numbers[0]: "shift", dated: "none"}
        if at % 2:
            moved = {labels[1][0]: "new value", numbers[1]: "missing"}
        weights = {name: rng.dirichlet(np.full(len(words), 4.0)) for name, words in labels}
        for load in (0, 1):
            columns: Columns = {}
            for name, words in labels:
                own, chances = list(words), weights[name]
                if load and moved.get(name) == "mix":
                    chances = (
                        np.roll(chances, 1) if np.abs(np.roll(chances, 1) - chances).sum() > 0.2 else chances[::-1]
                    )
                    ways[name] = "mix"
                if load and moved.get(name) == "new value":
                    own, chances = [*own, "Novel"], np.append(chances * 0.9, 0.1)
                    ways[name] = "new value"
                columns[name] = [own[i] for i in rng.choice(len(own), rows, p=chances / chances.sum())]
            for name in numbers:
                values: list[Any] = [round(float(x), 2) for x in rng.gamma(3.0, 12.0, rows)]
                if load and moved.get(name) == "shift":
                    values, ways[name] = [round(v * 1.35, 2) for v in values], "shift"
                if load and moved.get(name) == "missing":
                    values, ways[name] = [None if rng.random() < 0.08 else v for v in values], "missing"
                columns[name] = values
            loads.append(pa.table({c: pa.array(v) for c, v in columns.items()}))
        yield f"{table} {at}", loads[0], loads[1], ways


# ------------------------------------------------------------------------------------------------ the truth, by force


def check(world: World) -> list[str]:
    """Return what of a world's truth does not hold, by brute force."""
    wrong = []
    for each in world.truth:
        columns = {name: world.tables[each.table].column(name).to_pylist() for name in each.columns}
        if not _true(each, columns, world):
            wrong.append(f"{world.name}: {each}")
    return wrong


def _true(each: Planted, columns: Mapping[str, list[Any]], world: World) -> bool:
    lists = list(columns.values())
    rows = world.tables[each.table].num_rows
    match each.kind:
        case "key" | "composite_key":
            return len(set(zip(*lists, strict=True))) == rows
        case "near_key":
            return rows - len(set(lists[0])) == each.details["surplus"] > 0
        case "dependency" | "hierarchy":
            pairs = [(lists[0], lists[1])] if each.kind == "dependency" else [*zip(lists[1:], lists, strict=False)]
            return all(len(set(zip(a, b, strict=True))) == len(set(a)) for a, b in pairs)
        case "foreign_key" | "broken_reference":
            parent = set(world.tables[each.details["to"]].column(each.details["to_column"]).to_pylist())
            return sum(value not in parent for value in lists[0]) >= each.details["orphans"]
        case "missing_together":
            return len({tuple(v is None for v in values) for values in zip(*lists, strict=True)}) == 2
        case "constant":
            return len(set(lists[0])) == 1
        case "placeholder":
            return lists[0].count(_plain([each.details["value"]])[0]) >= 3
        case "dirty_category":
            return set(each.details["wrong"]) <= set(lists[0])
        case "duplicate_rows":
            whole = world.tables[each.table].to_pydict()
            return rows - len(set(zip(*whole.values(), strict=True))) >= each.details["surplus"]
        case "derived" if len(lists) == 3 and "finished" in columns:
            ends = zip(columns["duration_days"], columns["begun"], columns["finished"], strict=True)
            return all((b - a).days == n for n, a, b in ends)
        case _:
            return True
