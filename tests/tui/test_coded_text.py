"""What lies over what in the text that is coded: laying a few spans over many gives what laying all at once does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.coded_text import layered, over

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: (at[0], at[0] + at[1])), max_size=8)


@given(SPANS, SPANS.filter(lambda spans: len(spans) < 3))
def test_a_few_spans_laid_over_many_are_as_all_laid_at_once(
    below: list[tuple[int, int]], above: list[tuple[int, int]]
) -> None:
    passages = [(start, end, "passage") for start, end in below]
    lit = [(start, end, "lit") for start, end in above]

    def names(spans: list[tuple[int, int, str]]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for start, end, name in spans:
            for at in range(start, end):
                assert at not in found
                found[at] = set(name.split())
        return found

    assert names(over(layered(passages), lit)) == names(layered([*passages, *lit]))
