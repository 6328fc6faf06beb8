"""Whether an index on the disk is of use for an archive, as things are now."""

from __future__ import annotations

from index.disk.manifest import Manifest
from index.source import Source
from index.words import analysis, stems


def words_version() -> str:
    """What an index must have been made with to be of use."""
    return f"{analysis.VERSION}.{stems.VERSION}"


def unusable(found: Manifest, source: Source) -> str:
    """Why an index is of no use for an archive; "" if it is."""
    if found.uid != source.uid:
        return "it was of another archive"
    if found.analysis != words_version():
        return "words are found in another way now"
    if found.position > source.articles.position():
        return "it knew more than the archive, which may have been restored from a backup"
    if found.session != source.articles.session(found.position):
        return "it followed the archive as it was before it was restored from a backup"
    return ""
