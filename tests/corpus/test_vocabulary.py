"""The vocabularies: complete, consistent with each other and with records, and changed by a codebook safely."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.article import CODING_STATES
from corpus.records.definition import DEFINITIONS, Field
from corpus.store.edits import RESTRICTIONS
from corpus.vocabulary import VOCABULARIES, Relation
from corpus.vocabulary.codebook import LARGEST, Codebook, CodebookError, parse, read


def named(fields: tuple[Field, ...]) -> set[str]:
    return {f.vocabulary for f in fields if f.vocabulary} | {v for f in fields for v in named(f.parts)}


def test_every_vocabulary_is_that_of_a_field_and_the_other_way_round() -> None:
    assert {v for d in DEFINITIONS.values() for v in named(d.fields)} == set(VOCABULARIES)


def test_every_term_says_when_to_choose_it_and_shows_a_case() -> None:
    for vocabulary in VOCABULARIES.values():
        for word, term in vocabulary.terms.items():
            assert word == term.word
            assert term.meaning.endswith((".", "?")), word
            assert term.example, word


def test_sub_events_stand_under_events() -> None:
    events = VOCABULARIES["event"]
    assert {term.under for term in VOCABULARIES["sub-event"].terms.values()} == set(events.terms)
    offered = [term.word for term in VOCABULARIES["sub-event"].offered("Riots")]
    assert offered == ["Violent demonstration", "Mob violence"]


def test_actor_kinds_have_the_codes_one_to_eight() -> None:
    assert [term.codes["ACLED"] for term in VOCABULARIES["actor kind"].terms.values()] == list("12345678")


def test_words_that_the_store_knows_are_those_of_the_vocabulary() -> None:
    assert tuple(VOCABULARIES["coding"].terms) == CODING_STATES
    assert tuple(VOCABULARIES["restriction"].terms) == RESTRICTIONS


def test_the_second_list_begins_with_the_founding_case() -> None:
    assert next(iter(VOCABULARIES["second sub-event"].terms)) == "obstruction of medical transport"


def test_relations_read_from_both_ends() -> None:
    relations = [term for term in VOCABULARIES["relation"].terms.values() if isinstance(term, Relation)]
    assert len(relations) == len(VOCABULARIES["relation"].terms)
    words = {relation.word for relation in relations}
    for relation in relations:
        assert relation.symmetric == (relation.inverse == relation.word)
        assert relation.symmetric or relation.inverse not in words
    backs = next(r for r in relations if r.word == "backs")
    assert backs.may_join("actor", "actor")
    assert not backs.may_join("place", "actor")


def test_without_a_codebook_nothing_changes(tmp_path: Path) -> None:
    assert read(tmp_path / "codebook.yaml").vocabularies() == VOCABULARIES


def test_a_codebook_shows_hides_adds_and_defines(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    file.write_text(
        "event:\n  hide: [Riots]\nrole:\n  show: [target, attacker, lookout]\n  add:\n"
        "  - {word: lookout, meaning: Watched for the others., example: a boy on the roof}\n"
        "relation:\n  add:\n  - {word: pays, meaning: Gives wages., inverse: paid by}\n"
        "grade:\n  define: {weak: One origin and no picture.}\n"
    )
    codebook = read(file)
    changed = codebook.vocabularies()
    assert "Riots" not in [term.word for term in changed["event"].offered()]
    assert "Riots" in changed["event"]
    assert [term.word for term in changed["role"].offered()] == ["target", "attacker", "lookout"]
    pays = changed["relation"].terms["pays"]
    assert isinstance(pays, Relation)
    assert pays.inverse == "paid by"
    assert changed["grade"].terms["weak"].meaning == "One origin and no picture."
    assert changed["scope"] is VOCABULARIES["scope"]
    assert parse(codebook.as_data()) == codebook


def test_an_empty_codebook_is_none(tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text("# nothing yet\n")
    assert read(tmp_path / "codebook.yaml") == Codebook()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("events: {hide: [Riots]}", "'events' is not one of event,"),
        ("event: {hide: [Rots]}", "event.hide: there is no term 'Rots'"),
        ("event: {hide: Riots}", "event.hide: a list"),
        ("event: {run: [rm]}", "event: 'run' is not one of"),
        ("event: {add: [{word: X}]}", "event.add[1]: a term needs"),
        ("event: {add: [{word: X, meaning: Y, inverse: Z}]}", "only a relation"),
        ("event: {define: {Battles: []}}", "event.define.Battles: some text"),
        ("- a", "keys with values"),
        ("event: &x {hide: []}\nrole: *x", "line 1: anchors"),
        ("event: !!python/object:os.system {}", "line 1: anchors, aliases and tags"),
        ("event: {hide: [", "line 1"),
        ("[" * 20 + "]" * 20, "nested too deep"),
    ],
)
def test_what_is_no_codebook_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "codebook.yaml"
    file.write_text(text)
    with pytest.raises(CodebookError) as refused:
        read(file)
    assert told in str(refused.value)


def test_a_codebook_that_is_huge_or_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    file.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(CodebookError, match="larger"):
        read(file)
    file.write_bytes(b"event: \xff")
    with pytest.raises(CodebookError, match="not UTF-8"):
        read(file)


def test_a_codebook_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("event: {hide: [Riots]}")
    (tmp_path / "codebook.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CodebookError, match="no plain file"):
        read(tmp_path / "codebook.yaml")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CodebookError, match="no plain file"):
        read(tmp_path / "folder")
