"""What developers of Huiyin run; nothing in here lies in the wheel."""
