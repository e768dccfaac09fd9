// Judges the corpus of tests/interop/README.md with Ajv, by the schema files and by the bundle.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type SchemaObject, type ValidateFunction } from "ajv/dist/2020.js";

interface Case {
  schema: string;
  instance: unknown;
  valid: boolean;
  why: string;
}

interface Bundle extends SchemaObject {
  $id: string;
  $defs: Record<string, SchemaObject>;
}

const complain = (...words: unknown[]): never => {
  throw new Error(words.join(" "));
};

function strictest(): Ajv2020 {
  return new Ajv2020({
    strict: true,
    strictSchema: true,
    strictNumbers: true,
    strictTypes: true,
    strictTuples: true,
    strictRequired: true,
    allowUnionTypes: false,
    allowMatchingProperties: false,
    validateFormats: true,
    logger: { log: complain, warn: complain, error: complain },
  });
}

function environment(name: string): string {
  const value = process.env[name];
  return value ?? complain(`${name} is not set`);
}

const contracts = environment("WXOPEN_CONTRACTS");

function read<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, "utf8")) as Content;
}

// Whatever names a dialect is a schema; the table of codes and the OpenAPI documents do not.
function schemas(): Map<string, SchemaObject> {
  const names = readdirSync(contracts, { recursive: true, encoding: "utf8" }).sort();
  const found = names
    .filter((name) => name.endsWith(".json") && name !== "wxopen.json")
    .map((name): [string, SchemaObject] => [name, read(join(contracts, name))])
    .filter(([, schema]) => schema.$schema !== undefined);
  return new Map(found);
}

function compiled(ajv: Ajv2020, name: string, schema: SchemaObject | string): ValidateFunction {
  try {
    if (typeof schema === "string") return ajv.getSchema(schema) ?? complain("it is not there");
    ajv.validateSchema(schema, true);
    return ajv.compile(schema);
  } catch (problem) {
    return complain(`${name}:`, problem);
  }
}

const [files, bundled] = [strictest(), strictest()];
const bundle: Bundle = read(join(contracts, "wxopen.json"));
bundled.validateSchema(bundle, true);
bundled.addSchema(bundle);
const judges = new Map<string, ValidateFunction[]>();
const missing = new Set(Object.values(bundle.$defs).map((schema) => schema["$id"]));
for (const [name, schema] of schemas()) {
  const id = String(schema["$id"]);
  missing.delete(id);
  judges.set(name, [compiled(files, name, schema), compiled(bundled, `wxopen.json, ${id}`, id)]);
}
if (judges.size === 0 || missing.size > 0) complain("no files for", [...missing].join(", "));

for (const { schema, instance } of read<Case[]>(environment("WXOPEN_CORPUS"))) {
  const verdicts = judges.get(schema)?.map((judge) => judge(instance)) ?? [];
  const [verdict, ofBundle] = verdicts;
  if (verdict === undefined) complain(`${schema}: there is no such schema`);
  if (verdict !== ofBundle) complain(`${schema}: the bundle judges otherwise`);
  console.log(verdict ? "valid" : "invalid");
}
