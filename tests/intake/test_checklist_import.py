"""Checklists from spreadsheets: what goes out comes back the same, and nothing is dropped in silence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pyxform.xls2xform import convert

from auditui.core.checklists import conditions
from auditui.core.checklists import toml as checklist_toml
from auditui.core.checklists.changes import Changes, Relation
from auditui.core.checklists.checklist import Checklist, Item, Limiting, Option, Section, as_data
from auditui.core.checklists.file import parse, read
from auditui.core.errors import AuditError
from auditui.intake import checklist_folder, form, plain_sheet, xlsform
from auditui.report import xlsform as out
from made import CONDITIONAL, SHIPPED, several, shipped, small, with_options

CONDITIONED = parse(CONDITIONAL, "conditional.toml")
CHANGED = replace(
    CONDITIONED,
    version=2,
    changes=Changes(
        1, (*((i.id, Relation("same")) for i in CONDITIONED.items), ("old", Relation("dropped")))
    ),
)


def written(folder: Path, checklist: Checklist) -> Path:
    path = folder / "form.xlsx"
    path.write_bytes(out.workbook(checklist))
    return path


@pytest.mark.parametrize(
    "checklist", [*map(shipped, SHIPPED), small(), CONDITIONED, CHANGED, several()], ids=lambda c: c.name
)
def test_export_and_import_give_the_same_checklist(checklist: Checklist, tmp_path: Path) -> None:
    made = xlsform.read(form.open_book(written(tmp_path, checklist)))
    assert (made.problems, made.remarks, made.missing()) == ([], [], [])
    assert parse(checklist_toml.write(made.data), "again.toml") == checklist


@pytest.mark.parametrize(
    "checklist", [*map(shipped, SHIPPED), CONDITIONED, CHANGED, several()], ids=lambda c: c.name
)
def test_pyxform_converts_it_without_error_or_warning(checklist: Checklist, tmp_path: Path) -> None:
    converted = convert(written(tmp_path, checklist))
    assert converted.warnings == []
    assert f'version="{checklist.version}"' in converted.xform
    assert converted.xform.count("auditui:kind=") == len(checklist.items)


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    items: list[Item] = []
    for number in range(draw(st.integers(1, 4))):
        options = tuple(
            Option(f"o{n}", draw(WORDS), points, draw(WORDS))
            for n, points in enumerate(
                sorted(draw(st.lists(st.integers(1, 9), min_size=2, max_size=4)), reverse=True)
            )
        )
        condition: conditions.Condition | None = None
        if draw(st.booleans()) and items:
            other = draw(st.sampled_from(items))
            values = draw(st.frozensets(st.sampled_from(sorted(other.offered)), min_size=1, max_size=2))
            condition = conditions.In(other.id, values)
            condition = conditions.Not(condition) if draw(st.booleans()) else condition
        least = options[0].id if options[0].points > options[-1].points else ""
        bare = Item(
            *(f"item-{number}", draw(WORDS), draw(WORDS), "choice"),
            aspect=draw(st.sampled_from(["quality", "compliance"])),
            weight=draw(st.integers(1, 9)),
            about=draw(st.sampled_from(["", "impact", "voice"])),
            look_in=draw(WORDS),
            guidance=draw(WORDS | st.just("")),
            source=draw(WORDS),
            not_applicable=tuple(draw(st.lists(WORDS, max_size=3, unique=True))),
            not_recorded=draw(st.booleans()),
            ask_if_safe=draw(st.booleans()),
            common=draw(st.booleans()),
            met_from=draw(st.sampled_from(["", options[1].id])),
            limiting=Limiting(least, "good", draw(WORDS)) if least and draw(st.booleans()) else None,
            only_if=condition,
        )
        items.append(with_options(bare, *options))
    return replace(
        small(),
        title=draw(WORDS),
        purpose=draw(WORDS | st.just("")),
        version=draw(st.integers(1, 9999)),
        indicated=replace(small().indicated, best_needs=()),
        sections=(Section("s", draw(WORDS), tuple(items)),),
    )


def test_long_ids_come_back_whole(tmp_path: Path) -> None:
    long = "one-two-three-four-five-six-seven-eight"
    checklist = replace(small(), id=long, sections=(replace(small().sections[0], id=long),))
    made = xlsform.read(form.open_book(written(tmp_path, checklist)))
    assert (made.problems, made.remarks) == ([], [])
    assert parse(checklist_toml.write(made.data), "again.toml") == checklist


@settings(max_examples=60)
@given(checklists())
def test_any_checklist_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, checklist: Checklist
) -> None:
    try:
        read(as_data(checklist), "x")
    except AuditError:
        return
    made = xlsform.read(form.open_book(written(tmp_path_factory.mktemp("f"), checklist)))
    assert made.problems == []
    assert parse(checklist_toml.write(made.data), "again.toml") == checklist


# Forms made elsewhere.


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


FOREIGN: dict[str, list[list[object]]] = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Cymraeg (cy)", "required", "relevant"],
        ["begin_group", "visits", "Visits", "Ymweliadau", None, None],
        ["select_one how", "Child_seen", "Was the child seen?", "A welwyd y plentyn?", "yes", None],
        ["select_one how", "alone", "Seen alone?", "Ar ei ben ei hun?", None, "${Child_seen} = 'well' or selected(${Child_seen}, 'partly')"],
        ["text", "more", "What else?", "Beth arall?", None, None],
        ["select_one how", "calm", "Was it calm?", "Tawel?", "no", None],
        ["end_group", None, None, None, None, None],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Cymraeg (cy)", "score"],
        ["how", "well", "Well", "Da", 2],
        ["how", "partly", "Partly", "Rhannol", 1],
        ["how", "not_at_all", "Not at all", "Dim", 0],
    ],
    "settings": [["form_title", "form_id", "version", "default_language"], ["Visits", "visits", "2024061801", "English (en)"]],
}  # fmt: skip


def foreign(path: Path, change: Callable[[dict[str, list[list[object]]]], None] = lambda _: None) -> Path:
    sheets = {name: [list(row) for row in rows] for name, rows in FOREIGN.items()}
    change(sheets)
    return workbook(path / "foreign.xlsx", **sheets)


def test_a_form_made_elsewhere_is_taken_over_and_what_changed_is_said(tmp_path: Path) -> None:
    made = xlsform.read(form.open_book(foreign(tmp_path)))
    assert made.problems == []
    assert made.remarks == [
        "Taken in English (en); left out: Cymraeg (cy)",
        "The form's version '2024061801' is no number of a checklist; it becomes version 1",
        "The form names no theme, unit or thresholds: visits, child, and 90, 70, 45 are set",
        "Names became ids: Child_seen to child-seen",
        "calm is not required in the form; a checklist always asks a scored item",
    ]
    seen, alone, more, _ = made.data["section"][0]["item"]
    assert [o["id"] for o in seen["options"]] == ["well", "partly", "not-at-all"]
    assert alone["only_if"] == "child-seen in (partly, well)"
    assert more["kind"] == "text"
    assert (
        "item child-seen: the standard for answer 'well' is missing: what does it look like in a file?"
        in made.missing()
    )


def test_the_other_language_can_be_taken(tmp_path: Path) -> None:
    made = xlsform.read(form.open_book(foreign(tmp_path)), "cymraeg")
    assert made.data["section"][0]["item"][0]["question"] == "A welwyd y plentyn?"
    assert made.data["section"][0]["item"][0]["options"][0]["label"] == "Da"


def test_everything_that_is_not_understood_is_found_at_once_with_its_place(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, list[list[object]]]) -> None:
        survey = sheets["survey"]
        survey[0].append("appearance")
        survey[2].append("minimal")
        survey[3][5] = "count-selected(${Child_seen}) > 1"
        survey.insert(4, ["select_multiple how", "many", "Which?", "Pa?"])
        survey.insert(5, ["begin_group", "inner", "Inner", "Mewnol"])
        survey.insert(6, ["calculate", "c", None, None])
        survey.append(["select_one nowhere", "outside", "Outside?", "Tu allan?"])
        sheets["choices"][2][4] = "two"
        sheets["choices"].append(["how", "more", "More", "Mwy", None])
        sheets["extra"] = [["a"], ["b"]]

    made = xlsform.read(form.open_book(foreign(tmp_path, spoil)))
    types = "select_one, text, note, date, integer, select_multiple, begin_group, end_group"
    assert [str(found) for found in made.problems] == [
        "sheet extra: is no sheet of a form; remove it, or leave it empty",
        "sheet survey, row 3, column appearance: is not understood, and has values from this row on",
        "sheet survey, row 6, column type: a group inside the group of row 2; sections hold no sections",
        f"sheet survey, row 7, column type: 'calculate' is not understood; there are {types}",
        "sheet survey, row 11, column type: a question outside any group; each belongs to a section",
        "sheet choices, row 3, column score: 'two' is no whole number",
        "sheet choices, row 5, column score: a choice needs its points in a column score, or the name of a non-answer: not-applicable, not-recorded, could-not-see",
        "sheet survey, row 4, column relevant: '-selected(${Child_se' is not understood; there is selected(), =, and, or, not()",
        "sheet survey, row 5, column type: select_multiple stands only for a select_one of bind::auditui:kind 'several': name it NAME.choices",
    ]


def test_a_column_that_lacks_the_prefix_is_named_and_not_dropped(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, list[list[object]]]) -> None:
        sheets["survey"][0] += ["weight", "source"]
        sheets["survey"][2] += [5, "Regulation 6"]
        sheets["settings"][0].append("theme")
        sheets["settings"][1].append("visits")

    problems = xlsform.read(form.open_book(foreign(tmp_path, spoil))).problems
    assert {(problem.place.sheet, problem.place.row, problem.place.column) for problem in problems} == {
        ("survey", 3, "weight"),
        ("survey", 3, "source"),
        ("settings", 2, "theme"),
    }


def test_a_version_of_thousands_of_digits_becomes_version_1(tmp_path: Path) -> None:
    def spoil(sheets: dict[str, list[list[object]]]) -> None:
        sheets["settings"][1][2] = "9" * 5000

    made = xlsform.read(form.open_book(foreign(tmp_path, spoil)))
    assert made.problems == []
    assert made.data["version"] == 1
    assert any("is no number of a checklist; it becomes version 1" in remark for remark in made.remarks)


def test_formulas_and_merged_cells_are_found_by_their_place(tmp_path: Path) -> None:
    path = foreign(tmp_path)
    book = openpyxl.load_workbook(path)
    book["survey"]["C3"] = '="Was "&"it?"'
    book["choices"].merge_cells("C2:D2")
    book.save(path)
    told = [str(found) for found in xlsform.read(form.open_book(path)).problems]
    assert "sheet survey, row 3, column C: is a formula; put its value there instead" in told
    assert (
        "sheet choices, row 2, column C: begins merged cells; unmerge them, so that each cell has its own value"
        in told
    )


# Plain sheets.


def test_a_plain_sheet_with_every_column_gives_a_whole_checklist() -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "supervision.csv"
    made = plain_sheet.read(form.open_book(example), {}, (), "supervision", "Supervision records")
    assert (made.problems, made.remarks, made.missing()) == ([], [], [])
    checklist = parse(checklist_toml.write(made.data), "supervision.toml")
    assert [section.title for section in checklist.sections] == [
        "Held and recorded",
        "Reflection",
        "The child",
        "Decisions",
    ]
    assert checklist.condition_in_words(checklist.items[8]) == "Drift noticed is Yes"


def test_a_plain_sheet_with_its_own_headings_is_mapped_by_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Our questions for 2026"],
        ["Theme", "We ask", "Looks like", "Notes"],
        ["Home", "Was the home visited?", "Seen every room", "ask Ann"],
        [None, "Was the child seen alone?", "Yes, and where", None],
    ]
    path = workbook(tmp_path / "plain.xlsx", Sheet1=rows)
    unmapped = plain_sheet.read(form.open_book(path), {}, (), "", "")
    assert [str(found) for found in unmapped.problems] == [
        "sheet Sheet1: no column is headed 'question' or 'what is asked'; name it: --column question=HEADING"
    ]
    half = plain_sheet.read(form.open_book(path), {"question": "We ask", "section": "Theme"}, (), "", "Ours")
    assert [str(found).split(":")[0] for found in half.problems] == [
        "sheet Sheet1, row 2, column Looks like",
        "sheet Sheet1, row 2, column Notes",
    ]
    made = plain_sheet.read(
        form.open_book(path),
        {"question": "we ask", "section": "Theme", "good": "Looks like"},
        ("Notes",),
        "",
        "Ours",
    )
    assert made.problems == []
    assert made.remarks == ["Left out: column Notes"]
    assert [(s["title"], len(s["item"])) for s in made.data["section"]] == [("Home", 2)]
    assert any("partly-met is missing" in each for each in made.missing())


# Files that mean harm, or are broken.


def zipped(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def lying(path: Path) -> Path:
    """A workbook whose sheet says it is far smaller than it is."""
    content = bytearray(out.workbook(small()))
    at = content.rfind(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1.xml" in content[at : at + 80]:
            content[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = content.rfind(b"PK\x01\x02", 0, at)
    path.write_bytes(bytes(content))
    return path


def large(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: zipped(p / "bomb.xlsx", xl__worksheets__sheet1=b"0" * 300_000_000), "unpacks to far more than a checklist holds"),
        (lambda p: lying(p / "lying.xlsx"), "lying.xlsx is damaged"),
        (lambda p: large(p / "large.xlsx", 200 * 2**20), "larger than 5 MB"),
        (lambda p: zipped(p / "empty.xlsx", a=b""), "not a workbook that can be read"),
        (lambda p: (p / "null.csv").write_bytes(b"question\0") and p / "null.csv", "neither a workbook nor a text file"),
        (lambda p: p / "missing.xlsx", "cannot be read"),
        (lambda p: workbook(p / "long.xlsx", survey=[["text"]] * 2001), "larger than 2000 rows by 200 columns"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_a_checklist_is_refused_in_a_line(
    tmp_path: Path, make: Callable[[Path], Path], said: str
) -> None:
    with pytest.raises(AuditError, match=said) as error:
        form.open_book(make(tmp_path))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = " + b"[" * 100_000, "nested too deeply|not valid TOML"),
        (b"[" + b"a." * 100_000 + b"b]", "nested too deeply|not valid TOML"),
        (b"a" + b".a" * 100_000 + b" = 1", "nested too deeply|not valid TOML"),
        (b"id = '\xff\xfe'", "not UTF-8 text"),
        ("id = 'x'".encode("utf-16"), "not UTF-8 text"),
        (b"x = 1\n" * 100_000, "larger than 512 KB"),
        (b"id = 'x'\nid = 'y'", "not valid TOML"),
    ],
    ids=["arrays", "headers", "dots", "bytes", "utf-16", "large", "twice"],
)
def test_a_toml_file_that_cannot_be_a_checklist_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(AuditError, match=said) as error:
        checklist_folder.read(path)
    assert error.value.code == 4


def test_a_hundred_megabytes_of_toml_are_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="larger than 512 KB"):
        checklist_folder.read(large(tmp_path / "huge.toml", 100 * 2**20))


def test_exports_hold_what_looks_like_a_formula_as_text(tmp_path: Path) -> None:
    item = replace(small().items[0], question="=cmd|'/c calc'!A1", title="+1")
    checklist = replace(small(), sections=(Section("one", "One", (item, small().items[1])),))
    path = written(tmp_path, checklist)
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert xlsform.read(form.open_book(path)).data["section"][0]["item"][0]["question"] == item.question
