"""The list of sources, what a page may show, and the data that is open: without a screen."""

from __future__ import annotations

import http.server
import json
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.web.added import Added, Source
from app.web.library import Library
from app.web.places import Access, Place, places, source_of
from copilot.errors import ConfigError, SourceError

# ------------------------------------------------------------------------------------------------ the list


def test_the_list_is_kept(tmp_path: Path) -> None:
    Added(tmp_path).add(Source("/data/a.csv", "a.csv"))
    Added(tmp_path).add(Source("/data/b.csv", "销售"))
    Added(tmp_path).rename("/data/a.csv", "orders")
    Added(tmp_path).rename("/given.csv", "what I was given")
    Added(tmp_path).add(Source("/data/a.csv", "once more"))
    assert [(each.where, each.label) for each in Added(tmp_path).sources()] == [
        ("/data/a.csv", "orders"), ("/data/b.csv", "销售"),
    ]  # fmt: skip
    assert Added(tmp_path).label_of("/given.csv") == "what I was given"
    Added(tmp_path).forget("/data/a.csv")
    assert [each.label for each in Added(tmp_path).sources()] == ["销售"]
    assert Added(tmp_path).label_of("/given.csv") == "what I was given"


def test_the_list_is_for_its_owner_alone(tmp_path: Path) -> None:
    Added(tmp_path / "home").add(Source("/data/a.csv", "a"))
    assert stat.S_IMODE((tmp_path / "home" / "sources.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"form": 99}', '{"form": 1, "sources": [{}], "labels": {}}']
)
def test_a_damaged_list_is_set_aside_and_not_overwritten(tmp_path: Path, damage: str) -> None:
    (tmp_path / "sources.json").write_text(damage)
    added = Added(tmp_path)
    assert added.sources() == ()
    added.add(Source("/data/a.csv", "a"))
    assert [each.where for each in added.sources()] == ["/data/a.csv"]
    assert (tmp_path / "sources.damaged.json").read_text() == damage


def test_a_list_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added = Added(tmp_path)
    added.add(Source("/data/a.csv", "a"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        added.add(Source("/data/b.csv", "b"))
    assert [each.where for each in added.sources()] == ["/data/a.csv"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["sources.json", "sources.lock"]


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom app.web.added import Added, Source\n"
        "for n in range(40): Added(pathlib.Path(sys.argv[1])).add(Source(f'/{sys.argv[2]}/{n}.csv', 'x'))"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("one", "two")]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert len({each.where for each in Added(tmp_path).sources()}) == 80


def test_a_killed_process_leaves_a_whole_list(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, itertools\nfrom app.web.added import Added, Source\n"
        "for n in itertools.count(): Added(pathlib.Path(sys.argv[1])).rename('/a', 'x' * (n % 50)); print(n, flush=True)"
    )
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            while int(run.stdout.readline()) < 20:
                pass
            run.kill()
        told = json.loads((tmp_path / "sources.json").read_text())
        assert set(told["labels"]) == {"/a"}
        Added(tmp_path).add(Source(f"/data/{time.time_ns()}.csv", "the lock is free again"))


# ------------------------------------------------------------------------------------------------ what may be shown


@pytest.mark.parametrize(
    ("text", "where", "label"),
    [
        ("/data/my sales.csv", "/data/my sales.csv", "my sales.csv"),
        (' "/data/./x/../a.csv" ', "/data/a.csv", "a.csv"),
        ("file:///data/a.csv", "/data/a.csv", "a.csv"),
        ("~/a.csv", str(Path.home() / "a.csv"), "a.csv"),
        ("https://host/x/a.csv?token=secret", "https://host/x/a.csv?token=secret", "a.csv"),
        ("https://host/?token=secret", "https://host/?token=secret", "https://host/"),
    ],
)
def test_what_a_person_types(text: str, where: str, label: str) -> None:
    source = source_of(text)
    assert (source.where, source.label) == (where, label)
    assert "data" not in source.key
    assert "secret" not in Place(source.key, source.label, source.where, "added").shown


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no whole path"), ("a.csv", "no whole path"), ("postgresql://ann:pw@host/db", "not supported yet")],
)
def test_what_a_person_must_not_type(text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words) as told:
        source_of(text)
    assert "pw" not in str(told.value)


def test_what_was_added_stands_beside_what_was_given(tmp_path: Path) -> None:
    added = Added(tmp_path / "home")
    added.add(Source("/data/a.csv", "mine"))
    added.add(Source("/data/given.csv", "called so"))
    found = places(added, None, {"ASKBI_DATA": "/data/given.csv"}, tmp_path)
    assert [(place.kind, place.label) for place in found] == [("given", "called so"), ("added", "mine")]


def test_a_policy_leaves_the_given_data_alone(tmp_path: Path) -> None:
    (tmp_path / "retail").mkdir()
    added = Added(tmp_path / "home")
    added.add(Source("/data/given.csv", "the same without a policy"))
    access = Access("policy.yaml", "people")
    found = places(added, access, {"ASKBI_DATA": "/data/given.csv"}, tmp_path)
    assert [(place.key, place.path) for place in found] == [("data", "/data/given.csv")]
    assert places(added, access, {}, tmp_path) == []


def test_who_looks() -> None:
    assert Access.from_environment({}) is None
    told = {"ASKBI_POLICY": "p.yaml", "ASKBI_ROLE": "eu", "ASKBI_USER": '{"region": "EU"}'}
    assert Access.from_environment(told) == Access("p.yaml", "eu", {"region": "EU"})
    with pytest.raises(ConfigError, match="JSON object"):
        Access.from_environment({**told, "ASKBI_USER": "region=EU"})


# ------------------------------------------------------------------------------------------------ what is open


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    opened = Library(tmp_path / "home", most=2)
    yield opened
    opened.close()


def a_place(file: Path, text: str) -> Place:
    file.write_text(text, encoding="utf-8")
    return Place(file.stem, file.name, str(file), "added")


def rows_of(library: Library, place: Place) -> int:
    data = library.get(place)
    assert data.wait(60)
    assert data.assistant is not None, data.error
    return sum(table.row_count for table in data.assistant.catalog.tables.values())


def test_opened_once_and_the_longest_unused_is_closed(library: Library, tmp_path: Path) -> None:
    a, b, c = (a_place(tmp_path / f"{name}.csv", "n\n1\n") for name in "abc")
    assert library.get(a) is library.get(a)
    first = library.get(b)
    library.get(a)
    library.get(c)
    assert library.peek(b) is None
    assert library.get(b) is not first


def test_looking_again(library: Library, tmp_path: Path) -> None:
    place = a_place(tmp_path / "a.csv", "n\n1\n")
    assert rows_of(library, place) == 1
    assert library.freshness(place) == "same"
    a_place(tmp_path / "a.csv", "n\n1\n2\n3\n")
    library._looked.clear()
    assert library.freshness(place) == "changed"
    assert rows_of(library, place) == 1
    fresh = library.look_again(place)
    assert library.look_again(place) is fresh
    assert fresh.wait(60)
    assert library.adopt(place, fresh)
    assert rows_of(library, place) == 3
    assert library.freshness(place) == "same"
    again = library.look_again(place)
    assert again.wait(60)
    assert not library.adopt(place, again), "the content is the same"


def test_a_file_that_is_broken_now_costs_nothing(library: Library, tmp_path: Path) -> None:
    place = a_place(tmp_path / "a.csv", "n\n1\n")
    assert rows_of(library, place) == 1
    (tmp_path / "a.csv").unlink()
    fresh = library.look_again(place)
    assert fresh.wait(60)
    assert not library.adopt(place, fresh)
    assert "There is no" in fresh.error
    assert rows_of(library, place) == 1


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        return None


def test_a_web_address_is_fetched_kept_and_fetched_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKBI_ALLOW_PRIVATE_URLS", "1")
    served = tmp_path / "served"
    served.mkdir()
    (served / "a.csv").write_text("n\n1\n")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = Place("web", "a.csv", f"http://127.0.0.1:{server.server_port}/a.csv", "added")
    assert rows_of(library, place) == 1
    (served / "a.csv").write_text("n\n1\n2\n")
    library.forget(place)
    assert rows_of(library, place) == 1, "what was fetched is kept"
    fresh = library.look_again(place)
    assert fresh.wait(60)
    assert library.adopt(place, fresh)
    assert rows_of(library, place) == 2
    server.shutdown()
    server.server_close()
    away = library.look_again(place)
    assert away.wait(60)
    assert not library.adopt(place, away)
    assert rows_of(library, place) == 2, "a server that is away costs nothing"
    assert library.fetched(place) is not None
    library.remove_fetched(place)
    assert library.fetched(place) is None


def test_data_is_opened_as_the_role(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBI_HOME", str(tmp_path / "home"))
    place = a_place(tmp_path / "sales.csv", "region,n\nEU,1\nUS,2\nEU,3\n")
    policy = tmp_path / "policy.yaml"
    policy.write_text("roles: {eu: {tables: [sales], rows: {sales: 'region = :user.region'}}}", encoding="utf-8")
    library = Library(tmp_path / "home", Access(str(policy), "eu", {"region": "EU"}))
    assert rows_of(library, place) == 2
    library.close()
    unknown = Library(tmp_path / "home", Access(str(policy), "nobody"))
    data = unknown.get(place)
    assert data.wait(60)
    assert data.assistant is None
    assert "nobody" in data.error
    unknown.close()
