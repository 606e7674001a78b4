from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "auditui"
ROOT = SOURCE.parents[1]


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "list", "--format", "json"],
        ["summary", "--format", "csv"],
        ["where"],
        ["--help"],
        ["checklist", "list"],
    ],
)
def test_a_listing_command_never_loads_what_only_others_need(command: list[str], made_up: Path) -> None:
    code = (
        "import sys\n"
        "from auditui.cli import main\n"
        f"sys.argv = ['auditui', *{command!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'openpyxl', 'holidays', 'pydantic', 'numpy', 'sqlite_utils', 'python_calamine', 'auditui.core.names'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    env = os.environ | {"AUDITUI_STORE": str(made_up)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED []"


def test_help_loads_no_values_no_figures_and_no_store() -> None:
    code = (
        "import sys\n"
        "from auditui.cli import main\n"
        "sys.argv = ['auditui', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = ('msgspec', 'sqlite3', 'auditui.core.checklists', 'auditui.core.audits', 'auditui.figures.summary')\n"
        "print('LOADED', [name for name in heavy if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED []"


def test_importing_any_module_makes_and_reads_nothing(tmp_path: Path) -> None:
    modules = [
        ".".join(("auditui", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        for path in SOURCE.rglob("*.py")
        if path.name != "__main__.py"
    ]
    code = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)"
    env = os.environ | {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    ran = subprocess.run(
        [sys.executable, "-c", code, *modules], capture_output=True, text=True, env=env, check=True
    )
    assert (ran.stdout, ran.stderr, list(tmp_path.iterdir())) == ("", "", [])


def test_outside_text_is_never_said_as_markup() -> None:
    for path in (SOURCE / "ui").rglob("*.py"):
        text = path.read_text()
        for call in re.finditer(r"\.notify\((?:[^()]|\([^()]*\))*\)", text):
            assert "markup=False" in call[0], path
        assert not re.search(r"\b(Static|Label|Button|Checkbox)\(f?[\"'][^\"']*\{", text), path


def test_the_project_holds_no_path_of_a_machine_and_no_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    machine = re.compile("/" + r"(work|home|root|Users)/|" + "pypi" + r"\.org|" + "files" + r"\.pythonhosted")
    for name in listed:
        path = ROOT / name
        if path.suffix in {".svg", ".png"} or not path.is_file():
            continue
        assert not machine.search(path.read_text(encoding="utf-8", errors="replace")), name
