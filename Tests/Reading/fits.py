#!/usr/bin/python3
"""Whether a document is as its schema says, and the schema one that refuses something.

    fits.py SCHEMA DOCUMENT
"""

import copy
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    document = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def members(value, path=()):
    """The paths of all members, of the first element alone where there are many."""
    inside = value.items() if isinstance(value, dict) else enumerate(value[:1])
    for key, part in inside:
        yield path + (key,)
        if isinstance(part, (dict, list)):
            yield from members(part, path + (key,))


def changed(path):
    """The document with a number where none can be."""
    other = copy.deepcopy(document)
    place = other
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = -1
    return other


mistakes = [
    f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)
]
paths = list(members(document))
mistakes += [f"{path}: -1 would do" for path in paths if validator.is_valid(changed(path))]
print("\n".join(mistakes) or f"{len(paths)} members, each as it has to be")
sys.exit(bool(mistakes))
