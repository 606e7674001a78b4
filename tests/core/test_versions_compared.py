"""Two versions of a checklist: what changed, in words; which figures are joined; what becomes of an audit's answers."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from auditui.core import kinds
from auditui.core.audits.answer import Answer, not_applicable
from auditui.core.checklists import comparison, moving
from auditui.core.checklists.changes import (
    CHANGED,
    DROPPED,
    MERGED,
    NEW,
    REWORDED,
    SAME,
    SPLIT,
    Changes,
    Relation,
)
from auditui.core.checklists.checklist import Checklist, Item, Limiting, Section
from auditui.core.checklists.comparison import Difference, differences, map_faults, proposed_map, said_shortly
from auditui.core.checklists.conditions import In
from auditui.core.checklists.lineage import Lineages, item_origins, pooled_origins
from auditui.core.errors import AuditError
from living import CHANGES, FIRST, REWORDED_B, A, B, C, D, E, item, second, version
from living import MERGED as MERGED_ITEM
from made import several, shipped, small, with_options

RATED = small().items[0]
SAME_ALL = tuple((one.id, Relation(SAME)) for one in (A, B, C, D))


def changed(before: Item, now: Item) -> Difference:
    """What became of the one item of a version."""
    (difference,) = differences(version(1, before), version(2, now))
    return difference


@pytest.mark.parametrize(
    ("change", "said", "relation"),
    [
        ({}, (), SAME),
        ({"question": "Is the reason  recorded"}, (), SAME),
        ({"question": "Is the reason recorded well?"}, ("asked: Is the reason recorded? Asks now: Is the reason recorded well?",), REWORDED),
        ({"question": "Who was told of it?"}, ("asked: Is the reason recorded? Asks now: Who was told of it?",), CHANGED),
        ({"title": "Cause"}, ("is called 'Cause', was 'Reason'",), SAME),
        ({"weight": 3}, ("weighs 3, was 1: scores change, the item's own figures do not",), SAME),
        ({"limiting": None}, ("no longer limits the indicated grade",), SAME),
        ({"limiting": Limiting("met", "good", "x")}, ("its limit on the indicated grade changed",), SAME),
        ({"not_recorded": False}, ("'not recorded' is no longer offered",), CHANGED),
        ({"met_from": "partly-met"}, ("counts as met from Partly met",), CHANGED),
        ({"only_if": In("aim", frozenset({"no"}))}, ("is asked only if aim = no",), None),
        ({"aspect": "compliance"}, None, None),
        (
            {"not_applicable": ("Another", "No reason is needed")},
            ("may also be not applicable: Another",), None,
        ),
        (
            {"not_applicable": ()},
            ("may no longer be not applicable: No reason is needed",), None,
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_became_of_an_item_is_said(
    change: dict[str, Any], said: tuple[str, ...] | None, relation: str | None
) -> None:
    difference = changed(RATED, replace(RATED, **change))
    if said is not None:
        assert difference.said == said
    if relation is not None:
        assert difference.proposed == Relation(relation)
    assert (difference.item, difference.title) == ("reason", change.get("title", "Reason"))


def test_only_a_person_can_say_whether_other_words_ask_the_same() -> None:
    assert changed(RATED, replace(RATED, question="Is the reason recorded well?")).asks
    for certain in (RATED, replace(RATED, weight=3), replace(RATED, not_recorded=False)):
        assert not changed(RATED, certain).asks
    assert changed(RATED, replace(RATED, not_recorded=False)).scale
    assert not changed(RATED, replace(RATED, weight=3)).scale


def test_what_became_of_the_answers_is_said() -> None:
    fewer = with_options(C, C.options[0], C.options[2])
    assert changed(C, fewer).said[0] == "answer 'In-Part' is retired"
    assert changed(fewer, C).said[0] == "answer 'In-Part' is new"
    dear = with_options(C, replace(C.options[0], points=9), *C.options[1:])
    assert changed(C, dear).said[0] == "answer 'Seen' is worth 9, was 2"
    for scaled in (changed(C, fewer), changed(fewer, C), changed(C, dear)):
        assert scaled.scale
        assert scaled.proposed == Relation(CHANGED)
    standard = replace(C, options=(replace(C.options[0], standard="Seen, alone."), *C.options[1:]))
    assert changed(C, standard).said == ("Seen was: What seen looks like. Is now: Seen, alone.",)
    called = replace(C, options=(replace(C.options[0], label="Was seen"), *C.options[1:]))
    assert changed(C, called).said == ("answer 'Seen' is called 'Was seen'",)
    same = replace(
        C, options=(replace(C.options[0], label="SEEN!", standard="what Seen looks like"), *C.options[1:])
    )
    assert changed(C, same).said == ()
    other_kind = replace(RATED, kind="yes-no")
    assert changed(RATED, other_kind).said == ("was rated, is yes-no",)
    assert changed(RATED, other_kind).scale


def test_what_became_of_what_only_a_kind_reads_is_said() -> None:
    conference = next(i for i in shipped("strategy-discussion").items if i.kind == "interval")
    own = conference.own
    for change, said, scale in (
        ({"limit": own["limit"] | {"within": 10}}, "the limit is 10 working days", True),
        ({"start": "The call"}, f"counts from The call to {own['end']}", False),
        ({"end": "The visit"}, f"counts from {own['start']} to The visit", False),
    ):
        difference = changed(conference, replace(conference, own={**own, **change}))
        (line,) = difference.said
        assert line.startswith(said)
        assert difference.scale is scale
    smart = next(i for i in shipped("personal-education-plan").items if i.own.get("criteria"))
    fewer = changed(smart, replace(smart, own={**smart.own, "criteria": smart.own["criteria"][1:]}))
    assert (fewer.said, fewer.scale) == (("is judged on 4 criteria, was 5",), True)
    other = changed(smart, replace(smart, own={**smart.own, "counted": "goals"}))
    assert (other.said, other.scale) == ((f"counts goals of {smart.own['out_of']}",), False)
    agencies = several().items[0]
    choices = agencies.own["choices"]
    renamed = [{**choices[0], "label": "The hospital"}, *choices[1:]]
    assert changed(agencies, replace(agencies, own={"choices": renamed})).said == (
        "has the choices The hospital, Police, Education, Probation; had Health, Police, Education, Probation",
    )


def test_where_an_item_stands_is_said_and_changes_no_figure() -> None:
    one, two = Section("one", "One", (A, B)), Section("two", "Two", (C, D))
    old = replace(FIRST, sections=(one, two))
    moved = replace(old, sections=(replace(one, items=(A,)), replace(two, items=(B, C, D))), version=2)
    assert {change.item: change.said for change in differences(old, moved) if change.said} == {
        "partner": ("moved from One to Two",)
    }
    turned = version(2, B, A, C, D)
    assert {change.item: change.said for change in differences(FIRST, turned) if change.said} == {
        "partner": ("is asked as number 1, was 2",), "aim": ("is asked as number 2, was 1",),
    }  # fmt: skip
    assert not [
        change for change in differences(FIRST, version(2, B, C, D)) if change.said and change.item != "aim"
    ]


def test_what_came_and_what_is_gone() -> None:
    come = differences(FIRST, version(2, A, B, C, D, E))[-1]
    assert come == Difference("extra", "Extra", Relation(NEW), ("asks: Does the manager know?",))
    gone = differences(FIRST, version(2, A, B, C))[-1]
    assert gone == Difference("review", "Review", Relation(DROPPED), ("is no longer asked",))
    assert differences(FIRST, version(2, A, B, C, E))[3].asks, (
        "where one is gone it may be the same in other words"
    )
    assert differences(FIRST, version(2, A, REWORDED_B, C, D, E))[-1].asks


def test_an_item_that_is_part_of_one_that_is_gone_is_proposed_as_split_and_one_of_several_as_merged() -> None:
    by_item = {
        change.item: change.proposed for change in differences(FIRST, version(2, *CHANGES["split"].items))
    }
    assert by_item["seen-home"] == by_item["seen-alone"] == Relation(SPLIT, ("visit",))
    assert "visit" not in by_item, "what became of it is said where it went"
    long = "Is the aim of the plan written down in words the child understands"
    one, two = item("x", f"{long} at the start?", "y", "n"), item("z", f"{long} at the end?", "y", "n")
    both = item("both", f"{long}?", "y", "n")
    (merged,) = differences(version(1, one, two), version(2, both))
    assert merged.proposed == Relation(MERGED, ("x", "z"))
    assert differences(FIRST, version(2, MERGED_ITEM, C, D))[0].proposed.word in (MERGED, NEW)


def test_a_proposed_map_says_all_of_it() -> None:
    found = differences(FIRST, version(2, A, B, C))
    expected = Changes(1, (*((one.id, Relation(SAME)) for one in (A, B, C)), ("review", Relation(DROPPED))))
    assert proposed_map(FIRST, found) == expected
    assert map_faults(FIRST, version(2, A, B, C, changes=expected)) == []


@pytest.mark.parametrize(
    ("items", "relations", "faults"),
    [
        ((A, B, C, D, E), SAME_ALL, [("extra", "how it compares with v1 is not said")]),
        ((A, B, C, D, E), (*SAME_ALL, ("extra", Relation(SAME))), [("extra", "is 'same', but v1 has no such item")]),
        (
            (A, B, C, D), (*SAME_ALL[:3], ("review", Relation(NEW))),
            [("review", "is 'new', but its id is that of an item of v1: give it another")],
        ),
        ((A, B, C, D), (*SAME_ALL, ("gone", Relation(DROPPED))), [("gone", "neither v1 nor v2 has this item")]),
        ((A, B, C), SAME_ALL, [("review", "is 'same', but it is no longer asked: it must be 'dropped'")]),
        ((A, B, C), SAME_ALL[:3], [("review", "is no longer asked: is it 'dropped', split or merged?")]),
        (
            (A, B, C, D, E), (*SAME_ALL, ("extra", Relation(SPLIT, ("nothing",)))),
            [("extra", "v1 has no item 'nothing'")],
        ),
        ((A, B, C, E), (*SAME_ALL[:3], ("extra", Relation(SPLIT, ("review",)))), []),
        (
            (A, REWORDED_B, C, D), SAME_ALL,
            [("partner", "is 'same', but its wording changed: 'reworded, comparable' or 'reworded, not comparable'?")],
        ),
        (
            (A, B, with_options(C, C.options[0], C.options[2]), D), SAME_ALL,
            [("visit", "is 'same', but its answers or points changed, so its figures cannot be joined")],
        ),
        ((A, B, with_options(C, C.options[0], C.options[2]), D), (*SAME_ALL[:2], ("visit", Relation(CHANGED)), SAME_ALL[3]), []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_version_map_is_said(
    items: tuple[Item, ...], relations: tuple[tuple[str, Relation], ...], faults: list[tuple[str, str]]
) -> None:
    assert map_faults(FIRST, version(2, *items, changes=Changes(1, relations))) == faults


def test_two_contents_of_one_version_differ_in_part_of_a_line() -> None:
    heavy = version(1, *(replace(one, weight=5) for one in (A, B, C, D)))
    assert said_shortly(FIRST, heavy) == (
        "aim: weighs 5, was 1: scores change, the item's own figures do not"
        " | partner: weighs 5, was 1: scores change, the item's own figures do not"
        " | visit: weighs 5, was 1: scores change, the item's own figures do not and 1 more"
    )
    three = version(1, *(replace(one, weight=5) for one in (A, B, C)), D)
    assert "more" not in said_shortly(FIRST, three)
    assert said_shortly(FIRST, FIRST).startswith("only in capitals")


# Which figures are joined.


def lineage(*maps: dict[str, Relation]) -> list[Checklist]:
    """The first version, and one more for each map, in which all else is the same."""
    later = [
        version(number, A, B, C, D, changes=Changes(number - 1, tuple({**dict(SAME_ALL), **own}.items())))
        for number, own in enumerate(maps, 2)
    ]
    return [FIRST, *later]


def test_an_item_is_joined_back_to_where_it_last_changed() -> None:
    origins = item_origins(
        lineage({"aim": Relation(CHANGED)}, {"visit": Relation(REWORDED)}, {"aim": Relation(CHANGED)})
    )
    assert [origins[number, "aim"] for number in (1, 2, 3, 4)] == [1, 2, 2, 4]
    assert [origins[number, "visit"] for number in (1, 2, 3, 4)] == [1, 1, 1, 1]


def test_nothing_is_joined_past_a_version_that_is_not_here() -> None:
    first, _, third = lineage({}, {})
    assert item_origins([first, third])[3, "aim"] == 3
    assert pooled_origins([first, third]) == {1: 1, 3: 3}


def test_a_whole_is_joined_only_where_each_of_its_items_is() -> None:
    versions = lineage({}, {"aim": Relation(CHANGED)}, {})
    assert pooled_origins(versions) == {1: 1, 2: 1, 3: 3, 4: 3}
    split = [
        replace(one, sections=(Section("one", "One", (A, B)), Section("two", "Two", (C, D))))
        for one in versions
    ]
    assert pooled_origins(split, "one") == {1: 1, 2: 1, 3: 3, 4: 3}
    assert pooled_origins(split, "two") == {1: 1, 2: 1, 3: 1, 4: 1}
    added = second(CHANGES["add"])
    assert pooled_origins([FIRST, added]) == {1: 1, 2: 2}
    assert Lineages([added, FIRST]).pooled(added) == 2


def test_a_twin_of_a_version_is_joined_with_none() -> None:
    stands, twin = second(CHANGES["reword, comparable"]), second(CHANGES["split"])
    lineages = Lineages([FIRST, stands, twin, small()])
    assert (lineages.item(stands, "aim"), lineages.pooled(stands)) == (1, 1)
    assert lineages.item(twin, "aim") < 0
    assert lineages.pooled(twin) == lineages.item(twin, "aim")
    another = second(CHANGES["merge"])
    apart = Lineages([FIRST, stands, twin, another])
    assert apart.pooled(twin) != apart.pooled(another)
    assert lineages.versions("living") == [FIRST, stands]
    assert lineages.versions("nothing") == []
    assert [lineages.said([2, 1]), lineages.said([3]), lineages.said([2], -1)] == [
        "v1-v2",
        "v3",
        "v2 of another desk",
    ]


# Moving an audit.


def moved(to: Checklist, *answers: Answer, now: Checklist = FIRST) -> moving.Move:
    return moving.move([now, to], now, to, {answer.item: answer for answer in answers})


def test_an_answer_moves_where_its_figures_are_joined_and_the_version_offers_it() -> None:
    answers = [kinds.choose(one, one.options[1].id) for one in (A, B, C)]
    assert moved(second(CHANGES["reword, comparable"]), *answers) == moving.Move(
        ("aim", "partner", "visit"), (), (), ()
    )
    assert moved(second(CHANGES["reword, not comparable"]), *answers).again == ("partner",)
    removed = kinds.choose(D, "late")
    assert moved(second(CHANGES["remove"]), *answers, removed).lost == ("review",)
    assert moved(second(CHANGES["add"]), *answers).new == ("extra",)
    unasked = replace(B, not_applicable=("It has none",))
    first = version(1, A, unasked, C, D)
    to = version(2, A, replace(unasked, not_applicable=("Another",)), C, D, changes=Changes(1, SAME_ALL))
    assert moved(to, not_applicable(unasked, "It has none"), now=first) == moving.Move(
        (), ("partner",), (), ()
    )


def test_an_audit_moves_only_to_another_version_of_its_own_checklist() -> None:
    with pytest.raises(AuditError) as refused:
        moved(small())
    assert str(refused.value) == (
        "small v1 is another checklist than living v1. An audit moves between versions of its own"
    )
    with pytest.raises(AuditError) as refused:
        moved(FIRST)
    assert str(refused.value) == "This audit is on living v1 already"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("same", Relation(SAME)),
        (" reworded,  comparable ", Relation(REWORDED)),
        ("split from a", Relation(SPLIT, ("a",))),
        ("merged  from a, b", Relation(MERGED, ("a", "b"))),
        ("split from", None),
        ("merged from", None),
        ("splitfrom a", None),
        ("other", None),
    ],
)
def test_a_relation_is_read_as_it_is_written(text: str, relation: Relation | None) -> None:
    assert Relation.parse(text) == relation
    if relation:
        assert Relation.parse(str(relation)) == relation
        assert relation.joins == (relation.word in (SAME, REWORDED))


def test_comparing_is_of_words_and_not_of_letters_case() -> None:
    assert (
        comparison.differences(FIRST, version(2, replace(A, question=A.question.upper()), B, C, D))[0].said
        == ()
    )
