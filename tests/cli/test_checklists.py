"""The commands about checklists, and the story docs/checklists.md tells, as it tells it."""

from __future__ import annotations

import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest

from auditui.store import Store
from cli.conftest import Run
from made import CONDITIONAL, SHIPPED, shipped

ROOT = Path(__file__).parents[2]


def story() -> list[list[str]]:
    """The commands of the story's two parts."""
    text = (ROOT / "docs" / "checklists.md").read_text().split("## A checklist from beginning to end")[1]
    blocks = re.findall(r"```console\n(.*?)```", text.split("\n## ")[0], re.DOTALL)
    return [[line.removeprefix("auditui ") for line in block.splitlines()] for block in blocks]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.setenv("AUDITUI_STORE", str(tmp_path / "s.db"))
    return tmp_path


def test_a_checklist_of_our_own_is_made_as_the_guide_tells_it(run: Run, here: Path) -> None:
    first, second = story()
    printed = []
    for line in first:
        ran = run(*shlex.split(line))
        if line.startswith("checklist try"):
            assert (ran.code, "needs a terminal" in ran.err) == (2, True)
        else:
            assert ran.code == 0, ran.err
        printed.append(ran.out)
    audit = printed[-1].strip()
    assert "no errors, no advice" in run("checklist", "lint", "supervision.toml").err
    answers = here / "given.jsonl"
    answers.write_text(
        "".join(
            f'{{"item": "{item}", "value": "met"}}\n'
            for item in ("supervision-held", "record-complete", "challenge")
        )
    )
    assert run("audit", "score", audit, "--jsonl", answers, "--by", "A17").code == 0
    text = (here / "supervision.toml").read_text()
    text = text.replace("version = 1", "version = 2").replace(
        "Could a manager who was not there act on the record alone?",
        "Could another manager act on the record alone?",
    )
    start = text.index('[[section.item]]\nid = "challenge"')
    (here / "supervision-2.toml").write_text(text[:start] + text[text.index("[[section]]", start) :])
    assert run("checklist", "publish", "supervision-2.toml", "--note", "too soon", "--by", "A17").code == 2
    moved = ""
    for line in second:
        ran = run(*shlex.split(line.replace("AUDIT", audit[:6])))
        assert ran.code == 0, ran.err
        moved = ran.out if line.startswith("audit move") and "--yes" not in line else moved
    assert [row.split() for row in moved.splitlines()[1:]] == [
        ["Supervision", "held", "kept", "Met"],
        ["Record", "complete", "kept", "Met"],
        ["Challenge", "lost", "Met"],
    ]
    with Store.open(here / "s.db") as store:
        assert set(store.audit(store.audit_id(audit)).answers) == {"supervision-held", "record-complete"}
        assert [version.version for version in store.versions("supervision")] == [1, 2]
        assert list(store.verify()) == []
    listed = {
        (row["id"], row["version"]): row["in_use"]
        for row in json.loads(run("checklist", "list", "-f", "json").out)
    }
    assert listed == {(name, shipped(name).version): "yes" for name in SHIPPED} | {
        ("supervision", 1): "no",
        ("supervision", 2): "yes",
    }


def test_a_map_is_not_written_while_something_is_open(run: Run, here: Path) -> None:
    run("checklist", "export", "pathway-plan", "-f", "toml", "-o", "two.toml")
    path = here / "two.toml"
    path.write_text(
        path.read_text()
        .replace("version = 2", "version = 3")
        .replace("with a named adviser they know?", "and an adviser?")
    )
    before = path.read_text()
    ran = run("checklist", "diff", "pathway-plan", "two.toml", "--write")
    assert ran.code == 2
    assert "Not written: category-and-adviser must be decided" in ran.err
    assert path.read_text() == before
    ran = run(
        "checklist", "diff", "pathway-plan", "two.toml", "--write", "--say", "category-and-adviser=perhaps"
    )
    assert "'perhaps' is no relation" in ran.err
    ran = run("checklist", "diff", "pathway-plan", "two.toml", "--write", "--say", "contingency=dropped")
    assert ran.code == 2
    assert "contingency is same for certain" in ran.err
    ran = run(
        "checklist", "diff", "pathway-plan", "two.toml", "--write", "--say", "category-and-adviser=same"
    )
    assert ran.code == 4
    assert "Not written:" in ran.err
    assert path.read_text() == before
    same = "category-and-adviser=reworded, not comparable"
    assert run("checklist", "diff", "pathway-plan", "two.toml", "--write", "--say", same).code == 0
    assert run("checklist", "lint", "two.toml").code == 0
    again = json.loads(run("checklist", "diff", "pathway-plan", "two.toml", "-f", "json").out)
    assert {row["certain"] for row in again} == {"yes"}


