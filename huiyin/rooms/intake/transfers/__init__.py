"""Batch files of petitions passed on from elsewhere: read, looked through row by row, taken in by the worker."""
