"""The states an audit can be in."""

DRAFT, FINISHED, REOPENED, WITHDRAWN = "draft", "finished", "reopened", "withdrawn"
STATES = (DRAFT, FINISHED, REOPENED, WITHDRAWN)
