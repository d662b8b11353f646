"""The public telephone's desk: calls with their times and what became of them, who sits where, whom to call back."""
