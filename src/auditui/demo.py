"""A made-up council, the same for the same seed: nothing in it is about real people.

It goes through the journal like everything else, so every screen and table has something to show: eight
auditors, some stricter than others, six teams, thirty months in which some things got better.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits import answer as answers
from auditui.core.audits.entries import (
    ActionAdded,
    ActionDone,
    AnswerGiven,
    AuditFinished,
    AuditStarted,
    CaseListed,
    ChecklistPublished,
    CouncilInvented,
    Entry,
    FrameImported,
    JudgementGiven,
    NoteWritten,
)
from auditui.core.audits.score import score
from auditui.core.checklists.checklist import Checklist, Item, as_data
from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.intake import checklist_folder
from auditui.store import Store, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from auditui.core.audits.answer import Answer
    from auditui.core.audits.score import Score

_FIRST = datetime(2024, 4, 2, 9, 0, tzinfo=UTC)
_LAST = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)

TEAMS = {"North": 0.3, "South": -0.2, "East": 0.0, "West": -0.4, "Disability": 0.1, "Leaving Care": 0.2}
AUDITORS = {"A11": 0.0, "A12": 0.5, "A14": -0.5, "A17": 0.1, "A23": 0.8, "A31": -0.2, "A38": -0.8, "A42": 0.2}

#: The checklists it audits with. Where practice stood at the beginning and at the end, as log-odds of a better answer.
_MOVES = {
    "strategy-discussion": (0.3, 1.7),
    "culture-and-identity": (0.6, 1.0),
    "personal-education-plan": (1.1, 1.1),
    "pathway-plan": (1.2, 0.8),
}
#: Ethnicity groups with their shares, and how much less is written of culture and identity for each.
_GROUPS = {"White": (62, 0.0), "Mixed": (11, 0.3), "Asian": (14, 0.5), "Black": (9, 0.6), "Other": (4, 0.4)}
_BANDS = ("unborn", "under 1", "1 to 4", "5 to 9", "10 to 15")
_COMMENTS = (
    "The minutes say so on the first page.",
    "Read twice; the chronology [see March] agrees.",
    "Said in the notes, not in the form itself.",
    "The worker knew this when asked, the record does not show it.",
    "Clear and recent.",
    "Copied from the plan before, word for word.",
)
_TO_DO = (
    "Bring the record up to date.",
    "Ask the family and write down what they say.",
    "Take this to supervision.",
)
_OWNERS = ("team manager", "social worker", "personal adviser")
_REASONS = (
    "The work was better than its record: the child is plainly safer.",
    "The sum is kind here: what matters most was not done.",
    "One late step weighs more in the sum than it did for this child.",
)


@dataclass(frozen=True)
class Made:
    """What was made up."""

    audits: int
    drafts: int
    entries: int


class _Chance(random.Random):
    """Chance by a seed; `apart` is for what was added later, so that it changes nothing else that is drawn."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.apart = random.Random(f"{seed}, apart")


class _Clock:
    """A clock for made-up time: each look at it moves it on by a pause."""

    def __init__(self, time: datetime) -> None:
        self.time = time
        self.pause = timedelta(0)

    def __call__(self) -> datetime:
        seen = self.time
        self.time += self.pause
        return seen


def make(path: Path, *, audits: int, seed: int, progress: Callable[[int, int], None]) -> Made | None:
    """Make up a council of `audits` finished audits at `path`; None if one is there already.

    It is made beside its place and moved there when complete, so that an interruption leaves nothing half
    made. StoreError if another store stands there.
    """
    if path.exists():
        _insist_on_made_up(path)
        return None
    try:
        files.make_folder(path.parent)
        with files.beside(path) as unfinished:
            unfinished.unlink()
            council = _fill(unfinished, audits, seed, progress)
            with Store.open(unfinished, create=False) as store:
                complete = sum(head.origin_seq for head in store.heads()) == council.entries
            if not complete:
                raise StoreError(f"{one_line(str(path))} could not be made whole", "Try again")
            if not files.put(unfinished, path):  # another program was first
                _insist_on_made_up(path)
                return None
    except OSError as error:
        what = f"{one_line(str(path))} could not be made: {error.strerror}"
        raise StoreError(what, "Free some space, or name another place with --store") from error
    return council


def _insist_on_made_up(path: Path) -> None:
    with Store.open(path) as store:
        if not store.made_up():
            raise StoreError(
                f"{one_line(str(path))} is not a made-up council",
                "Give --store a path of its own for the demo",
            )


