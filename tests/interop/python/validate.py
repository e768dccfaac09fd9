"""Gives a verdict on each instance of the corpus, by each schema's file and by the bundle."""

import json
import os
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry, Resource

CONTRACTS = Path(os.environ["WXOPEN_CONTRACTS"])
CORPUS = Path(os.environ["WXOPEN_CORPUS"])


def read(path: Path):
    return json.loads(path.read_text("utf-8"))


def schema_files() -> dict[str, dict]:
    """Every document that says it is a JSON Schema, by its place below the contracts."""
    documents = {path: read(path) for path in sorted(CONTRACTS.rglob("*.json"))}
    return {
        path.relative_to(CONTRACTS).as_posix(): document
        for path, document in documents.items()
        if "$schema" in document
    }


def problems(schemas: dict[str, dict], bundle: Registry):
    """What is wrong with the schemas, whatever they are used for."""
    for place, schema in schemas.items():
        try:
            # With formats, so that patterns and addresses are looked at too.
            Draft202012Validator.check_schema(
                schema, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
        except SchemaError as error:
            yield f"{place} at {error.json_path}: {error.message}"
        if bundle.get(schema["$id"], Resource.opaque(None)).contents != schema:
            yield f"{place} is not in the bundle as it is in its file"
    for name, schema in read(CONTRACTS / "openapi.json")["components"]["schemas"].items():
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            yield f"{name} of openapi.json at {error.json_path}: {error.message}"


def main() -> int:
    schemas = schema_files()
    # A registry of its own, so that no address is ever fetched.
    whole = schemas["wxopen.json"]
    bundle = Registry().with_resource(whole["$id"], Resource.from_contents(whole)).crawl()
    wrong = list(problems(schemas, bundle))

    for case in read(CORPUS):
        schema = schemas[case["schema"]]
        by_file = Draft202012Validator(schema, registry=Registry())
        by_bundle = Draft202012Validator({"$ref": schema["$id"]}, registry=bundle)
        verdict = by_file.is_valid(case["instance"])
        if by_bundle.is_valid(case["instance"]) != verdict:
            wrong.append(f"{case['schema']} and the bundle disagree on: {case['why']}")
        print("valid" if verdict else "invalid")

    for problem in wrong:
        print(problem, file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main())
