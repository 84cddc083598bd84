"""Expressions over the texts of letters: what no sentence of a letter has, and what two letters share."""
