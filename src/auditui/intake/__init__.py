"""Case lists from outside become clean values, or remarks that name sheet, row and column."""
