"""Papers that leave the screen: one description of a paper, set as PDF (``pdf.py``) or written as Word (``word.py``)."""
