"""A few journeys in a real browser over the real app: what only a browser can show."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.doctor import BROWSERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SAMPLE = Path(__file__).parents[2] / "sample_data" / "messy_sales.csv"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ROWS = "".join(f"{region},{amount}\n" for region, amount in [("North", 10), ("South", 25), ("East", 7)] * 40)
ENDLESS = (
    "select sum("
    + " * ".join(f"t{n}.amount" for n in range(6))
    + ") as s from "
    + " cross join ".join(f"sales t{n}" for n in range(6))
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served, on data of its own and with a home of its own."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "sales.csv").write_text("region,amount\n" + ROWS, encoding="utf-8")
    command = [sys.executable, "-m", "app.cli", "app", str(folder / "sales.csv"), "--port", "0"]
    environment = {**os.environ, "ASKBI_HOME": str(folder / "home")}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        for line in server.stderr:
            told += line
            found = re.search(r"http://\S+", line)
            if found:
                yield found[0]
                break
        else:
            pytest.fail(f"the app did not start: {told}")
        server.send_signal(signal.SIGTERM)
        server.stderr.read()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh browser profile on the empty page; what leaves the machine or breaks the page fails the test."""
    context = browser.new_context(locale="en-US", viewport={"width": 1024, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.on("request", lambda each: None if _local(each.url) else broken.append(each.url))
    opened.goto(address)
    opened.locator(".ab-title").wait_for()
    yield opened
    context.close()
    assert broken == []


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def ask(page: Page, text: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(text)
    page.keyboard.press("Enter")


def run_sql(page: Page, sql: str) -> None:
    """Open the SQL of the last card, put other SQL there and run it."""
    card = page.get_by_test_id("stChatMessage").last
    card.get_by_text("SQL", exact=True).click()
    card.locator("textarea").fill(sql)
    card.locator("textarea").press("Control+Enter")
    card.get_by_role("button", name="Run").click()


def in_address(page: Page, name: str) -> None:
    page.wait_for_url(re.compile(f"[?&]{name}="))


def test_ask_then_reload(page: Page) -> None:
    ask(page, "total amount by region")
    page.get_by_text("South has the highest").wait_for()
    page.locator(".js-plotly-plot").wait_for()
    in_address(page, "c")
    before = page.get_by_test_id("stChatMessage").count()
    page.reload()
    page.get_by_text("South has the highest").wait_for()
    page.locator(".js-plotly-plot").wait_for()
    assert page.get_by_test_id("stChatMessage").count() == before == 2


def test_edit_the_sql_and_run_it(page: Page) -> None:
    ask(page, "total amount by region")
    page.get_by_text("South has the highest").wait_for()
    run_sql(page, "select count(*) as n from sales where region = 'East'")
    page.locator(".ab-big", has_text="40").wait_for()
    run_sql(page, "delete from sales")
    page.get_by_text("Not run").wait_for()
    assert page.locator("mark").inner_text() == "delete from sales"


def test_stop(page: Page) -> None:
    ask(page, "who wrote Hamlet?")
    page.get_by_text("Not answered").wait_for()
    run_sql(page, ENDLESS)
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped", exact=True).wait_for()
    ask(page, "total amount by region")
    page.get_by_text("South has the highest").wait_for()
    assert page.get_by_text("Stopped", exact=True).count() == 1
    assert page.get_by_role("button", name="Stop").count() == 0


def test_another_tab_is_answered_while_a_query_runs(page: Page) -> None:
    ask(page, "who wrote Hamlet?")
    page.get_by_text("Not answered").wait_for()
    run_sql(page, ENDLESS)
    stop = page.get_by_role("button", name="Stop")
    stop.wait_for()
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0])
    ask(other, "total amount by region")
    other.get_by_text("South has the highest").wait_for(timeout=60_000)
    assert stop.is_visible()
    other.close()
    stop.click()
    page.get_by_text("Stopped", exact=True).wait_for()


def still(page: Page) -> None:
    """Wait until the page has been drawn: what is typed into a field that is drawn anew is lost to a robot's haste."""
    page.wait_for_timeout(300)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def test_the_data_page(page: Page, tmp_path: Path) -> None:
    """Language, data and dialogue survive the way there and back; a path is added, renamed, read again and removed."""
    ask(page, "total amount by region")
    page.get_by_text("South has the highest").wait_for()
    in_address(page, "c")
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_text("Every row fits.").wait_for()
    page.wait_for_url(re.compile(r"/data\?.*c="))
    page.reload()
    page.get_by_text("Every row fits.").wait_for()
    page.get_by_role("link", name="Ask", exact=True).click()
    page.get_by_text("South has the highest").wait_for()
    page.wait_for_url(re.compile(r"/ask\?.*c="))
    page.get_by_role("link", name="Data", exact=True).click()
    (tmp_path / "towns.csv").write_text("town,n\nOslo,1\nBergen,2\n", encoding="utf-8")
    page.get_by_role("button", name="Add data").click()
    page.get_by_text("Path or address").click()
    still(page)
    page.locator("input[type=text]").fill(str(tmp_path / "towns.csv"))
    page.keyboard.press("Enter")
    page.get_by_text("Added:").wait_for()
    page.get_by_role("button", name="Rename").click()
    still(page)
    page.locator("input[type=text]").fill("Norway")
    page.keyboard.press("Enter")
    page.locator(".ab-title", has_text="Norway").wait_for()
    page.reload()
    page.locator(".ab-title", has_text="Norway").wait_for()
    (tmp_path / "towns.csv").write_text("town,n\nOslo,1\nBergen,2\nHamar\nBodø,4\n", encoding="utf-8")
    page.get_by_role("button", name="Read again").click()
    page.get_by_text("1 row did not fit and is in no answer.").wait_for()
    with page.expect_download() as sent:
        page.get_by_role("button", name="All 1 as CSV").click()
    assert sent.value.path().read_text("utf-8-sig").splitlines()[1] == "towns,towns.csv,4,too few cells: 1 of 2,Hamar"
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Take it off the list").click()
    page.get_by_text("its files stay where they are").wait_for()
    page.locator(".ab-title", has_text="sales.csv").wait_for()


def test_an_answer_is_downloaded_as_a_workbook(page: Page) -> None:
    import io

    from openpyxl import load_workbook

    ask(page, "total amount by region")
    page.get_by_text("South has the highest").wait_for()
    with page.expect_download() as sent:
        page.get_by_role("button", name="Excel").click()
    rows = list(load_workbook(io.BytesIO(sent.value.path().read_bytes())).worksheets[0].iter_rows(values_only=True))
    assert [rows[0][0], rows[1:]] == ["region", [("South", 1000), ("North", 400), ("East", 280)]]


def test_chinese(page: Page) -> None:
    page.get_by_text("中文").click()
    page.get_by_text("想了解 sales.csv 的什么？").wait_for()
    in_address(page, "lang=zh&data")
    page.reload()
    page.get_by_text("想了解 sales.csv 的什么？").wait_for()
    ask(page, "各region的amount总和")
    page.get_by_text("计算内容").wait_for()
    assert page.get_by_text("Computed", exact=True).count() == 0


def test_an_upload_stays_with_its_browser(page: Page, browser: Browser) -> None:
    page.get_by_role("button", name="Add data").click()
    page.locator("input[type=file]").set_input_files(str(SAMPLE))
    page.locator(".ab-title", has_text="messy_sales.csv").wait_for()
    ask(page, "average amount by region")
    page.get_by_text("Computed", exact=True).wait_for()
    in_address(page, "c")
    page.reload()
    page.get_by_text("Computed", exact=True).wait_for()
    stranger = browser.new_context()
    other = stranger.new_page()
    other.goto(page.url)
    other.get_by_text("The uploaded file is no longer there").wait_for()
    assert other.locator(".ab-title").inner_text() == "sales.csv"
    stranger.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fits_the_window(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    over = {}
    for where in ("ask", "data"):
        if where == "ask":
            ask(page, "total amount by region")
            page.locator(".js-plotly-plot").wait_for()
        else:
            page.get_by_role("link", name="Data", exact=True).click()
            page.get_by_text("Every row fits.").wait_for()
        for width in (1600, 1024, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            over[where, width] = wide
    assert {width: much for width, much in over.items() if much > 1} == {}
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (sum(int(part) for part in re.findall(r"\d+", paper)[:3]) < 3 * 60) == (theme == "dark")
