from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditui.core.checklists.checklist import Checklist
from auditui.core.errors import AuditError
from auditui.figures.answers import answer_counts
from auditui.figures.counting import Count, Group, Spread
from auditui.figures.disclosure import OF_MET
from auditui.figures.grouping import Judged, Label, Part
from auditui.figures.proportions import difference
from auditui.figures.releases import Release
from auditui.figures.summary import Summary, change, check, dimensions, summary
from auditui.figures.suppression import HIDDEN
from auditui.figures.tallies import GROUPS, JudgementTally, Selection, SpreadTally, Tallies, Tally
from made import small

ONE = small()
REASON, DIFFERENCE = (item.id for item in ONE.items)


def tallies(*audits: tuple[str, int, int], checklist: Checklist = ONE, judged: str = "good") -> Tallies:
    """By group: so many audits, of which so many have their reason met and the others not; the difference is met."""
    answers, judgements, spreads = [], [], []
    for group, number, met in audits:
        key = (checklist.digest, (group,))
        answers += [
            *(
                Tally(*key, REASON, "met", "met", met),
                Tally(*key, REASON, "not-met", "not-met", number - met),
            ),
            Tally(*key, DIFFERENCE, "met", "met", number),
        ]
        judgements.append(JudgementTally(*key, judged, judged, number))
        spread = sum((Spread.of(1 + (n < met), 2) for n in range(number)), Spread())
        spreads += [SpreadTally(*key, section, spread) for section in ("", "one")]
    return Tallies(answers, judgements, spreads)


def ungrouped(counted: Tallies) -> Tallies:
    return Tallies(
        [tally._replace(group=()) for tally in counted.answers],
        [tally._replace(group=()) for tally in counted.judgements],
        [tally._replace(group=()) for tally in counted.spreads],
    )


def labels(found: Summary) -> list[tuple[Label, ...]]:
    return [row.labels for row in found.rows]


def test_rows_of_values_are_followed_by_all_together() -> None:
    found = summary([ONE], ("team",), tallies(("South", 8, 6), ("North", 9, 9)))
    assert labels(found) == [("North",), ("South",), ()]
    north, south, whole = (row.now for row in found.rows)
    assert (north.answers, north.audits) == (Count(18, 18), 9)
    assert (south.answers, south.audits, south.spread.audits) == (Count(14, 16), 8, 8)
    assert (whole.answers, whole.audits, whole.judgements["good"]) == (Count(32, 34), 17, 17)
    assert found.judged
    assert not found.compared


def test_one_row_has_no_total_and_parts_have_none() -> None:
    assert labels(summary([ONE], ("team",), tallies(("South", 8, 6)))) == [("South",)]
    (row,) = summary([ONE], ("checklist",), ungrouped(tallies(("", 8, 6)))).rows
    assert row.labels == (Part("small", "v1", "", "A small checklist"),)
    assert (row.now.audits, row.now.answers) == (8, Count(14, 16))


def test_sections_and_items_have_no_audits_and_items_no_spread() -> None:
    counted = ungrouped(tallies(("", 8, 6)))
    (section,) = (by_section := summary([ONE], ("section",), counted)).rows
    assert (section.labels, by_section.judged) == ((Part("small", "v1", "one", "One"),), False)
    assert (section.now.audits, section.now.spread.audits) == (0, 8)
    for row in summary([ONE], ("item",), counted).rows:
        assert (row.now.audits, row.now.spread) == (0, Spread())


def test_the_item_with_the_most_answers_not_met_comes_first() -> None:
    counted = ungrouped(tallies(("", 8, 6)))
    assert [row.now.answers for row in summary([ONE], ("item",), counted).rows] == [Count(6, 8), Count(8, 8)]
    better = ungrouped(tallies(("", 8, 8)))
    better.answers.append(Tally(ONE.digest, (), DIFFERENCE, "not-met", "not-met", 3))
    assert [row.now.answers for row in summary([ONE], ("item",), better).rows] == [Count(8, 11), Count(8, 8)]


