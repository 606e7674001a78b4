"""Everything that can be wrong with a checklist file, each with its line, its item and what to do."""

from __future__ import annotations

import pytest

from auditui.core import kinds
from auditui.core.checklists.file import ChecklistError, parse
from made import SEVERAL, SMALL

_RATED = 'met = "It did."\npartly-met = "In part."\nnot-met = "It did not."'


def _with(kind: str, *fields: str, **standard: str) -> str:
    """The small checklist, its second item of another kind."""
    answers = "\n".join(f'{answer.replace("_", "-")} = "{words}"' for answer, words in standard.items())
    head = "\n".join((f'kind = "{kind}"', *fields))
    return SMALL.replace('kind = "rated"\nweight', f"{head}\nweight").replace(_RATED, answers)


INTERVAL = _with(
    "interval", 'start = "The call"', 'end = "The visit"',
    'limit = { within = 5, unit = "days", counting = "after", status = "local" }',
    in_time="It was.", late="It was not.",
)  # fmt: skip
CHOICE = _with(
    "choice",
    'options = [ { id = "good", label = "Good", points = 2 }, { id = "bad", label = "Bad", points = 0 } ]',
    good="It was.", bad="It was not.",
)  # fmt: skip
PAIR = _with(
    "count-pair", 'counted = "kept"', 'out_of = "visits"', 'criteria = ["specific", "timely"]',
    all="A.", at_least_half="B.", fewer="C.",
)  # fmt: skip
THIRD = SMALL.replace("version = 1", "version = 3") + "[end]"

