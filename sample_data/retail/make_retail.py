"""Write the synthetic retail sample: six tables of an invented shop chain.

    pip install numpy pyarrow
    python make_retail.py             # writes next to this script
    python make_retail.py some/dir    # writes there

Nothing here describes real people, shops or goods. Everything follows from
SEED, so a second run gives the same tables. README.md lists what was planted.
"""
import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20231001
START, END = date(2023, 10, 1), date(2026, 9, 30)
N_ORDERS = 80_000
N_CUSTOMERS = 6_000
N_DUPLICATES = 12          # customers entered twice, among the 6,000
N_SILENT = 300             # customers that never order
FIRST_ORDER_ID = 100_001

rng = np.random.Generator(np.random.PCG64(SEED))


def pick(weights, n):
    """n draws of an index with the given weights."""
    cumulative = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(cumulative, rng.random(n) * cumulative[-1], side="right")


def sample(population, k):
    """k different members, in random order."""
    return [population[i] for i in rng.permutation(len(population))[:k]]


# ---------------------------------------------------------------- stores
CLOSED_STORE, CLOSED_ON = "S17", date(2026, 7, 31)
# name, city, region, opened, floor area, weight in orders
STORES = [
    ("Minneapolis Downtown", "Minneapolis", "North", date(2011, 4, 16), 1900, 1.25),
    ("Minneapolis Lakeside", "Minneapolis", "North", date(2017, 9, 2), 950, 0.70),
    ("Milwaukee Third Ward", "Milwaukee", "North", date(2014, 3, 22), 1250, 0.90),
    ("Detroit Riverfront", "Detroit", "North", date(2012, 6, 9), 1600, 1.05),
    ("Madison Square Mall", "Madison", "North", date(2025, 3, 15), 1100, 0.80),
    ("Atlanta Midtown", "Atlanta", "South", date(2010, 5, 8), 2100, 1.40),
    ("Houston Galleria", "Houston", "South", date(2009, 10, 3), 2300, 1.45),
    ("Houston Heights", "Houston", "South", date(2019, 2, 23), 900, 0.70),
    ("Dallas Uptown", "Dallas", "South", date(2013, 8, 17), 1750, 1.20),
    ("Miami Bayside", "Miami", "South", date(2015, 11, 7), 1400, 1.00),
    ("Austin Domain", "Austin", "South", date(2024, 5, 4), 1300, 0.95),
    ("New York Fifth Avenue", "New York", "East", date(2008, 9, 13), 2900, 1.90),
    ("New York Brooklyn", "New York", "East", date(2018, 4, 28), 1150, 0.95),
    ("Boston Back Bay", "Boston", "East", date(2012, 10, 20), 1550, 1.10),
    ("Philadelphia Center City", "Philadelphia", "East", date(2014, 6, 14), 1450, 0.95),
    ("Washington Union", "Washington", "East", date(2016, 3, 5), 1500, 1.05),
    ("Los Angeles Flagship", "Los Angeles", "West", date(2007, 11, 17), 4200, 2.60),
    ("San Francisco Market Street", "San Francisco", "West", date(2010, 2, 27), 1800, 1.25),
    ("Seattle Pine Street", "Seattle", "West", date(2013, 5, 11), 1650, 1.15),
    ("San Diego Harbor", "San Diego", "West", date(2016, 7, 30), 1200, 0.85),
    ("Portland Pearl", "Portland", "West", date(2018, 10, 6), 1000, 0.75),
    ("Chicago Loop", "Chicago", "Central", date(2009, 3, 28), 2400, 1.55),
    ("St. Louis Gateway", "St. Louis", "Central", date(2013, 9, 21), 1200, 0.80),
    ("Kansas City Plaza", "Kansas City", "Central", date(2015, 4, 18), 1150, 0.75),
]
STORE_IDS = [f"S{i:02d}" for i in range(1, len(STORES) + 1)]
GROWTH = {"North": 0.06, "South": 0.18, "East": 0.03, "West": 0.10, "Central": -0.05}

# ---------------------------------------------------------------- products
BRANDS = ["Alderby", "Briskline", "Corvida", "Dunmoor", "Elarun",
          "Fenwright", "Grovetti", "Haldenne", "Iskara", "Juniva"]