def test_items_with_hidden_counts_come_last_in_an_order_that_tells_nothing() -> None:
    (section,) = ONE.sections
    items = [replace(section.items[0], id=name, title=name) for name in ("d", "b", "a", "c")]
    checklist = replace(ONE, sections=(replace(section, items=tuple(items)),))
    answered = {"d": (30, 2), "b": (5, 3), "a": (5, 4), "c": (30, 12)}
    answers = [
        Tally(checklist.digest, (), item, value, value, number)
        for item, (asked, missed) in answered.items()
        for value, number in (("met", asked - missed), ("not-met", missed))
    ]
    counted = Tallies(answers, [], [])
    own, shared = (summary([checklist], ("item",), counted, release=Release(limit)) for limit in (0, 5))
    # Open, the worst comes first; shared, what is hidden stands at the end by its name, and not by its count.
    assert [label.id for (label,) in labels(own) if isinstance(label, Part)] == ["c", "a", "b", "d"]
    assert [label.id for (label,) in labels(shared) if isinstance(label, Part)] == ["c", "d", "a", "b"]


def test_values_stand_in_the_order_of_what_they_are() -> None:
    def order(by: str, *values: str) -> list[str]:
        found = summary([ONE], (by,), tallies(*((value, 2, 1) for value in values)))
        firsts = [row.labels[0] for row in found.rows if row.labels]
        return [first.grade if isinstance(first, Judged) else str(first) for first in firsts]

    assert order("judgement", "good", "inadequate", "outstanding") == ["outstanding", "good", "inadequate"]
    assert order("age_band", "5 to 9", "", "under 1", "16 to 17") == ["under 1", "5 to 9", "16 to 17", ""]
    assert order("team", "West", "East") == ["East", "West"]


def test_months_are_put_together_to_quarters() -> None:
    found = summary([ONE], ("quarter",), tallies(("2026-03", 2, 1), ("2026-01", 3, 3), ("2026-04", 1, 1)))
    assert [(row.labels, row.now.audits) for row in found.rows] == [
        (("2026-Q1",), 5),
        (("2026-Q2",), 1),
        ((), 6),
    ]


def test_two_groupings_are_crossed_in_the_order_asked_for() -> None:
    found = summary([ONE], ("team", "checklist"), tallies(("South", 8, 6), ("North", 9, 9)))
    part = Part("small", "v1", "", "A small checklist")
    assert labels(found) == [("North", part), ("South", part)]
    turned = summary([ONE], ("checklist", "team"), tallies(("South", 8, 6), ("North", 9, 9)))
    assert labels(turned) == [(part, "North"), (part, "South")]


def test_versions_that_may_not_be_compared_are_rows_of_their_own_and_said_to_be_pooled_elsewhere() -> None:
    item = replace(ONE.items[0], question="Another question?")
    (section,) = ONE.sections
    other = replace(ONE, version=2, sections=(replace(section, items=(item, ONE.items[1])),))
    counted = [ungrouped(tallies(("", 8, 6), checklist=version)) for version in (ONE, other)]
    both = Tallies(*(one + two for one, two in zip(*counted, strict=True)))
    by_checklist = summary([ONE, other], ("checklist",), both)
    assert [label.versions for (label,) in labels(by_checklist) if isinstance(label, Part)] == ["v2", "v1"]
    assert (by_checklist.pooled, by_checklist.versions) == ((), {"small": 2})
    by_theme = summary([ONE, other], ("theme",), both)
    assert (labels(by_theme), by_theme.pooled) == ([("small-theme",)], ("small",))
    assert summary([ONE, other], ("theme",), counted[0]).pooled == ()


