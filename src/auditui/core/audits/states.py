"""The states an audit can be in."""

DRAFT, FINISHED, REOPENED = "draft", "finished", "reopened"
STATES = (DRAFT, FINISHED, REOPENED)
