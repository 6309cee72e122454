"""What notebooks show: every text escaped, every tag closed, in the colours of the page."""

from __future__ import annotations

import json
import pickle
from html.parser import HTMLParser
from typing import Any

import chamdiem
import pytest
from cases import GOOD
from demo import REPOSITORY, ROUND, SET

#: A text that would be heard if it were not escaped.
EVIL = "<script>alert('1')</script>&\"'"


class Page(HTMLParser):
    """Reads a page, and what stands in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        assert all(name in ("class", "style") for name, _ in attrs), attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1] != "style":
            self.text += data


def evil() -> tuple[chamdiem.CriteriaSet, str]:
    """A set and a round whose every free text is evil."""
    set = json.loads(SET)
    set |= {"title": EVIL, "version": EVIL, "stages": [{"id": "self"}, {"id": "final", "reason": "optional"}]}
    for indicator in set["tree"]:
        indicator["title"] = EVIL
    round = json.loads(ROUND)
    round["criteria_set"]["version"] = round["period"]["id"] = EVIL
    for unit in round["units"]:
        unit["name"] = EVIL
        unit["submissions"][0]["by"] = EVIL
        change = {"stage": "final", "by": EVIL, "answers": {"1": {"value": "no", "reason": EVIL}}}
        unit["submissions"].append(change)
    return chamdiem.from_dict(set), json.dumps(round)


def shown(item: Any) -> Page:
    """The page of an item."""
    text = item._repr_html_()
    assert text is not None
    return Page(text)


def test_every_text_is_escaped() -> None:
    set, round = evil()
    results = set.score(round)
    unit = results[0]
    items = [set, results, unit, results.explain(unit.id), results.explain(unit.id, lang="vi"), results.ranking()]
    items += [results.adjustments(), set.compare(chamdiem.loads(SET)), set.outline()]
    items += [set.sheet({"id": "c", "name": EVIL}, stage="self")]
    for item in items:
        page = shown(item)
        assert "script" not in page.tags and EVIL in page.text, item
    for item in (set.audit(round), results.compare(set.score(round, stage="self"))):
        assert "script" not in shown(item).tags
    with pytest.raises(chamdiem.ChamdiemError) as caught:
        set.score(round.replace('"yes"', json.dumps(EVIL)))
    for problems in (caught.value, caught.value.diagnostics):
        assert EVIL[:8] in shown(problems).text


def test_pages_say_what_they_are_about() -> None:
    set = chamdiem.loads(SET)
    page = shown(set)
    for told in ("Criteria", "Kế hoạch", "40.0 %", "60.0 %", "Total"):
        assert told in page.text
    results = set.score(ROUND)
    assert "100" in shown(results).text and "width:40.0%" in results._repr_html_()
    assert "Giải thích" in shown(results.explain("a", lang="vi")).text
    assert shown(set.check()).text == "Không có vấn đề nào. No problems."
    sheet = set.sheet("c", stage="self")
    assert "Missing: 1, cases, late" in shown(sheet).text
    # What has no page of its own is shown as text.
    assert results["a"].stages[0]._repr_html_() is None


def test_pages_are_in_the_language_of_what_they_show() -> None:
    set = chamdiem.loads(SET, lang="vi")
    for one in (set, pickle.loads(pickle.dumps(set))):
        page = shown(one).text
        assert all(
            told in page for told in ("Bộ tiêu chí", "phiên bản 1", "Điểm tối đa", "Trọng số", "40,0 %", "Tổng điểm")
        )
        assert "Maximum" not in page and "40.0 %" not in page
    round = json.loads(ROUND)
    round["units"][1]["facts"]["cases"] = None
    page = shown(set.score(round, lang="vi")).text
    for told in ("kỳ 2026", "2 đơn vị", "HạngĐơn vịNhómTổng điểmChỉ sốXếp loại", "Không xếp hạng: 1", "b (chưa đủ)"):
        assert told in page, told
    assert "Rank" in shown(set.score(round)).text and "Maximum" in shown(chamdiem.loads(SET)).text
    form = shown(set.sheet("c", stage="self", lang="vi")).text
    for told in ("tình trạng: chưa đủ", "Tiêu chíselfĐiểm tối đa", "Còn thiếu: 1, cases, late"):
        assert told in form, told
    half = chamdiem.loads(SET.replace('"points": 3', '"points": 2.5')).score(ROUND, lang="vi")
    assert "4,5" in shown(half).text and "4.5" not in shown(half).text


def test_pages_follow_the_colours_of_the_page() -> None:
    text = chamdiem.loads(SET)._repr_html_()
    assert "currentColor" in text and "color: #" not in text and "background: #" not in text


def test_long_tables_are_cut() -> None:
    round = json.loads(ROUND)
    round["units"] = [{**round["units"][0], "id": f"u{at}"} for at in range(200)]
    results = chamdiem.loads(SET).score(round)
    for item in (results, results.ranking()):
        page = shown(item)
        assert "… 140 more" in page.text and "u199" not in page.text


def test_everything_of_every_case_has_a_page() -> None:
    for case, set, round in GOOD:
        compiled = chamdiem.loads(set)
        results = compiled.score(round)
        for item in (compiled, results, results[0], results.explain(results[0].id), results.table("units")):
            assert shown(item).text, case.name


@pytest.mark.parametrize("example", sorted(path.parent.name for path in REPOSITORY.glob("examples/*/criteria.json")))
def test_the_examples_have_pages(example: str) -> None:
    assert shown(chamdiem.load(REPOSITORY / "examples" / example / "criteria.json")).text


def test_what_does_not_count_is_seen() -> None:
    set = chamdiem.loads(
        """{"format": 1, "id": "d", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}],
        "tree": [{"id": "1", "max": 2, "measure": "count(cases, late)",
            "scale": {"bands": [{"from": 1, "points": 0}, {"points": 2}]}}, {"id": "2", "max": 1, "scale": "yes_no"}],
        "ranking": {"by": "index"}}"""
    )
    round = """{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "2026"}, "units": [
        {"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"2": "yes"}}]}, {"id": "b"}]}"""
    rows = [{"unit": "a", "late": "no"}, {"unit": "a", "late": "perhaps"}]
    page = set.score(round, tables={"cases": rows})._repr_html_()
    assert "Not ranked: 1" in page and "b (incomplete)" in page
    assert "cases: 2 rows, 1 count" in page and "1 rejected by type, the first at cases:2" in page
    nobody = set.score(round.replace('"yes"', "null"), tables={"cases": rows})._repr_html_()
    assert "incomplete" in nobody and "<span class=soft>2</span>" in nobody