# category -> (weight, [(subcategory, low price, high price, [kinds])])
CATALOGUE = {
    "Electronics": (1.0, [
        ("Audio", 29, 260, ["Wireless Earbuds", "Over-Ear Headphones", "Bluetooth Speaker", "Soundbar", "Clock Radio"]),
        ("Phones & Tablets", 120, 640, ["Smartphone", "Tablet 10in", "Tablet 8in", "E-Reader"]),
        ("Computers", 60, 900, ["Laptop 14in", "Monitor 27in", "Mechanical Keyboard", "Portable SSD 1TB", "Mini PC"]),
        ("Accessories", 9, 60, ["USB-C Charger", "Power Bank", "HDMI Cable", "Phone Case", "Webcam"]),
    ]),
    "Home & Kitchen": (1.25, [
        ("Cookware", 18, 140, ["Frying Pan", "Stock Pot", "Knife Set", "Baking Tray", "Cast Iron Skillet"]),
        ("Small Appliances", 25, 220, ["Kettle", "Toaster", "Blender", "Coffee Maker", "Air Fryer"]),
        ("Bedding", 22, 130, ["Duvet", "Sheet Set", "Pillow", "Wool Blanket"]),
        ("Lighting", 15, 95, ["Desk Lamp", "Floor Lamp", "LED Bulb Pack", "String Lights"]),
    ]),
    "Furniture": (0.45, [
        ("Chairs", 60, 380, ["Office Chair", "Dining Chair", "Armchair", "Bar Stool"]),
        ("Tables", 80, 520, ["Standing Desk", "Coffee Table", "Dining Table", "Side Table"]),
        ("Storage", 35, 320, ["Bookcase", "Chest of Drawers", "Shoe Rack", "Wall Shelf"]),
    ]),
    "Office Supplies": (1.2, [
        ("Paper", 4, 38, ["Copy Paper", "Notebook", "Sticky Notes", "Envelopes", "Label Sheets"]),
        ("Writing", 2, 24, ["Gel Pens", "Highlighters", "Marker Set", "Mechanical Pencil"]),
        ("Filing", 5, 45, ["Binder", "File Box", "Document Tray", "Clipboard"]),
    ]),
    "Clothing": (1.3, [
        ("Men", 15, 120, ["Oxford Shirt", "Chinos", "Crew Sweater", "Rain Jacket", "T-Shirt"]),
        ("Women", 15, 130, ["Blouse", "Jeans", "Cardigan", "Trench Coat", "Midi Dress"]),
        ("Kids", 9, 55, ["Hoodie", "Leggings", "Pyjamas", "Winter Coat"]),
        ("Footwear", 28, 150, ["Running Shoes", "Ankle Boots", "Sandals", "Slippers"]),
    ]),
    "Beauty": (0.95, [
        ("Skin Care", 8, 65, ["Face Cream", "Sunscreen SPF 50", "Cleanser", "Night Serum"]),
        ("Hair Care", 6, 48, ["Shampoo", "Conditioner", "Hair Oil", "Hair Dryer"]),
        ("Fragrance", 22, 110, ["Eau de Toilette", "Body Mist", "Scented Candle"]),
    ]),
    "Sports & Outdoors": (0.8, [
        ("Fitness", 12, 180, ["Yoga Mat", "Dumbbell Set", "Resistance Bands", "Kettlebell"]),
        ("Camping", 18, 240, ["Tent 2-Person", "Sleeping Bag", "Camp Stove", "Headlamp"]),
        ("Cycling", 14, 160, ["Bike Helmet", "Bike Lock", "Floor Pump", "Rear Light"]),
    ]),
    "Toys & Games": (0.85, [
        ("Board Games", 14, 70, ["Strategy Game", "Party Game", "Jigsaw 1000", "Card Game"]),
        ("Building Sets", 18, 120, ["Brick Set", "Train Set", "Marble Run"]),
        ("Plush", 9, 38, ["Teddy Bear", "Plush Fox", "Plush Rabbit"]),
    ]),
}
N_PRODUCTS = 150
CATEGORIES = list(CATALOGUE)
# by calendar month, January first; 1.0 for categories not listed
CATEGORY_SEASON = {
    "Toys & Games": [.7, .7, .8, .85, .85, .9, .9, .9, .9, 1.1, 1.9, 2.4],
    "Sports & Outdoors": [1.0, .85, 1.0, 1.2, 1.45, 1.6, 1.5, 1.25, .95, .8, .75, .8],
    "Office Supplies": [1.2, 1.0, 1.0, .95, .95, .9, 1.05, 1.5, 1.3, 1.0, .85, .7],
    "Electronics": [.9, .9, .95, .95, .95, 1.0, 1.0, 1.0, 1.05, 1.0, 1.35, 1.3],
}
MONTH_FACTOR = [.85, .86, .94, .96, 1.0, .98, .97, .99, 1.0, 1.05, 1.32, 1.55]
WEEKDAY_FACTOR = [.85, .82, .88, .95, 1.12, 1.35, 1.03]      # Monday first
BLACK_FRIDAYS = {date(2023, 11, 24), date(2024, 11, 29), date(2025, 11, 28)}
PRICE_LEVEL = {2023: 92, 2024: 95, 2025: 97, 2026: 100}      # percent of list price
DIRTY_CATEGORY = {  # how many products carry which spelling
    "Electronics": ["electronics ", "Electrnics"],
    "Home & Kitchen": ["Home and Kitchen", "HOME & KITCHEN"],
    "Clothing": ["clothing"],
    "Office Supplies": ["Office Suplies"],
}


