"""Reading a sheet that somebody sent, apart: in a child process that can do nothing else, and little of that."""
