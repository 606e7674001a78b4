"""Every command in every form it has: the same rows and numbers in each, and nothing in it that acts."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import docx
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from auditui import demo
from auditui.cli.form_list import every_command
from auditui.cli.printing import Format, ListFormat, PageFormat
from auditui.core.audits.audit import CLOSING, ITEM_NOTES
from auditui.core.audits.causes import LONGEST_CAUSE, CauseNoted
from auditui.core.audits.entries import (
    ActionAdded,
    AuditStarted,
    CaseListed,
    ConcernRaised,
    FrameImported,
    NoteWritten,
)
from auditui.core.audits.keeping import CaseHeld
from auditui.report.forms import FORMS, LISTED, SAID
from auditui.store import Store, new_id
from harmless import CHECKS, HOSTILE
from made import shipped

from .conftest import Run

pytestmark = pytest.mark.whole

#: How every command is called that prints a list, a page or figures: {audit} is an audit full of hostile text.
CALLS = {
    "where": "",
    "keys": "",
    "settings": "",
    "forms": "",
    "summary": "--by team",
    "trend": "pathway-plan",
    "plan": "",
    "sample-size": "pathway-plan",
    "agreement": "--no-share --as A17",
    "words": "--no-share --as A17",
    "export": "--columns",
    "programme": "",
    "audit export": "{audit}",
    "audit list": "",
    "audit show": "{audit}",
    "audit check-text": "",
    "audit history": "{audit}",
    "action list": "",
    "case headings": "",
    "case list": "",
    "case lists": "",
    "checklist list": "",
    "checklist show": "pathway-plan",
    "checklist sources": "pathway-plan",
    "checklist examples": "pathway-plan",
    "checklist lint": "",
    "hold list": "",
    "cause list": "",
    "sample list": "",
    "sample show": "{sample}",
    "journal head": "",
}
#: Those whose page is more than their data as a table.
PAGES = {"words", "programme", "summary", "trend", "plan", "agreement", "audit export", "checklist show"}
#: Those whose data say of when they are and by which program, beside what the page does.
BESIDE = ("of", "journal_head", "printed", "program")


def forms_of(name: str) -> list[str]:
    for known, command in every_command():
        if known == name:
            options = {option: parameter for parameter in command.params for option in parameter.opts}
            return list(options["--format"].type.choices)  # type: ignore[attr-defined] # a choice
    raise AssertionError(name)


def test_every_command_that_writes_a_file_is_tried_here() -> None:
    own = {"checklist export"}  # a checklist's own forms: tests/intake
    options = {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in every_command()
    }
    assert {name for name, known in options.items() if {"--format", "--out"} <= known} - own == set(CALLS)


def test_the_forms_of_commands_are_those_of_the_registry() -> None:
    assert [form.value for form in PageFormat] == list(FORMS)
    assert [form.value for form in ListFormat] == list(LISTED)
    assert [form.value for form in Format] == list(SAID)
    assert set(CHECKS) == set(FORMS), "a form without a check of what acts in it"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A made-up council in whose every list somebody has written what acts, and one audit that is full of it."""
    path = tmp_path_factory.mktemp("hostile") / "s.db"
    demo.make(path, audits=100, seed=7, progress=lambda _done, _total: None)
    checklist = shipped("pathway-plan")
    with Store.open(path) as opened:
        audit, frame = new_id(), new_id()
        opened.record(
            AuditStarted(audit, checklist.digest, "C-1", "", "North", ""),
            *(NoteWritten(audit, about, "\n".join(HOSTILE[:12])[:4000]) for about in CLOSING),
            FrameImported(frame, HOSTILE[0], "", "0", "2026-03-02", len(HOSTILE), len(HOSTILE), 0),
            CaseHeld(new_id(), "C-1", "LEG-1"),
            by="A17",
        )
        for at, text in enumerate(long[:500] for long in HOSTILE):
            opened.record(
                NoteWritten(
                    audit, tuple(ITEM_NOTES)[at % 2], text, checklist.items[at % len(checklist.items)].id
                ),
                AuditStarted(new_id(), checklist.digest, text, text, text, text),
                CaseListed(new_id(), frame, text, text, text, text, text),
                ActionAdded(new_id(), audit, text, text, text),
                ConcernRaised(new_id(), audit, text, text, text),
                *(
                    [CauseNoted(new_id(), "2026-01", text)]
                    if text.isprintable() and len(text) <= LONGEST_CAUSE
                    else []
                ),
                by="A17",
            )
    return path, {"audit": audit}


