"""What reaches terminals, pipes and other programs."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import printable, well_formed
from tui.cli import output
from tui.cli.progress import JsonLines, Line, Meter, meter, progress_words

anything = st.text() | st.text(st.sampled_from('\x1b\x9b\x07\u202e\u2066\u200b\ud800\U000e0041a\n"\\'))
values = st.recursive(
    anything | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(anything, inner, max_size=4),
    max_leaves=8,
)


@given(values)
def test_json_says_the_same_and_holds_nothing_that_a_terminal_obeys(value: object) -> None:
    written = output.as_json(value)
    assert printable(written, newlines=True) == written
    assert json.loads(written) == json.loads(well_formed(json.dumps(value, ensure_ascii=False)))


@given(anything)
def test_nothing_that_is_said_moves_a_cursor(text: str) -> None:
    stream = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", stream)
        patch.setattr("sys.stderr", stream)
        output.say(text, output.Strong(text))
        output.tell(text)
    assert printable(stream.getvalue(), newlines=True) == stream.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "strong"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_emphasis_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, environment: dict[str, str], strong: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", stream)
    output.say("a ", output.Strong("b\x1b[31m"), " c")
    assert ("\x1b[1mb␛[31m\x1b[0m" in stream.getvalue()) is strong
    assert stream.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "") == "a b␛[31m c\n"


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_emphasis_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    parts = output.emphasised(text, [(a, b) for a, b in spans if a <= b <= len(text)])
    assert "".join(part if isinstance(part, str) else part.text for part in parts) == text


def test_a_line_is_written_again_and_taken_away() -> None:
    stream = Terminal()
    line = Line(stream)
    for done in range(1001):
        line("reading", done, 1000)
    line.end()
    written = stream.getvalue().split("\r\x1b[K")
    assert "1,000 of 1,000  100 %" in written[-2]
    assert written[-1] == ""
    assert len(written) < 100, "it is not written for every file"


def test_lines_of_json_are_whole_and_flushed() -> None:
    stream = io.StringIO()
    told = JsonLines(stream)
    told("reading", 1, 2)
    told("index", 5, 0)
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == [
        {"stage": "reading", "done": 1, "total": 2},
        {"stage": "index", "done": 5, "total": 0},
    ]


def test_pipes_get_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert type(meter()) is Meter
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", Terminal())
    assert type(meter()) is Line
    assert type(meter(quiet=True)) is Meter


def test_progress_says_amount_share_speed_and_rest() -> None:
    assert progress_words("reading", 0, 0, 0.0) == "reading  0"
    assert progress_words("reading", 2500, 10_000, 5.0) == "reading  2,500 of 10,000  25 %  500/s  0:15 left"