def make_products():
    kinds = [(c, s[0], s[1], s[2], k) for c in CATEGORIES for s in CATALOGUE[c][1] for k in s[3]]
    chosen = [(kind, b) for kind in kinds for b in sample(BRANDS, 2)]
    # the first brand of every kind stays; of the second brands as many as are needed
    second = list(range(1, len(chosen), 2))
    keep = set(range(0, len(chosen), 2)) | set(sample(second, N_PRODUCTS - len(kinds)))
    products = []
    for i in sorted(keep):
        (category, sub, low, high, kind), brand = chosen[i]
        u = rng.random(4)
        price = max(199, int(round((low + (high - low) * u[0] ** 1.6)) * 100) - 1)
        cost = int(round(price * (0.42 + 0.26 * u[1])))
        launched = date(2016, 1, 1) + timedelta(days=int(u[2] * 2750))
        if u[3] < 0.16:                                        # came during the three years
            launched = START + timedelta(days=30 + int(u[2] * 900))
        products.append(dict(
            product_id=f"P{len(products) + 1:04d}", product_name=f"{brand} {kind}",
            category=category, subcategory=sub, brand=brand,
            unit_cost=cost, list_price=price, launched_on=launched))
    return products


# ---------------------------------------------------------------- customers
FIRST = {"F": "Alice Amara Beatriz Chloe Dana Elena Fatima Grace Hana Ines Julia Kavya Laura Mei Nadia Olivia Priya Rosa Sofia Tara Uma Vera Wren Yuki Zoe Anna Clara Emma Leila Maria".split(),
         "M": "Aaron Ben Carlos David Emre Felix George Hugo Ivan James Kofi Liam Marco Noah Omar Pablo Quinn Rafael Sam Tomas Umar Victor Wei Yusuf Zane Adam Daniel Henry Jonas Lucas".split()}
LAST = ("Adler Baker Castillo Dawson Ekström Fischer Garcia Huang Ito Jensen Kaur Larsen Moreau Novak Okafor "
        "Patel Quist Rossi Sato Tanaka Ueda Vargas Walker Xu Young Zimmer Brooks Chen Diaz Evans Foster Green "
        "Hughes Ibrahim Jones Kim Lopez Martin Nguyen Ortiz Park Reyes Silva Turner Usman Villa Webb Yang").split()
SEGMENTS = ["Consumer", "Corporate", "Home Office"]
DIRTY_SEGMENT = {"Consumer": ["consumer", "CONSUMER", "Consumer "],
                 "Corporate": ["corporate", "Corprate"], "Home Office": ["Home office", "HomeOffice"]}
CUSTOMER_COLUMNS = ["customer_id", "customer_name", "email", "gender", "birth_year",
                    "city", "segment", "signup_date"]


