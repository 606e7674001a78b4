"""A page as of a past day has the numbers it had that day, whatever was said since."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from auditui import demo
from auditui.core.audits.entries import AuditReopened
from auditui.core.errors import AuditError
from auditui.figures.groups import group_of
from auditui.figures.releases import Cell
from auditui.figures.reprints import Reprint
from auditui.figures.tallies import Selection
from auditui.intake import logo
from auditui.store import Store, StoreAddress

DAY = date(2026, 6, 30)


def read(path: Path, *, as_of: date | None = None) -> tuple[object, ...]:
    with StoreAddress(path).read() as store:
        if as_of:
            store.stand_as_of(as_of)
        by = store.tallies(Selection(), ("month",))
        return by.answers, by.judgements, store.months(), store.action_counts("pathway-plan", "2026-06-30")


def test_a_day_gone_by_has_its_numbers_after_later_reopenings(tmp_path: Path) -> None:
    path = tmp_path / "council.db"
    demo.make(path, audits=90, seed=3, progress=lambda *_: None)
    before, now = read(path, as_of=DAY), read(path)
    assert before != now
    assert before[2] is not None
    with Store.open(path, clock=lambda: datetime(2026, 11, 1, tzinfo=UTC)) as store:
        finished = store.audits(Selection(until="2026-05"), ("finished",))
        for line in finished[:4]:
            store.record(AuditReopened(line.id, "a date was wrong"), by=line.auditor)
    assert read(path, as_of=DAY) == before


def test_what_was_shared_is_shared_again_and_what_contradicts_it_is_not() -> None:
    where = Selection("small", since="2026-01", until="2026-03")
    group = group_of(where)
    release = Reprint(
        5, earlier=[Cell(group, "2026-01", "2026-03", 20), Cell(group, "2026-01", "2026-03", 40)]
    )
    assert not release.gives_away(group, where, 20)
    assert not release.gives_away(group, where, 40)
    assert release.gives_away(group, where, 60)
    release.show(group, where, 20)
    assert release.shown == []


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(600)]
)
def test_a_logo_that_is_no_png_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(AuditError, match="is no sound PNG file"):
        logo.read(tmp_path / "logo.png")
