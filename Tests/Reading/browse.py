"""Opens every page of a collector in headless Chromium, as browse.py ADDRESS CHROMIUM DRIVER.

From the overview on every link of the dashboard is followed. On each page: nothing on the
console, nothing fetched from elsewhere, no page wider than the window, at two widths, in
light and dark; axe finds no violation of WCAG 2 A and AA; without JavaScript it is the same.
"""

import difflib
import re
import sys
import urllib.parse

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

address, chromium, driver = sys.argv[1:4]
PAGES_AT_MOST = 60
# What a page tells changes while it is looked at: a node falls silent, an hour begins.
LOOKS_AT_MOST = 3


def browser(script=True):
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--disable-dev-shm-usage"):
        options.add_argument(word)
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(driver))


def kind(path):
    """Pages that differ by a name or a number alone are of one kind."""
    parts = urllib.parse.urlsplit(path)
    names = [part for part in parts.path.split("/") if part]
    words = tuple(sorted(key for key, _ in urllib.parse.parse_qsl(parts.query)))
    return (names[:1], len(names), names[2:3], words)


def examine(page, path, scheme):
    """What axe finds on a page in light or dark."""
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": scheme}]})
    if not page.execute_script(f"return matchMedia('(prefers-color-scheme: {scheme})').matches"):
        yield f"{path}: the browser does not show it {scheme}"
    axe = Axe(page)
    axe.inject()
    found = axe.run(options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    for violation in found["violations"]:
        html = violation["nodes"][0]["html"][:120]
        yield f"{path}: axe, {scheme}: {violation['id']}: {violation['help']}: {html}"


def told(page, path):
    """A page's lines without its numbers: charts and times go on while it is looked at."""
    page.get(address + path)
    return re.sub(r"[0-9][0-9.,:]*", "0", page.page_source).replace(">", ">\n").splitlines()


def compare(scripted, plain, path):
    """The lines in which a page differs without JavaScript, each time that it is looked at."""
    for _ in range(LOOKS_AT_MOST):
        pair = told(scripted, path), told(plain, path)
        if pair[0] == pair[1]:
            return
    yield f"{path}: another text without JavaScript"
    for line in list(difflib.unified_diff(*pair, "with", "without", n=0, lineterm=""))[2:12]:
        yield f"{path}: {line[:200]}"


faults, seen, waiting = [], [], ["/", "/checks", "/profiles"]
light = browser()
while waiting and len(seen) < PAGES_AT_MOST:
    path = waiting.pop(0)
    if any(kind(path) == kind(one) for one in seen):
        continue
    seen.append(path)
    for width in (1280, 390):
        light.set_window_size(width, 900)
        light.get(address + path)
        wide = light.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            faults.append(f"{path}: {wide} pixels wider than a window of {width}")
    for entry in light.get_log("browser"):
        if "favicon" not in entry["message"]:
            faults.append(f"{path}: console: {entry['message'][:200]}")
    fetched = light.execute_script(
        "return performance.getEntriesByType('resource').map(one => one.name)")
    for one in fetched:
        if not one.startswith(address):
            faults.append(f"{path}: fetched {one}")
    for link in light.execute_script("return [...document.links].map(one => one.href)"):
        # What is taken away as a file is no page.
        if link.startswith(address) and "/api/" not in link and "/report." not in link:
            waiting.append(link[len(address):].split("#")[0] or "/")
    for scheme in ("light", "dark"):
        faults += examine(light, path, scheme)

plain = browser(script=False)
for path in seen:
    faults += compare(light, plain, path)
light.quit()
plain.quit()
if faults:
    sys.exit("\n".join(faults))
print(f"{len(seen)} kinds of pages: {' '.join(seen)}")
