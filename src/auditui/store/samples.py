"""Reading the frames that samples are drawn from, the samples, and how far the work on them is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from auditui.core.eligibility import left_out
from auditui.core.strata import STRATA
from auditui.figures.sampling import FIRST_FEW, FrameCase, group_sizes, unit_name
from auditui.figures.weighting import in_proportion
from auditui.store.cases import LISTED, CaseReader
from auditui.store.explained import explains
from auditui.store.selection import of_audits, selected
from auditui.store.standing import NOT_TAKEN_BACK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from auditui.core.eligibility import Eligibility
    from auditui.figures.tallies import Selection


class NamedSeed(Struct, frozen=True):
    """A seed named before a draw, where it comes from, and the sample that used it, if one did."""

    id: str
    seed: str
    source: str
    named_at: str
    named_by: str
    sample: str


class Sample(Struct, frozen=True):
    """A draw as its entry has it; `listed_at` is when the last of its lists came in, `named_at` when its seed was named.

    `again` is one of finished audits, whose files are read a second time: `listed_at` is the day the last of them was finished.
    """

    id: str
    checklist: str
    seed: str
    parted_by: str
    eligible: int
    drawn: int
    drawn_at: str
    drawn_by: str
    named_at: str
    source: str
    listed_at: str
    sizes: dict[str, int]
    excluded: dict[str, int]
    again: bool = False


class SampleCase(Struct, frozen=True):
    """A case of a sample and how far its audit is: `state` is "", or that of the audit begun for it since the draw.

    `replaced` is why it was taken out; `instead` whether it came in for another. An erased case has no reference.
    `given_at` is when it was last said whose it is, `chased_at` when that auditor was last asked after it. Of a file to be read
    again `case` is its first audit, which `first_by` made, and `audit` the second.
    """

    sample: str
    place: int
    case: str
    ref: str
    event: str
    team: str
    auditor: str
    due: str
    state: str
    audit: str
    finished_at: str
    replaced: str
    instead: bool
    checklist: str
    drawn_at: str
    given_at: str = ""
    chased_at: str = ""
    first_by: str = ""

    @property
    def unit(self) -> str:
        """What it is called by: the reference, with its event's date if it has one."""
        return unit_name(self.ref, self.event)

    @property
    def ticket_of(self) -> str:
        """What its ticket is made of."""
        return self.case if self.first_by else self.unit


class DrawnAudits(NamedTuple):
    """How many of some audits were of cases drawn at random, in how many samples, and the draws of these.

    Of each draw, the earliest first: when (UTC), from how many cases, with which seed. `uneven` are the samples, by id, whose groups
    did not give their share.
    """

    audits: int
    samples: int
    draws: tuple[tuple[str, int, str], ...] = ()
    uneven: tuple[str, ...] = ()


