//! Runs the shelf: one named test per directory, and what must hold for the shelf as a whole.
//! Accepts changes only when `UPDATE_EXPECT=1` asks for it, and never where `CI` is set.

mod golden;
mod support;

use std::collections::BTreeSet;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Map, Value};
use wxopen_codegen::{Code, MARK, SourceFile, generate, model, render};

use golden::{Golden, Outcome};
use support::{Case, cases, shelf};

/// Schemas carry the number of the release; the shelf belongs to none.
const VERSION: &str = "0.0.0";

fn main() -> ExitCode {
    let golden = Golden::from_env();
    if golden == Golden::Refused {
        eprintln!("UPDATE_EXPECT is set where CI is set: goldens are accepted by people only");
        return ExitCode::FAILURE;
    }
    let mut trials: Vec<Trial> = cases()
        .into_iter()
        .map(|case| {
            let name = format!("{}::{}", case.group, case.name);
            Trial::test(name, move || golden.check(&case.dir.join("expected"), outcome(&case)))
        })
        .collect();
    trials.push(Trial::test("every_code_has_a_case", every_code_has_a_case));
    trials.push(Trial::test("every_case_says_what_it_shows", every_case_says_what_it_shows));
    trials.push(Trial::test("twice_and_in_reverse_order", twice_and_in_reverse_order));
    trials
        .push(Trial::test("every_schema_accepts_its_examples", every_schema_accepts_its_examples));
    trials.push(Trial::test(
        "openapi_has_the_requests_of_the_schemas",
        openapi_has_the_requests_of_the_schemas,
    ));
    trials.push(Trial::test("every_expected_rust_file_is_compiled", move || {
        golden.check(&shelf().with_file_name("compiled").join("list"), lists())
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// What becomes of a case, as far as its group is about it.
fn outcome(case: &Case) -> Result<Outcome, Failed> {
    let files = case.spec();
    let generated = generate(&files, VERSION);
    if case.group == "diagnostics" {
        let Err(findings) = generated else { return Err("nothing is wrong with it".into()) };
        if let Some(code) = case.name.get(..6).filter(|name| name.starts_with("WX"))
            && !findings.iter().any(|finding| finding.code.as_str() == code)
        {
            return Err(format!("no finding is {code}:\n{}", shown(&findings, &files)).into());
        }
        return Ok(Outcome::from([("findings.txt".to_owned(), shown(&findings, &files))]));
    }
    let generated = generated.map_err(|findings| shown(&findings, &files))?;
    let mut outcome: Outcome = generated
        .into_iter()
        .filter_map(|file| Some((place(case, &file.path)?, file.text)))
        .collect();
    let model = model(&files).map_err(|findings| shown(&findings, &files))?;
    if ["names", "types", "errors"].contains(&case.group.as_str()) {
        let endpoints = model.categories.iter().flat_map(|category| &category.endpoints);
        let text = endpoints.map(ToString::to_string).collect::<Vec<_>>().join("\n");
        outcome.insert("model.txt".to_owned(), text);
    }
    Ok(outcome)
}

/// Where a generated file belongs below `expected`, if the group of the case is about it.
fn place(case: &Case, path: &str) -> Option<String> {
    if case.group == "codes" {
        return path.strip_prefix("docs/failures/codes/").map(str::to_owned);
    }
    let path = path.strip_prefix("crates/wxopen-api/")?;
    let steps: Vec<&str> = path.split('/').collect();
    match (case.group.as_str(), &*steps) {
        ("layout", _) => Some(path.to_owned()),
        ("schema", ["schemas", _, name]) => Some((*name).to_owned()),
        ("schema", _) => None,
        ("errors", ["src", "generated", "catalog", "shelf", name]) if *name != "mod.rs" => {
            Some(format!("catalog/{name}"))
        }
        (_, ["src", "generated", "types.rs"]) if case.dir.join("spec/types").exists() => {
            Some("types.rs".to_owned())
        }
        (_, ["src", "generated", "shelf", name]) if *name != "mod.rs" => Some((*name).to_owned()),
        _ => None,
    }
}

fn shown(findings: &[wxopen_codegen::Diagnostic], files: &[SourceFile]) -> String {
    let text = render(findings, files, "spec/");
    format!("{}\n", text.trim_end())
}

fn every_code_has_a_case() -> Result<(), Failed> {
    let cases: BTreeSet<_> =
        cases().into_iter().filter_map(|case| case.name.get(..6).map(str::to_owned)).collect();
    let missing: Vec<_> =
        Code::ALL.iter().map(|code| code.as_str()).filter(|code| !cases.contains(*code)).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!("no failing case for {}", missing.join(", ")).into()),
    }
}

/// The first line of a file of the case tells a reader what to look at.
fn every_case_says_what_it_shows() -> Result<(), Failed> {
    let silent = |case: &Case| {
        let files = support::files_below(&case.dir.join("spec"));
        !files.values().any(|text| text.starts_with("# "))
    };
    let silent: Vec<_> = cases().into_iter().filter(silent).map(|case| case.name).collect();
    match silent.is_empty() {
        true => Ok(()),
        false => Err(format!("no first line says what these show: {}", silent.join(", ")).into()),
    }
}

/// Neither time nor the order of the files may be seen in the output or in the findings.
fn twice_and_in_reverse_order() -> Result<(), Failed> {
    let run = |files: &[SourceFile]| match generate(files, VERSION) {
        Ok(generated) => generated.into_iter().map(|file| file.path + "\n" + &file.text).collect(),
        Err(findings) => shown(&findings, files),
    };
    for case in cases() {
        let mut files = case.spec();
        let (once, twice): (String, String) = (run(&files), run(&files));
        files.reverse();
        if once != twice || once != run(&files) {
            return Err(format!("{}::{} differs", case.group, case.name).into());
        }
    }
    Ok(())
}

/// A request is the same in the OpenAPI document as in its own schema. A reply is not: the document
/// leaves out what generators make unusable types of.
fn openapi_has_the_requests_of_the_schemas() -> Result<(), Failed> {
    for case in cases().into_iter().filter(|case| case.group != "diagnostics") {
        let files = case.spec();
        let generated = generate(&files, VERSION).map_err(|findings| shown(&findings, &files))?;
        let ending = |end: &'static str| generated.iter().filter(move |f| f.path.ends_with(end));
        let Some(openapi) = ending("schemas/openapi.json").next() else { continue };
        let openapi: Value = serde_json::from_str(&openapi.text)?;
        for file in ending(".request.json") {
            let schema: Value = serde_json::from_str(&file.text)?;
            let name = schema["title"].as_str().unwrap_or_default();
            let component = &openapi["components"]["schemas"][name];
            if component.is_null() && has_no_body(&openapi, &file.path) {
                continue;
            }
            if followed(component, &openapi, 5) != followed(&schema, &schema, 5) {
                return Err(format!("{}::{}: {name} differs", case.group, case.name).into());
            }
        }
    }
    Ok(())
}

/// Whether the interface of a schema of a request is called with GET: its members are parameters.
fn has_no_body(openapi: &Value, path: &str) -> bool {
    let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".request.json"));
    let mut paths = openapi["paths"].as_object().into_iter().flat_map(Map::values);
    paths.any(|path| path["get"]["operationId"].as_str() == name)
}

