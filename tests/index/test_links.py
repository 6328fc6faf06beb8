"""Queries over links: by relation, by what stands at their ends, by time and tag, in the language of every search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Index
from index.errors import QueryError
from index.links import search_links
from tests.corpus.records_case import Coded, code
from tests.corpus.test_records_case import open_sample

Case = tuple[Coded, Index]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with open_sample(tmp_path_factory.mktemp("links") / "valley") as archive:
        coded = code(archive)
        records = archive.records
        records.set(coded.ids["dorsania backs militia"], "since", "2029")
        records.set(coded.ids["dorsania backs militia"], "tags", ["backing/arms"])
        records.set(coded.ids["halvern backs directorate"], "until", "2027-05")
        index = Index(archive)
        yield coded, index
        index.close()


DORSANIA, HALVERN = "dorsania backs militia", "halvern backs directorate"
NEPHEW, MEMBER, LEADS = "nephew family tinsmith", "nephew member of militia", "tinsmith commander of militia"
FOUND: dict[str, tuple[str, ...]] = {
    "relation:backs": (DORSANIA, HALVERN),
    "relation:back": (DORSANIA, HALVERN),
    'relation:"member of"': (MEMBER,),
    'relation:family OR relation:"commander of"': (NEPHEW, LEADS),
    "relation:backs -from:Halvern": (DORSANIA,),
    'to:"Liwa el-Sindian"': (DORSANIA, MEMBER, LEADS),
    'from:Zuheir to:"Liwa as-Sindiyan"': (MEMBER,),
    "actor:Samkari": (NEPHEW, LEADS),
    "place:Rujaym": ("post near road",),
    'incident:"A brawl" relation:came': ("brawl came before attack",),
    "pays": (HALVERN,),
    '"trains and"': (HALVERN,),
    "train*": (HALVERN,),
    "nephew": (NEPHEW,),
    "tag:backing": (DORSANIA,),
    "relation:backs after:2028": (DORSANIA,),
    "relation:backs before:2028": (HALVERN,),
    "relation:backs date:2026": (HALVERN,),
    "name:Dorsania": (DORSANIA,),
}


@pytest.mark.parametrize("query", FOUND)
def test_links_are_found_by_what_they_say_and_join(case: Case, query: str) -> None:
    coded, index = case
    found = search_links(coded.archive, index, query)
    assert set(found) == {coded.ids[each] for each in FOUND[query]}
    rest = set(search_links(coded.archive, index, f"NOT ({query})"))
    assert rest | set(found) == set(search_links(coded.archive, index, "*"))
    assert not rest & set(found)


@pytest.mark.parametrize(
    ("query", "at"),
    [("relation:hates", 0), ("pays title:x", 5), ("deaths:>3", 0), ('to:"a', 3), ("after:06/07/2031", 6)],
)
def test_what_links_cannot_be_asked_is_told_where_it_stands(case: Case, query: str, at: int) -> None:
    coded, index = case
    with pytest.raises(QueryError) as told:
        search_links(coded.archive, index, query)
    assert told.value.start == at


def test_a_colon_after_other_names_is_text_as_in_every_search(case: Case) -> None:
    coded, index = case
    assert search_links(coded.archive, index, "kin:nephew") == []
