"""The counts kept of finished audits: whatever is asked for, they are those of reading every audit."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from msgspec import structs

from auditui import demo
from auditui.core.audits import entries
from auditui.core.audits.answer import not_recorded
from auditui.core.errors import AuditError
from auditui.figures.tallies import Selection, Tallies
from auditui.report.summary import tables as summary_tables
from auditui.store import Case, Store
from auditui.store.tallies import DIMENSIONS
from desks import Clock, rows
from made import best, small
from recorded import finished_audit

ITEMS = small().items
#: Team, auditor, month, age band, category, and whether the first item was met.
AUDITS = (
    ("North", "A17", 3, "5 to 9", "open", True), ("North", "A18", 3, "10 to 15", "open", False),
    ("South", "A17", 4, "5 to 9", "", True), ("South", "A18", 4, "10 to 15", "conference", True),
    ("North", "A17", 5, "", "conference", False), ("North", "A17", 5, "5 to 9", "open", True),
)  # fmt: skip


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of six finished audits, no two of which are alike in all."""
    folder = tmp_path_factory.mktemp("tallies")
    clock = Clock()
    store = Store.open(folder / "s.db", clock=clock, leases=folder / "state")
    for team, auditor, month, age_band, category, met in AUDITS:
        clock.now = clock.now.replace(month=month)
        case = Case("", "C-1", "", team, {}, age_band, category, "", "", "")
        audit = store.begin_audit(small(), case="C-1", team=team, listed=case, by=auditor)
        answers = [best(ITEMS[0]) if met else not_recorded(ITEMS[0]), best(ITEMS[1])]
        store.record(
            *(entries.AnswerGiven(audit, answer) for answer in answers),
            entries.JudgementGiven(audit, "outstanding" if met else "good"),
            entries.NoteWritten(audit, "reason", "So."),
            entries.AuditFinished(audit),
            by=auditor,
        )
    return store


def plain(
    tallies: Tallies,
) -> tuple[Counter[object], Counter[object], list[tuple[tuple[str, ...], str, tuple[int, ...]]]]:
    """What was counted, without its order."""
    answers: Counter[object] = Counter()
    judgements: Counter[object] = Counter()
    for tally in tallies.answers:
        answers[tally.group, tally.item, tally.value, tally.part] += tally.number
    for judged in tallies.judgements:
        judgements[judged.group, judged.judgement, judged.indicated] += judged.number
    spreads = [(spread.group, spread.section, structs.astuple(spread.spread)) for spread in tallies.spreads]
    return answers, judgements, spreads


LABELS = {"team": 0, "auditor": 1, "age_band": 3, "category": 4}


def group_of(audit: tuple[str, str, int, str, str, bool], by: tuple[str, ...]) -> tuple[str, ...]:
    month = f"2026-{audit[2]:02}"
    judgement = "outstanding" if audit[5] else "good"
    return tuple(
        month if name == "month" else judgement if name == "judgement" else str(audit[LABELS[name]])
        for name in by
    )


BY = [
    by
    for n in range(3)
    for by in combinations(("team", "auditor", "month", "age_band", "category", "judgement"), n)
]


@pytest.mark.parametrize("by", BY, ids=",".join)
def test_audits_are_counted_by_whatever_is_asked(counted: Store, by: tuple[str, ...]) -> None:
    expected: Counter[object] = Counter()
    sums: dict[tuple[str, ...], list[int]] = {}
    for audit in AUDITS:
        group, met = group_of(audit, by), audit[5]
        expected[group, "reason", "met" if met else "not-recorded", "met" if met else "not-recorded"] += 1
        expected[group, "difference", "met", "met"] += 1
        k, n = 1 + met, 2
        held = sums.setdefault(group, [0] * 6)
        sums[group] = [one + more for one, more in zip(held, (1, k, n, k * k, k * n, n * n), strict=True)]
    answers, judgements, spreads = plain(counted.tallies(by=by))
    assert answers == expected
    assert sum(judgements.values()) == len(AUDITS)
    for section in ("", "one"):
        assert {group: list(numbers) for group, name, numbers in spreads if name == section} == sums


