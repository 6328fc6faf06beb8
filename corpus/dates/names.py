"""The names of months and weekdays in the languages that our readers meet, and the words that stand around a date.

Data only. Abbreviations are listed where no other language gives them another meaning.
"""

from __future__ import annotations

import re
import unicodedata

_MONTHS = """
1 january jan janvier janv enero januar jänner gennaio janeiro januari ocak январь января янв січень січня січ
1 يناير كانون‿الثاني جانفي ژانویه ינואר
2 february feb février fevrier févr febrero februar febbraio fevereiro februari şubat subat
2 февраль февраля фев февр лютий лютого лют
2 فبراير شباط فيفري فوریه פברואר
3 march mar mars marzo märz maerz março maart mart март марта мар березень березня бер
3 مارس آذار مارچ מרץ מרס
4 april apr avril avr abril aprile nisan апрель апреля апр квітень квітня квіт
4 أبريل إبريل نيسان أفريل آوریل אפריל
5 may mai mayo mei maio maggio mayıs mayis май мая травень травня трав
5 مايو أيار ماي מאי
6 june jun juin junio juni giugno junho haziran июнь июня июн червень червня черв
6 يونيو يونية حزيران جوان ژوئن יוני
7 july jul juillet juil julio juli luglio julho temmuz июль июля июл липень липня лип
7 يوليو يولية تموز جويلية ژوئیه יולי
8 august aug août aout agosto augustus ağustos agustos
8 август августа авг серпень серпня серп
8 أغسطس آب أوت غشت اوت אוגוסט
9 september sept sep septembre septiembre settembre setembro eylül eylul
9 сентябрь сентября сен сент вересень вересня вер
9 سبتمبر أيلول شتنبر سپتامبر ספטמבר
10 october oct octobre octubre oktober okt ottobre outubro ekim октябрь октября окт жовтень жовтня жовт
10 أكتوبر تشرين‿الأول اکتبر אוקטובר
11 november nov novembre noviembre novembro kasım kasim ноябрь ноября ноя нояб листопад листопада лист
11 نوفمبر تشرين‿الثاني نونبر نوامبر נובמבר
12 december dec décembre decembre déc diciembre dezember dez dicembre dezembro desember aralık aralik
12 декабрь декабря дек грудень грудня груд
12 ديسمبر كانون‿الأول دجنبر دسامبر דצמבר
"""

_WEEKDAYS = """
monday mon lundi lunes montag pazartesi понедельник понеділок الاثنين الإثنين دوشنبه
tuesday tue tues mardi martes dienstag salı вторник вівторок الثلاثاء سه‌شنبه
wednesday wed weds mercredi miércoles miercoles mittwoch çarşamba среда середа الأربعاء چهارشنبه
thursday thu thur thurs jeudi jueves donnerstag perşembe четверг четвер الخميس پنجشنبه
friday fri vendredi viernes freitag cuma пятница п'ятниця الجمعة
saturday sat samedi sábado samstag cumartesi суббота субота السبت شنبه
sunday sun dimanche domingo sonntag pazar воскресенье неділя الأحد یکشنبه
"""

_AROUND = "of the de del le den am on st nd rd th er г г. гг. г.) год года р. року يوم في عام سنة م ה"

_ARABIC_NOISE = re.compile("[\u064b-\u065f\u0640\u200c-\u200f]")
_ARABIC_LETTERS = str.maketrans("أإآىیکة", "اااييكه")


def fold_name(word: str) -> str:
    """A month's or weekday's name as the tables here hold it: without case, accents of Arabic and a final stop."""
    word = unicodedata.normalize("NFC", word).casefold().rstrip(".").replace("ё", "е").replace("i̇", "i")
    if word.isascii():
        return word
    word = re.sub("[\u064b-\u065f\u0640\u200c-\u200f]", "", word)
    return word.translate(str.maketrans("أإآىیکة", "ااايیكه")).replace("ی", "ي")


ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Their names as our own messages write them, whatever the locale; January is 0."""


def _table(lines: str) -> list[list[str]]:
    return [line.split() for line in lines.strip().splitlines()]


MONTHS: dict[str, int] = {
    fold_name(name.replace("‿", " ")): int(number) for number, *names in _table(_MONTHS) for name in names
}
"""Folded name to number; two-word names have a space."""

WEEKDAYS: dict[str, int] = {fold_name(name): n for n, names in enumerate(_table(_WEEKDAYS)) for name in names}
"""Folded name to number, Monday is 0."""

AROUND: frozenset[str] = frozenset(fold_name(word) for word in _AROUND.split())
"""Folded words that may stand in a date without meaning anything."""
