"""The library for programs: JSON, CSV and Parquet under /api/v1/, described by OpenAPI. Read-only; every record carries its place."""