def make_customers():
    """Rows, and beside them the clean segment, activity weight and city."""
    cities = list(dict.fromkeys(s[1] for s in STORES))
    city_weight = [sum(s[5] for s in STORES if s[1] == c) for c in cities]
    n = N_CUSTOMERS - N_DUPLICATES
    u = rng.random((n, 10))
    city = pick(city_weight, n)
    segment = pick([.62, .24, .14], n)
    span = (END - START).days
    rows = []
    for i in range(n):
        g = "F" if u[i, 0] < .52 else "M"
        first = FIRST[g][int(u[i, 1] * len(FIRST[g]))]
        last = LAST[int(u[i, 2] * len(LAST))]
        # 45 % were there before the first order, the others come evenly
        signup = (START - timedelta(days=1 + int(u[i, 4] * 1800)) if u[i, 3] < .45
                  else START + timedelta(days=int(u[i, 4] * span)))
        mail = f"{first}.{last}{100 + i}@example.com".lower().replace("ö", "o")
        rows.append(dict(
            customer_id=None, customer_name=f"{first} {last}",
            email=None if u[i, 5] < .06 else mail,
            gender=None if u[i, 6] < .04 else g,
            birth_year=None if u[i, 7] < .05 else 1945 + int((u[i, 8] + u[i, 9]) / 2 * 62),
            city=cities[city[i]], segment=SEGMENTS[segment[i]], signup_date=signup))
    for i in sample(range(n), N_DUPLICATES):                   # same person, entered again
        rows.append(dict(rows[i]))
    # ids follow the day of sign-up; the stable sort keeps the twins apart
    rows = [rows[i] for i in sorted(range(len(rows)), key=lambda i: (rows[i]["signup_date"], i))]
    for i, row in enumerate(rows):
        row["customer_id"] = f"C{i + 1:05d}"
    weight = np.exp(1.6 * (rng.random((len(rows), 3)).sum(axis=1) - 1.5))    # a few buy much more
    twins = twin_indices(rows)
    free = [i for i in range(len(rows)) if i not in twins]
    for i in sample(free, N_SILENT):
        weight[i] = 0.0
    clean = [r["segment"] for r in rows]
    for i in sample(free, 90):                                  # 1.5 % dirty spellings
        options = DIRTY_SEGMENT[rows[i]["segment"]]
        rows[i]["segment"] = options[i % len(options)]
    return rows, clean, weight


def twin_indices(rows):
    seen, twins = {}, set()
    for i, r in enumerate(rows):
        key = tuple(r[c] for c in CUSTOMER_COLUMNS[1:])
        if key in seen:
            twins |= {i, seen[key]}
        seen[key] = i
    return twins


# ---------------------------------------------------------------- orders
DIRTY_PAYMENT = {"Credit Card": ["credit card", "CreditCard", "Credit Card "],
                 "Debit Card": ["debit card"], "PayPal": ["paypal", "Paypal"],
                 "Gift Card": ["gift card"], "Cash": ["CASH"], "Bank Transfer": ["bank transfer"]}


