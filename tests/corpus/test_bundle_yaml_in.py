"""Reading YAML from strangers: nodes with their lines, or a refusal with its line, in little memory."""

from __future__ import annotations

import io
import re
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.bundle import yaml_in
from corpus.bundle.yaml_in import Entry, Fields, Items, Node, Scalar, entries
from corpus.errors import BundleError

FAST = pytest.mark.parametrize("fast", [True, False], ids=["C", "Python"])


def read(text: str | bytes, *, fast: bool = True) -> list[Entry]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(entries(io.BytesIO(data), fast=fast))


def outcome(data: bytes, *, fast: bool) -> Any:
    """The values without their lines, or the error."""
    try:
        return [(entry.section, entry.index, bare(entry.node)) for entry in read(data, fast=fast)]
    except BundleError as error:
        return error


def bare(node: Node) -> Any:
    if isinstance(node, Scalar):
        return (node.text, node.plain)
    if isinstance(node, Items):
        return [bare(each) for each in node.items]
    return {name: bare(inner) for name, (_, inner) in node.fields.items()}


@FAST
def test_entries_come_one_by_one_with_their_lines(fast: bool) -> None:
    found = read("a: 1\nlist:\n- x\n-\n  y: 'no'\nempty: []\n", fast=fast)
    assert [(each.section, each.index, each.line) for each in found] == [
        ("a", 0, 1),
        ("list", 1, 3),
        ("list", 2, 5),
        ("empty", 0, 6),
    ]
    assert found[0].node == Scalar(1, "1", plain=True)
    assert found[2].node == Fields(5, {"y": (5, Scalar(5, "no", plain=False))})


REFUSED = {
    "": (1, "nothing in it"),
    "# only a comment\n": (1, "nothing in it"),
    "- a\n": (1, "begins with the line"),
    "text\n": (1, "begins with the line"),
    "a: 1\n---\nb: 2\n": (2, "second one"),
    "a: 1\nb: &x 2\n": (2, "anchors"),
    "a: &x [1]\n": (1, "anchors"),
    "&x a: 1\n": (1, "anchors"),
    "a: 1\nb: *x\n": (2, "aliases"),
    "a:\n- *x\n": (2, "aliases"),
    "a: !!python/name:os.system\n": (1, "tags"),
    "a: !mine {b: c}\n": (1, "tags"),
    "a:\n  <<: {b: c}\n": (2, "merge keys"),
    "a:\n  b: 1\n  c: 2\n  b: 3\n": (4, "twice"),
    "a: 1\na: 2\n": (2, "twice"),
    "a: {b: 1, 'b': 2}\n": (1, "twice"),
    "? [a]\n: 1\n": (1, "a key is a word"),
    "a: [1\nb: 2\n": (2, "not valid YAML"),
    'a: "\\q"\n': (1, "not valid YAML"),
    'x: 1\na: "\\ud800"\n': (2, ""),
    'a: "\\U00110000"\n': (0, "not valid YAML"),
    "a: 1\nb: \x1b[31m\n": (2, "U+001B"),
    "a: 1\nb: c\u2028d\n": (2, "U+2028"),
    "a: 1\nb: \ufeffc\n": (2, "U+FEFF"),
    "a: " + "[" * 100 + "]" * 100 + "\n": (1, "nest deeper"),
    "a: " + "{b: " * 40 + "}" * 40 + "\n": (1, "nest deeper"),
    "? " + "k" * 2000 + "\n: 1\n": (1, "1,000 characters"),
}


@FAST
@pytest.mark.parametrize(("text", "line", "says"), [(text, *told) for text, told in REFUSED.items()])
def test_what_a_bundle_never_has_is_refused_with_its_line(text: str, line: int, says: str, fast: bool) -> None:
    with pytest.raises(BundleError) as refused:
        read(text, fast=fast)
    assert says.lower() in refused.value.summary.lower()
    assert not line or refused.value.line == line


def test_a_field_is_named_by_its_place() -> None:
    with pytest.raises(BundleError) as refused:
        read("a:\n- b: 1\n- c:\n    d:\n    - e: 1\n      e: 2\n")
    assert refused.value.field == "a[2].c.d[1].e"


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a: 1\nb: \xff\n", 2), ("a: 1\n".encode("utf-16"), 0), (b"a: 1\nb: \xe2\x80", 2)],
)
def test_other_encodings_are_refused(data: bytes, line: int) -> None:
    with pytest.raises(BundleError, match="UTF") as refused:
        read(data)
    assert refused.value.line == line


def test_a_byte_order_mark_and_dos_lines_are_read() -> None:
    assert bare(read(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  c\r\n  d\r\n")[1].node) == ("c\nd\n", False)


def test_more_than_fits_an_entry_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_in, "MAX_NODES", 50)
    assert len(read("a:\n" + "- [1, 2, 3]\n" * 100)) == 100
    with pytest.raises(BundleError, match="more than 50 values"):
        read(f"a:\n- [{'1, ' * 60}]\n")
    monkeypatch.setattr(yaml_in, "MAX_CHARS", 300_000)
    assert len(read("a:\n" + f"- {'x' * 1000}\n" * 1000)) == 1000
    with pytest.raises(BundleError, match="more than 300,000 characters"):
        read("a: '" + "x" * 500_000 + "'\n")
    with pytest.raises(BundleError, match="more than 300,000 characters"):
        read("a: 1\n" + "# a comment that never ends\n" * 20_000)


def documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The cases of the YAML test suite, each as its own file, and all hostile files."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield path.name, path.read_bytes()
        if path.parent.name == "src":
            for case in yaml.safe_load(path.read_text(encoding="utf-8")):
                if "yaml" in case:
                    text = re.sub("—*»", "\t", case["yaml"]).replace("␣", " ").replace("←", "\r")
                    text = text.replace("⇔", "\ufeff").replace("↵", "").replace("∎\n", "")
                    yield path.name, text.encode()


def test_real_and_hostile_documents_are_read_or_refused_and_both_parsers_agree(data: Path) -> None:
    trap = Path(tempfile.gettempdir()) / "pwned_by_yaml"
    seen = both = 0
    tracemalloc.start()
    for name, document in documents(data / "F_yaml"):
        fast, slow = outcome(document, fast=True), outcome(document, fast=False)
        seen += 1
        # They differ on where a tab may stand, and then one refuses; what both read, they read alike.
        if not isinstance(fast, BundleError) and not isinstance(slow, BundleError):
            both += 1
            assert fast == slow, name
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen > 300
    assert both > 50
    assert peak < 20_000_000
    assert not trap.exists()
