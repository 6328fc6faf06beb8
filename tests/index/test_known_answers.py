"""A small archive written by hand in three scripts, and the right answer to each of a few hundred queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from index import Index
from tests.index.fakes import FakeArchive, FakeEntry


def entry(n: int, title: str, text: str, day: str = "", *, outlet: str = "", tags: str = "", **more: Any) -> FakeEntry:
    when = date.fromisoformat(day) if day else None
    return FakeEntry(n, title, text, outlet=outlet, day=when, tags=tuple(tags.split()), **more)


ARCHIVE = (
    entry(
        1,
        "Landmine hits patrol near Telmar",
        "A landmine wounded three soldiers of the al-Noor Brigade on Monday.",
        "2021-03-01",
        outlet="Karsan Daily",
        tags="mine harm/wounded",
        language="en",
        path="2021/03/landmine.txt",
    ),
    entry(
        2,
        "Ambulances stopped at checkpoint",
        "Guards at the Orsha checkpoint stopped two ambulances. The al Noor brigade’s fighters came back with mortars.",
        "2021-03-02",
        outlet="Karsan Daily",
        tags="checkpoint",
        language="en",
        author="Mira Dov",
        path="2021/03/a.txt",
    ),
    entry(
        3,
        "AlNoor men attack Orsha",
        "Fighters attacked the checkpoint; four guards were killed, others were attacking still.",
        "2021-03-02",
        outlet="Valley Voice",
        tags="checkpoint harm/killed",
        language="en",
        path="valley/3.html",
    ),
    entry(
        4,
        "Cease-fire signed in Telmar",
        "The cease-fire between the U.S.-backed army and the militias holds. 1,200 people returned.",
        "2021-04-10",
        outlet="Valley Voice",
        language="en",
    ),
    entry(
        5,
        "Ceasefire broken",
        "The ceasefire was broken at 12:30 when a 23-mm gun fired. The US did not comment. 1200 fled.",
        "2021-04-12",
        outlet="Karsan Daily",
        language="en",
    ),
    entry(
        6,
        "Da'ish cell found",
        "Police found a Daʿish cell. The I.S. denied it; ISIS supporters did not.",
        "2021-05-01",
        outlet="Call Karsan",
        language="en",
    ),
    entry(
        7,
        "Daish claims attack",
        "DAISH claimed the attack of May in Deir Orsha.",
        "2021-05-03",
        outlet="",
        credit="Call Karsan",
        language="en",
    ),
    entry(
        8,
        "Mayor of Łodyń resigns",
        "The mayor, Ms. Müller-Öz, resigned; her café stays open. It is not the Straße that matters.",
        "2020-12-31",
        outlet="Valley Voice",
        language="en",
        author="J.K. Ansel",
    ),
    entry(9, "Undated notice", "Nothing happened. The mines of Telmar are coal mines."),
    entry(
        10,
        "Regime's tents burn",
        "The regime’s tents burned. Regimes come and go.",
        "2021-03-03",
        outlet="Karsan Daily",
    ),
    entry(
        11,
        "لغم يصيب دورية قرب تلمار",
        "أصاب لغمٌ أرضي دورية من لواء النور، وجُرح ثلاثة جنود.",
        "2021-03-01",
        outlet="صوت الوادي",
        tags="mine",
        language="ar",
    ),
    entry(
        12,
        "القوات تغلق المدينة",
        "قالت القوات إنّ المدينة مغلقة. وقوات أخرى وصلت إلى مدينة تلمار بالقوة.",
        "2021-03-05",
        outlet="صوت الوادي",
        language="ar",
    ),
    entry(
        13,
        "الوزير يزور",
        "زار وزير الدفاع المستشفى، والوزير قال إن ٤٥ جريحاً فيه. إدارة المستشفى شكرته.",
        "2021-03-06",
        language="ar",
    ),
    entry(
        14, "مـقـتـل ٤ حراس", "قُتل أربعة حراس على الحاجز يوم ٢٢/٠٦.", "2021-03-02", language="ar", tags="harm/killed"
    ),
    entry(15, "علی در تلمار", "علی به شهر رفت و می‌خواهد برگردد. کودک آمد.", "2021-03-07", language="fa"),
    entry(
        16,
        "Военные заняли город",
        "Военные сообщили, что город Орша занят. Ёлки горели.",
        "2021-03-08",
        outlet="Голос Долины",
        language="ru",
    ),
    entry(
        17,
        "О военных и мэре",
        "Мэр города встретил военных. Елка цела, Русский театр открыт.",
        "2021-03-09",
        outlet="Голос Долины",
        language="ru",
    ),
    entry(
        18,
        "Взрыв у КПП",
        "На КПП «Орша» взорвалась мина; ранены 3 солдата из бригады «ан-Нур».",
        "2021-03-01",
        outlet="Голос Долины",
        tags="mine",
        language="ru",
    ),
    entry(
        19,
        "Mixed: بيان and заявление",
        "The word بيان means statement; по-русски «заявление».",
        "2021-06-01",
        language="en",
    ),
    entry(
        20,
        "Brigade of the north",
        "The north brigade al left; later quds came. Noor is a first name, al is not.",
        "2021-06-02",
    ),
)

CASES = """
# words, case, marks
landmine                            1
LANDMINE                            1
patrol                              1
łodyń                               8
lodyn                               8
LODYN                               8
müller                              8
muller                              8
cafe                                8
café                                8
strasse                             8
straße                              8
is                                  6 8 20
US                                  4 5
u.s.                                4 5
May                                 7
not                                 5 6 8 20
and                                 4 10 19
nowhere                             -
mine                                9
mines                               9
# forms of a word
ambulance                           2
stopping                            2
guard                               2 3
guards                              2 3
attack                              3 7
attacks                             3 7
attacking                           3 7
soldier                             1
militia                             4
regime                              10
regimes                             10
regime's                            10
resign                              8
burning                             10
brigade                             1 2 20
brigade's                           1 2 20
wound                               1
wounds                              1
tents                               10
kill                                3
claim                               7
# forms and quotation marks
"attack"                            3 7
"attacks"                           -
"regimes"                           10
"mine"                              -
"guard"                             -
# compounds
al-noor                             1 2 3
alnoor                              1 3
"al-noor brigade"                   1 2
"al noor brigade"                   1 2
"alnoor brigade"                    1
"noor brigade"                      1 2
cease-fire                          4 5
ceasefire                           4 5
"cease fire"                        4
"cease-fire between"                4
"ceasefire between"                 4
"the ceasefire"                     4 5
"ceasefire was broken"              5
us-backed                           4
"us backed army"                    4
23-mm                               5
23mm                                5
müller-öz                           8
mulleroz                            8
"müller-öz resigned"                8
по-русски                           19
порусски                            19
ан-нур                              18
аннур                               18
# apostrophes and initials
da'ish                              6 7
daish                               6 7
daʿish                              6 7
DA’ISH                              6 7
daishs                              6 7
i.s.                                6 8 20
isis                                6
j.k.                                -
author:j.k.                         8
author:jk                           8
ms                                  8
# numbers
1200                                4 5
1,200                               4 5
1.200                               4 5
12:30                               5
"12 30"                             5
45                                  13
٤٥                                  13
۴۵                                  13
22/06                               14
٢٢/٠٦                               14
4                                   14
٤                                   14
3                                   18
# Arabic
لغم                                 11
لغمٌ                                11
لـغـم                               11
دورية                               11
دوريه                               11
اصاب                                11
أصاب                                11
القوات                              12
قوات                                12
وقوات                               12
المدينة                             12
مدينة                               12
بالمدينة                            12
وزير                                13
الوزير                              13
والوزير                             13
مستشفى                              13
المستشفي                            13
إدارة                               13
اداره                               13
مقتل                                14
حراس                                14
الحراس                              14
حاجز                                14
"لواء النور"                        11
"النور لواء"                        -
"قوات أخرى"                         -
"وقوات أخرى"                        12
تلمار                               11 12 15
# Persian
على                                 14 15
علي                                 14 15
علی                                 14 15
ميخواهد                             15
می‌خواهد                            15
کودک                                15
كودك                                15
بيان                                19
# Cyrillic
военные                             16 17
военный                             16 17
военных                             16 17
"военных"                           17
город                               16 17
города                              16 17
"города"                            17
орша                                16 18
елка                                16 17
ёлка                                16 17
ёлки                                16 17
"елки"                              16
русский                             17 19
русского                            17 19
бригада                             18
мэр                                 17
кпп                                 18
"кпп орша"                          18
заявление                           19
# phrases
"orsha checkpoint"                  2
"checkpoint orsha"                  -
"the checkpoint"                    3
“orsha checkpoint”                  2
«orsha checkpoint»                  2
„orsha checkpoint“                  2
"stopped two ambulances"            2
"stopped ambulances"                -
"of the"                            1 20
"guards the"                        -
"telmar are coal mines"             9
"checkpoint the al noor"            -
# near each other
"stopped ambulances"~1              2
"stopped ambulances"~0              2
"ambulances stopped"~1              2
"guards killed"~1                   3
"guards killed"~0                   -
"guards killed"~2                   3
"killed guards"~1                   3
"north brigade"~0                   20
"brigade north"~0                   20
"brigade north"~2                   20
"noor al"~0                         1 2
"fighters noor"~1                   2
"fighters al-noor"~1                2
"mines mines"~2                     -
"mines mines"~3                     -
"mines mines"~4                     9
"landmine landmine"~99              -
"город орша"~0                      16
"орша город"~0                      16
# beginnings
land*                               1
ambul*                              2
att*                                3 7
al-no*                              1 2 3
"orsha check*"                      2
"al-noor brig*"                     1 2
ceasef*                             4 5
cease-f*                            4 5
мин*                                18
лес*                                -
قو*                                 -
الق*                                12
"stopped two amb*"                  2
# likeness
landmien~1                          1
landmin~1                           1
lendmine~1                          1
landmnie~2                          1
xlandmin~1                          -
xlandmin~2                          1
ambulanse~1                         -
ambulances~1                        2
daesh~1                             6 7
telmer~1                            1 4 9
орща~1                              16 18
القوان~1                            12
title:landmien~1                    1
source:vally~1                      3 4 8
# joining
landmine patrol                     1
landmine AND patrol                 1
landmine ambulance                  -
landmine OR ambulance               1 2
landmine OR ambulance OR mayor      1 2 8
landmine OR stopped mortars         1 2
checkpoint -mortars                 3
checkpoint NOT mortars              3
NOT mortars checkpoint              3
-mortars checkpoint                 3
checkpoint AND NOT mortars          3
checkpoint -"al noor"               3
(landmine OR checkpoint) brigade    1 2
landmine OR (checkpoint brigade)    1 2
-(landmine OR checkpoint) brigade   20
brigade -(north -landmine)          1 2
landmine لغم                        -
landmine OR لغم OR мина             1 11 18
landmine or checkpoint              -
checkpoint and                      -
daish -isis                         7
-the telmar                         -
orsha -the                          -
* -tag:mine -the                    12 13 14 15 16 17
NOT NOT landmine                    1
# fields
title:landmine                      1
title:checkpoint                    2
title:orsha                         3
title:telmar                        1 4
title:(telmar patrol)               1
title:(telmar OR orsha)             1 3 4
title:"cease-fire signed"           4
title:ceasefire                     4 5
title:attacking                     3 7
title:att*                          3 7
-title:telmar telmar                9
source:karsan                       1 2 5 6 7 10
source:"karsan daily"               1 2 5 10
source:call                         6 7
source:"daily call"                 -
source:daily telmar                 1
source:الوادي                       11 12
source:голос                        16 17 18
source:вал*                         -
source:kars*                        1 2 5 6 7 10
author:mira                         2
author:"mira dov"                   2
author:dov -mortars                 -
path:landmine                       1
path:2021/03                        1 2
path:html                           3
path:valley                         3
lang:ar                             11 12 13 14
lang:ru OR lang:fa                  15 16 17 18
lang:en telmar                      1 4
daily                               -
dov                                 -
# tags, dates, ids
tag:mine                            1 11 18
tag:harm                            1 3 14
tag:harm/killed                     3 14
tag:har                             -
tag:har*                            1 3 14
tag:checkpoint -tag:harm            2
tag:mine -lang:en                   11 18
tag:(mine OR checkpoint) wounded    1
TAG:mine landmine                   1
published:2021-03-01                1 11 18
published:2021-03 lang:en           1 2 3
published:2020                      8
published:<2021                     8
published:<=2020-12-31              8
published:>2021-05                  19 20
published:>=2021-05-03              7 19 20
published:2021-04-01..2021-04-30    4 5
published:2021-05..                 6 7 19 20
published:..2021-01                 8
date:2021-04                        4 5
after:2021-05-03                    7 19 20
before:2021-01                      8
after:2021-04-01 before:2021-05-01  4 5
published:"april 2021"              4 5
published:yesterday                 20
id:9                                9
id:9 OR id:8                        8 9
-published:1900.. telmar            9
# text that is not syntax
foo:landmine                        -
landmine!                           1
(landmine)                          1
landmine…                           1
"landmine."                         1
 landmine   patrol                  1
landmine & patrol                   1
landmine - patrol                   1
landmine -- patrol                  1
"- landmine -"                      1
🔥landmine🔥                          1
"""


def cases() -> list[tuple[str, list[int]]]:
    found = []
    for line in CASES.splitlines():
        if line.strip() and not line.startswith("#"):
            query, numbers = line[:36].rstrip(), line[36:].split()
            found.append((query, [int(n) for n in numbers if n != "-"]))
    found.append(("\u200flandmine\u200e OR\u202c patrol", [1]))
    return found


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index(FakeArchive(*ARCHIVE), tmp_path_factory.mktemp("index"), today=lambda: date(2021, 6, 3))
    index.catch_up()
    return index


@pytest.mark.parametrize(("query", "expected"), cases())
def test_the_right_answer(index: Index, query: str, expected: list[int]) -> None:
    assert sorted(index.search(query).ns) == expected


def test_there_are_a_few_hundred() -> None:
    assert len(cases()) > 250
