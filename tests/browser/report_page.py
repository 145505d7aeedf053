# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Drives the pages of `--report` in headless Chromium: clicks, keys, sorting, filters, swipe; `./dev browser` runs it.

With VINOSCOPE_SCREENSHOTS=DIR every state is also saved as a picture.
"""

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("VINOSCOPE_PROGRAM", str(SOURCE / "build/release/bin/vinoscope"))
MODELS = SOURCE / "tests/data/models"
PICTURES = SOURCE / "tests/data/shapes"
FLAGS = ["--mean", "128", "--scale", "64", "--precision", "f32"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Pages of a comparison, of an evaluation and of verified explanations."""
    folder = tmp_path_factory.mktemp("pages")
    labels = folder / "labels.txt"
    labels.write_text("circle\nsquare\ntriangle\nstar\n<b>cross</b>\nring\n", encoding="utf-8")
    flags = [*FLAGS, "--labels", labels, "--quiet"]
    single = MODELS / "shapes-cnn-single.xml"

    def run(*arguments):
        subprocess.run([PROGRAM, *map(str, arguments)], check=True, cwd=folder)

    run("compare", single, MODELS / "shapes-cnn.xml", PICTURES, *flags, "--report", "compare/page.html")
    run("evaluate", single, *sorted(PICTURES.glob("00?.png")), *flags, "--methods", "recipro-cam", "--metrics",
        "insertion,deletion", "--steps", "10", "--report", "evaluate/page.html")
    run("explain", single, *sorted(PICTURES.glob("00?.png")), *flags, "--verify", "60", "--report", "explain/page.html")
    return folder


@pytest.fixture(scope="session")
def chromium():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1400", "--force-device-scale-factor=1"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.fixture
def page(chromium, folder, request):
    """Opens a page; afterwards nothing may have been logged or loaded."""

    def open_page(name, theme="light"):
        # Without smooth scrolling, which moves what is clicked.
        wanted = {"prefers-color-scheme": theme, "prefers-reduced-motion": "reduce"}
        features = [{"name": feature, "value": value} for feature, value in wanted.items()]
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        chromium.get((folder / name / "page.html").as_uri())
        return chromium

    chromium.get_log("browser")
    chromium.get_log("performance")
    yield open_page
    # "rendering" is a hint on performance, since the tests themselves read pixels.
    assert [entry for entry in chromium.get_log("browser") if entry["source"] != "rendering"] == []
    events = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert all(url.startswith(("file:", "data:")) for url in urls), urls


def shoot(driver, name, full=False):
    target = os.environ.get("VINOSCOPE_SCREENSHOTS")
    if not target:
        return
    Path(target).mkdir(parents=True, exist_ok=True)
    height = driver.execute_script("return document.documentElement.scrollHeight") if full else 1400
    driver.set_window_size(1280, min(max(height, 700), 5000))
    time.sleep(0.3)
    driver.save_screenshot(str(Path(target) / f"{name}.png"))
    driver.set_window_size(1280, 1400)


def names(driver):
    """Of the images that are shown, in their order."""
    return driver.execute_script("return [...document.querySelectorAll('.card')].filter((c) => !c.hidden).map((c) => c.querySelector('h3').textContent)")


