"""Addresses of the reading room."""

from django.urls import path

from tongjian.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("books/<str:book_id>/", views.contents, name="contents"),
    path("books/<str:book_id>/findings/", views.findings, name="findings"),
    path("books/<str:book_id>/nodes/<slug:node_id>/", views.entry, name="entry"),
]
handler404 = "tongjian.web.views.not_found"