def test_a_version_that_lies_about_its_items_fails_lint_with_its_line(run: Run, here: Path) -> None:
    run("checklist", "export", "pathway-plan", "-f", "toml", "-o", "two.toml")
    path = here / "two.toml"
    text = path.read_text().replace("version = 2", "version = 3")
    path.write_text(text)
    run("checklist", "diff", "pathway-plan", "two.toml", "--write")
    before, item, after = path.read_text().partition('id = "all-heads-covered"')
    lie = after.replace('kind = "rated"', 'kind = "graded"', 1)
    lie = re.sub(
        r'met = "Each head.*\npartly-met = .*\nnot-met = .*',
        'outstanding = "A"\ngood = "B"\nrequires-improvement = "C"\ninadequate = "D"',
        lie,
    )
    path.write_text(before + item + lie)
    ran = run("checklist", "lint", "two.toml", "-f", "json")
    assert ran.code == 4
    (found,) = json.loads(ran.out)
    assert path.read_text().splitlines()[found["line"] - 1] == 'all-heads-covered = "same"'
    assert "its figures cannot be joined" in found["message"]


class _Html(HTMLParser):
    """Gathers what a page asks for beyond itself."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.asked += [value or "" for name, value in attrs if name in ("src", "href")]


def test_a_checklist_is_shown_as_text_html_markdown_and_word(run: Run, here: Path) -> None:
    (here / "c.toml").write_text(CONDITIONAL.replace("Is the delay explained?", "Is <b>it</b> explained?"))
    text = run("checklist", "show", "c.toml").out
    assert text.index("1. On time") < text.index("2. Why late") < text.index("Asked only if: On time is No")
    assert all(len(line) <= 100 for line in text.splitlines())
    assert run("checklist", "show", "c.toml", "-f", "html", "-o", "c.html").code == 0
    page = _Html()
    page.feed((here / "c.html").read_text())
    assert page.asked == []
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert "Is &lt;b&gt;it&lt;/b&gt; explained?" in (here / "c.html").read_text()
    assert "### 2. Why late" in run("checklist", "show", "c.toml", "-f", "md").out
    assert run("checklist", "show", "c.toml", "-f", "docx").code == 2
    assert run("checklist", "show", "c.toml", "-f", "docx", "-o", "c.docx").code == 0
    word = docx.Document(str(here / "c.docx"))
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 2"][:2] == [
        "1. On time",
        "2. Why late",
    ]
    assert {row["item"] for row in json.loads(run("checklist", "show", "c.toml", "-f", "json").out)} == {
        "on-time", "why-late", "who-knew", "difference"
    }  # fmt: skip


def test_a_new_file_is_made_once_and_is_clean(run: Run, here: Path) -> None:
    assert run("checklist", "new", "ours.toml", "--title", "Our own").code == 0
    assert "no errors, no advice" in run("checklist", "lint", "ours.toml").err
    ran = run("checklist", "new", "ours.toml")
    assert (ran.code, "ours.toml is there already" in ran.err) == (2, True)
    assert json.loads(run("checklist", "schema").out)["title"] == "auditui checklist"


def test_an_import_that_cannot_be_taken_over_writes_nothing(run: Run, here: Path) -> None:
    (here / "q.csv").write_text("Question,Mood\nWas it good?,blue\n")
    ran = run("checklist", "import", "q.csv")
    assert ran.code == 4
    assert "q.csv, sheet q, row 1, column Mood: is not understood" in ran.err
    assert not list(here.glob("*.toml"))
    ran = run("checklist", "import", "q.csv", "--ignore", "Mood", "--title", "Quick")
    assert ran.code == 4
    assert "still to be written before it can be used" in ran.err
    assert (here / "quick.toml").exists()
    assert run("checklist", "import", "q.csv", "--column", "colour=Mood").code == 2


def test_publishing_wants_a_reason_and_a_sound_file(run: Run, here: Path) -> None:
    assert run("checklist", "publish", "pathway-plan", "--note", " ", "--by", "A17").code == 2
    (here / "bad.toml").write_text(
        CONDITIONAL.replace('kind = "yes-no"', 'kind = "yes-no"\nnot_applicable = ["Not known"]', 1)
    )
    ran = run("checklist", "publish", "bad.toml", "--note", "x", "--by", "A17")
    assert ran.code == 4
    assert "would swallow the item" in ran.out
    assert run("checklist", "publish", "pathway-plan", "--note", "as it ships", "--by", "A17").code == 0
    ran = run("checklist", "publish", "pathway-plan", "--note", "again", "--by", "A17")
    assert (ran.code, "published already" in ran.err) == (0, True)


def test_lint_goes_through_every_file_at_hand_though_one_cannot_be_read(
    run: Run, here: Path, own_home: Path
) -> None:
    folder = own_home / "auditui" / "checklists"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text("id = ")
    (folder / "sound.toml").write_text(CONDITIONAL)
    ran = run("checklist", "lint")
    assert ran.code == 4
    assert "broken.toml" in ran.out
    assert "conditional v1: 4 items, no errors" in ran.err


def test_a_file_is_shown_whatever_state_the_store_is_in(run: Run, here: Path) -> None:
    (here / "s.db").write_bytes(b"no store")
    (here / "c.toml").write_text(CONDITIONAL)
    assert run("checklist", "show", "c.toml").code == 0
    assert run("checklist", "show", "pathway-plan").code == 3


def test_a_half_written_file_stops_only_what_wants_its_checklist(
    run: Run, here: Path, own_home: Path
) -> None:
    folder = own_home / "auditui" / "checklists"
    folder.mkdir(parents=True)
    (folder / "draft.toml").write_text('id = "supervision"\ntitle = \n')
    begun = run("audit", "new", "pathway-plan", "C-1042", "--team", "North", "--by", "A17")
    assert begun.code == 0, begun.err
    listed = run("checklist", "list")
    assert (listed.code, "Not usable: draft.toml, line 2" in listed.err) == (0, True)
    (here / "cases.csv").write_text("Reference,Team\nC-1,North\n")
    imported = run("case", "import", "cases.csv", "--checklist", "pathway-plan", "--by", "A17")
    assert imported.code == 0, imported.err
    for wanted in ("supervision", "draft", "supervision@1"):
        shown = run("checklist", "show", wanted)
        assert (shown.code, "draft.toml, line 2" in shown.err) == (4, True)
    refused = run("audit", "new", "supervision", "C-1042", "--team", "North", "--by", "A17")
    assert (refused.code, "draft.toml, line 2" in refused.err) == (4, True)
    unknown = run("checklist", "show", "nothing-such")
    assert (unknown.code, "There is no checklist 'nothing-such'" in unknown.err) == (2, True)


def test_a_broken_draft_changes_nothing_for_what_is_published(run: Run, here: Path, own_home: Path) -> None:
    assert run("checklist", "publish", "pathway-plan", "--note", "as it ships", "--by", "A17").code == 0
    folder = own_home / "auditui" / "checklists"
    folder.mkdir(parents=True)
    (folder / "pathway-plan.toml").write_text('id = "pathway-plan"\nversion = 2\n')
    begun = run("audit", "new", "pathway-plan", "C-1042", "--team", "North", "--by", "A17")
    assert begun.code == 0, begun.err


def test_sources_say_what_was_read_and_what_is_not_in_force(run: Run) -> None:
    rows = json.loads(run("checklist", "sources", "strategy-discussion", "-f", "json").out)
    assert {row["item"] for row in rows} == {item.id for item in shipped("strategy-discussion").items}
    of_health = {row["source"]: row for row in rows if row["item"] == "health-involvement"}
    (act,) = [row for source, row in of_health.items() if "Schools Act 2026 s3" in source]
    assert (act["standing"], act["seen"]) == ("law", "read")
    assert act["force"] == "awaiting commencement when checked: not yet a duty"
    everything = json.loads(run("checklist", "sources", "-f", "json").out)
    assert {row["checklist"] for row in everything} == set(SHIPPED)


def test_examples_are_shown_with_their_answers_and_without_for_practice(run: Run) -> None:
    keyed = json.loads(run("checklist", "examples", "strategy-discussion", "held-promptly", "-f", "json").out)
    assert {row["answer"] for row in keyed} == {"Met", "Partly met", "Not met"}
    bare = json.loads(
        run("checklist", "examples", "strategy-discussion", "held-promptly", "--no-answers", "-f", "json").out
    )
    assert [row["situation"] for row in bare] == [row["situation"] for row in keyed]
    assert all("answer" not in row for row in bare)
    ran = run("checklist", "examples", "strategy-discussion", "held")
    assert (ran.code, "has no item 'held'" in ran.err) == (2, True)


def test_people_in_the_texts_of_an_imported_checklist_are_named_item_by_item(run: Run, here: Path) -> None:
    Path("q.csv").write_text("Title,Question\nSeen,Was Sarah Jones seen?\nPlan,What did the plan say?\n")
    ran = run("checklist", "import", "q.csv", "--title", "Quick")
    (line,) = [line for line in ran.err.splitlines() if "looks like a person" in line]
    assert line.startswith("item seen, question: looks like a person: 'Sarah Jones'")