def test_a_comparison_has_a_row_for_what_is_on_one_side_only() -> None:
    now, before = tallies(("North", 30, 27)), tallies(("North", 30, 10), ("South", 20, 20))
    found = summary([ONE], ("team",), now, before)
    assert labels(found) == [("North",), ("South",), ()]
    assert (found.judged, found.compared) == (True, True)
    north, south, whole = found.rows
    assert north.change is not None
    assert north.change.by == pytest.approx(57 / 60 - 40 / 60)
    assert north.change.verdict == "better"
    assert south.change is None
    assert south.before is not None
    assert south.before.answers == Count(40, 40)
    assert whole.before is not None
    assert whole.before.answers == Count(80, 100)


def test_an_item_that_was_asked_before_only_is_compared_too() -> None:
    before = ungrouped(tallies(("", 20, 10)))
    now = before._replace(answers=[tally for tally in before.answers if tally.item == REASON])
    rows = summary([ONE], ("item",), now, before).rows
    assert [(row.now.answers.counted, row.before and row.before.answers.counted) for row in rows] == [
        (20, 20),
        (0, 20),
    ]


def test_a_comparison_hides_on_both_sides() -> None:
    now, before = tallies(("North", 30, 20)), tallies(("North", 5, 4))
    (row,) = summary([ONE], ("team",), now, before, release=Release(5)).rows
    assert "met" not in row.hidden
    assert {"met", "audits"} <= row.hidden_before


def test_a_change_is_called_so_by_an_interval_that_shares_the_doubt_among_the_rows() -> None:
    def in_tens(met: int) -> Group:
        """Ten audits of ten answers, as many as can be all met."""
        spreads = [Spread.of(min(max(met - 10 * n, 0), 10), 10) for n in range(10)]
        return Group(Count(met, 100), sum(spreads, Spread()), 10)

    def of_audits(met: int, counted: int) -> Group:
        return Group(Count(met, counted), Spread(counted, met, counted, met, met, counted))

    before, now = of_audits(50, 100), of_audits(65, 100)
    alone = change(before, now, 1)
    assert alone is not None
    assert alone.by == pytest.approx(0.15)
    assert alone.verdict == "better"
    assert (alone.low, alone.high) == pytest.approx(tuple(difference((0.5, 100), (0.65, 100))), abs=0.005)
    mirrored = change(now, before, 1)
    assert mirrored is not None
    assert mirrored.by == pytest.approx(-0.15)
    assert mirrored.verdict == "worse"
    among = change(before, now, 20)
    assert among is not None
    assert (among.low, among.high, among.verdict) == (alone.low, alone.high, "no clear change")
    alike = change(in_tens(50), in_tens(65), 1)
    assert alike is not None
    assert alike.verdict == "no clear change"


def test_few_answers_on_a_side_are_too_few_to_say_and_none_are_no_change() -> None:
    def group(met: int, counted: int) -> Group:
        return Group(Count(met, counted), Spread(counted, met, counted, met, met, counted))

    def audits(number: int, met: int) -> Group:
        spread = sum((Spread.of(met, 8) for _ in range(number)), Spread())
        return Group(Count(spread.met, spread.counted), spread, number)

    # Two audits of sixteen answers each are no ground for a verdict, however alike they are.
    four, five = change(audits(4, 1), audits(5, 7), 1), change(audits(5, 1), audits(5, 7), 1)
    assert four is not None
    assert five is not None
    assert (four.verdict, five.verdict) == ("too few to say", "better")
    few, enough = change(group(0, 9), group(40, 40), 1), change(group(0, 10), group(40, 40), 1)
    assert few is not None
    assert enough is not None
    assert (few.verdict, enough.verdict) == ("too few to say", "better")
    late = change(group(40, 40), group(0, 9), 1)
    assert late is not None
    assert late.verdict == "too few to say"
    assert change(group(0, 0), group(4, 5), 1) is None
    assert change(group(4, 5), group(0, 0), 1) is None


@pytest.mark.parametrize(
    ("by", "needed"),
    [
        (("checklist",), ()),
        (("answer",), ()),
        (("quarter",), ("month",)),
        (("item", "team"), ("team",)),
        (("ethnicity", "auditor"), ("ethnicity", "auditor")),
    ],
)
def test_what_audits_must_be_counted_by(by: tuple[str, ...], needed: tuple[str, ...]) -> None:
    check(by)
    assert dimensions(by) == needed


