"""What encryption costs: the same work on a plain store and on the same store encrypted, in turn.

Run by `make bench`. In processor time, that of the commands' own processes included, since waiting swings on a shared
machine; the time to sync is the same for both.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from auditui import demo
from auditui.core.audits.entries import AnswerGiven
from auditui.store import Store, encrypting

AUDITS, ROUNDS = 2_000, 9


def seconds(work: Callable[[], object]) -> float:
    began = _used()
    work()
    return _used() - began


def _used() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in usage)


def compared(
    name: str, plain: Callable[[], object], encrypted: Callable[[], object], rounds: int = ROUNDS
) -> None:
    pairs = [(seconds(plain), seconds(encrypted)) for _ in range(rounds)]
    ratio = statistics.median(theirs / bare for bare, theirs in pairs)
    bare, theirs = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    print(f"  {name:28} {bare:7.1f} and {theirs:7.1f} ms, ratio {ratio:.2f}", flush=True)


def command(store: Path, *arguments: str) -> Callable[[], object]:
    environment = os.environ | {"AUDITUI_STORE": str(store)}
    called = [sys.executable, "-m", "auditui", *arguments]
    return lambda: subprocess.run(called, check=True, capture_output=True, env=environment)


def opening(store: Path) -> Callable[[], object]:
    def opened() -> None:
        with Store.open(store) as one:
            one.remembered()

    return opened


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain, encrypted = Path(folder) / "plain.db", Path(folder) / "encrypted.db"
        demo.make(plain, audits=AUDITS, seed=2018, progress=lambda _done, _total: None)
        shutil.copy(plain, encrypted)
        file = Path(folder) / "passphrase"
        file.touch(0o600)
        file.write_text("correct horse battery staple\n")
        os.environ["AUDITUI_PASSPHRASE_FILE"] = str(file)
        print(f"An encrypted store beside a plain one, {AUDITS} audits, processor time")
        took = seconds(lambda: encrypting.encrypt(encrypted, "correct horse battery staple"))
        print(f"  {'encrypt':28} {took * 1000:7.1f} ms, of {plain.stat().st_size / 1e6:.0f} MB")
        for arguments in (("journal", "head"), ("summary",), ("audit", "list", "--format", "json")):
            compared(" ".join(arguments), command(plain, *arguments), command(encrypted, *arguments))
        # The key is made once in a program: these are of one that has it.
        compared("opened again", opening(plain), opening(encrypted), 60)
        with Store.open(plain) as one, Store.open(encrypted) as other:
            draft = one.audits(states=("draft",), limit=1)[0]
            answer = next(iter(one.audit(draft.id).answers.values()))

            def answering(store: Store) -> Callable[[], object]:
                return lambda: store.record(AnswerGiven(draft.id, answer), by=draft.auditor)

            compared("an answer committed", answering(one), answering(other), 60)
            compared("figures of all read", one.tallies, other.tallies, 60)
            compared("rebuild", one.rebuild, other.rebuild, 3)
            compared("verify", one.verify, other.verify, 3)


if __name__ == "__main__":
    main()
