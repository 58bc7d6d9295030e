"""Addresses of the reading room. English pages stand under /en/, so that every link keeps the language without a cookie."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongjian.web.views import checking, common, comparing, naming, proofing, reading, registering, searching, series, surveying

urlpatterns = [
    path("static/<path:path>", require_safe(common.static)),
    *i18n_patterns(
        path("", require_safe(reading.home), name="home"),
        path("search/", require_safe(searching.search), name="search"),
        path("suggest/", require_safe(searching.suggest), name="suggest"),
        path("series/", require_safe(series.series), name="series"),
        path("check/", require_http_methods(["GET", "HEAD", "POST"])(proofing.check), name="check"),
        path("books/<str:book_id>/", require_safe(reading.contents), name="contents"),
        path("books/<str:book_id>/findings/", require_safe(checking.findings), name="findings"),
        path("books/<str:book_id>/findings/<slug:finding_id>/decision/", require_POST(checking.decide), name="decide"),
        path("books/<str:book_id>/overview/", require_safe(surveying.overview), name="overview"),
        path("books/<str:book_id>/chronicle/", require_safe(surveying.chronicle), name="chronicle"),
        path("books/<str:book_id>/beside/", require_safe(comparing.before), name="before"),
        path("books/<str:book_id>/beside/<str:other_id>/", require_safe(comparing.beside), name="beside"),
        path("books/<str:book_id>/name/", require_safe(naming.name), name="name"),
        path("books/<str:book_id>/tables/<int:start>/", require_safe(registering.sheet), name="sheet"),
        path("books/<str:book_id>/tables/<int:start>.csv", require_safe(registering.table), name="table"),
        path("books/<str:book_id>/<slug:kind>/", require_safe(registering.register), name="register"),
        path("books/<str:book_id>/nodes/<slug:node_id>/", require_safe(reading.entry), name="entry"),
        prefix_default_language=False,
    ),
]
if find_spec("ninja"):  # an install without it has no API, and all else
    from tongjian.web.api.routes import api

    urlpatterns.append(path("api/v1/", api.urls))
handler400 = "tongjian.web.views.common.bad_request"
handler404 = "tongjian.web.views.common.not_found"
handler500 = "tongjian.web.views.common.broken"
