"""The desk of a client file's life: asleep, ended, restored, erased, exported, merged, and its history."""