#: A text, what is put in place of what, and the problems, a line each.
FAULTS: list[tuple[str, str, str, list[str]]] = [
    (SMALL, "version = 1", "version = 0", ["line 5: version must be a whole number from 1 to 9999"]),
    (SMALL, "version = 1", "version = 10000", ["line 5: version must be a whole number from 1 to 9999"]),
    (SMALL, "version = 1\n", "", ["version must be a whole number from 1 to 9999"]),
    (
        SMALL,
        'unit = "child"',
        'unit = "chld"',
        ["line 6: unit is 'chld'; it must be one of event, child; did you mean 'child'?"],
    ),
    (SMALL, 'unit = "child"\n', "", ["unit is missing; it must be one of event, child"]),
    (SMALL, 'title = "A small checklist"', "title = 5", ["line 3: title must be text in quotes"]),
    (SMALL, 'theme = "small-theme"', 'theme = " "', ["line 4: theme is missing"]),
    (
        SMALL,
        'id = "small"',
        'id = "Small one"',
        ["line 2: id 'Small one' must be small letters, digits and single hyphens"],
    ),
    (
        SMALL,
        "good = 70",
        "good = 101",
        [
            "line 8: the thresholds must not rise from outstanding to requires-improvement",
            "line 10: good must be a whole number from 0 to 100",
        ],
    ),
    (
        SMALL,
        "good = 70\n",
        "",
        [
            "line 8: good must be a whole number from 0 to 100",
            "line 8: the thresholds must not rise from outstanding to requires-improvement",
        ],
    ),
    (
        SMALL,
        'outstanding-needs = ["difference"]',
        'outstanding-needs = "difference"',
        ["line 12: outstanding-needs must be a list of texts, none of them empty"],
    ),
    (
        SMALL,
        'outstanding-needs = ["difference"]',
        'outstanding-needs = ["zzz"]',
        ["line 12: there is no item 'zzz'"],
    ),
    (
        SMALL,
        "[indicated]",
        "[indicated]\nbest = 5",
        ["line 9: unknown key 'best'; known are outstanding, good, requires-improvement, outstanding-needs"],
    ),
    (
        SMALL,
        "requires-improvement = 45",
        "requires-improvement = 75",
        ["line 8: the thresholds must not rise from outstanding to requires-improvement"],
    ),
    (
        SMALL,
        "weight = 3",
        "weight = 10",
        ["line 37, item difference: weight must be a whole number from 1 to 9"],
    ),
    (
        SMALL,
        "weight = 3",
        'aspect = "x"',
        ["line 37, item difference: aspect is 'x'; it must be one of quality, compliance"],
    ),
    (SMALL, "weight = 3", "ask_if_safe = 1", ["line 37, item difference: ask_if_safe must be true or false"]),
    (
        SMALL,
        "weight = 3",
        'not_recorded = "no"',
        ["line 37, item difference: not_recorded must be true or false"],
    ),
    (
        SMALL,
        "weight = 3",
        'met_from = "mte"',
        [
            "line 37, item difference: met_from is 'mte'; it must be one of met, partly-met, not-met; did you mean 'met'?"
        ],
    ),
    (
        SMALL,
        "weight = 3",
        "standard = 5",
        ["line 41: not valid TOML: Cannot overwrite a value (at line 41, column 23)"],
    ),
    (SMALL, "weight = 3", "only_if = 5", ["line 37, item difference: only_if must be text in quotes"]),
    (
        SMALL,
        "weight = 3",
        'only_if = " "',
        ["line 37, item difference: only_if is empty: leave it out, or say when the item is asked"],
    ),
    (
        SMALL,
        "weight = 3",
        'only_if = "reason = "',
        ["line 37, item difference: only_if: an answer is missing after reason ="],
    ),
    (
        SMALL,
        "weight = 3",
        'only_if = "resaon = met"',
        [
            "line 37, item difference: only_if: 'resaon' is no scored item before this one; did you mean 'reason'?"
        ],
    ),
    (
        SMALL,
        "weight = 3",
        'only_if = "reason = mte"',
        ["line 37, item difference: only_if: reason has no answer 'mte'; did you mean 'met'?"],
    ),
    (
        SMALL,
        "weight = 3",
        'only_if = "reason = zzz"',
        [
            "line 37, item difference: only_if: reason has no answer 'zzz'; there are could-not-see, met, not-applicable, not-met, not-recorded, partly-met"
        ],
    ),
    (
        SMALL,
        "weight = 3",
        'only_if = "difference = met"',
        ["line 37, item difference: only_if: 'difference' is no scored item before this one"],
    ),
    (
        SMALL,
        "weight = 3",
        'only_if = "reason = met and reason = not-met"',
        ["line 37, item difference: only_if can never hold, so the item would never be asked"],
    ),
    (
        SMALL,
        '["No reason is needed"]',
        "[5]",
        ["line 25, item reason: not_applicable must be a list of texts, none of them empty"],
    ),
    (
        SMALL,
        '["No reason is needed"]',
        '[" "]',
        ["line 25, item reason: not_applicable must be a list of texts, none of them empty"],
    ),
    (
        SMALL,
        '["No reason is needed"]',
        '"x"',
        ["line 25, item reason: not_applicable must be a list of texts, none of them empty"],
    ),
    (
        SMALL,
        'below = "partly-met"',
        'below = "mte"',
        [
            "line 26, item reason: below is 'mte'; it must be one of met, partly-met, not-met; did you mean 'met'?",
        ],
    ),
    (
        SMALL,
        'caps = "requires-improvement"',
        'caps = "outstanding"',
        [
            "line 26, item reason: caps is 'outstanding'; it must be one of inadequate, requires-improvement, good"
        ],
    ),
    (
        SMALL,
        "limiting = {",
        "limiting = 5 #",
        [
            "line 26, item reason: limiting must be a table",
            "line 26, item reason: below is missing",
            "line 26, item reason: because is missing",
            "line 26, item reason: caps is missing; it must be one of inadequate, requires-improvement, good",
        ],
    ),
    (
        SMALL,
        'not-met = "It did not."\n',
        'not-met = "It did not."\nother = "x"\n',
        ["line 45, item difference: unknown key 'other'; known are met, partly-met, not-met"],
    ),
    (SMALL, 'not-met = "It did not."\n', 'not-met = ""\n', ["line 44, item difference: not-met is missing"]),
    (
        SMALL,
        'kind = "rated"\nweight',
        'kind = "text"\nweight',
        ["line 41, item difference: a text item has no answers to describe"],
    ),
    (
        SMALL,
        'kind = "rated"\nweight',
        "weight",
        [
            "line 32, item difference: kind is missing; it must be one of rated, yes-no, graded, choice, interval, count-pair, several, text"
        ],
    ),
    (
        SMALL,
        'id = "difference"\n',
        "",
        ["line 12: there is no item 'difference'", "line 32, item number 2: id is missing"],
    ),
    (
        SMALL,
        'id = "difference"\n',
        "id = 5\n",
        ["line 12: there is no item 'difference'", "line 33, item 5: id must be text in quotes"],
    ),
    (
        SMALL,
        '[[section.item]]\nid = "reason"',
        '[[section.item]]\nid = "reason"\nchoices = 5',
        ["line 20, item reason: choices belongs to kind 'several', and this item is 'rated'"],
    ),
    (
        SMALL,
        'title = "A small',
        'colour = "red"\ntitle = "A small',
        [f"line 3: unknown key 'colour'; known are {', '.join(kinds.CHECKLIST.keys)}"],
    ),
    (
        THIRD,
        "[end]",
        '\n[changes]\nsince = 3\n[changes.items]\nreason = "smae"\ndifference = 5\n',
        [
            "line 47: since must be a version before this one, 3",
            "line 49: reason is 'smae'; it must be one of same; reworded, comparable; reworded, not comparable; split from; merged from; new; dropped; did you mean 'same'?",
            "line 50: difference is 5; it must be one of same; reworded, comparable; reworded, not comparable; split from; merged from; new; dropped",
        ],
    ),
    (
        THIRD,
        "[end]",
        '\n[changes]\nsince = 2\nmore = 1\n[changes.items]\nreason = "same"\ndifference = "new"\n',
        ["line 48: unknown key 'more'; known are since, items"],
    ),
    (
        INTERVAL,
        "within = 5",
        "within = 10000",
        ["line 39, item difference: within must be a whole number from 0 to 9999"],
    ),
    (
        INTERVAL,
        'unit = "days"',
        'unit = "weeks"',
        ["line 39, item difference: unit is 'weeks'; it must be one of working-days, days, months"],
    ),
    (
        INTERVAL,
        'counting = "after"',
        'counting = "form"',
        ["line 39, item difference: counting is 'form'; it must be one of after, from; did you mean 'from'?"],
    ),
    (
        INTERVAL,
        'status = "local"',
        'status = ""',
        ["line 39, item difference: status is ''; it must be one of law, guide, local"],
    ),
    (INTERVAL, 'end = "The visit"\n', "", ["line 32, item difference: end is missing"]),
    (
        INTERVAL,
        'within = 5, unit = "days", counting = "after"',
        'within = 0, unit = "days", counting = "from"',
        ["line 39, item difference: a limit that counts from the day itself begins at 1"],
    ),
    (
        INTERVAL,
        "within = 5, ",
        "",
        ["line 39, item difference: within must be a whole number from 0 to 9999"],
    ),
    (
        CHOICE,
        "points = 2",
        "points = 100",
        [
            "line 37, item difference: points must be a whole number from 0 to 99",
            "line 37, item difference: the best answer must be worth at least one point",
        ],
    ),
    (
        CHOICE,
        "points = 2",
        "points = 0",
        ["line 37, item difference: the best answer must be worth at least one point"],
    ),
    (
        CHOICE,
        '{ id = "good", label = "Good", points = 2 }, ',
        "",
        ["line 37, item difference: a choice needs 2 to 9 options"],
    ),
    (
        CHOICE,
        'id = "bad"',
        'id = "good"',
        [
            "line 37, item difference: id 'good' is used twice",
            "line 44, item difference: unknown key 'bad'; known are good, good",
        ],
    ),
    (
        CHOICE,
        'id = "bad"',
        'id = "not-recorded"',
        [
            "line 37, item difference: id 'not-recorded' is that of a non-answer: every item has those",
            "line 42, item difference: the standard for answer 'not-recorded' is missing: what does it look like in a file?",
            "line 44, item difference: unknown key 'bad'; known are good, not-recorded",
        ],
    ),
    (
        CHOICE,
        "points = 0",
        "points = 3",
        ["line 37, item difference: options go from the best answer to the worst, so points must not rise"],
    ),
    (CHOICE, "options = [", "options = 5 # [", ["line 37, item difference: a choice needs 2 to 9 options"]),
    (
        PAIR,
        '"timely"',
        '"sure"',
        ["line 39, item difference: each criterion needs its own first letter: it is the key for it"],
    ),
    (
        PAIR,
        "criteria = [",
        "criteria = 5 # [",
        ["line 39, item difference: criteria must be a list of texts, none of them empty"],
    ),
    (PAIR, 'out_of = "visits"\n', "", ["line 32, item difference: out_of is missing"]),
    (
        SEVERAL,
        ', required = true },\n  { id = "police", label = "Police", required = true }',
        ' },\n  { id = "police", label = "Police" }',
        ["line 24, item agencies: at least one choice must be required, or nothing could be missing"],
    ),
    (
        SEVERAL,
        'label = "Education"',
        'label = "Education", required = "yes"',
        ["line 24, item agencies: required must be true or false"],
    ),
    (SEVERAL, 'id = "education"', 'id = "health"', ["line 24, item agencies: id 'health' is used twice"]),
]


@pytest.mark.parametrize(
    "text", [SMALL, INTERVAL, CHOICE, PAIR, SEVERAL], ids=["small", "interval", "choice", "pair", "several"]
)
def test_nothing_is_wrong_with_them_as_they_are(text: str) -> None:
    assert parse(text, "x").items


@pytest.mark.parametrize(("text", "old", "new", "problems"), FAULTS, ids=range(len(FAULTS)))
def test_what_is_wrong_is_said_with_its_line_and_item(
    text: str, old: str, new: str, problems: list[str]
) -> None:
    assert old in text
    with pytest.raises(ChecklistError) as caught:
        parse(text.replace(old, new, 1), "x")
    assert [
        line[1:].removeprefix(", ").removeprefix(": ") for line in str(caught.value).splitlines()
    ] == problems
