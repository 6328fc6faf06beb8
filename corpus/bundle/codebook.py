"""The codebook of an archive as bundles carry it: what stands in the user's own file, over what came with bundles.

What came is kept in the log, a vocabulary a field, so that an import can be undone and never touches the user's file.
"""

from __future__ import annotations

from corpus.archive import Archive
from corpus.bundle.yaml_in import Fields, Items, Node
from corpus.errors import BundleError
from corpus.store.operation import Json
from corpus.vocabulary import codebook
from corpus.vocabulary.codebook import Change, Codebook, CodebookError

RECORD = "codebook"
"""What stands in the log for the codebook that came with bundles."""


def read_codebook(archive: Archive) -> Codebook:
    """The codebook in force: a vocabulary that the file speaks of is as the file has it.

    Raises:
        CodebookError: There is a file that cannot be used.
    """
    own = codebook.read(archive.folder / codebook.FILE)
    return Codebook({**came_with_bundles(archive).changes, **own.changes})


def came_with_bundles(archive: Archive) -> Codebook:
    """What bundles brought; what a newer dateline said there and this one cannot use is left out."""
    changes: dict[str, Change] = {}
    for name, data in archive.log.values(RECORD).items():
        try:
            changes.update(codebook.parse({name: data}).changes)
        except CodebookError:
            continue
    return Codebook(changes)


def check_codebook(node: Node) -> dict[str, Json]:
    """The codebook of a bundle, in the form in which it is kept, a vocabulary a key.

    Raises:
        BundleError: It is none; says where and why.
    """
    try:
        return codebook.parse(_texts(node)).as_data()
    except CodebookError as error:
        where = f"{RECORD}.{error.detail}" if error.detail else RECORD
        raise BundleError("This codebook cannot be used", line=node.line, field=where) from error


def _texts(node: Node) -> Json:
    """The node with every scalar as a text."""
    if isinstance(node, Fields):
        return {name: _texts(inner) for name, (_, inner) in node.fields.items()}
    return [_texts(inner) for inner in node.items] if isinstance(node, Items) else node.text
