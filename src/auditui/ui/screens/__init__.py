"""The screens: each wires widgets to what is recorded, and computes nothing itself."""
