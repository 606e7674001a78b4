"""Case-practice quality audits in children's services, in the terminal."""

__version__ = "0.1.0"
