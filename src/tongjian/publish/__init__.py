"""Publishing: Book → markdown, data, pdf …"""

from tongjian.publish import data, docx, epub, markdown, pdf, site, tei
from tongjian.publish.errors import PublishError
from tongjian.publish.registry import PUBLISHERS, Publisher, publisher

__all__ = ["PUBLISHERS", "PublishError", "Publisher", "data", "docx", "epub", "markdown", "pdf", "publisher", "site", "tei"]