def pixels(driver, selector):
    """A sum over the pixels of a canvas, which changes with what is drawn."""
    return driver.execute_script(
        "const c = document.querySelector(arguments[0]); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "let s = 0; for (let i = 0; i < d.length; ++i) s = (s * 31 + d[i]) % 1000000007; return s;", selector)


def set_range(driver, name, value):
    driver.execute_script("const e = document.getElementById(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event('input'));", name, value)


def open_first(driver):
    card = driver.find_element(By.CSS_SELECTOR, ".card:not([hidden]) .open")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", card)
    card.click()


def data(driver):
    return json.loads(driver.find_element(By.ID, "data").get_attribute("textContent"))


def test_the_worst_image_of_a_comparison_comes_first(page):
    driver = page("compare")
    found = {image["name"]: image["figures"]["rank_correlation"] for image in data(driver)["images"]}
    shown = names(driver)
    assert len(shown) == 15
    Select(driver.find_element(By.ID, "order")).select_by_value("rank_correlation")
    assert names(driver) == sorted(found, key=lambda name: (found[name] is not None, found[name] or 0))
    Select(driver.find_element(By.ID, "order")).select_by_value("name")
    assert names(driver) == sorted(found)
    shoot(driver, "compare", full=True)


def test_find_and_filters_hide_images(page):
    driver = page("compare")
    box = driver.find_element(By.ID, "find")
    box.send_keys("00")
    assert names(driver) and all("00" in name for name in names(driver))
    box.clear()
    box.send_keys("nothing of the kind")
    assert names(driver) == []
    assert driver.find_element(By.ID, "none").is_displayed()
    assert driver.find_element(By.ID, "count").text == "0 of 15 images"
    shoot(driver, "nothing-found")
    box.clear()
    box.send_keys(Keys.SPACE, Keys.BACKSPACE)
    only = Select(driver.find_element(By.ID, "only"))
    for option in [each.get_attribute("value") for each in only.options if each.get_attribute("value")]:
        only.select_by_value(option)
        tagged = [image["name"] for image in data(driver)["images"] if option in image["tags"]]
        assert sorted(names(driver)) == sorted(tagged)


def test_a_click_opens_the_image_and_keys_turn_the_pages(page):
    driver = page("compare")
    shown = names(driver)
    open_first(driver)
    title = driver.find_element(By.ID, "viewer-title")
    assert title.text == shown[0]
    ActionChains(driver).send_keys(Keys.ARROW_RIGHT).perform()
    assert title.text == shown[1]
    ActionChains(driver).send_keys(Keys.ARROW_LEFT).send_keys(Keys.ARROW_LEFT).perform()
    assert title.text == shown[-1]
    shoot(driver, "viewer")
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    assert not driver.find_element(By.ID, "viewer").is_displayed()


def test_swipe_shows_one_model_on_either_side(page):
    driver = page("compare")
    open_first(driver)
    drawn = {}
    for place in (0, 50, 100):
        set_range(driver, "swipe", place)
        drawn[place] = pixels(driver, "#large")
    assert len(set(drawn.values())) == 3
    Select(driver.find_element(By.ID, "left")).select_by_value("B")
    Select(driver.find_element(By.ID, "right")).select_by_value("A")
    set_range(driver, "swipe", 50)
    assert pixels(driver, "#large") != drawn[50]
    shoot(driver, "swipe")


def test_the_value_under_the_pointer_is_that_of_the_map(page):
    driver = page("compare")
    open_first(driver)
    set_range(driver, "swipe", 100)
    canvas = driver.find_element(By.ID, "large")
    ActionChains(driver).move_to_element_with_offset(canvas, 0, 0).perform()
    text = driver.find_element(By.ID, "value").text
    image = next(one for one in data(driver)["images"] if one["name"] == driver.find_element(By.ID, "viewer-title").text)
    assert text.startswith("A at column ")
    column, row = int(text.split("column ")[1].split(",")[0]), int(text.split("row ")[1].split(":")[0])
    assert abs(column - image["width"] / 2) <= 2 and abs(row - image["height"] / 2) <= 2
    value = float(text.split(": ")[1])
    shown = next(one for one in image["maps"] if one["series"] == "A")
    assert shown["low"] <= value <= shown["high"]


def test_opacity_threshold_colours_and_scale_change_the_pictures(page):
    driver = page("compare")
    selector = ".card:not([hidden]) canvas"
    driver.execute_script("document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", selector)
    time.sleep(0.3)
    seen = [pixels(driver, selector)]
    for change in (
        lambda: set_range(driver, "opacity", 20),
        lambda: set_range(driver, "threshold", 35),
        lambda: Select(driver.find_element(By.ID, "colors")).select_by_value("magma"),
        lambda: Select(driver.find_element(By.ID, "scale")).select_by_value("own"),
        lambda: Select(driver.find_element(By.ID, "series")).select_by_value("B"),
    ):
        change()
        seen.append(pixels(driver, selector))
    assert len(set(seen)) == len(seen)
    set_range(driver, "opacity", 0)
    assert driver.execute_script(
        "const c = document.querySelector(arguments[0]); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.every((v, i) => i % 4 !== 3 || v === 0)",
        selector)


def test_one_scale_has_a_legend(page):
    driver = page("compare")
    maps = [one for image in data(driver)["images"] for one in image["maps"] if one["series"] == "A"]
    low, high = (float(driver.find_element(By.ID, f"legend-{end}").text) for end in ("low", "high"))
    assert low == pytest.approx(min(one["low"] for one in maps), rel=1e-3)
    assert high == pytest.approx(max(one["high"] for one in maps), rel=1e-3)


def test_keys(page):
    driver = page("compare")
    ActionChains(driver).send_keys("d").perform()
    assert driver.execute_script("return document.documentElement.dataset.theme") == "dark"
    shoot(driver, "dark", full=True)
    before = driver.find_element(By.ID, "opacity").get_attribute("value")
    ActionChains(driver).send_keys("+").perform()
    assert int(driver.find_element(By.ID, "opacity").get_attribute("value")) > int(before)
    ActionChains(driver).send_keys("]").perform()
    assert driver.find_element(By.ID, "threshold").get_attribute("value") == "5"
    ActionChains(driver).send_keys("/").perform()
    assert driver.switch_to.active_element.get_attribute("id") == "find"
    ActionChains(driver).send_keys("d").perform()
    assert driver.find_element(By.ID, "find").get_attribute("value") == "d"


def test_everything_can_be_reached_by_tab(page):
    driver = page("compare")
    reached = set()
    for _ in range(60):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        reached.add(driver.switch_to.active_element.get_attribute("id") or driver.switch_to.active_element.get_attribute("class"))
    assert {"skip", "theme", "find", "only", "order", "series", "colors", "scale", "opacity", "threshold", "open"} <= reached


def test_the_system_decides_on_dark_mode(page):
    light = page("compare").execute_script("return getComputedStyle(document.body).backgroundColor")
    dark = page("compare", "dark").execute_script("return getComputedStyle(document.body).backgroundColor")
    assert light == "rgb(255, 255, 255)" and dark == "rgb(20, 23, 27)"


def test_findings_open_their_image(page):
    driver = page("compare")
    finding = driver.find_element(By.CSS_SELECTOR, ".findings a")
    name = finding.text
    finding.click()
    assert driver.find_element(By.ID, "viewer-title").text == name


def test_an_evaluation_has_curves_and_means(page):
    driver = page("evaluate")
    charts = driver.find_elements(By.CSS_SELECTOR, "#curves svg")
    assert len(charts) == 2
    assert "recipro-cam" in charts[0].get_attribute("aria-label") and "random" in charts[0].get_attribute("aria-label")
    heads = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, "thead th")]
    assert "insertion" in heads and "deletion" in heads
    shoot(driver, "evaluate", full=True)


def test_verdicts_are_shown_with_their_reasons(page):
    driver = page("explain")
    open_first(driver)
    details = driver.find_element(By.ID, "details").text
    assert any(status in details for status in ("trusted", "unproven", "refuted"))
    shoot(driver, "verdict")


def test_labels_are_text(page):
    driver = page("explain")
    assert driver.execute_script("return document.querySelectorAll('main b, dialog b').length") == 0
    assert any("<b>cross</b>" in card.text for card in driver.find_elements(By.CSS_SELECTOR, ".card"))


def test_it_prints(page, tmp_path):
    driver = page("compare")
    printed = driver.print_page()
    assert len(printed) > 10000
    if target := os.environ.get("VINOSCOPE_SCREENSHOTS"):
        import base64

        (Path(target) / "printed.pdf").write_bytes(base64.b64decode(printed))


def test_it_fits_a_phone(page):
    driver = page("compare")
    driver.set_window_size(400, 800)
    try:
        assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        shoot(driver, "phone")
    finally:
        driver.set_window_size(1280, 1400)
