"""Writes src/auditui/first-names.txt from the lists of Faker, which is not needed to run auditui: pip install faker==40.63.0."""

import importlib
import pkgutil
import re
from pathlib import Path

import faker
from faker.providers import person

from auditui.core.names import folded

ROOT = Path(__file__).parents[1]
HEAD = f"""# First names in Latin letters, without accents, from the lists of Faker {faker.VERSION}, all countries. Made by docs/make_names.py.
# Copyright (c) 2012 Daniele Faraglia. Permission is hereby granted, free of charge, to any person obtaining a copy of this
# software and associated documentation files (the "Software"), to deal in the Software without restriction, including without
# limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
# permit persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
# this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS
# IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
# FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
# DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
# THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
#: Words of English prose that some country has as a name; as one they would be found in every second sentence.
WORDS = set(
    "ada add age alpha among ann arch ast author baby bell beta blas boss bot branch can cap carry cas case chi colon come con"
    " conn constant council darwin deb del delta desire dev dia diamond dis doc dock doctor early echo edit elif ell else emit"
    " eta ever fancy fed fisher floor forest forum foster friend general golden gray green handy harm hence hung jax job judge"
    " kaiser kick lam lark lawyer lean len less lex lies line link little lone long lot mac made man mat math maxima media meta"
    " min minor newton odd over par peer per pin ping press price prior ran rand reason red roll run said sep server sid side"
    " sine sister skip sol sole solver spring steward sys tab theta ties till tiny toy trace true unique unknown unnamed val"
    " valid van var ver versa walker winter worth young zeta has had did say out new one day see her his she him they the and"
    " not but for all any are was who how why".split()
) - {"ada", "ann", "deb", "sid", "val", "len", "van", "darwin"}


def names() -> set[str]:
    """Return the first names of every country's list that Latin letters write, folded."""
    found = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for key in dir(provider):
            listed = getattr(provider, key)
            if "first" in key and not re.search("format|prefix|suffix", key) and isinstance(listed, (tuple, list, dict)):
                words = (word for name in listed if isinstance(name, str) for word in re.split("[ -]", name))
                found |= {word for word in map(folded, words) if re.fullmatch("[a-z]{3,20}", word)}
    return found - WORDS


(ROOT / "src/auditui/first-names.txt").write_text(HEAD + "\n".join(sorted(names())) + "\n", encoding="utf-8")
