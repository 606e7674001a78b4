"""What a sample says of all the files it was drawn from, item by item, each group by its share of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError
from auditui.core.text import number_of, one_line
from auditui.figures.counting import Spread
from auditui.figures.sampling import grouped
from auditui.figures.weighting import Group, of_all_files
from auditui.report.samples import basis
from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from auditui.core.checklists.checklist import Checklist
    from auditui.report.table import Value
    from auditui.store import Reader
    from auditui.store.samples import Sample

_FIGURES = columns(
    "item: (Item) | title: Item | met: (Met) | counted: (Counted) | met_of_counted: <Met> | read: % of those read"
    " | percent: % of all | low: (Low) | high: (High) | interval: <95 %>"
)
_WHOLE = "All answers"


def table(store: Reader, sample: Sample, checklist: Checklist) -> Table:
    """Return the figures of a sample: of those read, and of all files it was drawn from. AuditError for one of second audits."""
    if sample.again:
        raise AuditError(
            "Second audits are in no figure of files", "auditui agreement says how far auditors agree"
        )
    eligible = store.eligible(sample.id)
    groups = grouped(eligible, sample.parted_by)
    files = {name: len(cases) for name, cases in groups.items()}
    group_of = {case.id: name for name, cases in groups.items() for case in cases}
    by_item: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    whole: dict[str, list[bool]] = defaultdict(list)
    for case, item, met in store.sample_answers(sample.id):
        if case in group_of:
            by_item[item][case].append(met)
            whole[case].append(met)
    titles = {item.id: item.title for item in checklist.items}
    order = {item: at for at, item in enumerate(titles)}
    rows = [_row("", _WHOLE, whole, group_of, files)] if whole else []
    rows += [
        _row(item, titles.get(item, item), answers, group_of, files)
        for item, answers in sorted(
            by_item.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])
        )
    ]
    audited = {group: sum(group_of[case] == group for case in whole) for group in files}
    notes = (basis(sample, store.sample_cases(sample.id)), *_said_of(files, audited, sample, len(eligible)))
    return Table(f"Sample {sample.id[:8]}: {checklist.name}, of all files", _FIGURES, tuple(rows), notes)


def _row(
    item: str,
    title: str,
    answers: Mapping[str, list[bool]],
    group_of: Mapping[str, str],
    files: Mapping[str, int],
) -> tuple[Value, ...]:
    """Return one row, of the answers by case."""
    spreads: dict[str, Spread] = defaultdict(Spread)
    for case, met_ones in answers.items():
        spreads[group_of[case]] += Spread.of(sum(met_ones), len(met_ones))
    met, counted = sum(map(sum, answers.values())), sum(map(len, answers.values()))
    estimate = of_all_files(Group(files[name], spread) for name, spread in spreads.items())
    read = (item, title, met, counted, f"{met} of {counted}", 100 * met / counted)
    if estimate is None:
        return (*read, None, None, None, "")
    low, high = (100 * end for end in estimate.interval)
    return (*read, 100 * estimate.share, low, high, f"{low:.0f}-{high:.0f}")


def _said_of(
    files: Mapping[str, int], audited: Mapping[str, int], sample: Sample, known: int
) -> Iterator[str]:
    if len(files) > 1:
        shares = "; ".join(
            f"{one_line(name, 40)} {audited[name]} of {number_of(number, 'file')}"
            for name, number in sorted(files.items())
        )
        yield f"Audited by group: {shares}. Each group weighs as much as it has files."
    if missing := [name for name in sorted(files) if not audited[name]]:
        yield f"Nothing is said of {', '.join(one_line(name, 40) for name in missing)}: no audit there is finished."
    yield "Small counts are shown: for your own use."
    yield (
        "95 %: of all files of the list, as sure as so many audits make it; cases that were replaced, or are not done yet, are"
        " taken to be like the others of their group."
    )
    if known < sample.eligible:
        yield f"{number_of(sample.eligible - known, 'file is', 'files are')} erased since, and not counted."
