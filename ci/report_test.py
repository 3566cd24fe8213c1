"""Opens reports in a real browser as a user would: report_test.py CHROMIUM REPORT...

At phone and desktop width, light and dark, offline: no console message, no horizontal scroll, filters that count right, charts
that tell values to mouse and keyboard, an attention map that answers, and text from the data that is never markup. Of many runs:
a table that sorts, curves that fold, colours that differ, and a legend that hides and lifts.
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
    if len(runs) == 1:
        assert page.locator(".card h3", has_text=runs[0]["name"]).count() == 1, runs[0]["name"]
    else:
        table(page, data)
        colours(page, len(runs))
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")  # charts take their width a little later
    assert page.evaluate("document.querySelectorAll('main img, main iframe, main script, main a').length") == 0, "markup out of the data"
    if any("curves" in run for run in runs):
        charts(page, data)
    if any("score" in run for run in runs):
        answers(page, runs)
    if any(run["probes"] for run in runs):
        inside(page)
    tabs(page)


def table(page, data):
    runs, groups = data["runs"], data["groups"]
    names = lambda: [text.strip() for text in page.locator(".runs tbody th").all_inner_texts()]
    inside = {run for group in groups for run in group["runs"]}
    single = [run["name"] for i, run in enumerate(runs) if i not in inside]
    assert sorted(names()) == sorted([group["name"] for group in groups] + single), names()
    fold = page.locator("#summary input.fold")
    assert fold.count() == (1 if groups else 0)
    if groups:
        shares = page.locator(".runs tbody tr")
        for group in (group for group in groups if "accuracy" in group):
            row = shares.nth(names().index(group["name"]))
            assert f'{group["accuracy"]["mean"]:.1f}' in row.inner_text() and f'mean of {group["accuracy"]["n"]}' in row.inner_text()
        fold.uncheck()
        assert not page.locator("#curves input.fold").is_checked(), "the switches differ"
    score = lambda run: (run.get("score") or run.get("evaluation", {}).get("score") or {"percent": None})["percent"]
    by_name = {run["name"]: run for run in runs}
    sorted_by = lambda key: [key(by_name[name]) for name in names() if key(by_name[name]) is not None]
    last = lambda key: [key(by_name[name]) is None for name in names()]
    assert sorted(names()) == sorted(by_name), names()
    heading = lambda label: page.locator(".runs thead th", has=page.locator(f".sort[data-key='{label}']"))
    order = lambda label: heading(label).get_attribute("aria-sort")
    if any(score(run) is not None for run in runs):
        assert order("accuracy") == "descending" and sorted_by(score) == sorted(sorted_by(score), reverse=True) and last(score) == sorted(last(score))
        heading("accuracy").locator("button").focus()
        page.keyboard.press("Enter")
        assert order("accuracy") == "ascending" and sorted_by(score) == sorted(sorted_by(score)) and last(score) == sorted(last(score))
        assert page.evaluate("document.activeElement.dataset.key") == "accuracy", "sorting loses the keyboard's place"
    heading("name").locator("button").click()
    assert order("name") == "ascending" and page.locator(".runs [aria-sort]").count() == 1
    loss = lambda run: run["columns"].get("last_loss")
    if heading("last_loss").count():
        heading("last_loss").locator("button").click()
        assert sorted_by(loss) == sorted(sorted_by(loss)) and last(loss) == sorted(last(loss)), "by loss"
    heading("name").locator("button").click()
    if groups:
        fold.check()
        assert page.locator("#curves input.fold").is_checked()


def colours(page, count):
    """Each run has a colour of its own, with contrast to the page."""
    found = page.evaluate("count => [...Array(count).keys()].map(i => getComputedStyle(document.documentElement).getPropertyValue('--run' + i))", count)
    assert len(set(found)) == count and all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in found), found
    surface = page.evaluate("getComputedStyle(document.querySelector('section')).backgroundColor")
    surface = [int(part) for part in re.findall(r"\d+", surface)[:3]]
    parts = lambda colour: [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
    linear = lambda part: part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
    light = lambda rgb: sum(weight * linear(part) for weight, part in zip((0.2126, 0.7152, 0.0722), rgb))
    for colour in found:
        one, other = sorted((light(parts(colour)), light(surface)))
        assert (other + 0.05) / (one + 0.05) >= 3, (colour, surface)  # WCAG 2.2, 1.4.11: graphical objects
    far = lambda a, b: sum((p - q) ** 2 for p, q in zip(parts(a), parts(b))) ** 0.5
    first = found[:8]
    assert all(far(a, b) > 40 for i, a in enumerate(first) for b in first[:i]), first


def charts(page, data):
    for task in page.locator("#curves input[name=task]").all():
        task.check()
    plot = page.locator("#curves .plot").first
    plot.scroll_into_view_if_needed()
    values, told = plot.locator(".u-legend .u-value"), page.locator("#curves .told").first
    tells = lambda: values.first.inner_text() if values.count() else told.inner_text()
    plot.locator(".u-over").hover()
    assert tells() not in ("–", "--", "") and not tells().startswith("Point at"), "a chart tells no value under the mouse"
    plot.focus()
    page.keyboard.press("ArrowLeft")
    before = tells()
    page.keyboard.press("ArrowLeft")
    assert tells() != before or before == "1", "the arrow keys read no values"
    if not values.count():
        before = tells()
        page.keyboard.press("ArrowDown")
        assert tells() != before and tells().startswith("step "), "the arrow keys reach no other curve"
    page.locator("#curves input.logarithmic").check()
    page.locator("#curves input.logarithmic").uncheck()
    keys = page.locator("#curves .key")
    if keys.count() > 2:
        pixels = lambda: page.evaluate("document.querySelector('#curves .plot canvas').toDataURL()")
        settle = lambda: page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)
        settle()
        whole = pixels()
        keys.first.focus()
        settle()
        assert pixels() != whole, "pointing at a name lifts no curve"
        page.keyboard.press("Space")
        assert keys.first.get_attribute("aria-pressed") == "false"
        page.locator("#curves").get_by_role("button", name="hide all").click()
        assert page.locator("#curves .key[aria-pressed=true]").count() == 0
        settle()
        hidden = pixels()
        page.locator("#curves").get_by_role("button", name="show all").click()
        assert page.locator("#curves .key[aria-pressed=true]").count() == keys.count()
        page.mouse.move(0, 0)
        settle()
        assert pixels() != hidden, "no curve is shown again"


def answers(page, runs):
    scored = [run for run in runs if "score" in run]
    run = max(scored, key=lambda run: run["score"]["percent"]) if len(scored) > 6 else scored[0]
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
