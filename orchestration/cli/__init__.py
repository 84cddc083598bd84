"""The command line `jtai`."""
