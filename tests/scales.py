"""Made-up checklists judged on three words and on five."""

from __future__ import annotations

from auditui.core.checklists.checklist import Checklist
from auditui.core.checklists.file import parse

_HEAD = """
id = "scaled"
title = "A checklist on a scale of its own"
theme = "small-theme"
version = 1
unit = "child"

[scale]
met-from = "{met_from}"

{grades}
[indicated]
{indicated}

[[section]]
id = "one"
title = "One"

[[section.item]]
id = "reason"
title = "Reason"
question = "Is the reason recorded?"
kind = "rated"
weight = 3
look_in = "Notes"
source = "Project standard"
limiting = {{ below = "partly-met", caps = "{caps}", because = "without it nothing follows" }}
[section.item.standard]
met = "It is."
partly-met = "In part."
not-met = "It is not."

[[section.item]]
id = "graded"
title = "How good"
question = "How good is it?"
kind = "graded"
look_in = "Notes"
source = "Project standard"
[section.item.standard]
{standard}
"""


def _text(words: tuple[str, ...], met_from: str, lowest: tuple[int, ...], caps: str) -> str:
    return _HEAD.format(
        met_from=met_from,
        grades="\n".join(
            f'[[scale.grade]]\nid = "{word}"\nlabel = "{word.capitalize()}"\n' + _LETTERS.get(word, "")
            for word in words
        ),
        indicated="\n".join(f"{word} = {least}" for word, least in zip(words, lowest, strict=False))
        + f'\n{words[0]}-needs = ["reason"]',
        caps=caps,
        standard="\n".join(f'{word} = "It is {word}."' for word in words),
    )


_LETTERS = {"strong": 'letters = "St"\n', "sound": 'letters = "So"\n'}
THREE_WORDS = ("strong", "secure", "weak")
FIVE_WORDS = ("leading", "good", "sound", "poor", "urgent")
THREE = _text(THREE_WORDS, "secure", (85, 55), "weak")
FIVE = _text(FIVE_WORDS, "sound", (90, 75, 50, 25), "poor")


def on_scale(text: str) -> Checklist:
    """Return the checklist of such a text."""
    return parse(text, "scaled.toml")
