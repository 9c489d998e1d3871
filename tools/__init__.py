"""The front door's own tools: environment, trial database, browser, checks."""
