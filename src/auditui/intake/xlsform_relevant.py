"""The conditions of an XLSForm: ``selected(${item}, 'answer')`` and ``${item} = 'answer'``, with and, or, not()."""

from __future__ import annotations

import re

from auditui.core.checklists.checklist import NOT_APPLICABLE
from auditui.core.checklists.condition_parser import ConditionError, Parser
from auditui.core.checklists.conditions import Condition, In


def answer_id(name: str) -> str:
    """Return a choice's name as a checklist writes an answer's id."""
    return name.replace("_", "-").lower()


class Relevant(Parser):
    """Reads XLSForm's language; `not` has parentheses."""

    word = re.compile(r"\s*(\$\{\s*[^{}\s]{1,80}\s*\}|'[^']{0,200}'|\"[^\"]{0,200}\"|[A-Za-z]+|!=|[=(),])")
    known = "selected(), =, and, or, not()"
    most = 5_000

    def __init__(self, text: str, ids: dict[str, str], reasons: dict[str, tuple[str, ...]]) -> None:
        """Read this text; `ids` are the items by the names of their questions, `reasons` the choices that mean not applicable."""
        super().__init__(text)
        self.ids, self.reasons = ids, reasons

    def negated(self) -> Condition:
        """Read what follows `not`."""
        return self.bracketed()

    def comparison(self) -> Condition:
        """Read a comparison."""
        if self.next != "selected":
            item = self.reference()
            self.expect("=")
            return self.value(item)
        self.take()
        self.expect("(")
        item = self.reference()
        self.expect(",")
        value = self.value(item)
        self.expect(")")
        return value

    def reference(self) -> str:
        """Read the name of a question."""
        word = self.take()
        name = word[2:-1].strip()
        if not word.startswith("${") or name not in self.ids:
            raise ConditionError(f"{word or 'the end'!r} names no question of this form")
        return name

    def value(self, item: str) -> Condition:
        """Read an answer in quotes."""
        word = self.take()
        if word[:1] not in ("'", '"'):
            raise ConditionError(f"{word or 'the end'!r} is no value in quotes")
        value = word[1:-1]
        answer = NOT_APPLICABLE if value in self.reasons.get(item, ()) else answer_id(value)
        return In(self.ids[item], frozenset({answer}))
