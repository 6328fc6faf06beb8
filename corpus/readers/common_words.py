"""The most common small words of the languages that we tell apart, and letters that only one of them has. Data only."""

from __future__ import annotations

_WORDS: dict[str, str] = {
    "en": "the of and to in that is was for with on by as at from are be has have had not said his he it were"
    " who which but their they this been after an will its or would about when she we you more than one"
    " also into",
    "fr": "le la les des de du et en un une dans que qui est pour par sur au aux avec pas plus ont été sont ce"
    " cette ses il elle ne se son sa mais ou leur leurs selon après entre",
    "es": "el la los las de del y en un una que es por para con no se su sus al lo como más fue ha han este"
    " esta pero según también entre desde cuando sobre ser son o era",
    "de": "der die das und in den von zu mit ist auf für im dem nicht ein eine des sich als auch es an werden"
    " aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur"
    " oder",
    "it": "il la lo gli le di del della dei delle e in un una che è per con non si da sono dal alla al nel"
    " nella più come ha anche suo sua hanno ma stato tra fra",
    "pt": "o a os as de do da dos das e em um uma que é por para com não se no na nos nas ao mais foi pelo pela"
    " como mas são também seu sua entre está à",
    "nl": "de het een en van in is op te dat die voor met zijn niet aan er om ook als bij door naar maar uit"
    " werd wordt hij ze was heeft worden nog over tot",
    "tr": "ve bir bu da de için ile olarak olan çok daha ne gibi kadar sonra var değil ama en o her ise ya mi"
    " mı diye tarafından göre oldu olduğu eden ancak bin üzerine ki",
    "pl": "w i na z do się nie że o jest to po przez od za jak co ale dla są oraz tym był które który ich może"
    " przed jego została został lub tylko już",
    "ro": "și în de la cu pe din a al ale un o care că nu este sunt pentru mai fost prin sau după au cel ce se"
    " lui când între despre",
    "cs": "a v se na je že s z do to o i za po jako ale pro které který by bylo byl jsou od tak při také podle"
    " nebo jeho až již",
    "hu": "a az és hogy nem is egy van volt ez de meg csak már ki mint el még azt lesz vagy szerint után után"
    " ha minden között",
    "sv": "och i att det som en på är av för med till den har inte om ett men var sig så från vi kan hade efter"
    " eller när också under",
    "da": "og i at det er en til på som af for med den har ikke de et om var men sig der fra blev efter ved"
    " også eller mod",
    "no": "og i at det er en til på som av for med den har ikke de et om var men seg fra ble etter ved også"
    " eller mot mellom",
    "fi": "ja on ei että se oli myös mutta hän kun ovat sen kuin joka mukaan sekä tai jo jotka noin ollut vain"
    " vuoden jälkeen",
    "id": "yang di dan dari dengan untuk pada ini itu tidak dalam adalah oleh akan telah ke juga karena sebagai"
    " tersebut para mereka",
    "lt": "ir kad su iš į tai yra bet kaip apie už nuo po taip jo per buvo ne dėl savo jų kai iki bus",
    "lv": "un ir no ar par kas uz ka pēc bet arī tika lai kā pie tas viņš gada līdz nav tiek vai bija",
    "ku": "û li ji bi di ku de yê ya yên ê jî bû hat dike bo wê wî jê ev ew xwe kirin e",
    "so": "iyo oo ka ku in waxaa ayaa uu ah la waa si kale soo kuwa magaalada",
    "ru": "и в не на что с по как из к о у за его от для это так также но был была были он она они после до при"
    " все которые который том со же бы году ее их или во может",
    "uk": "і в не на що з та у до як за про від для це й його є але був була були він вона вони після при які"
    " який також або їх під час через року ще бо",
    "bg": "и на в да се за от не са с че по като е до при това които който след към или още беше през има но между",
    "sr": "и у је на да се за од са су не који које као о из би али до што по након био која или њих због",
    "be": "і ў не на што з да як за па у ад для гэта яго але быў была былі ён яна яны пасля пры якія які таксама або",
    "mk": "и на во да се за од не со дека се како по или беше што кои кој тоа е го ја ги има бил",
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه ما لا كان كانت بعد قال بين قد أو كما لم ذلك حيث إن خلال و"
    " كل قبل عند حتى الى ان غير وقد وفي تم هو هي منذ ضد أنه أنها الذين إنه وكان",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز گفت شد ها شده می ای اند بود دو یا کند وی"
    " هر پس کرده اما پیش",
    "ur": "کے میں کی ہے سے کا اور کو نے پر کہ ہیں اس یہ بھی کر ایک تھا گیا تھے ہو جو نہیں کیا تک ان وہ تھی بعد لئے",
    "ps": "د په او چې له دی کې ته سره هم نه يې وو دا یو څخه دي شوي کړي ده پر خپل هغه شي",
    "ckb": "لە بە کە و بۆ ئەو ئەم لەگەڵ یەک بوو دەکات کرد سەر ئەوەی هەر دوای نێوان دەبێت یان ئێران",
    "hi": "के में की है से का और को ने पर कि हैं इस यह भी कर एक था गया थे हो जो नहीं",
    "el": "και το του η να της με για από την τον οι στο που στην των είναι θα δεν ο τα σε τη",
    "he": "של את על לא זה עם הוא כי גם אל היא אחרי אך בין או כל יותר",
}

WORDS: dict[str, tuple[str, ...]] = {}
"""A word in small letters to the languages that it is common in."""
for _language, _words in _WORDS.items():
    for _word in set(_words.split()):
        WORDS[_word] = (*WORDS.get(_word, ()), _language)

LETTERS: dict[str, str] = {
    "fa": "پچژگ",
    "ur": "ٹڈڑےںھہ",
    "ps": "ښډړېۍځڅټګڼ",
    "ckb": "ڕڵۆێەڤ",
    "uk": "іїєґ",
    "ru": "ыэё",
    "be": "ў",
    "sr": "јљњћђџ",
    "mk": "ѓќѕ",
    "tr": "ığş",
    "de": "ß",
    "pl": "łąęśżź",
    "ro": "țșăâ",
    "cs": "řěů",
    "hu": "őű",
    "lt": "ėįųū",
    "lv": "āēīķļņģ",
}
"""Letters that speak for a language, some for more than one."""

SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bn"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0E00, 0x0E7F, "th"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x1200, 0x137F, "ethiopic"),
    (0x1780, 0x17FF, "km"),
    (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "ko"),
    (0xFB50, 0xFEFC, "arabic"),
)
"""First and last code point, and the script; the language's code where a script has but one that we tell."""

LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    "latin": tuple("en fr es de it pt nl tr pl ro cs hu sv da no fi id lt lv ku so".split()),  # noqa: SIM905
    "cyrillic": ("ru", "uk", "bg", "sr", "be", "mk"),
    "arabic": ("ar", "fa", "ur", "ps", "ckb"),
    "devanagari": ("hi",),
}
"""The languages told apart within a script."""
