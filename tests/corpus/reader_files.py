"""Files of every format that is not text, made small for tests: PDF, Word, spreadsheets, web archives, mails."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence


def pdf(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF whose pages have these lines, each letter drawn from left to right as it stands in the line."""
    letters = sorted({char for page in pages for line in page for char in line})
    glyphs = {char: f"{number:04X}" for number, char in enumerate(letters, 1)}
    mapped = "\n".join(f"<{glyphs[c]}> <{c.encode('utf-16-be').hex()}>" for c in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(letters)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{8 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R]"
        " /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        " /Supplement 0 >> /FontDescriptor 6 0 R /DW 500 >>",
        _stream(cmap),
        "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        " /Descent -200 /CapHeight 700 /StemV 80 >>",
        f"<< /Title <{('﻿' + title).encode('utf-16-be').hex()}> >>",
    ]
    for number, page in enumerate(pages):
        drawn = "".join(f"<{''.join(glyphs[c] for c in line)}> Tj 0 -14 Td\n" for line in page)
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {9 + 2 * number} 0 R >>",
            _stream(f"BT /F1 10 Tf 40 760 Td\n{drawn}ET"),
        ]
    return _numbered(objects)


def _stream(text: str) -> str:
    return f"<< /Length {len(text.encode())} >>\nstream\n{text}\nendstream"


def _numbered(objects: Iterable[str]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}".encode())
    trailer = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{start}\n%%EOF\n"
    out.write(trailer.encode())
    return out.getvalue()


def zipped(files: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    """A ZIP file of these."""
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w") as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, (2031, 3, 11, 0, 0, 0)), content, kind)
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, *, title: str = "", creator: str = "", head: str = "") -> bytes:
    """A Word document of this mark-up, or of paragraphs if the lines have none."""
    if "<" not in body:
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in body.split("\n"))
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></cp:coreProperties>"
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": core,
            "word/document.xml": f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def record(
    kind: str, address: str, content: bytes, *, key: str = "", mime: str = "text/html", status: int = 200
) -> bytes:
    """One record of a web archive."""
    if kind == "response":
        content = f"HTTP/1.1 {status} OK\r\nContent-Type: {mime}\r\n\r\n".encode() + content
        mime = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{key or address}>\r\n"
        f"WARC-Date: 2031-03-11T10:00:00Z\r\nWARC-Target-URI: {address}\r\nContent-Type: {mime}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """Records packed one by one, as web archives are."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)
