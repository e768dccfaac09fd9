//! The catalogue and the schemas as they were compiled, not as the specification meant them.

use std::collections::BTreeSet;

use expect_test::expect_file;
use serde_json::Value;
use wxopen_api::{CATALOG, Class, GLOBAL_ERRORS, PERMISSION_SETS, schemas};
use wxopen_tests::case::Request;
use wxopen_tests::values::Values;
use wxopen_tests::{Notes, roster};

/// The file a reviewer lays beside the pages.
#[test]
fn surface() {
    let mut out = String::new();
    for meta in CATALOG {
        out.push_str(&format!("{} {} {}\n", meta.interface, meta.method, meta.path));
        out.push_str(&format!("  token {:?} in {}\n", meta.token, meta.token_query));
        out.push_str(&format!("  permission sets {:?}\n", meta.permission_sets));
        out.push_str(&format!("  repeat {:?}, pause {:?}, ", meta.repeat, meta.repeat_pause));
        out.push_str(&format!("deadline {:?}, reconcile {:?}\n", meta.deadline, meta.reconcile));
        for error in meta.errors {
            out.push_str(&format!("  {} {} ({})\n", error.code, error.name, error.class));
        }
        out.push('\n');
    }
    expect_file!["golden/surface.txt"].assert_eq(&out);
}

#[test]
fn every_code_has_words_in_both_languages() {
    let pages = CATALOG.iter().flat_map(|meta| meta.errors);
    for error in pages.chain(GLOBAL_ERRORS) {
        for text in [error.meaning, error.remedy] {
            assert!(!text.en.is_empty() && !text.zh.is_empty(), "{}", error.code);
            assert_ne!(text.en, text.zh, "{}", error.code);
        }
        assert_ne!(error.class, Class::Unknown, "{}", error.code);
    }
}

#[test]
fn look_ups_find_everything() {
    let ascending = |codes: Vec<i64>| codes.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(ascending(GLOBAL_ERRORS.iter().map(|error| error.code).collect()));
    for meta in CATALOG {
        assert!(ascending(meta.errors.iter().map(|error| error.code).collect()));
        for error in meta.errors {
            assert_eq!(meta.error(error.code), Some(error));
        }
        for id in meta.permission_sets {
            assert!(PERMISSION_SETS.iter().any(|set| set.id == *id), "{id}");
        }
        for page in meta.docs {
            assert!(page.url.starts_with("https://developers.weixin.qq.com/doc/"), "{}", page.url);
        }
        let reconcile = meta.reconcile;
        assert!(reconcile.is_none_or(|name| CATALOG.iter().any(|other| other.interface == name)));
    }
}

#[test]
fn every_code_of_a_page_has_a_variant_and_every_other_code_is_kept() {
    let pages = CATALOG.iter().flat_map(|meta| meta.errors);
    let mut codes: Vec<i64> = pages.chain(GLOBAL_ERRORS).map(|error| error.code).collect();
    codes.extend([0, 1, -2, 40000, i64::MAX, i64::MIN]);
    for case in roster() {
        let meta = case.meta();
        for code in &codes {
            let variant = case.variant(*code);
            assert_eq!(variant.code, *code, "{}", meta.interface);
            match meta.errors.iter().find(|error| error.code == *code) {
                Some(error) => {
                    assert_eq!(variant.name, error.name, "{}", meta.interface);
                    assert!(variant.text.contains(error.meaning.en), "{}", variant.text);
                }
                None => assert!(variant.name.starts_with("Other"), "{}: {code}", meta.interface),
            }
        }
    }
}

#[test]
fn every_typed_endpoint_is_on_the_roster() {
    let typed = CATALOG.iter().filter(|meta| schemas::request(meta.interface).is_some());
    let names: BTreeSet<&str> = roster().iter().map(|case| case.meta().interface).collect();
    assert_eq!(names, typed.map(|meta| meta.interface).collect());
}

#[test]
fn samples_and_requests_fit_schemas_and_decoders() {
    for case in roster() {
        let interface = case.meta().interface;
        let (request, requests) = load(schemas::request(interface));
        assert!(!requests.is_empty(), "{interface}");
        for which in [Request::Least, Request::Full] {
            let body = case.body(which, &mut Values::names());
            assert_eq!(complaints(&request, &body), Vec::<String>::new(), "{interface}: {body}");
        }
        let (schema, replies) = load(schemas::reply(interface));
        assert!(!replies.is_empty(), "{interface}");
        for sample in replies {
            let again = case.decode(&sample.to_string(), &*Notes::new());
            let again = again.unwrap_or_else(|error| panic!("{interface}: {error}"));
            assert_eq!(complaints(&schema, &again), Vec::<String>::new(), "{interface}");
            keeps(&sample, &again, interface);
        }
    }
}

fn complaints(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| error.to_string()).collect()
}

fn load(schema: Option<&str>) -> (jsonschema::Validator, Vec<Value>) {
    let schema: Value =
        serde_json::from_str(schema.expect("every endpoint here is typed")).expect("JSON");
    jsonschema::meta::validate(&schema).expect("the schema follows its own standard");
    let validator = jsonschema::validator_for(&schema).expect("a usable schema");
    let samples = schema["examples"].as_array().cloned().unwrap_or_default();
    for sample in &samples {
        assert!(validator.is_valid(sample), "{sample}");
    }
    (validator, samples)
}

/// Nothing of a sample is lost on the way through the decoder, but for the envelope, empty lists
/// and the clothes of flags.
fn keeps(sample: &Value, again: &Value, place: &str) {
    match (sample, again) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                if name != "errcode" && name != "errmsg" {
                    keeps(
                        value,
                        after.get(name).unwrap_or(&Value::Null),
                        &format!("{place}.{name}"),
                    );
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            assert_eq!(before.len(), after.len(), "{place}");
            before.iter().zip(after).for_each(|(before, after)| keeps(before, after, place));
        }
        (Value::String(before), Value::Bool(after)) => assert_eq!(*before, after.to_string()),
        _ => assert_eq!(sample, again, "{place}"),
    }
}
