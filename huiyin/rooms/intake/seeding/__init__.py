"""Filling a database for measuring: many matters with full dossiers, by a bulk path that ``huiyin verify`` accepts.

``plan`` says which numbers there will be, ``lives`` what happens to each, ``making`` turns that into rows by the rules' own
``decide`` and ``evolve``, ``words`` are invented, ``loading`` writes them. Nothing of it is used by the running system.
"""
