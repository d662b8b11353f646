"""The demo county: what its people write, what its offices answer, and the plan that lets it all happen again.

``plan`` is pure and says what happens when; ``player`` does it through the same verbs as everybody else.
"""
