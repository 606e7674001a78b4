"""Figures: plain numbers in and out, that anyone could check with a spreadsheet."""
