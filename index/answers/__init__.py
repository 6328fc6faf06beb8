"""Answers: from a tree to a query, from that to the articles that match and how well they fit."""