@pytest.mark.parametrize(
    ("where", "number"),
    [
        (Selection(), 6),
        (Selection(team="North"), 4),
        (Selection(auditor="A18"), 2),
        (Selection(since="2026-04"), 4),
        (Selection(until="2026-04"), 4),
        (Selection(since="2026-04", until="2026-04"), 2),
        (Selection(strata=(("age_band", "5 to 9"),)), 3),
        (Selection(strata=(("category", "open"),)), 3),
        (Selection(team="North", strata=(("category", "open"),)), 3),
        (Selection(team="North", auditor="A17"), 3),
        (Selection(checklist="small"), 6),
        (Selection(checklist="small", team="South", since="2026-05"), 0),
        (Selection(checklist="other"), 0),
    ],
    ids=str,
)
def test_audits_are_selected(counted: Store, where: Selection, number: int) -> None:
    for by in ((), ("team",), ("month",), ("auditor", "category")):
        assert sum(tally.number for tally in counted.tallies(where, by).judgements) == number


def test_counts_come_in_order(counted: Store) -> None:
    tallies = counted.tallies(by=("team", "month"))
    assert tallies.answers == sorted(tallies.answers)
    assert tallies.judgements == sorted(tallies.judgements)
    assert [spread[:3] for spread in tallies.spreads] == sorted(spread[:3] for spread in tallies.spreads)


def test_progress_is_told_where_audits_are_read_one_by_one(counted: Store) -> None:
    heard: list[tuple[int, int]] = []
    counted.tallies(by=("team",), progress=lambda done, total: heard.append((done, total)))
    assert heard == [], "counts kept are quick"
    counted.tallies(Selection(team="North"), ("auditor",), lambda done, total: heard.append((done, total)))
    assert heard == [(0, 4), (4, 4)]


@pytest.mark.parametrize("name", ["percent", "month; DROP TABLE journal"])
def test_what_audits_are_not_counted_by_is_refused(counted: Store, name: str) -> None:
    known = ", ".join(DIMENSIONS)
    for ask in (
        lambda: counted.tallies(by=("team", name)),
        lambda: counted.tallies(Selection(strata=((name, "x"),))),
        lambda: counted.values_of(name),
    ):
        with pytest.raises(AuditError) as caught:
            ask()
        assert str(caught.value) == f"Audits are not counted by {name!r}. They are by {known}"


def test_what_is_kept_is_listed(counted: Store) -> None:
    assert counted.values_of("team") == ["North", "South"]
    assert counted.values_of("age_band") == ["10 to 15", "5 to 9"]
    assert counted.values_of("category") == ["conference", "open"]
    assert counted.values_of("judgement") == ["good", "outstanding"]
    assert counted.values_of("month") == ["2026-03", "2026-04", "2026-05"]


def test_an_audit_corrected_leaves_nothing_behind_of_what_it_was(tmp_path: Path) -> None:
    def kept(store: Store) -> list[tuple[object, ...]]:
        return store.db.execute("SELECT * FROM tallies ORDER BY 1, 2, 3, 4").fetchall()

    with Store.open(tmp_path / "s.db", clock=Clock()) as store:
        finished_audit(store, small(), team="North")
        audit = finished_audit(store, small(), team="North", leave_out=1)
        before = kept(store)
        assert "not-recorded" in str(before)
        store.record(entries.AuditReopened(audit, "a date"), by="A17")
        item = next(item for item in small().items if item.not_recorded)
        store.record(entries.AnswerGiven(audit, best(item)), by="A17")
        assert kept(store) == before
        store.record(entries.JudgementGiven(audit, "outstanding"), entries.AuditFinished(audit), by="A17")
        after = kept(store)
        assert "not-recorded" not in str(after)
        store.rebuild()
        assert kept(store) == after


