"""What the screens of records show, as plain lines: which records a list holds, and what the page of one says. Pure."""
