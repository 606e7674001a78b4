"""Long work says what it does on stderr, and can be stopped with nothing lost."""

from __future__ import annotations

import sys

import pytest

from auditui.cli.progress import Progress


def test_little_work_says_nothing_and_much_says_once_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    heard = Progress("Reading {} audits.", least=10)
    heard(0, 9)
    assert capsys.readouterr() == ("", "")
    for done in (0, 5, 10):
        heard(done, 10)
    assert capsys.readouterr() == ("", "Reading 10 audits. Ctrl+C stops.\n")


def test_on_a_terminal_it_counts_up_and_ends_the_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    heard = Progress("Reading {} audits.", least=1)
    heard(5, 10)
    heard(10, 10)
    assert capsys.readouterr().err.endswith("\r5 of 10\r10 of 10\n")
