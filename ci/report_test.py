"""Opens reports in a real browser as a user would: report_test.py CHROMIUM REPORT...

At phone and desktop width, light and dark, offline: no console message, no horizontal scroll, filters that count right, charts
that tell values to mouse and keyboard, an attention map that answers, and text from the data that is never markup.
"""
import json
import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTHS = 375, 1280
chromium, reports = sys.argv[1], sys.argv[2:]


def check(page, report):
    data = json.loads(re.search(r'id="data">(.*?)</script>', Path(report).read_text(encoding="utf-8"), re.S)[1])
    runs = data["runs"]
    assert page.locator("section").count() >= 3, "sections"
    for run in runs:
        assert page.locator(".card h3", has_text=run["name"]).count() >= 1, run["name"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "horizontal scroll"
    assert page.evaluate("document.querySelectorAll('main img, main iframe, main script, main a').length") == 0, "markup out of the data"
    if any("curves" in run for run in runs):
        charts(page)
    if any("score" in run for run in runs):
        answers(page, runs)
    if any(run["probes"] for run in runs):
        inside(page)
    tabs(page)


def charts(page):
    plot = page.locator("#curves .plot").first
    values = plot.locator(".u-legend .u-value")
    plot.locator(".u-over").hover()
    assert values.first.inner_text() not in ("–", "--"), "a chart tells no value under the mouse"
    plot.focus()
    page.keyboard.press("ArrowLeft")
    before = values.first.inner_text()
    page.keyboard.press("ArrowLeft")
    assert values.first.inner_text() != before or before == "1", "the arrow keys read no values"
    page.locator("#curves input[type=checkbox]").check()
    page.locator("#curves input[type=checkbox]").uncheck()


def answers(page, runs):
    run = next(run for run in runs if "score" in run)
    section = page.locator("#answers")
    rows = section.locator("table").first.locator("tbody tr")
    total, correct = run["score"]["total"], run["score"]["correct"]
    limit = 200
    for mark, expected in ("wrong", total - correct), ("right", correct), ("all", total):
        section.locator(f"input[type=radio][value={mark}]").check()
        assert rows.count() == min(limit, expected), (mark, rows.count(), expected)
        assert section.locator("[aria-live]").first.inner_text() == f"{expected} of {total} questions"
    section.locator("input[type=search]").fill("no such question \u2603")
    assert rows.count() == 0
    section.locator("input[type=search]").fill("")
    section.locator("input[type=radio][value=all]").focus()
    page.keyboard.press("ArrowRight")
    assert rows.count() == min(limit, correct), "the filter does not follow the keyboard"
    section.locator("input[type=radio][value=all]").check()


def inside(page):
    section = page.locator("#inside")
    selects = section.locator("select")
    for number in range(selects.count()):
        assert selects.nth(number).locator("option").count() >= 1
    layers = section.locator("select").last
    status = section.locator(".map .status")
    for layer in range(layers.locator("option").count()):
        layers.select_option(str(layer))
        section.locator(".head").last.click()
        assert section.locator(".head").last.get_attribute("aria-pressed") == "true"
        canvas = section.locator(".map canvas")
        canvas.focus()
        before = status.inner_text()
        page.keyboard.press("ArrowRight")
        assert status.inner_text() != before, "the attention map does not follow the keyboard"
        box = canvas.bounding_box()
        canvas.hover(position={"x": box["width"] * 0.3, "y": box["height"] * 0.9})
        assert re.search(r"gives [01]\.\d\d of its attention to", status.inner_text()), status.inner_text()
    chip = section.locator(".chip").first
    chip.focus()
    assert "likeliest" in section.locator(".status").first.inner_text()


def tabs(page):
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
    assert {"A", "SUMMARY"} <= reached, reached


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for report in reports:
        for width in WIDTHS:
            for scheme in "light", "dark":
                context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True)
                page = context.new_page()
                said = []
                page.on("console", lambda message: said.append(message.text))
                page.on("pageerror", lambda error: said.append(str(error)))
                page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
                page.goto(Path(report).resolve().as_uri())
                page.wait_for_selector("section")
                check(page, report)
                page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
                assert not said, said
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "horizontal scroll after use"
                context.close()
        print(f"{report}: {len(WIDTHS)} widths, light and dark, all well")
    browser.close()
