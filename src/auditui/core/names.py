"""Names of people in what an auditor writes: by a list of first names, by what stands around a word, and by how it is written.

There is no model in it: a list and rules, each of which can be read. Words that are names and everyday words too (Grace, May) count
as names only by what stands around them. How well it does is measured on made-up sentences: docs/data.md.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Known = Callable[[str], bool]

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-/][^\W\d_]+)*")


def folded(word: str) -> str:
    """Return a word as names are compared: small letters without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("mr mrs ms miss mx dr prof professor sir rev reverend pc dc ds di ps pcso sgt cllr")
#: Roles and relations; a name follows them often, and they are nobody's name.
_ROLES = _words(
    "iro sw tm t/m hv pa ypa lado dsl dt senco gp worker manager chair chaired adviser advisor advocate nurse visitor midwife teacher"
    " head headteacher doctor paediatrician consultant mum mother dad father stepdad step-dad stepmum step-mum step-father"
    " step-mother brother sister sibling siblings twins cousin uncle aunt aunty auntie great-aunt nan nana nanny gran grandma"
    " grandmother grandad grandfather partner husband wife girlfriend boyfriend carer carers baby friend neighbour police officer"
    " practitioner supervisor therapist psychologist solicitor guardian child son daughter niece nephew mother's father's pupil"
    " lady boy girl"
)
#: After these a name follows often: she told X, views of X, signed by X.
_BEFORE = _words(
    "told tell tells asked ask asks called calls named thank thanked met saw visited rang phoned emailed knows reminded signed"
)
_BEFORE_TWO = {("spoke", "to"), ("spoke", "with"), ("speak", "to"), ("talk", "to"), ("talked", "to"), ("signed", "by")} | {
    ("according", "to"), ("views", "of"), ("name", "is"), ("chaired", "by"), ("written", "by"), ("reviewed", "by"),
    ("contact", "with"), ("minutes", "by"), ("told", "by"), ("work", "by"), ("work", "with"), ("from", "to"),
}  # fmt: skip
#: What somebody does, and hardly ever a thing.
_DOES = _words(
    "said says told tells wants wanted likes liked loves feels felt goes went lives lived knows knew thinks disclosed attends"
    " attended speaks spoke hits hit cried asked asks wishes plays chose refused denied disputes misses plans himself herself"
    " hopes enjoys struggles smiled reported explained wrote rang shouted ran absconded engages self-harms would"
)
_IS = _words(
    "is was has had will does did can cannot needs isn't wasn't doesn't hasn't won't couldn't could should"
)
#: What a person is, and a record is not: X is missing, X was weighed.
_STATES = _words(
    "doing missing excluded arrested weighed interviewed scared seen aged years one two three four five six seven eight nine ten"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
)
#: Nobody's by themselves, and surnames behind a first name or a title.
_SURNAMES = _words(
    "park church hall wood field fields bridge long street lane young west north black white english french welsh scott day castle"
    " close great head law moss spring case page king best good read"
)
#: Everyday words, places and months that are first names too: names only by what stands around them.
_BOTH = _words(
    "grace mark may hope summer will rose joy faith daisy lily ruby amber jade crystal autumn april june august dawn eve iris ivy"
    " holly heather hazel poppy violet olive ginger pearl robin jay drew bill sue rob jack frank grant miles chase hunter carter"
    " cooper parker page dean earl duke king prince princess major justice ray rich wade ward lane glen dale cliff reed clay stone"
    " brook destiny harmony melody charity patience mercy honor honour constance prudence felicity chance angel star sky storm"
    " sunny china india paris london chelsea florence sydney austin jordan israel georgia chester lincoln preston carlisle kent"
    " devon ash basil rosemary precious blessing comfort gift favour peace max nan pip dot guy tad art gene pat buddy junior"
    " tiger wolf bear fox rain river rivers ocean forest cherry coral ebony sienna verity mason taylor rowan skip link kingston"
    " troy hull ryan's washington dallas houston memphis boston cambridge bradford wells stanley derby lancaster clarence regent"
    " victoria albert windsor charlotte's trinity king's elm willow cedar maple lark wren bay beach marina harbour kitty lane bell"
    " ada len van darwin general liberty true unity genesis nova luna sol jet case rich dusty rusty sandy misty lance spike"
    " pierce penny nick ted don rod buck bud chip chuck dash flash rocky cash coin dollar royal noble saint messiah heaven"
    " nevaeh-rose eden zion asia africa america brazil persia iran kenya tyne mersey severn avon trent calder aire"
)
_TIMES = _words("may april june august summer autumn hope charity trinity justice")
#: Nobody's name, however it is written; a run of capitals that holds one is no name.
_NOBODY = _words("""
monday tuesday wednesday thursday friday saturday sunday january february march july september october november december
christmas easter ramadan eid diwali hanukkah spring winter weekly monthly daily termly annual
act adult agency area assessment authority board british care case centre children childrens children's child's city clinic
college community conference council court county criminal danger department deputy designated director disability discussion
distance draft duty early education emergency english evidence evening executive exploitation families family family's first
formal foster framework front full gateway general good graded grade great group guidance health help high home hospital house
housing hub immediate impact inadequate independent infirmary information initial inspector justice key kinship last late law
lead leaving legal line list local looked long manager's meeting mental met minutes missing named national neglect newborn no
north not number nursery ofsted order organisation other our outcome outreach outstanding panel parent parents park partly
partner's pathway people personal placement plan planning play practice primary probation profile programme protection public
queen's quality question questionnaire record recording reflection referral regulation report required requires residential
response review reviewing risk royal safe safeguarding safety school school's schools secondary section senior service services
short signs single social society solutions south special specialist staff stage standard statutory step strategy strength
strengths strong student supervision support supported sure team teams the therapy this three threshold time toolkit training
transition trust unit university urgent video views virtual visit visits voice weak week well west east working work wishes
word words worries year years yes young youth zone headlines
white black asian mixed roma romani gypsy irish traveller polish romanian pakistani bangladeshi indian somali chinese african
caribbean arab welsh scottish english british european muslim christian catholic hindu sikh jewish church mosque temple french
german spanish urdu punjabi bengali arabic kurdish albanian vietnamese ukrainian
in on at it its he she his her him we i a an and but or if when while after before from for with without read see seen said told
no-one nobody everyone somebody someone anybody anyone nothing something everything there that then they these those their you
your what who why how where which all any both each every few many most some such only also still again already always never
often once twice now later soon today yesterday tomorrow here have has had is was are were be been being do does did would could
should can cannot might must shall as by of to up out off over under about because so than too very more less next new old own
same just even yet however although though unless until since during between against through nor neither either another one
two four five six seven eight nine ten much my me us them himself herself itself ask talk view contact according written
signed chaired reviewed visited spoke handed referred moved stepped attended gave given let like made make
mosaic liquidlogic eclipse caredirector azeus lcs cafcass camhs nspcc barnardo barnardo's barnardos nhs dfe ehcp whatsapp facetime
instagram snapchat tiktok youtube facebook roblox fortnite minecraft lego playstation xbox google teams zoom microsoft word
excel outlook ritalin melatonin calpol paracetamol sertraline fluoxetine methadone cannabis cocaine
england wales scotland ireland britain yorkshire lancashire cumbria derbyshire nottinghamshire lincolnshire leicestershire
staffordshire shropshire cheshire durham northumberland tyneside wearside humberside norfolk suffolk essex hertfordshire
bedfordshire buckinghamshire oxfordshire berkshire hampshire surrey sussex dorset somerset gloucestershire wiltshire cornwall
worcestershire herefordshire warwickshire northamptonshire cambridgeshire rutland midlands
leeds sheffield wakefield huddersfield halifax hull doncaster rotherham barnsley york manchester liverpool birmingham bristol
newcastle sunderland nottingham leicester coventry southampton portsmouth plymouth brighton reading luton bolton oldham rochdale
stockport salford wigan blackpool blackburn burnley grantham scarborough harrogate keighley dewsbury batley pudsey armley
belfast cardiff edinburgh glasgow romania poland germany france spain italy pakistan syria afghanistan iraq sudan eritrea
ethiopia somalia nigeria ghana albania vietnam ukraine europe
road street avenue court close drive crescent terrace academy hall church castle bridge wood field fields
professor duty maths science history geography art music drama pe literacy numeracy
analysis action actions chronology genogram ethnicity identity culture religion language gender age sex
""") | _ROLES | _TITLES  # fmt: skip
_SHORT = _words(
    "ac ad ae al am bs cc ce ch cp cq cv dm dv ed eh er eu fc fm gp ha hr ht hv id ie im it iv js la lp ls mh nb no"
    " of oh ok pa pc pe pm pp ps qa rd rp sa se sn st sw tm tv uk us vs wt yo yp i a dc ds di dt em ec go he me my be by do if in is"
    " on or so to up we an as at"
)
#: A letter behind these stands for nobody's name: child A, list B.
_LETTERED = _words(
    "child sibling parent adult list annex vitamin section part family person carer worker school hepatitis"
)
_MOST_WORDS = 5


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    fold: str
    before: str  # what stands between it and the word before: " ", " (", ". "


