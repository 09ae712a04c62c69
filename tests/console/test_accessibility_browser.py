"""Every kind of page in Chromium: no finding of axe in light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]

pytestmark = pytest.mark.browser

# what a theme can change that the other has right; the corners of both pairs get every rule
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
CORNERS = {(1440, "light"), (390, "dark")}
CITIES = "SELECT%20*%20%7B%3Fs%20a%20cbec:City%7D"
PAGES = (
    "/",
    "/?lang=zh",
    "/audit",
    "/audit/discrepancy/d-003-004-trade-of-2020?lang=zh",
    "/build/figures?area=Shenzhen",
    "/build/parks?place=Hengqin&lang=zh",
    "/catalog",
    "/compare",
    "/compare?a=Shenzhen&b=Guangdong",
    "/compare?a=zhuhai-hengqin-2024&b=global-digital-trade-expo-2022",
    "/data?lang=zh",
    "/doc/cell/cbec-trade.CN.both.2024-S1.CNY",
    "/doc/event/zhuhai-hengqin-2024?lang=pt",
    "/doc/obs/000-023",
    "/doc/ont",
    "/doc/ont/places",
    "/doc/place/Shenzen",
    "/doc/place/Shenzhen",
    "/doc/place/Shenzhen?lang=zh",
    "/doc/term/Observation",
    "/doc/term/basedIn",
    "/doc/term/locatedIn?lang=pt",
    f"/embed?view=chart&query={CITIES}",
    "/evidence/000-002?lang=zh",
    "/evidence/000-023",
    "/examples/",
    "/examples/?q=which+parks+are+in+Hengqin",
    "/examples/?topic=places&lang=zh",
    "/examples/figures-for-an-area?area=Hangzhou&period=2019&lang=pt",
    "/examples/figures-within-a-period?during=2023",
    "/examples/park-functions",
    "/figures",
    "/figures/cbec-trade/CN",
    "/figures/cbec-trade/CN/2020",
    "/figures/cbec-trade/Shenzhen/2023?lang=pt",
    "/figures?area=Hangzhou",
    "/map",
    "/map?view=delta&lang=zh",
    "/nothing-here",
    "/problem/time-limit?lang=zh",
    "/quality",
    "/search?q=%E6%B7%B1%E5%9C%B3&lang=zh",
    "/search?q=Shenzhen trade 2023",
    "/search?q=qqqqzzzz&lang=pt",
    "/search?q=shenzen",
    f"/snippets?query={CITIES}",
    "/sources/004",
    "/sources?lang=pt",
    "/timeline",
    "/tour",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_in_both_themes_and_fits_its_window(
    open_page: Opener, path: str
) -> None:
    page = open_page(path, bypass_csp=True, reduced_motion="reduce", tour=path == "/")
    if path == "/":
        page.mouse.move(9, 9)
        expect(page.get_by_role("dialog", name="Tour")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    axe = Axe()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rules = None if (width, scheme) in CORNERS else COLOURS
            found = axe.run(page, options=rules)
            where = f"{path}, {scheme}, {width} px: {found.generate_report()}"
            assert found.violations_count == 0, where
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path}, {width}"
