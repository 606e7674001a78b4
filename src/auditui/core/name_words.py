"""The words by which names are told from what is none: roles, verbs, months, places, products. Folded, as `names.folded` does."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("mr mrs ms miss mx dr prof professor sir rev reverend pc dc ds di ps pcso sgt cllr")
#: Roles and relations; a name follows them often, and they are nobody's name.
ROLES = _words(
    "iro sw tm t/m hv pa ypa lado dsl dt senco gp worker manager chair chaired adviser advisor advocate nurse visitor midwife teacher"
    " head headteacher doctor paediatrician consultant mum mother dad father stepdad step-dad stepmum step-mum step-father"
    " step-mother brother sister sibling siblings twins cousin uncle aunt aunty auntie great-aunt nan nana nanny gran grandma"
    " grandmother grandad grandfather partner husband wife girlfriend boyfriend carer carers baby friend neighbour police officer"
    " practitioner supervisor therapist psychologist solicitor guardian child son daughter niece nephew mother's father's pupil"
    " lady boy girl"
)
#: After these a name follows often: she told X, views of X, signed by X.
BEFORE = _words(
    "told tell tells asked ask asks called calls named thank thanked met saw visited rang phoned emailed knows reminded signed"
)
BEFORE_TWO = {("spoke", "to"), ("spoke", "with"), ("speak", "to"), ("talk", "to"), ("talked", "to"), ("signed", "by")} | {
    ("according", "to"), ("views", "of"), ("name", "is"), ("chaired", "by"), ("written", "by"), ("reviewed", "by"),
    ("contact", "with"), ("minutes", "by"), ("told", "by"), ("work", "by"), ("work", "with"), ("from", "to"),
}  # fmt: skip
#: What somebody does, and hardly ever a thing.
DOES = _words(
    "said says told tells wants wanted likes liked loves feels felt goes went lives lived knows knew thinks disclosed attends"
    " attended speaks spoke hits hit cried asked asks wishes plays chose refused denied disputes misses plans himself herself"
    " hopes enjoys struggles smiled reported explained wrote rang shouted ran absconded engages self-harms would"
)
IS = _words(
    "is was has had will does did can cannot needs isn't wasn't doesn't hasn't won't couldn't could should"
)
#: What a person is, and a record is not: X is missing, X was weighed.
STATES = _words(
    "doing missing excluded arrested weighed interviewed scared seen aged years one two three four five six seven eight nine ten"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
)
#: Nobody's by themselves, and surnames behind a first name or a title.
SURNAMES = _words(
    "park church hall wood field fields bridge long street lane young west north black white english french welsh scott day castle"
    " close great head law moss spring case page king best read"
)
#: Everyday words, places and months that are first names too: names only by what stands around them.
BOTH = _words(
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
TIMES = _words("may april june august summer autumn hope charity trinity justice")
#: Nobody's name, however it is written; a run of capitals that holds one is no name.
NOBODY = _words("""
monday tuesday wednesday thursday friday saturday sunday january february march july september october november december
christmas easter ramadan eid diwali hanukkah spring winter weekly monthly daily termly annual
act adult agency area assessment authority board british care case centre children childrens children's child's city clinic
college community conference council court county criminal danger department deputy designated director disability discussion
distance draft duty early education emergency english evidence evening executive exploitation families family family's first
formal foster framework front full gateway general graded grade great group guidance health help high home hospital house
housing hub immediate impact independent infirmary information initial inspector justice key kinship last late law
lead leaving legal line list local looked long manager's meeting mental met minutes missing named national neglect newborn no
north not number nursery ofsted order organisation other our outcome outreach panel parent parents park partly
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
""") | ROLES | TITLES | _words("good outstanding inadequate")  # fmt: skip
#: What sort a school is, and what stands before the word without being its name.
SCHOOLS = _words(
    "primary infant infants junior high upper middle first grammar nursery school academy college and of the mainstream boarding"
    " free sixth form further state private faith forest church catholic rc ce c e community previous current former same any"
    " alternative provision military medical attends goes started starts leaves joined transferred enrolled on-roll art technical"
    " after back breakfast summer night drama dance stage training teacher governor governors pupil referral allocation attendance"
    ""
)
SHORT = _words(
    "ac ad ae al am bs cc ce ch cp cq cv dm dv ed eh er eu fc fm gp ha hr ht hv id ie im it iv js la lp ls mh nb no"
    " of oh ok pa pc pe pm pp ps qa rd rp sa se sn st sw tm tv uk us vs wt yo yp i a dc ds di dt em ec go he me my be by do if in is"
    " on or so to up we an as at"
)
#: A letter behind these stands for nobody's name: child A, list B.
LETTERED = _words(
    "child sibling parent adult list annex vitamin section part family person carer worker school hepatitis"
)
#: Surnames that are everyday words, so that they are not learnt.
EVERYDAY = _words(
    "brown green gray grey baker cook potter bishop price little small bush gold silver ball hill lake fisher butler shepherd short"
    " sharp power love house parish walker barber painter garden winter day night none unknown allocated unallocated"
)
