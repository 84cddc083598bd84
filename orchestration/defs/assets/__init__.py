"""The assets, a module for each group, in the order of the flow."""
