"""Pictures: two small ones of each that is attached. Knows matters by number only; who may see one is others' to say."""
