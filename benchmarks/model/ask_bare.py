"""Ask the bare model alone and keep its replies: the arm that needs nothing built."""

from __future__ import annotations

import argparse
from pathlib import Path

from openai import OpenAI

from benchmarks.model.bare import bare_sql, run
from benchmarks.model.replies import serving
from benchmarks.model.sample import sample
from benchmarks.reader.public import data_folder, match

parser = argparse.ArgumentParser()
parser.add_argument("--folds", required=True)
parser.add_argument("--databases", type=int, default=20)
parser.add_argument("--each", type=int, default=8)
parser.add_argument("--model", default="qwen2.5-coder-1.5b")
parser.add_argument("--server", default="http://127.0.0.1:8080/v1")
parser.add_argument("--replies", type=Path, required=True)
options = parser.parse_args()
folder = data_folder()
picked = sample(
    folder, {int(fold) for fold in options.folds.split("-")}, databases=options.databases, each=options.each
)
right = fails = 0
with serving(options.replies, options.server) as (url, replies):
    client = OpenAI(base_url=url, api_key="x", timeout=1800, max_retries=0)
    for number, (asked, gold) in enumerate(picked, 1):
        rows = run(folder, asked.database, bare_sql(client, options.model, folder, asked))
        fails += rows is None
        right += rows is not None and match(rows, gold) == "exact"
        print(number, asked.database, right, fails, round(replies.seconds), flush=True)
