"""What a chart shows is what its figures are, wherever it is drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from auditui.report import pictures
from auditui.report.canvas import ASCII, FINE, plain
from auditui.report.drawing import CONCERNS, IMPROVES, Course, Mark
from auditui.report.terminal_chart import lines


def dots(picture: list[str]) -> list[tuple[float, float]]:
    """Every braille dot of a chart's lines as (column, dots from the top)."""
    bits = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
    return [
        (2 * column + right, 4 * row + down)
        for row, line in enumerate(picture)
        for column, sign in enumerate(line)
        for right in (0, 1)
        for down in range(4)
        if 0x2800 <= ord(sign) <= 0x28FF and (ord(sign) - 0x2800) & bits[right][down]
    ]


@pytest.mark.parametrize("percent", [0, 5, 33, 50, 66, 75, 99, 100])
@pytest.mark.parametrize("height", [5, 11, 30])
def test_a_point_stands_at_its_percentage_within_a_dot(percent: int, height: int) -> None:
    course = Course("A", (Mark("2026-01", "50", percent / 100),))
    drawn = list(map(plain, lines(course, 78, height)))[:height]
    down = [y for _, y in dots(drawn)]
    stands = 100 * (1 - sum(down) / len(down) / (4 * height - 1))
    assert abs(stands - percent) <= 100 / (4 * height - 1)


def test_in_ascii_a_point_stands_within_a_line_and_nothing_is_beyond_ascii() -> None:
    course = Course("A", (Mark("2026-01", "50", 0.66), Mark("2026-02", "50", 0.8)), target=0.9)
    drawn = list(map(plain, lines(course, 78, 21, signs=ASCII)))
    assert "o" in next(line for line in drawn[:21] if line[7:].strip(" =").startswith("o"))
    assert drawn.index(next(line for line in drawn if "o" in line[7:] and "=" not in line)) == 4
    assert "o" in drawn[7]
    assert all(line.isascii() for line in drawn)


def test_colour_is_never_alone() -> None:
    marks = (
        Mark("2026-01", "50", 0.5),
        Mark("2026-02", "50", 0.9, signals=("run",), meaning=IMPROVES),
        Mark("2026-03", "50", 0.1, signals=("outside",), meaning=CONCERNS),
    )
    course = Course("A", marks)
    text = "\n".join(map(plain, lines(course, 78, 11, signs=FINE)))
    assert "▲ stands out, improvement" in text
    assert "▼ stands out, concern" in text
    shapes = [element.tag.partition("}")[2] for element in ET.fromstring(pictures.svg(course)).iter()]  # noqa: S314 - our own
    assert "polygon" in shapes
    assert "circle" in shapes


def test_a_hidden_month_leaves_nothing_in_the_picture() -> None:
    """Nor does its neighbour's line lead to where it is."""
    marks = (Mark("2026-01", "50", 0.5), Mark("2026-02", "c"), Mark("2026-03", "60", 0.7))
    drawn = pictures.svg(Course("A", marks))
    assert len(re.findall("<circle|<polygon", drawn)) == 3, "two points, and one in the key"
    assert "2026-02" not in drawn
    assert re.findall("<title>([^<]*)</title>", drawn)[1:] == [
        "2026-01: 50% of 50",
        "2026-03: 70% of 60",
    ]


@pytest.mark.parametrize("number", [0, 1, 60])
@pytest.mark.parametrize("width", [20, 80, 200])
def test_a_course_of_any_length_fits_any_width(number: int, width: int) -> None:
    marks = tuple(Mark(f"{2020 + n // 12}-{n % 12 + 1:02d}", "9", n % 2) for n in range(number))
    for signs in (FINE, ASCII):
        drawn = [plain(line) for line in lines(Course("A", marks), width, 11, signs=signs)]
        chart = [line for line in drawn if line[6:7] in "┤│+|"]
        assert all(len(line) <= max(width, 20) for line in chart)
    ET.fromstring(pictures.svg(Course("A", marks)))  # noqa: S314 - our own
