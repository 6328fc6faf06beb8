"""How many files are decoded right, by us and by bare charset-normalizer.

A file is right when its text is that of the encoding that its folder names (without a byte-order mark, with what is not
valid in it as `�`, and whatever stands for control characters beyond ASCII, which pages that say ISO 8859 use for the
typography of Windows); a file that is no text when it is refused. A wrong one is silent when nothing says that
there is a doubt, and against its word when the file's own mark or declaration names another encoding.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.page_cases import Encoded
from corpus.errors import UnreadableArticle
from corpus.readers.encodings import declared_encoding, decode

Decoders = dict[str, dict[str, float]]
"""By decoder: the share that is right, and the numbers of files wrong in silence and against their word."""

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def _dateline(data: bytes) -> tuple[str | None, bool]:
    """The text, None for none, and whether a doubt was said."""
    try:
        found = decode(data)
    except UnreadableArticle:
        return None, True
    return found.text, bool(found.doubt)


def _normalizer(data: bytes) -> tuple[str | None, bool]:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return (None, True) if best is None else (str(best), False)


_DECODERS: dict[str, Callable[[bytes], tuple[str | None, bool]]] = {
    "dateline": _dateline,
    "charset-normalizer": _normalizer,
}


def score_encodings(files: list[Encoded], *, wrong: bool) -> Decoders:
    """Print a table of how files are decoded; gives its figures."""
    print(f"\nencodings: {len(files)} files\n  {'':20} {'right':>8} {'silently wrong':>15} {'against their word':>19}")
    kept: Decoders = {}
    for who, decoder in _DECODERS.items():
        right = silent = against = 0
        for file in files:
            text, doubted = decoder(file.data)
            expected = _expected(file)
            if _same(text, expected):
                right += 1
                continue
            silent += not doubted
            against += not doubted and (file.data.startswith(_MARKS) or bool(declared_encoding(file.data)))
            if wrong and who == "dateline":
                print(f"      {file.name}: {'refused' if text is None else ascii(text[:60])}")
        share = right / len(files) if files else 0.0
        print(f"  {who:20} {share:8.1%} {silent:15} {against:19}")
        kept[who] = {"right": share, "silent": silent, "against": against}
    print("\nbars: ≥ 97 % right, none silently wrong against its word")
    return kept


def _same(text: str | None, expected: str | None) -> bool:
    if text is None or expected is None or len(text) != len(expected):
        return text == expected
    return all(a == b or "\x80" <= b <= "\x9f" for a, b in zip(text, expected, strict=True))


def _expected(file: Encoded) -> str | None:
    if not file.encoding:
        return None
    return file.data.decode(file.encoding, "replace").removeprefix("\ufeff")
