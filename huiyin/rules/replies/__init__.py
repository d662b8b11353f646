"""Whether an answer says what it must: plain rules over its words, each finding with its place in the text. Advice, no lock."""
