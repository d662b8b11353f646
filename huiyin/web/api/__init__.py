"""Addresses for machines: what other systems of the county tell us. Documented in docs/api.md."""
