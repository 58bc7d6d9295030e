"""Tongjian (通鉴): local yearbooks, computable."""

__version__ = "0.1.0"
