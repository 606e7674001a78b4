"""Options that several commands share, as one value: a command takes a dataclass, and has an option for each field."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the fields of its dataclass parameters as parameters of their own, for Typer to read."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}

    @wraps(command)
    def run(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    parameters = list(_parameters(command, hints))
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # inspect reads it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _parameters(command: Callable[..., None], hints: dict[str, Any]) -> Iterator[Parameter]:
    for parameter in signature(command).parameters.values():
        hint = hints[parameter.name]
        if not is_dataclass(hint):
            yield parameter.replace(annotation=hint, kind=Parameter.KEYWORD_ONLY)
            continue
        kinds = get_type_hints(hint, include_extras=True)
        for field in fields(hint):
            yield Parameter(
                field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=kinds[field.name]
            )
