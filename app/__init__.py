"""The front doors: Python, command line and browser, all over `app.assistant`."""
