"""The summary: how often the standard was met, how surely, and what the auditors judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.checklists.checklist import NON_ANSWERS
from auditui.core.checklists.lineage import Lineages
from auditui.core.errors import AuditError
from auditui.core.grades import GRADES, rank
from auditui.core.periods import QUARTER, period
from auditui.core.strata import AGE_BANDS, STRATA
from auditui.figures.counting import count
from auditui.figures.proportions import difference
from auditui.figures.suppression import hidden
from auditui.figures.trends import ANSWERS, BETTER, NO_CHANGE, TOO_FEW, WORSE
from auditui.report.sharing import OF_MET, PROPORTION, Group, hidden_figures, proportion, said_of_hidden
from auditui.report.table import HIDDEN, Column, Table, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from auditui.core.checklists.checklist import Checklist
    from auditui.store import Reader, Tallies, Where

#: The parts of checklists that a summary can be grouped by, what audits are counted by, and every answer.
PARTS = ("checklist", "theme", "section", "item")
GROUPS = (*PARTS, "team", "auditor", "month", "quarter", "judgement", *STRATA, "answer")
_HEADINGS = {**{name: name.capitalize() for name in GROUPS}, **STRATA}
_NOT_SAID = {"team": "(no team)", **dict.fromkeys(STRATA, "(the case list does not say)")}
_JUDGED = (("outstanding", "O"), ("good", "G"), ("requires-improvement", "RI"), ("inadequate", "I"))
assert {grade for grade, _ in _JUDGED} == set(GRADES)  # noqa: S101 - a new grade needs its column


def summary(
    store: Reader,
    where: Where,
    by: tuple[str, ...],
    *,
    before: Where | None = None,
    small: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Table:
    """Return the summary of the finished audits `where` selects, grouped `by` one of GROUPS or two crossed.

    Versions of a checklist are joined in one row where their version maps allow it, and apart where not.
    `before` selects an earlier period to compare with. `small` above 0 hides counts from 1 to that number, and
    what would give them back. `progress` is for what must be read audit by audit.
    """
    _check(by)
    if "answer" in by:
        return _answers(store, store.tallies(where, (), progress), small)
    series = _Series(store, by)
    tallies = store.tallies(where, series.dimensions, progress)
    groups = series.groups(tallies)
    then = series.groups(store.tallies(before, series.dimensions, progress)) if before else None
    pooled = {tally.checklist for tally in tallies.answers}
    return _table(series, groups, then, small, series.breaks(pooled))


def _check(by: tuple[str, ...]) -> None:
    for name in by:
        if name not in GROUPS:
            raise AuditError(f"There is no grouping {name!r}", f"It is one of {', '.join(GROUPS)}")
    parts = [name for name in by if name in PARTS]
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by) or len(parts) > 1 or (len(by) > 1 and "answer" in by):
        raise AuditError(
            f"{' and '.join(by)} cannot be crossed",
            f"Give one grouping, or two of which at most one is {', '.join(PARTS[:-1])} or {PARTS[-1]}",
        )


#: A group: for each grouping its value, or the checklist's id, the first of its joined versions and the part.
_Key = tuple[tuple[str | int, ...], ...]


class _Series:
    """Which row a tally belongs to, and what the row is called."""

    def __init__(self, store: Reader, by: tuple[str, ...]) -> None:
        self.by = by
        self.store = store
        self.known = store.checklists()
        self.lineages = Lineages(self.known)
        self.dimensions = tuple("month" if name == "quarter" else name for name in by if name not in PARTS)
        self.part = next((name for name in by if name in PARTS), "")
        self.of_audits = self.part not in ("section", "item")

    def groups(self, tallies: Tallies) -> dict[_Key, Group]:
        """Return every row's figures."""
        found: defaultdict[_Key, Group] = defaultdict(Group)
        for tally in tallies.answers:
            checklist = self.store.checklist(tally.checklist)
            item = checklist.item(tally.item)
            if item is not None:
                group = found[
                    self._key(checklist, tally.group, checklist.section_of(tally.item).id, tally.item)
                ]
                group.answers += count(item, tally.value, tally.number)
        for spread in tallies.spreads if self.part != "item" else ():
            if bool(spread.section) == (self.part == "section"):
                found[
                    self._key(self.store.checklist(spread.checklist), spread.group, spread.section)
                ].spread += spread.spread
        for judged in tallies.judgements if self.of_audits else ():
            group = found[self._key(self.store.checklist(judged.checklist), judged.group)]
            group.audits += judged.number
            group.judgements[judged.judgement] += judged.number
        return dict(found)

    def breaks(self, digests: set[str]) -> tuple[str, ...]:
        """Say which checklists' versions are pooled in every row though they may not be compared."""
        if self.part not in ("", "theme"):
            return ()
        origins: defaultdict[str, set[int]] = defaultdict(set)
        for checklist in map(self.store.checklist, digests):
            origins[checklist.id].add(self.lineages.pooled(checklist))
        return tuple(
            f"Break: versions of {name} that may not be compared are pooled here; --by checklist keeps them apart."
            for name, found in sorted(origins.items())
            if len(found) > 1
        )

    def _key(self, checklist: Checklist, group: tuple[str, ...], section: str = "", item: str = "") -> _Key:
        values = iter(group)
        return tuple(
            self._part(checklist, section, item)
            if name in PARTS
            else (period(next(values), QUARTER) if name == "quarter" else next(values),)
            for name in self.by
        )

    def _part(self, checklist: Checklist, section: str, item: str) -> tuple[str | int, ...]:
        if self.part == "theme":
            return (checklist.theme,)
        if self.part == "item":
            return (checklist.id, self.lineages.item(checklist, item), item)
        section = section if self.part == "section" else ""
        return (checklist.id, self.lineages.pooled(checklist, section), section)

    def named(self, groups: dict[_Key, Group]) -> dict[_Key, tuple[str, ...]]:
        """Return each group's names, in the order they are read in: values by name, parts as asked.

        Items stand in the order of how many of their answers were not met: what went wrong most comes first.
        """
        parts = self._named_parts({part for key in groups for part in key if len(part) > 1})
        order = {part: (0, n) for n, part in enumerate(parts)}
        if self.by == ("item",):
            worst = {key[0]: group.answers.counted - group.answers.met for key, group in groups.items()}
            order = {part: (-worst[part], n) for part, (_, n) in order.items() if part in worst}

        def place(key: _Key) -> tuple[object, ...]:
            return tuple(
                order[part] if part in order else _reading_place(name, part)
                for name, part in zip(self.by, key, strict=True)
            )

        return {
            key: tuple(
                cell
                for name, part in zip(self.by, key, strict=True)
                for cell in (parts[part] if len(part) > 1 else _value(name, str(part[0])))
            )
            for key in sorted(groups, key=place)
        }

    def _named_parts(
        self, wanted: set[tuple[str | int, ...]]
    ) -> dict[tuple[str | int, ...], tuple[str, ...]]:
        found: dict[tuple[str | int, ...], tuple[list[int], str]] = {}
        for checklist in sorted(self.known, key=lambda each: (each.id, -each.version)):
            for key, title in self._parts(checklist):
                if key in wanted:
                    found.setdefault(key, ([], title))[0].append(checklist.version)
        several = len({key[0] for key in wanted}) > 1 and self.part != "checklist"
        return {
            key: self._called(key, self.lineages.said(versions), title, several=several)
            for key, (versions, title) in found.items()
        }

    def _parts(self, checklist: Checklist) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if self.part == "checklist":
            yield self._part(checklist, "", ""), checklist.title
        for section in checklist.sections if self.part in ("section", "item") else ():
            if self.part == "section":
                yield self._part(checklist, section.id, ""), section.title
            else:
                yield from (
                    (self._part(checklist, section.id, item.id), item.title) for item in section.items
                )

    def _called(
        self, key: tuple[str | int, ...], versions: str, title: str, *, several: bool
    ) -> tuple[str, ...]:
        one = len(self.lineages.versions(str(key[0]))) == 1
        words = (f"{key[0]}: " if several else "") + title + ("" if one else f" ({versions})")
        part = (str(key[2]),) if self.part != "checklist" else ()
        return (f"{key[0]} {versions}", *part, words)

    def columns(self) -> list[Column]:
        """Return the columns that hold the names `named` gives."""
        found: list[Column] = []
        for name in self.by:
            if name in ("section", "item"):
                found.append(Column("checklist", "Checklist", data_only=True))
            heading = _HEADINGS[name]
            found.append(Column(name, heading, data_only=True))
            of_part = name in PARTS and name != "theme"
            title = "title" if name in PARTS or len(self.by) == 1 else f"{name}_title"
            found.append(Column(title, heading, page_only=not of_part))
        return found