@explains
class SampleReader(CaseReader):
    """Reads the samples of one open store."""

    def frame(
        self, theme: str, rules: Eligibility, since: str, *, with_actions: bool = False
    ) -> list[FrameCase]:
        """Return the cases of the newest lists of a theme, or of any.

        Excluded are those of which an audit of the checklist of `rules` was begun on or after `since` (ISO date), those
        that another sample of it holds whose audit has not begun, and those that are not eligible by `rules`; `with_actions` those
        too for which no finished audit of the checklist left an action that stands.
        """
        strata = ", ".join(f"k.{name}" for name in STRATA)
        query = (
            f"SELECT k.id, k.ref, k.event, k.team,"  # noqa: S608 - the newest frames are named by fixed text
            " CASE WHEN EXISTS (SELECT 1 FROM audits a JOIN checklists c ON c.digest = a.checklist WHERE c.id = ?1"
            "  AND a.case_ref = k.ref AND k.event IN ('', a.event) AND a.begun_at >= ?2 AND a.state != 'withdrawn' AND a.second_of = '') THEN ?3"
            f" WHEN (k.ref, k.event) IN (SELECT ref, event FROM ({_DRAWN}) WHERE checklist = ?1 AND state IS NULL"
            "  AND replaced IS NULL AND first_by IS NULL) THEN ?4"
            " WHEN ?6 AND NOT EXISTS (SELECT 1 FROM audits a JOIN checklists c ON c.digest = a.checklist JOIN actions x ON x.audit = a.id"
            "  WHERE c.id = ?1 AND a.case_ref = k.ref AND a.day != '' AND a.state != 'withdrawn' AND a.second_of = ''"
            f"  AND x.id NOT IN (SELECT s.action FROM actions_dropped s WHERE {NOT_TAKEN_BACK})) THEN ?7 ELSE '' END,"
            f" {strata}, f.listed_on, k.dates {LISTED} AND f.theme IN (?5, '') GROUP BY k.ref, k.event ORDER BY k.ref, k.event"
        )
        values = (rules.checklist, since, f"audited since {since}", "drawn before, and still owed", theme)
        more = (int(with_actions), "no action from an earlier audit")
        cases = []
        for *row, listed_on, dates in self.db.execute(query, (*values, *more)):
            case = _frame_case(row)
            why = case.excluded or left_out(rules, case.strata, listed_on, json.loads(dates))
            cases.append(replace(case, excluded=why))
        return cases

    def audits_frame(self, checklist: str, judged: Collection[str], new: Collection[str]) -> list[FrameCase]:
        """Return the finished audits of a checklist (its id) as files to be read again.

        Certain are those with a judgement of `judged`, and the first FIRST_FEW finished by each auditor in `new`. Excluded
        are those that have a second audit, or that a sample holds for one.
        """
        strata = ", ".join(f"a.{name}" for name in STRATA)
        query = (
            f"SELECT a.id, a.case_ref, a.event, a.team, CASE WHEN EXISTS (SELECT 1 FROM audits b WHERE b.second_of = a.id"  # noqa: S608 - fixed names
            f"  AND b.state != 'withdrawn') THEN ?2 WHEN a.id IN (SELECT case_id FROM ({_DRAWN}) WHERE replaced IS NULL) THEN ?3"
            f" ELSE '' END, {strata}, a.judgement, a.auditor, row_number() OVER (PARTITION BY a.auditor ORDER BY a.day, a.begun_at, a.id)"
            " FROM audits a JOIN checklists c ON c.digest = a.checklist WHERE c.id = ?1 AND a.day != '' AND a.state != 'withdrawn'"
            " AND a.second_of = '' ORDER BY a.id"
        )
        values = (checklist, "read a second time already", "drawn before, and still owed")
        return [
            replace(
                _frame_case(row),
                again=True,
                certain=judgement in judged or (auditor in new and place <= FIRST_FEW),
            )
            for *row, judgement, auditor, place in self.db.execute(query, values)
        ]

    def named_seeds(self) -> list[NamedSeed]:
        """Return the seeds named beforehand, the latest first."""
        query = (
            "SELECT n.id, n.seed, n.source, n.named_at, n.named_by, coalesce(min(s.id), '') FROM seeds n"
            " LEFT JOIN samples s ON s.named = n.id GROUP BY n.id ORDER BY n.named_at DESC, n.id"
        )
        return [NamedSeed(*row) for row in self.db.execute(query)]

    def samples(self) -> list[Sample]:
        """Return the samples, the latest first."""
        query = (
            "SELECT s.id, s.checklist, s.seed, s.parted_by, json_array_length(s.eligible),"
            " (SELECT count(*) FROM sample_cases c WHERE c.sample = s.id), s.drawn_at, s.drawn_by, coalesce(n.named_at, ''),"
            " coalesce(n.source, ''), coalesce((SELECT max(f.imported_at) FROM frames f WHERE f.id IN"
            "  (SELECT k.frame FROM cases k JOIN sample_cases c ON c.case_id = k.id WHERE c.sample = s.id)), (SELECT max(a.day)"
            "  FROM audits a JOIN sample_cases c ON c.case_id = a.id WHERE c.sample = s.id), ''), s.sizes, s.excluded,"
            " EXISTS (SELECT 1 FROM audits a JOIN sample_cases c ON c.case_id = a.id WHERE c.sample = s.id)"
            " FROM samples s LEFT JOIN seeds n ON n.id = s.named ORDER BY s.drawn_at DESC, s.id"
        )
        return [_sample(list(row)) for row in self.db.execute(query)]

    def eligible(self, sample: str) -> list[FrameCase]:
        """Return the cases that a sample was drawn from, as far as they are not erased."""
        cases = []
        for table, ref in (("cases", "ref"), ("audits", "case_ref")):
            strata = ", ".join(f"k.{name}" for name in STRATA)
            query = (
                f"SELECT k.id, k.{ref}, k.event, k.team, '', {strata},"  # noqa: S608 - fixed names
                " k.id IN (SELECT value FROM json_each(s.certain)) FROM samples s, json_each(s.eligible) e"
                f" JOIN {table} k ON k.id = e.value WHERE s.id = ? ORDER BY k.{ref}, k.event, k.id"
            )
            cases += [
                replace(_frame_case(row), again=table == "audits", certain=bool(certain))
                for *row, certain in self.db.execute(query, (sample,))
            ]
        return cases

    def sample_cases(self, sample: str = "") -> list[SampleCase]:
        """Return the cases of a sample, or of all, with those that came in for others after them, in the order of the draw."""
        query = f"SELECT * FROM ({_DRAWN}) WHERE ? IN ('', sample) ORDER BY drawn_at, sample, instead, place"  # noqa: S608 - fixed text
        return [_case(row) for row in self.db.execute(query, (sample,))]

    def drawn_audits(self, where: Selection) -> DrawnAudits:
        """Return how many of the finished audits selected were of cases drawn at random, in how many samples."""
        clause, values = selected(where, of_audits(where), ("a.day != ''", ()))
        of_drawn = f" FROM ({_DRAWN}) d JOIN audits a ON a.id = d.audit{clause} AND d.replaced IS NULL AND d.first_by IS NULL"
        counts = f"SELECT count(DISTINCT a.id), count(DISTINCT d.sample){of_drawn}"
        audits, samples = self.db.execute(counts, values).fetchone()
        if not audits:
            return DrawnAudits(0, 0)
        query = (
            "SELECT id, parted_by, sizes, drawn_at, json_array_length(eligible), seed FROM samples"  # noqa: S608 - as above
            f" WHERE id IN (SELECT d.sample{of_drawn}) ORDER BY drawn_at, id"
        )
        draws = self.db.execute(query, values).fetchall()
        uneven = (
            sample
            for sample, parted_by, sizes, *_ in draws
            if parted_by
            and not in_proportion(json.loads(sizes), group_sizes(self.eligible(sample), parted_by))
        )
        return DrawnAudits(audits, samples, tuple(draw[3:] for draw in draws), tuple(uneven))

    def sample_answers(self, sample: str) -> list[tuple[str, str, bool]]:
        """Return the answers that count of the finished audits of a sample: the case's id, the item, whether it was met."""
        query = (
            "SELECT d.case_id, json_extract(j.value, '$[0]'), json_extract(j.value, '$[2]') = 'met'"  # noqa: S608 - fixed text
            f" FROM ({_DRAWN}) d JOIN contributions k ON k.audit = d.audit JOIN json_each(k.answers) j"
            " WHERE d.sample = ? AND d.replaced IS NULL AND json_extract(j.value, '$[2]') IN ('met', 'not-met', 'not-recorded')"
        )
        return [(case, item, bool(met)) for case, item, met in self.db.execute(query, (sample,))]

    def is_drawn(self, sample: str, case: str, *, waiting: bool) -> bool:
        """Whether a case is in a sample, and was not replaced; with `waiting` one whose audit has not begun."""
        more = " AND state IS NULL" if waiting else ""
        query = f"SELECT 1 FROM ({_DRAWN}) WHERE sample = ? AND case_id = ? AND replaced IS NULL{more}"  # noqa: S608 - fixed text
        return self.db.execute(query, (sample, case)).fetchone() is not None


