"""The words that values rest on: quotes and where they are in a text, and what all passages say of one field."""