def _value(name: str, value: str) -> tuple[str, str]:
    """Return a value as data and as read."""
    return value, GRADES.get(value, value) or _NOT_SAID.get(name, "")


def _reading_place(name: str, part: tuple[str | int, ...]) -> tuple[int, str]:
    """Return what sorts a value: the best grade first, ages as they rise, all else by its letters."""
    value = str(part[0])
    if name == "judgement" and value in GRADES:
        return (-rank(value), value)
    if name == "age_band" and value in AGE_BANDS:
        return (AGE_BANDS.index(value), value)
    return (99, value) if name == "age_band" else (0, value)


_NON_ANSWERS = (Column("not_recorded", "NR"), Column("could_not_see", "CNS"), Column("not_applicable", "N/A"))
_COMPARED = (
    Column("before_met", "Before", data_only=True),
    Column("before_counted", "Of", data_only=True),
    Column("before", "Before", page_only=True),
    Column("before_percent", "%"),
    Column("change", "Change", data_only=True),
    Column("change_low", "Low", data_only=True),
    Column("change_high", "High", data_only=True),
    Column("change_shown", "Change", page_only=True),
    Column("verdict", "Verdict"),
)


def _table(
    series: _Series,
    groups: dict[_Key, Group],
    then: dict[_Key, Group] | None,
    small: int,
    breaks: tuple[str, ...],
) -> Table:
    named = series.named({**dict.fromkeys(then or {}, Group()), **groups})
    keys: list[_Key | None] = [*named]
    whole = len(series.by) == 1 and not series.part and len(keys) > 1
    if whole:
        keys.append(None)
    now = _with_total([groups.get(key, Group()) for key in named], whole=whole)
    before = _with_total([then.get(key, Group()) for key in named], whole=whole) if then is not None else None
    judged = series.of_audits and before is None
    hide = [_hidden(each, small, whole=whole, judged=judged) for each in (now, before or [])]
    nothings = (
        _NON_ANSWERS[:1] if small else _NON_ANSWERS
    )  # what is outside the count would tell how many audits there are
    rows: list[tuple[Value, ...]] = []
    places = list(range(len(keys)))
    if series.part == "item":  # where a hidden count stands among the others would tell what it is
        places.sort(key=lambda n: (True, str(keys[n])) if hide[0][n] & OF_MET else (False, ""))
    for n in places:
        key = keys[n]
        row: list[Value] = list(("", "All") if key is None else named[key])
        if judged:
            row.append(HIDDEN if "audits" in hide[0][n] else now[n].audits)
        row += _figures(now[n], hide[0][n])
        if before is not None:
            row += _compared(now[n], before[n], hide[0][n] | hide[1][n], hide[1][n], len(keys))
        else:
            row += [
                HIDDEN if column.name in hide[0][n] else getattr(now[n].answers, column.name)
                for column in nothings
            ]
        if judged:
            row += [HIDDEN if grade in hide[0][n] else now[n].judgements[grade] for grade, _ in _JUDGED]
        rows.append(tuple(row))
    columns = (
        *series.columns(),
        *((Column("audits", "Audits"),) if judged else ()),
        *PROPORTION,
        *(nothings if before is None else _COMPARED),
        *((Column(grade.replace("-", "_"), short) for grade, short in _JUDGED) if judged else ()),
    )
    return Table(
        f"Summary by {' and '.join(series.by)}",
        columns,
        tuple(rows),
        (
            *_notes(
                series, groups, judged=judged, compared=len(keys) if before is not None else 0, small=small
            ),
            *breaks,
        ),
    )


