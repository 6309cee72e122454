"""Pictures say what the results say, whatever the names are."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import chamdiem
import matplotlib.pyplot as plt
import numpy as np
import pytest
from chamdiem import plot
from chamdiem.plot.words import difference, figure, label
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def scored(example: str, round: str) -> chamdiem.Results:
    """The results of an example."""
    return chamdiem.load(EXAMPLES / example / "criteria.json").score(EXAMPLES / example / round)


@pytest.fixture(scope="module")
def districts() -> chamdiem.Results:
    """Eight districts in two groups, three stages, ties, gates."""
    return scored("district-par-index", "synthetic-districts.json")


def texts(axes: Axes, gid: str) -> list[str]:
    """What is written somewhere."""
    return [text.get_text() for text in axes.texts if text.get_gid() == gid]


def names(axes: Axes) -> list[str]:
    """The names of the rows."""
    return [text.get_text() for text in axes.get_yticklabels()]


def columns(axes: Axes) -> list[str]:
    """The names of the columns, each on one line."""
    return [" ".join(text.get_text().split()) for text in axes.get_xticklabels()]


def heads(axes: Axes) -> list[str]:
    """The lines above the picture."""
    assert isinstance(axes.figure, Figure)
    return [axes.figure.get_suptitle().strip(), axes.texts[-1].get_text()]


def drawn(axes: Axes) -> bytes:
    """The picture, as a file."""
    file = io.BytesIO()
    assert isinstance(axes.figure, Figure)
    axes.figure.savefig(file, format="svg")
    return file.getvalue()


def test_a_ranking_has_the_published_figures() -> None:
    axes = plot.ranking(scored("binh-duong-2017", "districts.json"), lang="vi")
    assert names(axes)[1:4] == ["Thủ Dầu Một", "Tân Uyên", "Bàu Bàng"]
    assert texts(axes, "rank") == ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert texts(axes, "points") == [
        "", "84,58 / 100", "82 / 100", "80,27 / 100", "79,04 / 100", "78,06 / 100", "77,83 / 100", "76,22 / 100",
        "76,03 / 100", "71,46 / 100",
    ]  # fmt: skip
    # The first is the mean of the group.
    assert texts(axes, "figure") == [
        "78,39", "84,58", "82,00", "80,27", "79,04", "78,06", "77,83", "76,22", "76,03", "71,46",
    ]  # fmt: skip
    assert [round(bar.get_width(), 2) for bar in axes.patches][:2] == [84.58, 82.0]  # type: ignore[attr-defined]
    assert axes.get_xlim() == (0, 100)


def test_a_ranking_shows_ties_classes_and_who_has_no_place(districts: chamdiem.Results) -> None:
    axes = plot.ranking(districts, lang="en")
    assert names(axes) == [
        "Towns", "Thị xã giả định 1", "Thị xã giả định 2", "Thị xã giả định 3", "Rural districts",
        "Huyện giả định 1", "Huyện giả định 3", "Huyện giả định 4",
        "Huyện giả định 5", "Huyện giả định 2",
    ]  # fmt: skip
    assert texts(axes, "rank") == ["1", "2", "3", "1", "2", "3", "3"]
    ties = [line for line in axes.lines if line.get_gid() == "tie"]
    assert [np.round(np.asarray(line.get_ydata(), float)).tolist() for line in ties] == [[7, 8]]
    assert texts(axes, "said") == [
        "mean", "Good", "Good", "Good", "mean", "Very good", "Fair (by the figure: Very good)", "Very good", "Very good",
        "not rated",
    ]  # fmt: skip
    assert heads(axes) == [
        "District administrative reform index (a model)",
        "Rank in the group · Index (%) · 2026 · Council · 8 units",
    ]


def test_equal_units_are_joined_where_ranks_are_ordinal() -> None:
    set = ranked({"ties": "ordinal"})
    axes = plot.ranking(set.score(points({"a": 5, "b": 5, "c": 4})))
    assert texts(axes, "rank") == ["1", "2", "3"]
    assert len([line for line in axes.lines if line.get_gid() == "tie"]) == 1


def test_a_ranking_by_an_indicator(districts: chamdiem.Results) -> None:
    axes = plot.ranking(districts, ranking="procedures", indicator="3", lang="vi")
    found = districts["town-1"]["council"]["3"].index
    assert found is not None
    assert dict(zip(names(axes), texts(axes, "figure"), strict=True))["Thị xã giả định 1"] == figure(found, "vi", 2)
    assert heads(axes)[1].startswith("Xếp hạng lĩnh vực 3 · 3 Cải cách thủ tục hành chính: Chỉ số (%)")


def test_a_heat_map_has_every_index(districts: chamdiem.Results) -> None:
    axes = plot.heatmap(districts, areas=["1", "2", "B"], lang="vi")
    assert columns(axes) == [
        "1 Chỉ đạo, điều hành CCHC", "2 Xây dựng và tổ chức thực hiện văn bản quy phạm pháp luật", "B Phần điều tra xã hội học",
    ]  # fmt: skip
    cells = texts(axes, "cell")
    assert cells[:3] == ["100,00", "100,00", "không áp dụng"]
    town = names(axes).index("Thị xã giả định 1")
    expected = [districts["town-1"]["council"][id].index for id in ("1", "2", "B")]
    assert cells[3 * town : 3 * town + 3] == [figure(one, "vi", 2) for one in expected]
    assert names(axes)[0] == "Huyện giả định 1" and names(axes)[-1] == "Huyện giả định 2"


def test_a_profile_stands_beside_its_group(districts: chamdiem.Results) -> None:
    axes = plot.profile(districts, "town-1", areas=2, lang="en")
    assert names(axes)[:2] == ["1 Direction", "2 Legal documents"]
    assert texts(axes, "cell")[:4] == ["70.00", "7 / 10", "94.29", "6.6 / 7"]
    others = [line for line in axes.lines if line.get_gid() == "others"]
    assert [len(line.get_xdata()) for line in others] == [2] * 15  # type: ignore[arg-type]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["the unit", "the others (2)", "their middle"]
    assert heads(axes)[0] == "Thị xã giả định 1"


def test_an_appraisal_says_who_was_changed_and_where(districts: chamdiem.Results) -> None:
    axes = plot.appraisal(districts, lang="vi")
    # 1.2.2 and the survey are closed to the self-score: there is nothing to compare.
    found = [name.split()[0] for name in columns(axes)]
    assert found == ["1.1", "1.2.1", "1.3", "2", "3", "4", "5", "6", "7", "Điểm", "Điểm"]
    assert names(axes)[0] == "Thị xã giả định 1"
    assert texts(axes, "cell") == ["-1", "+0,4", "-0,5", "-1"]
    assert texts(axes, "total")[:2] == ["*58,8", "*63"]
    assert heads(axes)[1] == "Điểm thay đổi: Tự chấm → Hội đồng · 2026 · 8 đơn vị"
    with pytest.raises(ValueError, match="no indicator has points at both stages"):
        plot.appraisal(districts, stages=("self", "council"), areas=["B"])


def test_a_change_says_what_moved() -> None:
    set = ranked({})
    old, new = set.score(points({"a": 5, "b": 4, "gone": 1}, "2025")), set.score(points({"a": 4, "b": "4.5", "c": 5}))
    axes = plot.change(old, new, lang="vi")
    assert names(axes) == ["b", "a", "c", "gone"]
    assert texts(axes, "old") == ["80,00", "100,00", "", "20,00"]
    assert texts(axes, "new") == ["90,00", "80,00", "100,00", ""]
    assert texts(axes, "difference") == ["+10,00", "-20,00", "mới", "không còn"]
    assert texts(axes, "ranks") == ["2 → 2", "1 → 3"]


def test_sixty_units_have_room(districts: chamdiem.Results) -> None:
    set = ranked({})
    results = set.score(points({f"u{at}": Decimal(at * 7) / 100 for at in range(64)}))
    axes = plot.ranking(results)
    assert axes.figure.get_figheight() > 64 * 0.25  # type: ignore[union-attr]
    boxes = [text.get_window_extent() for text in axes.get_yticklabels()]
    assert all(not one.overlaps(other) for one, other in zip(boxes, boxes[1:], strict=False))
    with pytest.raises(ValueError, match="nobody can read a picture of 401 units"):
        plot.ranking(set.score(points({f"u{at}": 1 for at in range(401)})))
    assert len(names(plot.ranking(results, units=["u1", "u7"]))) == 2


HOSTILE = {
    "$\\frac{1}{0}$ and \\undefined $": "$\\frac{1}{0}$ and \\undefined $",
    "cost: $5, then $6": "cost: $5, then $6",
    "_hidden": "_hidden",
    "a\u0000b\r\nc\td\u2028e\u0085f": "a b c d e f",
    "\u202eevil\u202c\u2066x\u2069": "evilx",
    "<script>&amp;</script>": "<script>&amp;</script>",
    "Xa\u0303 Ta\u0302n": "Xã Tân",
    "x" * 300: "x" * 39 + "…",
    "שלום עולם": "שלום עולם",
    "e" + "\u0301" * 200: "é" + "\u0301" * 3,
    "  ": "",
}


def test_a_name_is_only_a_text() -> None:
    round = points(dict.fromkeys(map(str, range(len(HOSTILE))), 5))
    for unit, name in zip(round["units"], HOSTILE, strict=True):
        unit["name"] = name
    results = ranked({}, later=["appraisal"]).score(round)
    expected = [shown or str(at) for at, shown in enumerate(HOSTILE.values())]
    shown = [plot.ranking(results), plot.heatmap(results), plot.appraisal(results), plot.change(results, results)]
    for axes in shown:
        assert names(axes) == expected
        assert b"<script" not in drawn(axes)
    for at, name in enumerate(expected):
        axes = plot.profile(results, str(at))
        assert heads(axes)[0].replace("\n", "") == name
        plt.close("all")


@pytest.mark.parametrize("name", [name for name in HOSTILE if not name.isalpha()])
def test_a_title_is_only_a_text(name: str) -> None:
    results = ranked({"title": name}, title=name, band=name, later=["appraisal"]).score(points({"a": 5, "b": 4}))
    axes = plot.appraisal(results)
    assert b"<script" not in drawn(axes)
    assert columns(axes)[0].replace(" ", "") == f"1{HOSTILE[name]}".replace(" ", "")
    assert heads(axes)[0] == (HOSTILE[name] or "small")
    assert texts(plot.ranking(results), "said")[0] == (label(name, 28) or "all")


@given(st.text(), st.integers(2, 60))
def test_a_label_is_one_short_line(text: str, width: int) -> None:
    found = label(text, width)
    assert len(found) <= width
    assert len((found + ".").splitlines()) == 1
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in found)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20), st.integers(0, 6))
def test_a_figure_keeps_every_digit(value: Decimal, digits: int) -> None:
    text = figure(value, "vi", digits)
    assert Decimal(text.replace(",", ".")) == value
    assert len(text.partition(",")[2]) >= digits
    assert "E" not in text


def test_a_difference_is_exact() -> None:
    big, small = Decimal("12345678901234567890.12345678"), Decimal("0.0000000000000000000000000001")
    assert difference(small, big) == Decimal("12345678901234567890.1234567799999999999999999999")


def test_what_cannot_be_drawn_is_said(districts: chamdiem.Results) -> None:
    set = chamdiem.load(EXAMPLES / "district-par-index" / "criteria.json")
    read = chamdiem.Results.loads(districts.to_json())
    with pytest.raises(ValueError, match="give their criteria set as set="):
        plot.ranking(read)
    assert names(plot.ranking(read, set=set)) == names(plot.ranking(districts))
    with pytest.raises(ValueError, match="not of 'small'"):
        plot.ranking(read, set=ranked({}))
    with pytest.raises(KeyError, match="did you mean 'in-group'"):
        plot.ranking(districts, ranking="in-grup")
    with pytest.raises(KeyError, match="there is no '1.1.9'; did you mean"):
        plot.heatmap(districts, areas=["1.1.9"])
    with pytest.raises(KeyError, match="there is no 'town-9'"):
        plot.profile(districts, "town-9")
    with pytest.raises(TypeError, match="areas is a depth of the tree or a list of ids, not str"):
        plot.heatmap(districts, areas="A")
    with pytest.raises(ValueError, match="from 1, not 0"):
        plot.heatmap(districts, areas=0)
    with pytest.raises(ValueError, match="an appraisal compares two stages, and these results have one: 'self'"):
        plot.appraisal(ranked({}).score(points({"a": 5, "b": 4})))
    for one in (("self",), ("self", "self"), ("self", "council", "self")):
        with pytest.raises(ValueError, match="stages are the two that are compared, not 'self'"):
            plot.appraisal(districts, stages=one)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="stages is a pair of ids of stages, not str"):
        plot.appraisal(districts, stages="self")  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="there is no 'selv'; did you mean 'self'"):
        plot.appraisal(districts, stages=("selv", "self"))
    with pytest.raises(TypeError, match="ax is the Axes to draw on, not int"):
        plot.ranking(districts, ax=5)  # type: ignore[arg-type]
    alone = plot.heatmap(ranked({}).score(points({"a": 5})))
    assert "1 unit" in heads(alone)[1] and "1 units" not in heads(alone)[1]
    with pytest.raises(TypeError, match="results is Results, not dict"):
        plot.ranking({})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='score with detail="indicators"'):
        plot.heatmap(set.score(EXAMPLES / "district-par-index" / "synthetic-districts.json", detail="totals"))


def test_a_picture_can_be_drawn_on_axes_that_are_there(districts: chamdiem.Results) -> None:
    figure, both = plt.subplots(1, 2, figsize=(20, 5), layout="constrained")
    assert plot.ranking(districts, ax=both[0]) is both[0]
    assert plot.change(districts, districts, ax=both[1]) is both[1]
    assert both[0].get_title(loc="left").startswith("District administrative reform index")
    figure.canvas.draw()


def test_matplotlib_is_asked_for_only_by_pictures() -> None:
    code = """
