"""Closes the requests of an OpenAPI document to members that it does not name."""

# The document leaves requests open, so that a client may send a member that WeChat has added since.
# What WeChat does with such a member nobody knows. The mock refuses it, because in a test it is a
# spelling mistake. So there is nothing to learn from members that schemathesis invents for good
# data, and with closed requests it invents them for bad data instead, which the mock must refuse.
# The rest of the contract is explored as it stands.


def close_requests(document: dict) -> None:
    for methods in document["paths"].values():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["schema"] = closed(content["schema"], document)


def closed(schema, document: dict):
    """A schema with its references followed, because replies may refer to the same objects."""
    if isinstance(schema, list):
        return [closed(item, document) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {
        word: value if word in ("examples", "enum", "const") else closed(value, document)
        for word, value in schema.items()
        if word != "$ref"
    }
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        out = {**closed(document["components"]["schemas"][name], document), **out}
    if out.get("type") == "object":
        out["additionalProperties"] = False
    return out
