"""The names that stand in a text: runs of capitalised words, quoted names, and in Arabic what follows a cue word.

Languages with capitals show their names; Arabic does not, so only phrases after words such as "city" or "brigade"
count, besides the names that records have. What is collected is the text as written. Nothing here reads an archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.names.words import TITLES

LONGEST = 60
"""The longest name that is collected, in characters."""

_MOST_WORDS = 6


def _words(words: str) -> list[str]:
    return words.split()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_APOSTROPHE = "'\u2018\u2019\u02bb\u02bc\u02be\u02bf`"
_UPPER = (
    "A-Z\u00c0-\u00d6\u00d8-"
    "\u00de\u0100\u0106\u010c\u010e\u0110\u0112\u0118\u011a\u011e\u0120\u0122\u0126\u012a\u0130\u0139\u013d\u0141"
    "\u0143\u0147\u0150\u0158\u015a\u015e\u0160\u0162\u0164\u016a\u016e\u0170\u0178\u0179\u017b\u017d\u1e0c\u1e24"
    "\u1e28\u1e6c\u1e92\u0410-\u042f\u0401\u0404\u0406\u0407\u0490"
)
_LETTER = "[^\\W\\d_]"
_WORD = f"(?:[{_APOSTROPHE}]?[{_UPPER}](?:{_LETTER}|[{_APOSTROPHE}](?={_LETTER}))*)"
_SMALL = (
    "(?:al|el|ul|as|ash|ad|ar|at|az|an|es|esh|ez|ed|er|et|en|ech|ibn|bin|ben|bint|abu|abou|de|du|des|van|von|of|the"
    "|эль|аль|ан|ад|ар|ас|аш|эз|эш|ибн|бин|абу|бен)"
)
_NUMBER = r"(?:\d{1,3}(?:st|nd|rd|th))"
_JOIN = r"(?:[ \u00a0]|[-\u2010\u2011])"
_RUN = re.compile(
    f"(?<![\\w-])(?:(?:al|el|as|ash|ad|ar|at|az|an|es|ez)[- ](?=[{_UPPER}{_APOSTROPHE}])|{_NUMBER} (?=[{_UPPER}]))?"
    f"{_WORD}(?:{_JOIN}(?:{_SMALL}{_JOIN}){{0,2}}(?:{_NUMBER}{_JOIN})?(?:{_WORD}|{_SMALL}(?=-)))*"
)
_QUOTED = re.compile(
    '[\u201c\u00ab\u2018"]([^\u201c\u201d\u00ab\u00bb\u2018\u2019"\n.,;:!?]{3,40})[\u201d\u00bb\u2019"]'
)

# After these words an Arabic text names something; a name is up to three words long.
_CUES = _words(
    "مدينة بلدة قرية حي ناحية محافظة بلدية منطقة مخيم مطار معبر حاجز جسر جبل وادي تل نهر قضاء ريف بلدتي مدينتي قريتي "
    "لواء كتيبة كتائب فصيل حركة حزب جبهة جيش فيلق فرقة سرايا تنظيم ميليشيا مليشيا جماعة قوات وكالة شبكة مرصد "
    "القائد العقيد العميد اللواء النقيب الملازم الرئيس الشيخ الدكتور الصحفي الناطق المتحدث"
)
_KEPT_CUES = _set("لواء كتيبة كتائب حركة حزب جبهة جيش فيلق فرقة سرايا جبل وادي تل نهر جسر مخيم مطار قوات")
_ARABIC_WORD = "[\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670-\u06d3]+"
_OF = re.compile(" of (?:the )?")

# The sign that opens a quotation, where it cannot be an ayn: before a consonant.
_OPENED = re.compile("^[\u2018'](?![AEIOU])")
_ARABIC = re.compile("[\u0621-\u064a]")
_AFTER_CUE = re.compile(
    f"(?<![\u0621-\u064a])(?:[وفبل])?({'|'.join(_CUES)}) (?=({_ARABIC_WORD}(?: {_ARABIC_WORD}){{0,2}}))"
)
_BEGINNINGS = _set("عين دير تل أم ام ابو أبو بني رأس كفر عبد بن خان وادي جبل")
_ARABIC_STOP = _set(
    "في من إلى الى على عن مع أن ان التي الذي الذين بعد قبل خلال بين حيث كما قد لا ما لم لن هو هي هذا هذه ذلك تلك كان "
    "كانت وقد ثم او أو بعض كل جميع أحد احد ضد عند تحت فوق داخل خارج شمال جنوب شرق غرب قرب وسط منذ حتى قال قالت أعلن "
    "اعلن التابعة التابع السورية السوري العراقية العراقي المسلحة المسلح صباح مساء اليوم أمس امس"
)

# Capitalised for another reason than being a name: at the beginning of a sentence or as days, months and titles.
_STOP = _set(
    """
    a an the this that these those there here he she it we they you i his her its our their your my him them us
    who what when where why how which whose and or but nor for so yet if as at by in of on to up with from into
    onto over under after before during since until while although though because however meanwhile moreover
    also then thus therefore still even only just not no yes all any some many most more much few several each
    every both either neither other another such same own one two three four five six seven eight nine ten
    hundreds thousands dozens is are was were be been being has have had do does did will would can could may
    might must shall should said says according about against among between through monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november
    december today yesterday tomorrow tonight mr mrs ms dr according despite earlier later last next first
    second photo source update read share image video caption editor copyright once now never maybe perhaps
    instead в на и но а с по из за от до при для как что это этот он она они мы вы его ее их там тут здесь так
    также однако после во время если когда где кто все всё по-прежнему понедельник вторник среда четверг пятница
    суббота воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    сегодня вчера завтра
    """
)
_SENTENCE_ENDS = frozenset(".!?:\n\u2026\u061f")
_SMALL_SET = frozenset(_SMALL.strip("(?:)").split("|"))


def names(title: str, text: str) -> set[str]:
    """The distinct names in an article, as written.

    A headline in capitals throughout, or with a capital to every word, shows nothing and is left out.
    """
    found = set(_quoted(text))
    found.update(_capitalised(text))
    found.update(_after_cues(text))
    if not _all_capitals(title):
        found.update(_capitalised(title))
        found.update(_after_cues(title))
    return found


def _all_capitals(title: str) -> bool:
    words = [word for word in title.split() if len(word) > 3]
    return not words or sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        name = match[1].strip()
        if name[:1].isupper() and name.count(" ") < 4:
            yield name


def _capitalised(text: str) -> Iterator[str]:
    """Runs of capitalised words, without words that stand capitalised for another reason."""
    for match in _RUN.finditer(text):
        run = match.group()
        words = run.split()
        while words and words[0].lower() in _STOP:
            words = words[1:]
        while words and (words[-1].lower() in _STOP or words[-1].lower() in _SMALL_SET):
            words = words[:-1]
        while len(words) > 1 and words[0].lower().rstrip(".") in TITLES:
            words = words[1:]
        if not words or len(words) > _MOST_WORDS:
            continue
        name = _OPENED.sub("", " ".join(words).rstrip("'\u2019"))
        if name.endswith(("'s", "\u2019s")):
            name = name[:-2]
        if len(words) == 1 and (
            len(name) < 3 or (name.isupper() and len(name) > 7) or _begins_sentence(text, match.start())
        ):
            continue
        if len(name) <= LONGEST:
            yield name
            tail = _OF.split(name)[-1]
            if tail != name and (" " in tail or "-" in tail or _begins_sentence(text, match.start())):
                yield tail


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins here: then a capital says nothing."""
    before = text[max(0, at - 3) : at].rstrip(" \t\"'\u201c\u2018\u00ab(")
    return not before or before[-1] in _SENTENCE_ENDS


def _after_cues(text: str) -> Iterator[str]:
    """What Arabic cue words name; a cue that is a part of the name stays with it."""
    if not _ARABIC.search(text):
        return
    for match in _AFTER_CUE.finditer(text):
        words: list[str] = []
        for word in match[2].split():
            if word in _ARABIC_STOP or len(word) < 2 or (words and not _goes_on(match[1], words[-1], word)):
                break
            words.append(word)
        if words and words[0] not in _CUES:
            yield " ".join([match[1], *words] if match[1] in _KEPT_CUES else words)


def _goes_on(cue: str, before: str, word: str) -> bool:
    """Whether an Arabic name goes on with this word."""
    if before in _BEGINNINGS:
        return True
    return cue in _KEPT_CUES and not before.startswith("ال") and word.startswith("ال")


def count(articles: Iterable[tuple[str, str]]) -> dict[str, int]:
    """In how many articles each name stands."""
    found: dict[str, int] = {}
    for title, text in articles:
        for name in names(title, text):
            found[name] = found.get(name, 0) + 1
    return found