import sys
import chamdiem
assert not {"matplotlib", "numpy"} & sys.modules.keys()
sys.modules["matplotlib"] = None
try:
    import chamdiem.plot
except ModuleNotFoundError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "chamdiem.plot needs matplotlib: pip install 'chamdiem[plot]'\n"


def ranked(
    ranking: dict[str, Any], title: str = "Small", band: str = "All", later: Sequence[str] = ()
) -> chamdiem.CriteriaSet:
    """A set of one leaf with five points, with stages after the first that may change them."""
    return chamdiem.from_dict({
        "format": 1, "id": "small", "version": "1", "title": title, "rounding": {"index": {"digits": 2}},
        "stages": [{"id": "self", "title": title}, *({"id": id} for id in later)], "ranking": ranking,
        "tree": [{"id": "1", "title": title, "max": 5, "scale": {"entered": {"from": 0, "to": 5}}}],
        "classes": {"bands": [{"id": "all", "title": band}]},
    })  # fmt: skip


def points(of: dict[str, Any], period: str = "2026") -> dict[str, Any]:
    """A round of that set."""
    units = [{"id": id, "submissions": [{"stage": "self", "by": id, "answers": {"1": n}}]} for id, n in of.items()]
    return {"format": 1, "criteria_set": {"id": "small", "version": "1"}, "period": {"id": period}, "units": units}