def test_what_is_heard_of_together_counts_as_it_does_one_by_one(tmp_path: Path, counted: Store) -> None:
    with Store.open(tmp_path / "s.db", clock=Clock(), leases=tmp_path / "state") as store:
        assert store.receive(rows(counted)) == len(rows(counted))
        assert store.receive(rows(counted)) == 0
        query = "SELECT * FROM tallies ORDER BY 1, 2, 3, 4"
        assert store.db.execute(query).fetchall() == counted.db.execute(query).fetchall()


def without_items(tallies: Tallies) -> tuple[Counter[object], Counter[object], list[object]]:
    """What was counted, as far as it is known without items and sections."""
    _, judgements, spreads = plain(tallies)
    parts: Counter[object] = Counter()
    for tally in tallies.answers:
        parts[tally.group, tally.part] += tally.number
    return parts, judgements, [spread for spread in spreads if not spread[1]]


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize(
    "by", [("team", "auditor"), ("month", "category"), ("judgement", "ethnicity"), ("month",)]
)
def test_what_sqlite_adds_up_is_what_audits_read_one_by_one_come_to(
    tmp_path: Path, by: tuple[str, ...], *, practice: bool
) -> None:
    demo.make(tmp_path / "c.db", audits=60, seed=5, progress=lambda *_: None)
    where = Selection(since="2025-01", strata=(("disability", "not disabled"),), practice=practice)
    with Store.open(tmp_path / "c.db") as store:
        quick, slow = (store.tallies(where, by, items=items) for items in (False, True))
    assert slow.judgements
    assert without_items(quick) == without_items(slow)


def test_months_of_practice_are_those_of_the_event_and_audits_without_one_are_in_none(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", clock=Clock()) as store:
        for event in ("2025-03-04", "2025-05-06", ""):
            audit = store.begin_audit(small(), case=f"C-{event}", team="North", event=event, by="A17")
            store.record(
                *(entries.AnswerGiven(audit, best(item)) for item in ITEMS),
                entries.JudgementGiven(audit, "outstanding"),
                entries.AuditFinished(audit),
                by="A17",
            )
        by_practice = store.tallies(Selection(practice=True), ("month",), items=False)
        assert [(judged.group, judged.number) for judged in by_practice.judgements] == [
            (("2025-03",), 1),
            (("2025-05",), 1),
        ]
        assert store.months(Selection(practice=True)) == ("2025-03", "2025-05")
        assert len(store.audits(Selection(practice=True, since="2025-04", until="2025-06"))) == 1
        shown = summary_tables(store, Selection(practice=True), ("quarter",), begins=4)[1]
        assert (shown.title, next(iter(shown.rows))[0]) == (
            "Summary by quarter, by month of practice",
            "2024/25 Q4",
        )
        assert sum(judged.number for judged in store.tallies().judgements) == 3


def test_a_team_is_one_team_whatever_capitals_a_desk_wrote_its_name_in(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db", clock=Clock(), leases=tmp_path / "state") as store:
        for number, team in enumerate(("North", "north", "North", "NORTH", "Éire", "éire", "South")):
            finished_audit(store, small(), team=team, by=f"A{number + 1}")
        audits = Counter[str]()
        for judged in store.tallies(by=("team",)).judgements:
            audits[judged.group[0]] += judged.number
        assert audits == {"North": 4, "éire": 2, "South": 1}
        assert store.values_of("team") == ["North", "South", "éire"]
        for by in ((), ("month",), ("auditor",), ("team", "auditor")):
            of_north = store.tallies(Selection(team="nOrth"), by).judgements
            assert sum(judged.number for judged in of_north) == 4
        assert {judged.group[0] for judged in store.tallies(by=("team", "auditor")).judgements} == set(audits)
        assert len(store.audits(Selection(team="north"))) == 4
        page, _ = summary_tables(store, Selection(), ("team",))
        assert [row[0] for row in page.rows if row[0]] == ["North", "South", "éire"]
