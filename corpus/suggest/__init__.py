"""What can be read off a sentence cheaply: a day, numbers of people, event words, names that are known.

Offers, never facts: nothing here is saved, each says why it is offered and which words it rests on, and people decide.
Pure but for the names, which are asked for.
"""
