"""Publishing: Book → markdown, data, pdf …"""

from tongjian.publish import data, epub, markdown, pdf, site
from tongjian.publish.errors import PublishError
from tongjian.publish.registry import PUBLISHERS, Publisher, publisher

__all__ = ["PUBLISHERS", "PublishError", "Publisher", "data", "epub", "markdown", "pdf", "publisher", "site"]