def _with_total(groups: list[Group], *, whole: bool) -> list[Group]:
    return [*groups, sum(groups, Group())] if whole else groups


def _hidden(groups: list[Group], small: int, *, whole: bool, judged: bool) -> list[frozenset[str]]:
    if not small:
        return [frozenset()] * len(groups)
    return hidden_figures(groups, small, total=whole, judged=judged)


def _figures(group: Group, hide: frozenset[str]) -> list[Value]:
    answers = group.answers
    return proportion(
        HIDDEN if "met" in hide or "not_met" in hide else answers.met,
        HIDDEN if "counted" in hide else answers.counted,
        answers.interval(group.spread),
    )


def _compared(
    now: Group, then: Group, hide: frozenset[str], hide_then: frozenset[str], rows: int
) -> list[Value]:
    """Return the period before, the change with its interval, and what it says; the doubt shared among all rows."""
    met, counted, shown, percent, *_ = _figures(then, hide_then)
    if hide & OF_MET:
        return [met, counted, shown, percent, HIDDEN, HIDDEN, HIDDEN, HIDDEN, TOO_FEW]
    change = _change(now, then, 0.95)
    if change is None:
        return [met, counted, shown, percent, None, None, None, "", TOO_FEW]
    by, low, high = (100 * each for each in change)
    strict = _change(now, then, 1 - 0.05 / rows)
    if strict is None or min(now.answers.counted, then.answers.counted) < ANSWERS:
        verdict = TOO_FEW
    else:
        verdict = BETTER if strict[1] > 0 else WORSE if strict[2] < 0 else NO_CHANGE
    return [met, counted, shown, percent, by, low, high, f"{by:+.0f} ({low:+.0f}, {high:+.0f})", verdict]