/// A schema with what it refers to, but without what only says where it stands.
fn followed(schema: &Value, root: &Value, depth: usize) -> Value {
    const PLACE: [&str; 7] = ["$schema", "$id", "$comment", "$defs", "$ref", "examples", "format"];
    match schema {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(|to| to.as_str()?.strip_prefix('#'));
            let target = target.filter(|_| depth > 0).and_then(|place| root.pointer(place));
            let mut out = match target.map(|target| followed(target, root, depth - 1)) {
                Some(Value::Object(target)) => target,
                _ => Map::new(),
            };
            let own = members.iter().filter(|(name, _)| !PLACE.contains(&name.as_str()));
            out.extend(own.map(|(name, value)| (name.clone(), followed(value, root, depth))));
            Value::Object(out)
        }
        Value::Array(items) => items.iter().map(|item| followed(item, root, depth)).collect(),
        other => other.clone(),
    }
}

/// A schema is one, and what it shows as an example is what it allows.
fn every_schema_accepts_its_examples() -> Result<(), Failed> {
    for case in cases().into_iter().filter(|case| case.group != "diagnostics") {
        let files = case.spec();
        let generated = generate(&files, VERSION).map_err(|findings| shown(&findings, &files))?;
        let schemas = generated.into_iter().filter(|file| file.path.contains("/schemas/"));
        for file in schemas.filter(|file| file.path.ends_with(".json")) {
            let schema = serde_json::from_str::<serde_json::Value>(&file.text)?;
            // The table of codes and the OpenAPI documents are no schemas.
            if schema.get("$schema").is_none() {
                continue;
            }
            let validator = jsonschema::validator_for(&schema)
                .map_err(|error| format!("{}: {error}", file.path))?;
            for example in schema["examples"].as_array().into_iter().flatten() {
                validator.validate(example).map_err(|error| format!("{}: {error}", file.path))?;
            }
        }
    }
    Ok(())
}

/// The modules of the test `compiled`: every Rust file that the shelf expects.
fn lists() -> Result<Outcome, Failed> {
    let head =
        format!("// {MARK} by `UPDATE_EXPECT=1 cargo test -p wxopen-codegen --test shelf`.\n\n");
    let mut lists = ["endpoints", "catalog", "types", "layout"].map(|_| head.clone());
    for case in cases() {
        let at = format!("../../shelf/{}/{}/expected", case.group, case.name);
        let module = |file: &str, name: &str| {
            format!("#[rustfmt::skip]\n#[path = \"{at}/{file}\"]\npub mod {name};\n")
        };
        if case.group == "diagnostics" {
            continue;
        }
        let expected = outcome(&case)?;
        for path in expected.keys().filter(|path| path.ends_with(".rs")) {
            let stem = path.trim_end_matches(".rs");
            let steps: Vec<&str> = stem.split('/').collect();
            match *steps {
                ["types"] => {
                    let name = format!("of_{}", case.name.replace('-', "_"));
                    lists[2].push_str(&format!("{}pub use {name}::*;\n", module(path, &name)));
                }
                ["catalog", name] => lists[1].push_str(&module(path, name)),
                [name] => {
                    lists[0].push_str(&module(path, name));
                    if !expected.contains_key(&format!("catalog/{name}.rs")) {
                        let stand_in = format!("pub mod {name} {{\n    pub use crate::META;\n}}\n");
                        lists[1].push_str(&stand_in);
                    }
                }
                ["src", "generated", "schemas"] => lists[3].push_str(&module(path, "schemas")),
                ["src", "generated", "mod"] => lists[3].push_str(&module(path, "generated")),
                ["src", "generated", name, "mod"] if name != "catalog" => {
                    lists[3].push_str(&module(path, name));
                }
                // Declared by one of the above.
                ["src", "generated", ..] => {}
                _ => return Err(format!("{path} of {} would not be compiled", case.name).into()),
            }
        }
    }
    let [endpoints, catalog, types, layout] = lists;
    let named =
        [("endpoints", endpoints), ("catalog", catalog), ("types", types), ("layout", layout)];
    Ok(named.into_iter().map(|(name, text)| (format!("{name}.rs"), text)).collect())
}
