"""The command line as a function: arguments in; exit code, stdout and stderr out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from auditui.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def ran(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["auditui", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        streams = capsys.readouterr()
        code = left.value.code
        return Ran(code if isinstance(code, int) else 0, streams.out, streams.err)

    return ran
