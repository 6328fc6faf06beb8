"""A query as it is read: from what was typed to a tree, and to words that say what was understood. No index here."""