#: Every case that was drawn or came in for another, with what was last said of it, and the first audit begun for it since.
#: Of two replacements of one case, said on desks that did not know of each other, the first counts.
_DRAWN = """
SELECT d.sample, d.place, d.case_id, coalesce(k.ref, f.case_ref) AS ref, coalesce(k.event, f.event) AS event,
  coalesce(k.team, f.team) AS team, w.auditor, w.due, a.state, a.id AS audit, a.finished_at,
  r.reason AS replaced, d.instead, s.checklist, s.drawn_at, w.given_at,
  (SELECT max(chased_at) FROM work_chased WHERE sample = d.sample AND case_id = d.case_id AND auditor = w.auditor) AS chased_at,
  f.auditor AS first_by
FROM (
  SELECT sample, place, case_id, 0 AS instead FROM sample_cases
  UNION SELECT r.sample, c.place, r.by_case, 1 FROM cases_replaced r JOIN sample_cases c ON c.sample = r.sample
    AND c.case_id = r.case_id WHERE r.by_case != ''
) d
JOIN samples s ON s.id = d.sample
LEFT JOIN cases k ON k.id = d.case_id
LEFT JOIN audits f ON f.id = d.case_id
LEFT JOIN cases_replaced r ON r.id = (SELECT id FROM cases_replaced WHERE sample = d.sample AND case_id = d.case_id
  ORDER BY replaced_at, id LIMIT 1)
LEFT JOIN work_given w ON w.id = (SELECT id FROM work_given WHERE sample = d.sample AND case_id = d.case_id
  ORDER BY given_at DESC, id DESC LIMIT 1)
LEFT JOIN audits a ON a.id = CASE WHEN f.id IS NOT NULL THEN (SELECT id FROM audits WHERE second_of = f.id
  AND state != 'withdrawn' ORDER BY begun_at, id LIMIT 1) ELSE (SELECT a.id FROM audits a JOIN checklists c ON c.digest = a.checklist
  WHERE a.case_ref = k.ref AND k.event IN ('', a.event) AND c.id = s.checklist AND a.begun_at >= s.drawn_at
  AND a.state != 'withdrawn' AND a.second_of = ''
  ORDER BY a.begun_at, a.id LIMIT 1) END
"""


def _frame_case(row: Sequence[str]) -> FrameCase:
    case, ref, event, team, excluded, *strata = row
    return FrameCase(case, ref, event, team, dict(zip(STRATA, strata, strict=True)), excluded)


def _sample(row: list[Any]) -> Sample:
    row[-3:] = [*map(json.loads, row[-3:-1]), bool(row[-1])]
    return Sample(*row)


def _case(row: tuple[Any, ...]) -> SampleCase:
    """Return a drawn case of the columns of _DRAWN; what nobody said is empty."""
    sample, place, case = row[:3]
    ref, event, team, auditor, due, state, audit, finished_at, replaced = (value or "" for value in row[3:12])
    return SampleCase(
        *(sample, place, case, ref, event, team, auditor, due, state, audit, finished_at, replaced),
        *(bool(row[12]), row[13], row[14], row[15] or "", row[16] or "", row[17] or ""),
    )
