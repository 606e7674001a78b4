"""Conditions: read and written to the same, and evaluated as a person would."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditui.core.audits.score import score
from auditui.core.checklists import condition_parser, conditions
from auditui.core.checklists.checklist import Checklist
from auditui.core.checklists.condition_parser import ConditionError
from auditui.core.checklists.conditions import Condition, In, Not
from auditui.core.checklists.file import ChecklistError, parse
from auditui.core.kinds import choose
from made import CONDITIONAL, best

NAMES = st.sampled_from(["a", "b-c", "d1"])
VALUES = st.frozensets(st.sampled_from(["met", "not-met", "late"]), min_size=1)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(In, NAMES, VALUES),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(conditions.join_or),
        st.lists(inner, min_size=2, max_size=3).map(conditions.join_and),
    ),
    max_leaves=6,
)


@given(CONDITIONS)
def test_what_is_written_is_read_back_to_the_same(condition: Condition) -> None:
    assert condition_parser.parse(conditions.write(condition)) == condition


@given(CONDITIONS, st.dictionaries(NAMES, st.sampled_from(["met", "not-met", "late"])))
def test_with_every_answer_given_a_condition_is_plain_true_or_false(
    condition: Condition, answered: dict[str, str]
) -> None:
    def plain(c: Condition) -> bool:
        match c:
            case In(item, values):
                return answered.get(item) in values
            case Not(of):
                return not plain(of)
            case conditions.And(of):
                return all(plain(each) for each in of)
            case conditions.Or(of):
                return any(plain(each) for each in of)

    assert conditions.holds(condition, answered) is plain(condition)


@pytest.mark.parametrize(
    ("text", "answered", "expected"),
    [
        ("a = x", {"a": None}, None),
        ("a = x", {}, False),
        ("not a = x", {}, True),
        ("a = x or b = y", {"a": "x", "b": None}, True),
        ("a = x and b = y", {"a": "z", "b": None}, False),
        ("a = x and b = y", {"a": "x", "b": None}, None),
        ("not (a in (x, y))", {"a": None}, None),
    ],
)
def test_an_open_answer_leaves_it_open_unless_the_rest_decides(
    text: str, answered: dict[str, str | None], *, expected: bool | None
) -> None:
    assert conditions.holds(condition_parser.parse(text), answered) is expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a =", "an answer is missing"),
        ("a == b", "an answer is missing"),
        ("(a = b", "')' is missing"),
        ("a = b c = d", "'c' is one too many"),
        ("a > 3", "'>' is not understood"),
        ("__import__('os')", "is not understood"),
        ("not " * 200 + "a = b", "nested too deeply"),
        ("(" * 300 + "a = b", "nested too deeply"),
        ("a = b or " * 500 + "a = b", "far too long"),
        ("", "an item's id is missing"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ConditionError, match=said.replace("(", r"\(").replace(")", r"\)")):
        condition_parser.parse(text)


@pytest.fixture
def checklist() -> Checklist:
    return parse(CONDITIONAL, "conditional.toml")


def test_an_item_is_asked_only_where_its_condition_holds(checklist: Checklist) -> None:
    late = SimpleNamespace(value="no")
    asked = checklist.asked({"on-time": late})
    assert asked == {"on-time": True, "why-late": True, "who-knew": None, "difference": True}
    asked = checklist.asked({"on-time": SimpleNamespace(value="yes")})
    assert asked == {"on-time": True, "why-late": False, "who-knew": False, "difference": True}
    assert checklist.asked({})["why-late"] is None


def test_an_answer_that_becomes_unreachable_leaves_the_sum_and_comes_back(checklist: Checklist) -> None:
    given = {item.id: best(item) for item in checklist.items}
    given["on-time"] = best(checklist.items[0])
    without = score(checklist, given)
    assert [line.item.id for line in without.lines if line.possible] == ["on-time", "difference"]
    assert without.lines[1].why_not == "asked only if On time is No"
    again = score(checklist, given | {"on-time": choose(checklist.items[0], "no")})
    assert [line.item.id for line in again.lines if line.possible] == [item.id for item in checklist.items]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("difference = met", "'difference' is no scored item before this one"),
        ("on-tine = no", "'on-tine' is no scored item before this one; did you mean 'on-time'?"),
        ("on-time = nope", "on-time has no answer 'nope'"),
        ("on-time = no and on-time = yes", "only_if can never hold"),
        ("on-time =", "an answer is missing"),
    ],
)
def test_a_condition_that_cannot_be_is_a_fault_with_its_line(condition: str, said: str) -> None:
    with pytest.raises(ChecklistError, match="line 30, item why-late") as error:
        parse(CONDITIONAL.replace('only_if = "on-time = no"', f'only_if = "{condition}"', 1), "c.toml")
    assert said in str(error.value)
