"""Lets schemathesis reach answers that need something to be there.

What it generates names ids that nobody has. Every second well-formed request is therefore made one
about what the test has put into the shop: RESERVOIR_SEEDS names a file with, for each operation, a
list of paths, queries and bodies, which are taken in turn. In chains of requests it is those of
`operation/chain` that begin something; what follows is about what they made.
"""

import collections
import itertools
import json
import os

import schemathesis
from schemathesis import GenerationMode
from schemathesis.generation.meta import TestPhase

with open(os.environ["RESERVOIR_SEEDS"], encoding="utf-8") as file:
    SEEDS = json.load(file)

TURNS = {operation: itertools.cycle(cases) for operation, cases in SEEDS.items()}
SECOND = collections.defaultdict(lambda: itertools.cycle([True, False]))
KEYS = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    if meta is None or meta.generation.mode != GenerationMode.POSITIVE:
        return
    # Well-formed, and still no cursor: those come from the page before.
    if case.query:
        case.query.pop("after", None)
    operation = case.operation.definition.raw.get("operationId")
    if meta.phase.name == TestPhase.STATEFUL:
        operation += "/chain"
    elif not next(SECOND[operation]):
        return
    if operation not in TURNS:
        return
    seed = next(TURNS[operation])
    case.path_parameters = {**(case.path_parameters or {}), **seed["path"]}
    case.query = {**(case.query or {}), **seed["query"]}
    if "body" in seed:
        case.body = seed["body"]
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f"seed-{next(KEYS)}"
