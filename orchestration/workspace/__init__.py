"""The data directory and what is set for it: paths, settings, manual inputs, the lock, recovery after a crash."""
