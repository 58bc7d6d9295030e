"""Picture files (PNG, JPEG, TIFF of several pages, …): each picture is a sheet without a text layer, read like a scanned PDF.

Only a child process comes here. Pillow comes with the extra `ocr`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from tongjian.book import Source
from tongjian.read import pdf
from tongjian.read.errors import Unreadable
from tongjian.read.ocr import LONG_SIDE, engine

MOST = 2000  # pictures in one file
_LENGTH = 842.0  # points of a sheet's long side, where the picture does not say how large it is: A4
_TEXT = "or give its OCR text"


def read(data: bytes, name: str, ocr: bool = True, tell: Callable[[int, int], None] | None = None) -> Source:
    """Read pictures of pages by OCR, in the order of the file; `tell(done, total)` hears of each.

    Raises Unreadable: the extra `ocr` is missing, the picture is broken or too large, or shows no text.
    """
    try:
        engine(name)
        from PIL import Image, UnidentifiedImageError
    except ImportError as missing:
        raise Unreadable(name, f"reading a picture needs the package {missing.name}", f"pip install 'tongjian[ocr]', {_TEXT}") from None
    except Unreadable as told:
        raise Unreadable(name, f"this is a picture: {told.what}", f"{told.todo}, {_TEXT}") from None
    try:
        document = pypdfium2.PdfDocument.new()
        for picture in _pictures(Image.open(io.BytesIO(data)), name):
            _add(document, picture)
        out = io.BytesIO()
        document.save(out)
        document.close()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as problem:
        raise Unreadable(name, f"the picture is broken ({' '.join(str(problem).split())[:60]})", "save or scan it again") from None
    except Image.DecompressionBombError:
        raise Unreadable(name, "the picture is too large to be a page", "scan it at 300 dots an inch, a page at a time") from None
    source = pdf.read(out.getvalue(), name, ocr=True, tell=tell)
    return msgspec.structs.replace(source, form="picture")


def _pictures(file: Any, name: str) -> Iterator[Any]:
    """The pictures of a file, upright by what the camera says."""
    from PIL import Image, ImageOps, ImageSequence

    for n, frame in enumerate(ImageSequence.Iterator(file)):
        if n >= MOST:
            raise Unreadable(name, f"the file has more than {MOST} pictures", "split it into its books")
        picture = ImageOps.exif_transpose(frame.copy())
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            picture = picture.convert("RGBA")
            ground = Image.new("RGBA", picture.size, "white")
            ground.alpha_composite(picture)
            picture = ground
        picture = picture.convert("RGB")
        if max(picture.size) > 1.5 * LONG_SIDE:
            picture.thumbnail((round(1.5 * LONG_SIDE), round(1.5 * LONG_SIDE)))
        yield picture


def _add(document: Any, picture: Any) -> None:
    """A sheet that shows a picture."""
    import numpy

    width, height = picture.size
    scale = _LENGTH / max(width, height, 1)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    bitmap.to_numpy()[:] = numpy.asarray(picture)[:, :, ::-1]
    shown = pypdfium2.PdfImage.new(document)
    shown.set_bitmap(bitmap)
    shown.set_matrix(pypdfium2.PdfMatrix().scale(width * scale, height * scale))
    sheet = document.new_page(width * scale, height * scale)
    sheet.insert_obj(shown)
    sheet.gen_content()
    sheet.close()
