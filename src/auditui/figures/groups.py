"""What groups of audits are called where it is kept what was shown of them: one name, whatever page asks."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from auditui.core.codes import team_key
from auditui.core.scale import FOUR_WORDS

if TYPE_CHECKING:
    from auditui.core.scale import Scale
    from auditui.figures.tallies import Selection


def group_of(where: Selection, **more: str) -> str:
    """Name a group of audits: what is selected, and what a row of a table says beside it; months apart."""
    asked = {"checklist": where.checklist, "team": where.team, "auditor": where.auditor, **dict(where.strata)}
    return named({name: value for name, value in asked.items() if value} | more)


def also_of(group: str, **more: str) -> str:
    """Name the part of a group that has this too."""
    return named(json.loads(group) | more)


def named(values: dict[str, str]) -> str:
    """Name the audits that have all of these."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=10_000)
def as_one(group: str) -> str:
    """Return the name by which a group is looked up: a team is one team, whatever capitals its name was written with."""
    values = json.loads(group)
    return named(values | {"team": team_key(values["team"])}) if "team" in values else group


def sides(scale: Scale) -> dict[str, tuple[str, ...]]:
    """Return the two sides of the line that most figures of judgements draw; no grade has such a name."""
    met = tuple(grade for grade in scale.ids if scale.is_met(grade))
    return {"good enough": met, "not good enough": scale.ids[len(met) :]}


def named_judgement(grade: str, scale: Scale) -> str:
    """Name a grade or side of a scale as groups do: a grade of two scales is two things."""
    if scale == FOUR_WORDS:
        return grade
    return f"{grade} {sha256(msgspec.json.encode(scale)).hexdigest()[:12]}"
