"""Words in names that are more than sounds: articles, family words, qualifiers, numbers, and words for kinds of things.

Tables of our own. A line of KINDS is one kind of thing: what it means, and after the colon how it is written. Words in
Latin are looked up without case, marks and signs; words in Arabic script as `arabic.plain` gives them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.names import arabic
from corpus.names.letters import script

ARTICLE = "^"
FATHER = "AB"
SON = "BN"
SERVANT = "AD"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SONS = _set("ibn bin ben bint بن ابن بنت ибн бин бен")
_FATHERS = _set("abu abou abo abi bu bou aboo ابو ابي ابا абу бу")
_ARTICLES = _set("el al ul il ehl ال аль эль ал ель ул")
_SUN_ARTICLE = re.compile("(?:[aeiu]|eh)(?P<letter>sh|sch|ch|th|dh|[sdrtznlj])")
_CYRILLIC_SUN = re.compile("[аэеу](?P<letter>[шсдртзнджт])")
_LOOSE = _set("ala ela")
_SERVANT = re.compile(r"abd(?P<article>[aeiou](?:l|([rsnztd])(?=\2)|[rsnztd]$|sh$))?(?P<rest>.*)")

# Which word of a pair of opposites a name carries; two names whose qualifiers differ are seldom one.
_QUALIFIERS = """
east: east eastern oriental orientale sharqi sharki sharqiyah sharqiya sharqiyeh sharkieh charqi charki charqiyah
east: charkiyah charqiyeh cherkieh cherki echcharqi sharqiyyah sharghi
east: شرقي شرقيه شرق восточный восточная восточное восточнои восточного вост
west: west western occidental occidentale gharbi gharbiyah gharbiya gharbiyeh gharbieh rharbi rharbiyah gharbiyyah
west: rarbi
west: غربي غربيه غرب западный западная западное западной западного
north: north northern nord shamali shamaliyah shamaliya shamaliyeh chamali chamaliyah chamaliyeh shimali shimaliyah
north: shemali bahri bahriyah
north: شمالي شماليه شمال северный северная северное северной северного
south: south southern sud janubi janubiyah janubiya janubiyeh jenoubi jenubi janoubi janoubiyeh janoubieh qibli
south: qibliyah
south: جنوبي جنوبيه جنوب южный южная южное южной южного
upper: upper haut haute superieur superieure fawqani fawqa fouqa foqa fauqa fuqani fawqaniyah fauqani fouqani foqani
upper: ulya uliya aliya oulia alya faouqa fawka fouka foka fawqiyah
upper: فوقاني فوقانيه فوقا فوقه عليا верхний верхняя верхнее верхней верхнего
lower: lower bas basse inferieur inferieure tahtani tahta tahtaniyah tahtaniya sufla soufla sofla sifla tahtiyah
lower: tahtaniyeh
lower: تحتاني تحتانيه تحتا سفلي سفله нижний нижняя нижнее нижней нижнего
great: great greater grand grande big large kabir kabirah kabira kebir kabeer kebira kebireh kabireh kubra koubra
great: akbar
great: كبير كبيره كبري اكبر большой большая большое большой большого великий великая великое
small: small little petit petite lesser saghir saghira saghirah seghir sghir zghir saghireh seghira sughra soughra
small: asghar rhir
small: صغير صغيره صغري اصغر малый малая малое малой малого
new: new nouveau nouvelle jadid jadidah jadida jdid jedid jadideh jedida
new: جديد جديده новый новая новое новой нового
old: old ancien ancienne vieux qadim qadimah qadima kadim kadima qadimeh atiq atiqah
old: قديم قديمه عتيق عتيقه старый старая старое старой старого
middle: middle central centre centrale wusta wosta wasta ousta awsat wastani wastaniyah
middle: وسطي وسطه اوسط وسطاني центральный центральная центральное средний средняя среднее
"""

# Words that say what sort of unit a place is for an administration: a name is the same without them.
_OFFICES = _set(
    """
    city town village district subdistrict governorate province municipality nahiyat nahiya nahiyah nahia qada
    qadha caza kaza muhafazat mohafazat mohafaza markaz madinat medinat madinah qaryat qarya kariat qariat hayy
    hayyu hay mudiriyat baladiyat baladiyet sha'biyat shabiyat wilayat wilaya ville gorod stadt ciudad prefecture
    gouvernorat commune nahiye ilce distrikt nahyt qda' mhafzt mdynt qryt hy mdyryt bldyt sh'byt wlayt mrkz mntqt
    ناحيه قضاء قضا محافظه
    مدينه قريه حي مديريه بلديه ولايه شعبيه مركز منطقه شهر شهرستان город деревня село район провинция
    """
)

_NUMBERS = """
1: 1st first awwal ula oula اول اولي первый первая первое первой первого
2: 2nd second ii thani thaniya thaniyah thaniyeh ثاني ثانيه второй вторая второе второго
3: 3rd third iii thalith thalitha thalithah ثالث ثالثه третий третья третье третьей третьего
4: 4th fourth iv رابع رابعه четвертый четвертая четвертого четвертой
5: 5th fifth خامس خامسه пятый пятая пятого пятой
6: 6th sixth vi sadis sadisa سادس سادسه шестой шестая шестого
7: 7th seventh vii sabi' sabi'a sabi سابع سابعه седьмой седьмая седьмого
8: 8th eighth viii thamin thamina ثامن ثامنه восьмой восьмая восьмого
9: 9th ninth ix tasi' tasi'a تاسع تاسعه девятый девятая девятого
10: 10th tenth ashir عاشر عاشره десятый десятая десятого
11: 11th eleventh
12: 12th twelfth
"""

KINDS = """
brigade, a unit of some hundreds or thousands of fighters: brigade liwa liwaa liwa' lewa لواء لوا бригада бригады
brigade, a unit of some hundreds or thousands of fighters: brigada
brigades, several of them: brigades alwiya alwiyah alwiyat الويه ألوية
battalion, a unit of some hundreds: battalion katiba katibat katibah katiba كتيبه батальон bataillon
battalions, an armed wing that calls itself so: battalions kataib kata'ib kataeb katayib katibeh kata'eb katai'b كتائب
battalions, an armed wing that calls itself so: كتايب батальоны
army, the largest formation: army jaysh jaish jeish gaish geish djeich jaych جيش армия armee
division, several brigades: division firqa firqat ferqa firqah فرقه дивизия
regiment, less than a brigade: regiment fawj foj fauj فوج полк
company, some dozens of fighters: company sariya sariyat سريه рота
companies, an armed wing that calls itself so: companies saraya seraya سرايا سرايه
corps, several divisions: corps faylaq failaq feylaq فيلق корпус
front, an alliance under one command: front jabhat jabha jabhah jebha gabhat djabhat جبهه фронт
movement, a political or armed current: movement harakat haraka harakah harakah حركه движение mouvement
party, a political organisation: party hizb hezb hizbu hezbu حزب партия parti
forces, armed people of several units: forces quwat quwwat qouwat kuwat قوات силы
guard, those who guard: guard guards haras حرس гвардия garde
shield, a defence force: shield dir' dira dera درع щит
union, a merger of groups: union ittihad itihad اتحاد союз
gathering, a loose merger: gathering tajammu tajamu tajammu' تجمع
council, people who decide together: council majlis مجلس совет conseil
committee, people charged with a task: committee committees lajnat lijan lajna لجنه لجان комитет
militia, an armed group that is no army: militia milishia milishiyat ميليشيا مليشيا
group, people together: group jama'at jamaat jama'a jamaa majmu'at majmuat جماعه مجموعه группа группировка groupe
hill, a hill, often of ruins: hill tell tall tel tal tall تل телль тель
mountain, a mountain or range: mountain mount mt mont jabal jebel jabel djebel gebel gabal جبل гора джебель джабаль
river, running water: river nahr نهر река нахр fleuve
valley, a valley or dry river: valley wadi oued wady ouadi وادي вади долина
spring, where water comes out: spring ayn ain 'ayn ein aïn عين айн
ruin, ruins or a hamlet at them: ruin ruins khirbat khirbet kherbet khurbat khirbah khirba kharbat خربه хирбет
castle, a castle: castle citadel qal'at qalat qalaat qalaa قلعه крепость
bridge, a bridge: bridge jisr jisir jiser جسر мост
camp, where displaced people or soldiers live: camp mukhayyam mukhayam mokhayam makhayam مخيم лагерь
port, where ships land: port mina mina' marfa ميناء مينا مرفا порт
monastery, a monastery: monastery монастырь
island, land in water: island jazirat jazira جزيره остров
checkpoint, where people are stopped: checkpoint hajiz حاجز блокпост
airport, where aircraft land: airport airbase matar مطار аэропорт
hospital, where people are treated: hospital mustashfa mashfa مستشفي مشفي больница госпиталь
mosque, where Muslims pray: mosque masjid jami' jami مسجد جامع мечеть
university, where people study: university jami'at jamiat جامعه университет
"""
"""Kinds of units, groups and places: two names with words of one kind may differ in how they write it."""

_GROUP_KINDS = (
    "brigade brigades battalion battalions army division regiment company companies corps front movement party forces "
    "guard shield union gathering council committee militia group"
)
GROUPS = frozenset(_GROUP_KINDS.split())
"""The kinds that are units or groups of people; families of such share every other word."""

_CANONICAL = {
    "hill": "tall",
    "mountain": "jabal",
    "river": "nahr",
    "valley": "wadi",
    "spring": "'ain",
    "ruin": "khirbat",
    "castle": "qal'at",
    "bridge": "jisr",
    "camp": "mukhayyam",
    "port": "mina'",
    "island": "jazirat",
}
"""How a kind of place sounds in Arabic, which is read in place of its translation."""


def _table(lines: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        key, _, words = line.partition(":")
        for word in words.split():
            if "_" not in word:
                found.setdefault(_key(word), key.partition(",")[0])
    return found


def _key(word: str) -> str:
    """A word as it is looked up."""
    return (
        arabic.plain(word).replace("ة", "ه")
        if script(word) == "arabic"
        else word.lower().replace("'", "").replace("ё", "е")
    )


_QUALIFIER_OF = _table(_QUALIFIERS)
_NUMBER_OF = _table(_NUMBERS)
_KIND_OF = _table(KINDS)
_OFFICE_KEYS = frozenset(map(_key, _OFFICES))


@lru_cache(maxsize=65536)
def qualifier(word: str) -> str:
    """Which qualifier a word is; "" if none."""
    return _QUALIFIER_OF.get(_key(word), "")


@lru_cache(maxsize=65536)
def kind(word: str) -> str:
    """Which kind of unit, group or place a word means; "" if none."""
    return _KIND_OF.get(_key(word), "")


def spoken(kind: str) -> str:
    """How a kind of place is said in Arabic, in Latin letters; "" if it is none."""
    return _CANONICAL.get(kind, "")


@lru_cache(maxsize=65536)
def number(word: str) -> str:
    """The number that digits or an ordinal stand for; "" if none."""
    if word.isdecimal():
        return str(int(word))
    return _NUMBER_OF.get(_key(word), "")


def is_office(word: str) -> bool:
    """Whether a word says what a place is for an administration."""
    return _key(word) in _OFFICE_KEYS


def function(word: str, following: str) -> str:
    """The unit of a word that is no name by itself: the article, son of, father of; "" for other words."""
    if word in _SONS:
        return SON
    if word in _FATHERS and following:
        return FATHER
    if not following:
        return ""
    word = word.strip("'")
    if word in _ARTICLES:
        return ARTICLE
    found = _SUN_ARTICLE.fullmatch(word) or _CYRILLIC_SUN.fullmatch(word)
    return ARTICLE if found and following.startswith(found["letter"]) else ""


def may_be_article(word: str) -> bool:
    """Whether a word, with another after it, may be the article as it is written after languages without final l."""
    return word in _LOOSE


def servant(word: str) -> tuple[bool, str]:
    """Whether a word is "servant of" or begins so, and what follows it within the word, without the article."""
    if script(word) == "arabic":
        rest = word.removeprefix("عبد")
        return (rest != word and (not rest or rest.startswith("ال"))), rest.removeprefix("ال")
    if script(word) == "cyrillic":
        found = re.fullmatch("абд(?:[аэеуо]?[льрснзтд]+-?)?(?P<rest>.*)", word)
        return (bool(found) and word in ("абд", "абдул", "абдель", "абдуль", "абдэль")), ""
    if word in ("abdallah", "abdullah", "abdalla", "abdulla", "abdellah", "abdoullah", "abdullahi"):
        return True, "lah"
    found = _SERVANT.fullmatch(word)
    if not found:
        return False, ""
    rest = found["rest"]
    return (not rest or (len(rest) > 2 and bool(found["article"]))), rest


@lru_cache(maxsize=65536)
def without_article(word: str) -> str:
    """What is left of a word that may begin with an article written together with it; "" if it cannot."""
    if script(word) == "arabic":
        return word[2:] if word.startswith("ال") and len(word) > 4 else ""
    if re.match("(?:al|el)[bcdfghjkmnpqrstwxyz']", word) and len(word) > 4:
        return word[2:]
    if re.match(r"[ae](sh|ch|th|dh)\1", word) and len(word) > 5:
        return word[3:]
    if re.match(r"[ae]([sdrtznl])\1", word) and len(word) > 4:
        return word[2:]
    return ""


TITLES = _set(
    """
    president vice minister prime king queen prince sheikh sheik shaykh imam sayyid sayed dr doctor prof
    professor mr mrs ms gen general maj major col colonel lt lieutenant capt captain brig brigadier sgt sergeant
    cpl corporal commander leader spokesman spokesperson spokeswoman chief judge governor mayor ambassador envoy
    secretary journalist activist engineer الرئيس الشيخ الدكتور العقيد العميد اللواء النقيب الملازم القائد
    الناطق المتحدث السيد المهندس الصحفي президент генерал полковник майор капитан министр шейх доктор командир
    """
)
"""Words before a person's name that are no part of it."""
