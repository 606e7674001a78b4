"""Values and rules: pure, no input or output, no clock; anyone can check them with a spreadsheet."""
