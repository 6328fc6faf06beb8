"""The parts of screens. They draw what they are given and say what was done to them; none reaches into another."""