def make_orders(customers, clean_segment, weight):
    days = [START + timedelta(days=i) for i in range((END - START).days + 1)]
    expected = np.zeros((len(days), len(STORES)))
    for d, day in enumerate(days):
        base = MONTH_FACTOR[day.month - 1] * WEEKDAY_FACTOR[day.weekday()]
        if day in BLACK_FRIDAYS:
            base *= 2.2
        if (day.month, day.day) == (12, 25):
            base *= 0.2                                        # shops shut, online only
        years = (day - START).days / 365.25
        for s, store in enumerate(STORES):
            if day < store[3] or (STORE_IDS[s] == CLOSED_STORE and day > CLOSED_ON):
                continue
            expected[d, s] = base * store[5] * (1 + GROWTH[store[2]]) ** years
    cell = np.sort(pick(expected.ravel(), N_ORDERS))           # sorted: by day, then store
    day_no, store_no = cell // len(STORES), cell % len(STORES)
    # mix the stores within a day, so that order ids do not run store by store
    by = np.lexsort((rng.random(N_ORDERS), day_no))
    day_no, store_no = day_no[by], store_no[by]

    # customers: 85 % from the store's city, else anyone of the region, only after sign-up
    region_of = {s[1]: s[2] for s in STORES}
    signup = np.array([(c["signup_date"] - START).days for c in customers])
    city = np.array([c["city"] for c in customers])
    region = np.array([region_of[c] for c in city])
    near, u = rng.random(N_ORDERS) < .85, rng.random(N_ORDERS)
    who = np.zeros(N_ORDERS, dtype=int)
    for s, store in enumerate(STORES):
        for here, pool in ((True, city == store[1]), (False, region == store[2])):
            rows = np.flatnonzero((store_no == s) & (near == here))
            members = np.flatnonzero(pool)                     # ascending id = ascending sign-up
            cumulative = np.cumsum(weight[members])
            reach = np.searchsorted(signup[members], day_no[rows], side="right")
            at = np.searchsorted(cumulative, u[rows] * cumulative[reach - 1], side="right")
            who[rows] = members[np.minimum(at, reach - 1)]

    u = rng.random((N_ORDERS, 5))
    orders = []
    for i in range(N_ORDERS):
        day = days[day_no[i]]
        online = .22 + .16 * day_no[i] / len(days)             # share grows from 22 % to 38 %
        channel = "Online" if u[i, 0] < online else "Phone" if u[i, 0] > .97 else "In store"
        if (day.month, day.day) == (12, 25):
            channel = "Online"
        methods, shares = {
            "In store": (["Credit Card", "Debit Card", "Cash", "Gift Card"], [.46, .70, .93, 1]),
            "Online": (["Credit Card", "PayPal", "Debit Card", "Gift Card"], [.48, .80, .95, 1]),
            "Phone": (["Credit Card", "Bank Transfer"], [.6, 1]),
        }[channel]
        payment = methods[int(np.searchsorted(shares, u[i, 1], side="right"))]
        if clean_segment[who[i]] == "Corporate" and u[i, 2] < .35:
            payment = "Bank Transfer"
        if u[i, 3] < .012:
            payment = None
        elif u[i, 3] > .991:
            payment = DIRTY_PAYMENT[payment][i % len(DIRTY_PAYMENT[payment])]
        status = "cancelled" if u[i, 4] < .035 else "completed"
        if day >= END - timedelta(days=2) and u[i, 4] > .35:
            status = "processing"
        orders.append(dict(order_id=FIRST_ORDER_ID + i, order_date=day,
                           customer_id=customers[who[i]]["customer_id"],
                           store_id=STORE_IDS[store_no[i]], channel=channel,
                           payment_method=payment, status=status))
    return orders, who


# ---------------------------------------------------------------- order lines
DISCOUNTS = [0, 5, 10, 15, 20, 30]


