"""Pages without a text layer: rendered by `pypdfium2`, read by `rapidocr` (extra `ocr`; its models come in the wheel).

The outcome is what the layout of a PDF is made of: fragments with place and size, rules and bands. So columns, running heads
and ruled tables of a scan go the same way as those of a PDF with text. Only a child process comes here.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2

from tongjian.read.errors import Unreadable
from tongjian.read.layout import Fragment, Rule, Sheet

LONG_SIDE = 2300  # pixels: 200 dots an inch on A4, of which small print needs all
_FULL = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’—…]")
_DASH = re.compile(r"(?<=[0-9年月日时点%％])一(?=[0-9])")  # no numeral stands between 9日 and 11日: a dash, read as 一
_WIDE = str.maketrans("(),;", "（），；")
_HEAD_PAD = 0.12  # by which share of a box's height it stands off its ink


class Reading(NamedTuple):
    """A sheet as OCR reads it, and how sure it is: the mean confidence of its characters, 0 … 1; 0 where it found none."""

    sheet: Sheet
    sure: float


def engine(name: str) -> Any:
    """The OCR engine with the models of its own wheel. Raises Unreadable, with how to install it, where it is not here."""
    try:
        import cv2  # noqa: F401
        import rapidocr
    except ImportError as missing:
        if missing.name:
            raise Unreadable(name, f"OCR needs the package {missing.name}", "pip install 'tongjian[ocr]'") from None
        raise Unreadable(name, f"OCR cannot be started ({missing})", "pip install --force-reinstall opencv-python-headless") from None
    models = Path(rapidocr.__file__).parent / "models"
    chosen: dict[str, object] = {"Global.log_level": "critical", "Global.max_side_len": LONG_SIDE}
    for step, pattern in (("Det", "*_det_*.onnx"), ("Cls", "*_cls_*.onnx"), ("Rec", "*_rec_*.onnx")):
        found = sorted(models.glob(pattern))
        if not found:  # without a path it would look for one on the network
            raise Unreadable(name, "OCR finds no models in the package rapidocr", "pip install --force-reinstall 'rapidocr>=3.10'")
        chosen[f"{step}.model_path"] = str(found[-1])
    try:
        return rapidocr.RapidOCR(params=chosen)
    except ImportError as missing:  # onnxruntime is asked for at the start of the engine only
        raise Unreadable(name, f"OCR needs the package {missing.name or 'onnxruntime'}", "pip install 'tongjian[ocr]'") from None


def read_sheets(data: bytes, sheets: list[int], name: str, tell: Callable[[int, int], None] | None = None) -> Iterator[tuple[int, Reading]]:
    """Read sheets (0-based) in order, each given as it is done; `tell(done, total)` hears of each. Raises Unreadable as `engine` does."""
    read = engine(name)
    document = pypdfium2.PdfDocument(data)
    found: list[tuple[int, float, float, list[_Box], list[Rule]]] = []
    for done, n in enumerate(sheets):
        if tell is not None:
            tell(done, len(sheets))
        try:
            page = document[n]
        except pypdfium2.PdfiumError:
            continue
        width, height = page.get_size()
        scale = min(LONG_SIDE / max(width, height, 1.0), 6.0)
        picture = page.render(scale=scale).to_numpy()
        page.close()
        found.append((n, width, height, _boxes(read(picture), scale), _rules(picture, scale)))
    if tell is not None:
        tell(len(sheets), len(sheets))
    document.close()
    ratio, body = _print([box for *_, boxes, _ in found for box in boxes])
    printed = [[_fragment(box, ratio, body) for box in boxes] for *_, boxes, _ in found]
    _level([part for fragments in printed for part in fragments if body and part.size >= 2 * body])
    for (n, width, height, boxes, rules), fragments in zip(found, printed, strict=True):
        letters = sum(len(box.text) for box in boxes)
        yield n, Reading(Sheet(width, height, fragments, rules), sum(box.sure * len(box.text) for box in boxes) / letters if letters else 0.0)


class _Box(NamedTuple):
    """One piece of text: its box in points, from the top left, and how sure it is."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 1.0)

    @property
    def squares(self) -> float:
        """How many squares its characters fill."""
        return sum(1.0 if _FULL.match(c) else 0.5 for c in self.text) or 0.5


