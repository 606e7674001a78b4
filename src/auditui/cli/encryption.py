"""The commands that encrypt a store and make it plain again."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Option

from auditui import passphrase, places
from auditui.cli.context import StoreOption, open_reader, say

app = typer.Typer(rich_markup_mode=None)


@app.command()
def encrypt(
    keyring: Annotated[
        bool,
        Option(
            "--keyring", help="Keep the passphrase in this system's keyring, so that it is not asked for."
        ),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Encrypt the store with a passphrase, which is asked for; an encrypted one gets another passphrase.

    AUDITUI_PASSPHRASE_FILE names a file that holds it, for scripts. Without the passphrase nobody can read the store again.

    \b
    auditui encrypt
    auditui encrypt --keyring
    """
    from auditui.store import encrypting  # noqa: PLC0415 - its library is an extra

    with open_reader(
        store
    ):  # brings an older store up to date, and says what is wrong with one that cannot be used
        pass
    path = places.store(store).path
    chosen = passphrase.new()
    encrypting.encrypt(path, chosen)
    say(
        f"Encrypted: {path}. Earlier copies beside it are removed.",
        "Nobody can read it without the passphrase, you included: keep it where you keep such things.",
        "The plain file was overwritten, which a solid-state disk or a synchronised folder need not heed:"
        " only a disk that is encrypted itself promises that no trace of it is left.",
    )
    if keyring:
        passphrase.keep(path, chosen)
        say("The passphrase is in this system's keyring.")


@app.command()
def decrypt(store: StoreOption = None) -> None:
    """Make an encrypted store a plain file again.

    \b
    auditui decrypt
    """
    from auditui.store import encrypting  # noqa: PLC0415 - its library is an extra

    with open_reader(store):
        pass
    path = places.store(store).path
    encrypting.decrypt(path)
    passphrase.forget(path)
    say(f"Plain again: {path}. Whoever can read the file can read what is in it.")