def make_items(orders, who, products, clean_segment):
    count = 1 + pick([.28, .30, .20, .12, .06, .03, .01], N_ORDERS)
    order_no = np.repeat(np.arange(N_ORDERS), count)
    month_no = np.array([(o["order_date"].year - 2023) * 12 + o["order_date"].month - 1 for o in orders])
    line_month = month_no[order_no]
    n = len(order_no)

    price = np.array([p["list_price"] for p in products])
    within = {c: sum(p["category"] == c for p in products) for c in CATEGORIES}
    base = np.array([CATALOGUE[p["category"]][0] / within[p["category"]] for p in products])
    base = base * (.25 + rng.random(len(products)) ** 2 * 2.2) * (40 / np.maximum(price / 100, 8)) ** .35
    product = np.zeros(n, dtype=int)
    for m in np.unique(line_month):
        first = date(2023 + m // 12, m % 12 + 1, 1)
        w = base.copy()
        for i, p in enumerate(products):
            w[i] *= CATEGORY_SEASON.get(p["category"], [1.0] * 12)[m % 12]
            if p["launched_on"] > first or p.get("never_sold"):
                w[i] = 0
        rows = np.flatnonzero(line_month == m)
        product[rows] = pick(w, len(rows))
    # one line per product in an order
    _, first_seen = np.unique(order_no * 1000 + product, return_index=True)
    keep = np.sort(first_seen)
    order_no, product = order_no[keep], product[keep]
    n = len(order_no)
    starts = np.r_[True, order_no[1:] != order_no[:-1]]
    line_no = np.arange(n) - np.maximum.accumulate(np.where(starts, np.arange(n), 0)) + 1

    cheap = price[product] < 3000
    quantity = np.where(cheap, 1 + pick([.45, .28, .14, .07, .06], n), 1 + pick([.84, .13, .03], n))
    november = (month_no[order_no] % 12) == 10
    clothing = np.array([p["category"] == "Clothing" for p in products])[product]
    discount = np.where(november | clothing,
                        np.array(DISCOUNTS)[pick([.42, .12, .18, .10, .12, .06], n)],
                        np.array(DISCOUNTS)[pick([.70, .10, .11, .04, .04, .01], n)])
    level = np.array([PRICE_LEVEL[2023 + m // 12] for m in range(48)])[month_no[order_no]]
    unit_price = (price[product] * level + 50) // 100

    # a dozen bulk purchases of paper by companies
    paper = np.array([p["subcategory"] == "Paper" for p in products])[product]
    corporate = np.array([clean_segment[w] == "Corporate" for w in who])[order_no]
    done = np.array([o["status"] == "completed" for o in orders])[order_no]
    bulk = sample(np.flatnonzero(paper & corporate & done), 12)
    for k, row in enumerate(bulk):
        quantity[row] = 60 + 10 * (k % 10)
    amount = (quantity * unit_price * (100 - discount) + 50) // 100
    return dict(order_no=order_no, line_no=line_no, product=product, quantity=quantity,
                unit_price=unit_price, discount=discount, amount=amount)


# ---------------------------------------------------------------- returns
REASONS = ["Changed mind", "Wrong size", "Damaged in transit", "Defective", "Wrong item", "Late delivery"]
FAULTY_NAME, FAULTY_FROM, FAULTY_TO = "Wireless Earbuds", date(2026, 1, 1), date(2026, 3, 31)


def make_returns(orders, items, products, faulty):
    n = len(items["order_no"])
    rate = np.array([{"Clothing": .085, "Electronics": .055, "Furniture": .05}.get(p["category"], .03)
                     for p in products])[items["product"]]
    ordered = [orders[o]["order_date"] for o in items["order_no"]]
    bad = (items["product"] == faulty) & np.array([FAULTY_FROM <= d <= FAULTY_TO for d in ordered])
    rate = np.where(bad, .35, rate)
    done = np.array([o["status"] == "completed" for o in orders])[items["order_no"]]
    u = rng.random((n, 4))
    found = []
    for i in np.flatnonzero(done & (u[:, 0] < rate)):
        day = ordered[i] + timedelta(days=2 + int(u[i, 1] * 29))
        if day > END:
            continue
        q = int(items["quantity"][i])
        back = q if u[i, 2] < .75 else 1 + int(u[i, 2] * 1000) % q
        back = min(back, 10)                                   # bulk buyers bring a few back
        cents = (int(items["amount"][i]) * back * 2 + q) // (2 * q)
        clothes = products[items["product"][i]]["category"] == "Clothing"
        shares = [.30, .62, .74, .88, .96, 1] if clothes else [.38, .38, .60, .84, .94, 1]
        reason = "Defective" if bad[i] and u[i, 3] < .92 else \
            REASONS[int(np.searchsorted(shares, u[i, 3], side="right"))]
        found.append((day, orders[items["order_no"][i]]["order_id"], int(items["line_no"][i]), back, cents, reason))
    # seven returns of orders older than the data
    for k in range(7):
        found.append((START + timedelta(days=1 + 2 * k), 99_310 + 83 * k, 1 + k % 2, 1,
                      1499 + 1250 * k, REASONS[k % 3]))
    found.sort(key=lambda r: r[:3])
    return [dict(return_id=f"R{i + 1:05d}", order_id=r[1], line_no=r[2], return_date=r[0],
                 quantity=r[3], refund_amount=r[4], reason=r[5]) for i, r in enumerate(found)]


# ---------------------------------------------------------------- writing
def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def decimals(cents, precision):
    """Whole hundredths to DECIMAL(precision, 2), without going through floats."""
    values = np.asarray(cents, dtype=np.int64)
    pairs = np.stack([values, np.where(values < 0, -1, 0)], axis=1).astype("<i8")
    return pa.Array.from_buffers(pa.decimal128(precision, 2), len(values),
                                 [None, pa.py_buffer(pairs.tobytes())])


def write_csv(path, rows, columns):
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(["" if row[c] is None else row[c] for c in columns])


def write_parquet(path, columns):
    pq.write_table(pa.table(columns), path, compression="zstd", compression_level=9)


def column(rows, name, kind):
    return pa.array([r[name] for r in rows], type=kind)


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    products = make_products()
    # three old products nobody buys, two announced for after the last day
    for p in sample([p for p in products if p["launched_on"] < START
                     and FAULTY_NAME not in p["product_name"]], 5):
        p["never_sold"] = True
    for p, day in zip([p for p in products if p.get("never_sold")][:2], (date(2026, 11, 2), date(2026, 12, 1))):
        p["launched_on"] = day
    faulty = next(i for i, p in enumerate(products) if FAULTY_NAME in p["product_name"])
    products[faulty]["launched_on"] = date(2021, 5, 17)
    customers, clean_segment, weight = make_customers()
    orders, who = make_orders(customers, clean_segment, weight)
    items = make_items(orders, who, products, clean_segment)
    returns = make_returns(orders, items, products, faulty)

    for category, spellings in DIRTY_CATEGORY.items():          # last, so that only the text is dirty
        of = [p for i, p in enumerate(products)
              if p["category"] == category and not p.get("never_sold") and i != faulty]
        for p, text in zip(sample(of, len(spellings)), spellings):
            p["category"] = text
    for p in products:
        p["unit_cost"], p["list_price"] = money(p["unit_cost"]), money(p["list_price"])
    stores = [dict(store_id=i, store_name=s[0], city=s[1], region=s[2], opened_on=s[3],
                   closed_on=CLOSED_ON if i == CLOSED_STORE else None, floor_area_sqm=s[4])
              for i, s in zip(STORE_IDS, STORES)]

    write_csv(out / "customers.csv", customers, CUSTOMER_COLUMNS)
    write_csv(out / "products.csv", products, ["product_id", "product_name", "category", "subcategory",
                                               "brand", "unit_cost", "list_price", "launched_on"])
    write_csv(out / "stores.csv", stores, ["store_id", "store_name", "city", "region", "opened_on",
                                           "closed_on", "floor_area_sqm"])
    write_parquet(out / "orders.parquet", {
        "order_id": column(orders, "order_id", pa.int64()),
        "order_date": column(orders, "order_date", pa.date32()),
        **{c: column(orders, c, pa.string())
           for c in ("customer_id", "store_id", "channel", "payment_method", "status")}})
    write_parquet(out / "order_items.parquet", {
        "order_id": pa.array(items["order_no"] + FIRST_ORDER_ID, type=pa.int64()),
        "line_no": pa.array(items["line_no"], type=pa.int32()),
        "product_id": pa.array([products[p]["product_id"] for p in items["product"]], type=pa.string()),
        "quantity": pa.array(items["quantity"], type=pa.int32()),
        "unit_price": decimals(items["unit_price"], 10),
        "discount": decimals(items["discount"], 4),
        "amount": decimals(items["amount"], 12)})
    write_parquet(out / "returns.parquet", {
        "return_id": column(returns, "return_id", pa.string()),
        "order_id": column(returns, "order_id", pa.int64()),
        "line_no": column(returns, "line_no", pa.int32()),
        "return_date": column(returns, "return_date", pa.date32()),
        "quantity": column(returns, "quantity", pa.int32()),
        "refund_amount": decimals([r["refund_amount"] for r in returns], 12),
        "reason": column(returns, "reason", pa.string())})
    for name, rows in (("customers.csv", len(customers)), ("products.csv", len(products)),
                       ("stores.csv", len(stores)), ("orders.parquet", len(orders)),
                       ("order_items.parquet", len(items["order_no"])), ("returns.parquet", len(returns))):
        print(f"{name:20} {rows:>8,} rows {(out / name).stat().st_size:>10,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
