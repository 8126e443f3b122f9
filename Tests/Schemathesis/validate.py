"""Whether a file is a valid OpenAPI document in which no name stands twice.

usage: validate.py FILE
"""

import sys

import openapi_spec_validator
import yaml


class Strict(yaml.SafeLoader):
    """YAML as its specification has it: a name that stands twice is an error."""

    def construct_mapping(self, node, deep=False):
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise yaml.YAMLError(f"{name!r} stands twice {node.start_mark}")
        return super().construct_mapping(node, deep)


with open(sys.argv[1], encoding="utf-8") as file:
    openapi_spec_validator.validate(yaml.load(file, Strict))
