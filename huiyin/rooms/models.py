"""Every table of the one app, gathered so that Django finds them; the rooms define them."""
