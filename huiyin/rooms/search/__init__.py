"""Search: an index over the sealed words, one row a text. Knows matters by number only; who may see one is others' to say."""