def _change(now: Group, then: Group, confidence: float) -> tuple[float, float, float] | None:
    worth = [each.answers.counted / each.spread.design_effect for each in (then, now)]
    shares = [each.answers.share for each in (then, now)]
    if shares[0] is None or shares[1] is None:
        return None
    low, high = difference((shares[0], worth[0]), (shares[1], worth[1]), confidence)
    return shares[1] - shares[0], low, high


def _notes(
    series: _Series, groups: dict[_Key, Group], *, judged: bool, compared: int, small: int
) -> list[str]:
    notes = [
        "Met: answers that reach the standard, of the answers that count; 95 %: Wilson interval"
        + ("." if series.part == "item" else ", wider where the answers of one audit are alike."),
    ]
    if compared:
        notes += [
            "Before: the same in the period before. Change in points, with its 95 % interval (Newcombe), of one row.",
            f"Better, worse: by a stricter one, for all {compared} rows: at most 1 in 20 such tables say so by chance.",
        ]
    else:
        notes.append(
            "NR not recorded (counts as not met)."
            + ("" if small else " CNS could not see, N/A not applicable (both outside the count).")
        )
    if judged:
        notes.append("Judgements: O outstanding, G good, RI requires improvement to be good, I inadequate.")
    if series.by == ("item",):
        notes.append("The item with the most answers not met comes first.")
    if any(
        len(series.lineages.versions(str(part[0]))) > 1 for key in groups for part in key if len(part) > 1
    ):
        notes.append(
            "Versions of a checklist stand apart where their questions or answers may not be compared."
        )
    notes.append(
        "This shows the files that were audited. It speaks for all files only as far as these were drawn at random,"
        " and ranks nobody: where intervals overlap, the order may be chance."
    )
    if small:
        notes.append(
            said_of_hidden(small)
            + " Where the number of audits is hidden, so are their answers. Could not see and not applicable are left out."
        )
    return notes


