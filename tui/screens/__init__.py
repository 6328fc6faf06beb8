"""What fills the terminal: the browsing screen, its dialogs, and pages to read. Screens compose, bind and route."""
