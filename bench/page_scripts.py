"""Pages in another script: each Latin letter of their text exchanged for one of Arabic or Cyrillic.

Pages in Arabic and Russian that people annotated are few. These say whether finding the text of a page rests on its
letters at all: mark-up, lengths and punctuation stay, words become words of another script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bench.page_cases import Case
from corpus.readers.encodings import decode
from corpus.readers.language import language_of

_LATIN = "abcdefghijklmnopqrstuvwxyz"
SCRIPTS = {
    "as it is": _LATIN,
    "in Arabic letters": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
    "in Cyrillic letters": "абвгдежзийклмнопрстуфхцчшщ",
}
"""What stands for a to z."""


def in_script(cases: list[Case], letters: str) -> Iterator[Case]:
    """The English pages whose whole body is known, in other letters; titles, dates and authors are not asked for."""
    small = dict(zip(_LATIN, letters, strict=True))
    exchanged = str.maketrans(small | {char.upper(): other.upper() for char, other in small.items()})
    for case in cases:
        if case.text and language_of(case.text) == "en":
            page = _page(decode(case.data).text, exchanged)
            text = case.text.translate(exchanged)
            yield replace(case, data=page, text=text, title="", date="", authors=())


def _page(page: str, exchanged: Mapping[int, str]) -> bytes:
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style") and element.text:
            element.text = element.text.translate(exchanged)
        if element.tail:
            element.tail = element.tail.translate(exchanged)
    written: bytes = etree.tostring(tree, encoding="utf-8", method="html")
    return written
