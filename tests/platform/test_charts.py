"""Charts: what they say, and that nothing in them needs a style."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ogi.platform.charts import bar_chart, column_chart

SVG = "{http://www.w3.org/2000/svg}"
YEARS = [("2013年", 100), ("2014年", 107), ("2015年", 114), ("2016年", 48), ("2017年", 100)]
points = st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**6)), max_size=14)


def texts(drawing) -> list[str]:
    return [node.text for node in drawing.iter(f"{SVG}text")]


def test_bars_stand_largest_first_with_value_and_share():
    drawing = etree.fromstring(bar_chart("分类", [("甲", 2), ("乙", 89), ("丙", 9)], unit="条"))
    assert texts(drawing) == ["乙", "89条，89%", "丙", "9条，9%", "甲", "2条，2%"]


def test_columns_keep_their_order_and_carry_their_values():
    drawing = etree.fromstring(column_chart("历年", YEARS, unit="条", marked="2017年"))
    assert texts(drawing) == [word for label, value in YEARS for word in (str(value), label)]
    heights = [float(node.get("height")) for node in drawing.iter(f"{SVG}rect")]
    assert max(heights) == heights[2]


def test_drawing_is_named_for_those_who_do_not_see_it():
    drawing = etree.fromstring(column_chart("历年", YEARS, unit="条"))
    title = drawing.find(f"{SVG}title")
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == title.get("id")
    assert title.text.startswith("历年：2013年100条")
    assert "sans-serif" in drawing.get("font-family")


@given(points)
def test_any_labels_make_sound_drawings_without_styles(points):
    clean = [
        (label.translate(dict.fromkeys([*range(32), *range(55296, 57344), 65534, 65535], " ")), n)
        for label, n in points
    ]
    for drawn in (bar_chart("图", clean), column_chart("图", clean)):
        root = etree.fromstring(drawn)
        width, height = (float(part) for part in root.get("viewBox").split()[2:])
        for node in root.iter():
            assert not {"style", "class"} & set(node.attrib) or node is root
            assert node.tag != f"{SVG}style"
        for bar in root.iter(f"{SVG}rect"):
            assert float(bar.get("width")) >= 0
            assert float(bar.get("x")) + float(bar.get("width")) <= width + 1
            assert float(bar.get("y")) + float(bar.get("height")) <= height + 1
