"""The numbers family: every sum, share, growth, product, count and repeated figure that the book's own words let us test."""

from tongjian.check.numbers import (
    against,
    counts,
    elsewhere,
    growth,
    neighbours,
    pairs,
    partitions,
    passages,
    products,
    repeats,
    shares,
    sisters,
    sums,
    tables,
    years,
)

__all__ = ["against", "counts", "elsewhere", "growth", "neighbours", "pairs", "partitions", "passages", "products", "repeats", "shares", "sisters", "sums", "tables", "years"]