def _fill(path: Path, audits: int, seed: int, progress: Callable[[int, int], None]) -> Made:
    chance = _Chance(seed)
    now = _Clock(_FIRST - timedelta(days=1))
    at_hand = checklist_folder.at_hand(path.parent / "no own checklists")
    checklists = [checklist for checklist in checklist_folder.newest(at_hand) if checklist.id in _MOVES]
    with Store.open(path, clock=now) as store:
        store.record(
            CouncilInvented(_id(chance), seed),
            *(ChecklistPublished(checklist.digest, as_data(checklist)) for checklist in checklists),
            by="A11",
        )
        entries = 1 + len(checklists)
        apart = (_LAST - _FIRST) / audits
        now.pause = min(timedelta(minutes=5), apart / 60)
        for number in range(audits):
            now.time = _FIRST + apart * number
            checklist = checklists[number % len(checklists)]
            auditor, audit = _audit(chance, checklist, number / audits, now.time.date(), finished=True)
            store.record(*audit, by=auditor)
            entries += len(audit)
            progress(number + 1, audits)
        now.time = _LAST + timedelta(days=1)
        cases = list(_case_lists(chance, checklists))
        store.record(*cases, by="A11")
        drafts = max(min(audits // 50, 12), 4)
        now.pause = timedelta(minutes=2)
        for number in range(drafts):
            now.time = _LAST + timedelta(days=2, hours=number)
            checklist = checklists[number % len(checklists)]
            auditor, audit = _audit(chance, checklist, 1.0, now.time.date(), finished=False)
            store.record(*audit, by=auditor)
            entries += len(audit)
        store.remember(auditor="A17")
        store.settle()
    return Made(audits, drafts, entries + len(cases))


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(64):016x}"


def _audit(
    chance: _Chance, checklist: Checklist, when: float, day: date, *, finished: bool
) -> tuple[str, list[Entry]]:
    leaving = checklist.id == "pathway-plan" and chance.random() < 0.5
    team = "Leaving Care" if leaving else chance.choice([*TEAMS][:5])
    auditor = chance.choice([*AUDITORS])
    first, last = _MOVES.get(checklist.id, (0.2, 0.2))
    lean = first + (last - first) * when + TEAMS[team] + AUDITORS[auditor] + chance.gauss(0, 0.7)
    strata = _strata(chance, checklist)
    if checklist.id == "culture-and-identity":
        lean -= _GROUPS[strata["ethnicity"]][1]
    event = day - timedelta(days=chance.randint(10, 80)) if checklist.unit == "event" else None
    audit = _id(chance)
    case, on = f"MU-{chance.randint(1000, 9999)}", event.isoformat() if event else ""
    entries: list[Entry] = [AuditStarted(audit, checklist.digest, case, team, on, **strata)]
    by_item: dict[str, Answer] = {}
    number = len(checklist.items) if finished else chance.randint(2, len(checklist.items) - 1)
    for item in checklist.items[:number]:
        by_item[item.id] = _answer(chance, item, lean, day)
        entries.append(AnswerGiven(audit, by_item[item.id]))
        if chance.random() < 0.12:
            entries.append(NoteWritten(audit, "comment", chance.choice(_COMMENTS), item.id))
    if finished:
        entries += _judgement(chance, audit, score(checklist, by_item), AUDITORS[auditor])
        entries.append(AuditFinished(audit))
        entries += _actions(chance, audit, checklist, by_item, day)
    return auditor, entries


def _strata(chance: _Chance, checklist: Checklist) -> dict[str, str]:
    leaving = checklist.id == "pathway-plan"
    placed = leaving or checklist.id == "personal-education-plan"
    (group,) = chance.choices([*_GROUPS], weights=[share for share, _ in _GROUPS.values()])
    return {
        "age_band": chance.choice(("16 to 17", "18 to 20") if leaving else _BANDS[1:]),
        "ethnicity": group,
        "disability": "disabled" if chance.random() < 0.13 else "not disabled",
        "sex": "female" if chance.apart.random() < 0.48 else "male",
        "area": ("out of area" if chance.random() < 0.3 else "in area") if placed else "",
    }


def _actions(
    chance: random.Random, audit: str, checklist: Checklist, by_item: dict[str, Answer], day: date
) -> Iterator[Entry]:
    """Make up what is to be done about some of the items that were not met, most of it done by now."""
    unmet = [item for item in checklist.items if item.scored and not item.is_met(by_item[item.id].value)]
    if not unmet or chance.random() > 0.35:
        return
    action, item = _id(chance), chance.choice(unmet)
    due = day + timedelta(days=chance.choice((14, 28, 56)))
    yield ActionAdded(action, audit, chance.choice(_TO_DO), chance.choice(_OWNERS), due.isoformat(), item.id)
    if chance.random() < (0.9 if due < _LAST.date() - timedelta(days=60) else 0.4):
        yield ActionDone(action[::-1], "Seen in the record.", action)


def _judgement(chance: random.Random, audit: str, scored: Score, lenience: float) -> Iterator[Entry]:
    scale, indicated = scored.scale, scored.indicated or scored.scale.met_from
    grades = scale.ids[::-1]
    step = 0
    if chance.random() < 0.12 + abs(lenience) * 0.15:
        step = 1 if chance.random() < 0.5 + lenience / 2 else -1
    grade = grades[min(max(scale.rank(indicated) + step, 0), len(grades) - 1)]
    yield JudgementGiven(audit, grade)
    if grade != indicated or chance.random() < 0.5:
        yield NoteWritten(audit, "reason", chance.choice(_REASONS))
    if chance.random() < 0.6:
        yield NoteWritten(audit, "strength", "The worker kept coming back, and the family noticed.")


def _answer(chance: random.Random, item: Item, lean: float, day: date) -> Answer:
    roll = chance.random()
    if item.not_applicable and roll < 0.08:
        return answers.not_applicable(item, chance.choice(item.not_applicable))
    if item.not_recorded and 0.08 <= roll < 0.11:
        return answers.not_recorded(item)
    if 0.11 <= roll < 0.125:
        return answers.could_not_see(item)
    return kinds.of(item).draw(item, chance, lean, day)


def _case_lists(chance: _Chance, checklists: list[Checklist]) -> Iterator[Entry]:
    number, last = 40, _LAST.date()
    for checklist in checklists:
        frame, counts = _id(chance), (number, number, 0)
        yield FrameImported(frame, "Made-up list", checklist.theme, "0" * 64, last.isoformat(), *counts)
        for _ in range(number):
            ref = f"MU-{chance.randint(10000, 19999)}"
            event = ""
            if checklist.unit == "event":
                event = (last - timedelta(days=chance.randint(1, 180))).isoformat()
            team, strata = chance.choice([*TEAMS]), _strata(chance, checklist)
            yield CaseListed(_id(chance), frame, ref, event, team, **strata)  # type: ignore[arg-type]
