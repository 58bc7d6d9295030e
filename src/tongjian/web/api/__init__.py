"""The library for programs: JSON, CSV and Parquet under /api/v1/, described by OpenAPI. Every record carries its place; writing decisions asks for a key."""
