"""What people type: records as YAML, fields as FIELD=VALUE, and how they are shown to somebody who edits them.

Turns text into acts on records and records into text; who asks, where the text comes from and which editor it is
typed in are decided above. Nothing is written before all of it has been checked.
"""
