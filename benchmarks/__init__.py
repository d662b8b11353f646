"""How fast the real server is: it is started, driven over HTTP and measured. See README.md in this folder."""