def find(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """Yield where names stand, in order and apart; `known` says whether a folded word is a first name."""
    words = _split(text)
    shouted = sum(word.text.isupper() for word in words) * 2 > len(words) > 2
    at = 0
    while at < len(words):
        length = _length(words, at, known, shouted=shouted)
        if length:
            first, last = words[at], words[at + length - 1]
            yield first.start, last.end
        at += max(length, 1)


def _split(text: str) -> list[_Word]:
    words = []
    end = 0
    for match in _WORD.finditer(text):
        written = match[0]
        plain = re.sub(r"['’]s$", "", written)
        words.append(_Word(match.start(), match.end(), written, folded(plain), text[end : match.start()]))
        end = match.end()
    return words


def _length(words: list[_Word], at: int, known: Known, *, shouted: bool) -> int:
    """Return how many words from `at` are one name; 0 where none begins there."""
    word = words[at]
    if word.fold in _TITLES:
        return _titled(words, at, known)
    if _signs(words, at):
        return 2
    if word.fold in _NOBODY or not _begins(words, at, known, shouted=shouted):
        return 0
    length = 1
    while (
        length < _MOST_WORDS
        and at + length < len(words)
        and _goes_on(words[at + length], known, shouted=shouted)
    ):
        length += 1
    return length


def _titled(words: list[_Word], at: int, known: Known) -> int:
    """Return the length of a title with the names behind it: Mrs B, Mr and Mrs Hughes, dr patel."""
    length = 1
    while at + length < len(words) and words[at + length].fold in {*_TITLES, "and"} and length < 3:
        length += 1
    here = at + length
    if here >= len(words) or words[here].before.strip(" .\t"):
        return 0
    name, title = words[here], words[at]
    small = title.text.islower() and (title.fold in {"mr", "mrs", "dr"} or known(name.fold))
    if not (name.text[0].isupper() or small) or name.fold in _NOBODY - _SURNAMES:
        return 0
    while length < _MOST_WORDS and here + 1 < len(words) and _goes_on(words[here + 1], known, shouted=False):
        here, length = here + 1, length + 1
    return length + 1


def _begins(words: list[_Word], at: int, known: Known, *, shouted: bool) -> bool:
    word = words[at]
    capital = word.text[0].isupper()
    if not capital:
        return _is_first_name(word, known)
    if at and words[at - 1].fold == "st":
        return False
    if len(word.fold) <= 2 and word.text.isupper():
        return _initials(words, at)
    if _is_first_name(word, known):
        return True
    if _after_person(words, at) or _before_others(words, at, known):
        return True
    if shouted:
        return False
    return _runs(words, at) or _acts(words, at)


def _is_first_name(word: _Word, known: Known) -> bool:
    """Whether a word is a first name and nothing else; of joined ones either may be."""
    parts = word.fold.replace("’", "'").split("-")
    return any(part not in _BOTH and part not in _NOBODY and known(part) for part in parts)


def _goes_on(word: _Word, known: Known, *, shouted: bool) -> bool:
    """Whether a word belongs to the name before it: a surname, another first name, an initial."""
    if word.before.strip(" ") or (word.fold in _NOBODY and (shouted or word.fold not in _SURNAMES)):
        return False
    if word.text.islower():
        return word.fold in {"van", "der", "de", "bin", "al"}
    if shouted:
        return word.fold not in _IS and word.fold not in _DOES
    return word.text[0].isupper() and (not word.text.isupper() or known(word.fold) or len(word.text) == 1)


def _initials(words: list[_Word], at: int) -> bool:
    """Whether one or two capitals are somebody's initials: after a role, before a surname, or before what only people do."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else None
    if at and words[at - 1].fold in _LETTERED:
        return False
    if word.fold in _SHORT:
        return False
    return _after_role(words, at) or (after is not None and (after.fold in _DOES or _seen(words, at + 1)))


def _signs(words: list[_Word], at: int) -> bool:
    """Whether a letter and a point stand before a surname: A. Mbeki."""
    if at + 1 == len(words) or len(words[at].text) != 1 or not words[at].text.isupper():
        return False
    after = words[at + 1]
    return (
        after.before in {".", ". "}
        and after.text.istitle()
        and len(after.text) > 1
        and after.fold not in _NOBODY
    )


def _seen(words: list[_Word], at: int) -> bool:
    return (
        words[at].fold in {"is", "was", "has"}
        and at + 1 < len(words)
        and words[at + 1].fold in {"seen", "a", "not", "been"}
    )


def _after_role(words: list[_Word], at: int) -> bool:
    word = words[at]
    beside = word.before.strip() in {"", "(", ",", ":", ", ", "is"} and "." not in word.before
    if not at or not beside:
        return False
    before = words[at - 1].fold
    if before in {"is", "called", "named", "by"} and at > 1 and not word.before.strip():
        before = words[at - 2].fold
    return before in _ROLES


def _after_person(words: list[_Word], at: int) -> bool:
    """Whether a role, or somebody's talking to, stands before a capital."""
    word = words[at]
    if _after_role(words, at):
        return True
    if not at or word.before != " ":
        return False
    return words[at - 1].fold in _BEFORE or (
        at > 1 and (words[at - 2].fold, words[at - 1].fold) in _BEFORE_TWO
    )


def _before_others(words: list[_Word], at: int, known: Known) -> bool:
    """Whether it goes on as of people: the X family, X and her mother, X and Jayden."""
    if at + 2 < len(words) and words[at + 1].fold == "and" and words[at + 1].before == " ":
        other = words[at + 2]
        return other.fold in {"her", "his"} or (other.text[0].isupper() and _is_first_name(other, known))
    return at + 1 < len(words) and words[at + 1].fold == "family" and words[at + 1].before == " "


def _runs(words: list[_Word], at: int) -> bool:
    """Whether this begins two or more words with capitals, none of which is nobody's."""
    run = at + 1
    last = min(at + _MOST_WORDS + 1, len(words))  # so that a text costs no more than its length
    while run < last and words[run].before in {" ", " -", "  "} and words[run].text[0].isupper():
        if words[run].fold in _NOBODY or (words[run].text.isupper() and len(words[run].text) > 1):
            return False
        run += 1
    if at and words[at].before == " " and words[at - 1].text[0].isupper() and words[at - 1].fold in _NOBODY:
        return False
    return run - at > 1


def _acts(words: list[_Word], at: int) -> bool:
    """Whether a capital does what people do, or owns something; at a sentence's begin that must be clear."""
    word = words[at]
    if word.text.isupper():
        return False
    after = words[at + 1] if at + 1 < len(words) and words[at + 1].before in {" ", ", "} else None
    inside = bool(at) and not re.search(r"[.!?:\n]", word.before)
    owns = bool(re.search(r"['’]s$", word.text))
    if word.fold in _BOTH:
        if after is None:
            return owns
        strong = after.fold in _DOES or after.fold in {"has", "does", "will"} or _is_so(words, at + 1)
        return strong or owns or (word.fold not in _TIMES and after.fold in _IS)
    return after is not None and (
        after.fold in _DOES or _is_so(words, at + 1) or (inside and (after.fold in _IS or owns))
    )


def _is_so(words: list[_Word], at: int) -> bool:
    """Whether it says what a person is: is 14, was missing."""
    if words[at].fold not in {"is", "was"} or at + 1 == len(words):
        return False
    after = words[at + 1]
    return after.fold in _STATES or bool(re.match(r"[ ,]{1,2}\d", after.before))
