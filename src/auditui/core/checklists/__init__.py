"""Checklists: what one is, its file, its versions, and what is wrong with one."""