@pytest.mark.parametrize("name", CALLS)
def test_a_command_gives_the_same_in_every_form_and_nothing_acts(
    run: Run, store: tuple[Path, dict[str, str]], tmp_path: Path, name: str
) -> None:
    path, ids = store
    if name == "sample show":
        drawn = run("sample", "draw", "pathway-plan", "--size", 12, "--by", "A17", "--store", path)
        assert drawn.code == 0, drawn.err
        ids = ids | {"sample": json.loads(run("sample", "list", "-f", "json", "--store", path).out)[0]["id"]}
    files = {}
    for form in forms_of(name):
        out = tmp_path / f"page{FORMS[form].suffix}"
        arguments = [*name.split(), *CALLS[name].format(**ids).split(), "--out", out]
        ran = run("--store", shutil.copy(path, tmp_path / "s.db"), *arguments)
        if FORMS[form].is_picture and "There is no picture in this" in ran.err:
            continue
        assert ran.code in (0, 1), ran.err
        files[form] = out.read_bytes()
        CHECKS[form](files[form])
    same_data(files)
    same_page(files)
    if name not in PAGES:
        same_list(files)


def plain(value: object) -> str:
    """A cell of data as all three forms of data can give it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.9g}"
    return str(value)


def rows_of(files: dict[str, bytes]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(files["json"])
    return rows


def same_data(files: dict[str, bytes]) -> None:
    rows = rows_of(files)
    in_csv = list(csv.DictReader(io.StringIO(files["csv"].decode(), newline="")))
    heads, *in_book = (
        CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()
    )
    assert len(rows) == len(in_csv) == len(in_book)
    for row, text, cells in zip(rows, in_csv, in_book, strict=True):
        assert list(row) == list(text) == list(heads)
        for (column, value), cell in zip(row.items(), cells, strict=True):
            if isinstance(value, int | float):
                assert float(text[column]) == pytest.approx(value, rel=1e-9), column
                assert cell == pytest.approx(value, rel=1e-9), column
            else:
                assert words(text[column]) == words(value), column
                assert words(cell) == words(value), column


def words(cell: object) -> str:
    """Letters and digits of a cell, in which nothing hangs on how a form escapes the rest; days as days."""
    text = "" if cell is None else cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    text = re.sub(r"T00:00:00$|(?<=\d)\.\d+Z$|(?<=:\d\d)Z$|(?<=:\d\d)\.\d+$", "", text)
    return "".join(re.findall(r"[A-Za-z0-9]+", text))


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", text))


def same_page(files: dict[str, bytes]) -> None:
    """The numbers that stand on the page in Markdown stand on it in every other form, as often at least."""
    in_markdown = re.sub(r"```text\n.*?```", "", files["md"].decode(), flags=re.DOTALL)
    wanted = numbers(re.sub(r"\\(.)", r"\1", in_markdown))
    for form, text in texts(files).items():
        missing = wanted - numbers(text)
        if form == "pdf":  # what is longer than its column goes on in the next line
            missing = Counter({number: 1 for number in missing if number not in "".join(text.split())})
        assert not missing, (form, missing)


def texts(files: dict[str, bytes]) -> dict[str, str]:
    page = re.sub(r"<style>.*?</style>", "", files["html"].decode(), flags=re.DOTALL)
    word = docx.Document(io.BytesIO(files["docx"]))
    parts = [word.element.body, word.sections[0].footer._element]
    shown = [node.text or "" for part in parts for node in part.iter("{*}t", "{*}br")]
    pdf = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    return {
        "table": files["table"].decode(),
        "html": html.unescape(re.sub(r"<[^>]+>", " ", page)),
        "docx": " ".join(shown),
        "pdf": pdf,
    }


def same_list(files: dict[str, bytes]) -> None:
    """Each row of the page says what its row of data does: no number in it that the data have not."""
    page = [line for line in files["md"].decode().splitlines() if line.startswith("| ")][2:]
    rows = rows_of(files)
    assert len(page) == len(rows)
    for line, row in zip(page, rows, strict=True):
        held = " ".join(shown for value in row.values() for shown in (plain(value), rounded(value)))
        assert not [number for number in numbers(re.sub(r"\\(.)", r"\1", line)) if number not in held], line


def rounded(value: object) -> str:
    return f"{value:.0f} {value:.1f} {value:.2f}" if isinstance(value, int | float) else ""