def as_grid(table: Table, by: tuple[str, ...], widest: int = 7) -> Table:
    """Return a crossed summary with the second grouping across; as it is where that has more than `widest` values."""
    names = [column.name for column in table.columns]
    rows, across = (names.index("title" if name in PARTS else f"{name}_title") for name in by)
    percent, share = names.index("percent"), names.index("met_of_counted")
    heads = list(dict.fromkeys(str(row[across]) for row in table.rows))
    if len(heads) > widest:
        return table
    cells: dict[tuple[str, str], str] = {}
    for row in table.rows:
        value = row[percent]
        shown = f"{value:.0f}" if isinstance(value, float) else str(value or "")
        cells[str(row[rows]), str(row[across])] = f"{shown} {str(row[share]).replace(' of ', '/')}".strip()
    columns = (Column("title", _HEADINGS[by[0]]), *(Column(head, head) for head in heads))
    return Table(
        table.title,
        columns,
        tuple(
            (name, *(cells.get((name, head), "-") for head in heads))
            for name in dict.fromkeys(str(row[rows]) for row in table.rows)
        ),
        (
            "Each cell: % met, and met/counted; -: nothing counted. The data forms have the intervals.",
            *table.notes,
        ),
    )


def _answers(store: Reader, tallies: Tallies, small: int) -> Table:
    """Every answer of every item as its own count: where `met` alone would hide what happened instead."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    for tally in tallies.answers:
        numbers[store.checklist(tally.checklist).name, tally.item, tally.value] += tally.number
    rows: list[tuple[Value, ...]] = []
    for checklist in store.checklists():
        version = f" (v{checklist.version})" if len(store.versions(checklist.id)) > 1 else ""
        for item in checklist.items:
            values = [*(option.id for option in item.options), *NON_ANSWERS]
            counts = {value: numbers[checklist.name, item.id, value] for value in values}
            asked = counts["asked"] = sum(counts.values())
            hide = hidden(counts, [("asked", values)], small) if small else set()
            rows += [
                (
                    *(checklist.name, item.id, item.title + version, value, item.label(value)),
                    HIDDEN if value in hide else counts[value],
                    HIDDEN if "asked" in hide else asked,
                )
                for value in values
                if counts[value] or value in hide
            ]
            answered = sum(counts[option.id] for option in item.options)
            for part, label in kinds.of(item).apart(item).items():
                number = numbers[checklist.name, f"{item.id}.{part}", "there"]
                # What is hidden of the answers could be told from who was there.
                figures = _there(number, answered, small, hide_all=bool(hide))
                rows.append(
                    (checklist.name, item.id, item.title + version, part, f"{label}: there", *figures)
                )
    columns = (
        *(Column("checklist", "Checklist", data_only=True), Column("item", "Item", data_only=True)),
        *(Column("title", "Item"), Column("value", "Answer", data_only=True), Column("answer", "Answer")),
        *(Column("number", "Number"), Column("audits", "of audits")),
    )
    return Table(
        "Summary by answer",
        columns,
        tuple(rows),
        ("Each answer as its own count, of the audits that asked.",),
    )


def _there(number: int, answered: int, small: int, *, hide_all: bool) -> tuple[Value, Value]:
    """Return in how many answers a choice was there, of how many; both hidden where either could be told."""
    counts = {"there": number, "not there": answered - number, "answered": answered}
    if hide_all or (small and hidden(counts, [("answered", ["there", "not there"])], small)):
        return HIDDEN, HIDDEN
    return number, answered