def _boxes(answer: Any, scale: float) -> list[_Box]:
    found: list[_Box] = []
    if answer is None or getattr(answer, "boxes", None) is None or answer.txts is None:
        return found
    for corners, text, sure in zip(answer.boxes, answer.txts, answer.scores, strict=True):
        words = _print_marks(" ".join(str(text).split()))
        if not words:
            continue
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = ([float(v) / scale for v in corner] for corner in corners)
        found.append(_Box(words, (ax + dx) / 2, (ay + by) / 2, (bx + cx) / 2, (cy + dy) / 2, float(sure)))
    return found


def _print_marks(text: str) -> str:
    """Marks as Chinese print has them, which the models give now wide, now narrow."""
    text = _DASH.sub("—", text)
    return text.translate(_WIDE) if re.search(r"[\u4e00-\u9fff]", text) else text


def _print(boxes: list[_Box]) -> tuple[float, float]:
    """How much taller a box is than its print, and the size of the running text, from the lines long enough to tell."""
    long = [b for b in boxes if b.squares >= 8 and b.x1 - b.x0 > b.y1 - b.y0]
    if not long:
        return 1.3, 0.0
    ratio = statistics.median(b.height / ((b.x1 - b.x0 - 2 * _HEAD_PAD * b.height) / b.squares) for b in long)
    ratio = min(max(ratio, 1.05), 1.6)
    sizes = sorted((b.height / ratio, len(b.text)) for b in long)
    letters = sum(n for _, n in sizes)
    passed = 0
    for size, n in sizes:
        passed += n
        if 2 * passed >= letters:
            return ratio, size
    return ratio, sizes[-1][0]


def _fragment(box: _Box, ratio: float, body: float) -> Fragment:
    """The fragment of a box. A size that is nearly the running text's is the running text's: boxes are not drawn to the hair."""
    pad = _HEAD_PAD * box.height
    size = min(box.height / ratio, (box.x1 - box.x0 - 2 * pad) / box.squares if box.squares >= 1 else box.height)
    if body and abs(size - body) <= (0.14 if box.squares >= 6 else 0.2) * body:
        size = body
    size = round(2 * max(size, 3.0)) / 2
    return Fragment(box.text, box.x0 + pad, box.x1 - pad, (box.y0 + box.y1) / 2 + 0.36 * size, (None, size, False))


def _level(parts: list[Fragment]) -> None:
    """Display type of nearly one size is of one size: its few, spaced words tell their size badly."""
    group: list[Fragment] = []
    for part in [*sorted(parts, key=lambda f: -f.size), None]:
        if group and (part is None or part.size < 0.75 * group[0].size):
            size = statistics.median_low(f.size for f in group)
            for one in group:
                one.face = (None, size, False)
            group = []
        if part is not None:
            group.append(part)


def _rules(picture: Any, scale: float) -> list[Rule]:
    """Drawn lines and tinted bands of a rendered sheet, in points."""
    import cv2

    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture[:, :, :3], cv2.COLOR_BGR2GRAY)
    dark = cv2.threshold(grey, 200, 255, cv2.THRESH_BINARY_INV)[1]
    found: list[Rule] = []

    def opened(mask: Any, width: float, height: float) -> Iterator[tuple[int, int, int, int]]:
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(1, round(width * scale)), max(1, round(height * scale))))
        for contour in cv2.findContours(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0][:3000]:
            yield cv2.boundingRect(contour)

    thin = 2.5 * scale
    for x, y, w, h in [*opened(dark, 30, 0), *opened(dark, 0, 28)]:
        if min(w, h) <= thin:
            found.append(Rule(x / scale, y / scale, (x + w) / scale, (y + h) / scale))
    tinted = cv2.inRange(grey, 90, 245)
    tinted = cv2.morphologyEx(tinted, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (round(6 * scale), round(6 * scale))))
    for x, y, w, h in opened(tinted, 60, 10):
        if h <= 90 * scale:
            found.append(Rule(x / scale, y / scale, (x + w) / scale, (y + h) / scale, round(float(statistics.median(grey[y : y + h : 3, x : x + w : 7].ravel().tolist())) / 255, 2)))
    return found