@pytest.mark.parametrize(
    "by", [(), ("team", "team"), ("item", "section"), ("team", "month", "area"), ("answer", "team")]
)
def test_what_cannot_be_crossed_is_refused(by: tuple[str, ...]) -> None:
    with pytest.raises(AuditError) as refused:
        check(by)
    assert refused.value.message == f"{' and '.join(by)} cannot be crossed"
    assert refused.value.hint == (
        "Give one grouping, or two of which at most one is checklist, theme, section or item"
    )


def test_an_unknown_grouping_is_refused_with_those_there_are() -> None:
    with pytest.raises(AuditError) as refused:
        check(("shoe size",))
    assert refused.value.message == "There is no grouping 'shoe size'"
    assert refused.value.hint == f"It is one of {', '.join(GROUPS)}"


def test_tallies_of_one_row_add_up() -> None:
    twice = tallies(("2026-01", 8, 6), ("2026-02", 9, 9))
    first, whole = (
        summary([ONE], ("quarter",), twice, release=Release(5)),
        summary([ONE], ("theme",), ungrouped(twice)),
    )
    for row in (*first.rows, *whole.rows):
        assert (row.now.audits, row.now.judgements["good"], row.now.spread.audits) == (17, 17, 17)
    assert (first.by, first.small) == (("quarter",), 5)


def test_the_rows_of_sections_and_of_two_checklists_stand_as_asked() -> None:
    (section,) = ONE.sections
    two = replace(
        ONE,
        sections=(
            replace(section, id="z", title="Z", items=section.items[:1]),
            replace(section, id="a", title="A", items=section.items[1:]),
        ),
    )
    answers = [Tally(two.digest, (), item.id, "met", "met", 20) for item in two.items]
    by_section = summary([two], ("section",), Tallies(answers, [], []))
    assert [label.id for (label,) in labels(by_section) if isinstance(label, Part)] == ["z", "a"]
    other = replace(ONE, id="other", title="Other")
    both = Tallies([*answers, Tally(other.digest, (), REASON, "met", "met", 1)], [], [])
    by_checklist = summary([two, other], ("checklist",), both)
    assert [part.checklist for part in by_checklist.parts] == ["other", "small"]


def test_a_shared_summary_hides_what_the_total_would_give_back() -> None:
    counted = tallies(("East", 4, 4), ("North", 30, 15), ("South", 30, 15))
    rows = summary([ONE], ("team",), counted, release=Release(5)).rows
    assert sorted("audits" in row.hidden for row in rows[1:3]) == [False, True]
    assert ["audits" in row.hidden for row in (rows[0], rows[3])] == [True, False]
    before = tallies(("East", 30, 15), ("North", 3, 3), ("South", 30, 15))
    windows = Selection(since="2026-02"), Selection(until="2026-01")
    then = summary([ONE], ("team",), counted, before, Release(5), windows).rows
    assert sorted(bool(row.hidden_before & OF_MET) for row in then) == [False, False, True, True]
    assert then[1].hidden_before >= OF_MET


def test_each_answer_is_counted_of_those_asked_and_what_nobody_gave_is_left_out() -> None:
    rows = answer_counts([ONE], ungrouped(tallies(("", 8, 6))))
    assert [(row.item.id, row.value, row.number, row.asked) for row in rows] == [
        (REASON, "met", 6, 8),
        (REASON, "not-met", 2, 8),
        (DIFFERENCE, "met", 8, 8),
    ]


def test_answers_are_shown_where_six_audits_or_more_are_behind_them() -> None:
    def numbers(audits: int, met: int) -> list[object]:
        rows = answer_counts([ONE], ungrouped(tallies(("", audits, met))), Release(5))
        return [row.number for row in rows]

    assert numbers(20, 17) == [17, 3, 20]
    assert numbers(6, 5) == [5, 1, 6]
    assert numbers(5, 3) == [HIDDEN] * 3
