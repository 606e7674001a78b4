"""Values become tables, CSV, JSON and Markdown: this is where words and columns are chosen."""
