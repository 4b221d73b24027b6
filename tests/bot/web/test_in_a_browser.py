"""The preview page in a real browser: nothing is fetched, nothing overflows, everything can be read."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.web.previews import page
from tests.bot.web.samples import DISCORD, EMBED, SLACK, shown_on_discord, shown_on_slack

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MESSAGES_WITH_FAULTS = ({**SLACK, "attachments": [], "text": ""}, {**DISCORD, "flags": 0})

FAINT = """() => {
  const channel = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parsed = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = ([r, g, b, a], below) => [r, g, b].map((value, at) => value * a + below[at] * (1 - a));
  const light = ([r, g, b]) => [r, g, b].map((value) => channel(value / 255))
    .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parsed(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, behind(element.parentElement));
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("[aria-hidden=true], .lock, .spoiler, details:not([open]) pre")) continue;
    const back = behind(element);
    const both = [light(over(parsed(getComputedStyle(element).color), back)), light(back)];
    const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.className} ${element.textContent.slice(0, 40)}`);
  }
  return [...new Set(faint)];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install '.[browser]'"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Where the page lies that shows a good digest on both platforms, and a bad one on each."""
    good = [shown_on_slack(), shown_on_discord(), shown_on_discord(EMBED)]
    bad = [shown_on_slack(MESSAGES_WITH_FAULTS[0]), shown_on_discord(MESSAGES_WITH_FAULTS[1])]
    file = tmp_path / "preview.html"
    file.write_text(page("Morning digest", [*good, *bad], next_steps=["Then `rundown check`."]), encoding="utf-8")
    return file.as_uri()


def test_a_browser_fetches_only_the_page_and_has_nothing_to_complain_of(browser: Any, address: str) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))

    tab.goto(address)

    assert asked == [address]
    assert said == []
    assert (
        tab.locator(".slack.dark .window").first.evaluate("e => getComputedStyle(e).backgroundColor")
        == "rgb(26, 29, 33)"
    )
    tab.close()


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_nothing_overflows_from_a_narrow_phone_to_a_wide_desk(browser: Any, address: str, width: int) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(address)

    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(browser: Any, address: str, scheme: str) -> None:
    tab = browser.new_page(color_scheme=scheme)
    tab.goto(address)

    assert tab.evaluate(FAINT) == []
    tab.close()
