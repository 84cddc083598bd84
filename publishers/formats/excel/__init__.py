"""The workbook of a release."""
