//! Schema and code agree, by behaviour: what a schema allows the decoder reads without loss, what it
//! refuses the decoder refuses or reports as lost, and what is encoded fits the schema again. The
//! validator is not ours.

use jsonschema::Validator;
use serde_json::Value;
use wxopen_api::schemas;
use wxopen_tests::case::{Case, Request};
use wxopen_tests::instances::{Instance, instances};
use wxopen_tests::values::Values;
use wxopen_tests::{Notes, roster};

#[test]
fn replies_are_judged_alike() {
    let mut disagreements = Vec::new();
    let mut counts = [0, 0];
    for case in roster() {
        let interface = case.meta().interface;
        let (schema, tolerant) = load(schemas::reply(interface));
        let (_, documented) = load(schemas::reply_documented(interface));
        for instance in instances(&schema) {
            let allowed = tolerant.is_valid(&instance.value);
            counts[usize::from(allowed)] += 1;
            let views = [&tolerant, &documented];
            disagreements.extend(disagreement(&*case, &instance, allowed, views));
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(counts[0] > 200 && counts[1] > 200, "{counts:?}");
}

fn disagreement(
    case: &dyn Case,
    instance: &Instance,
    allowed: bool,
    views: [&Validator; 2],
) -> Option<String> {
    let Instance { value, valid, why } = instance;
    let line = |what: &str| Some(format!("{} {why}: {what}: {value}", case.meta().interface));
    if valid.is_some_and(|valid| valid != allowed) {
        return line("the schema says otherwise than it was built for");
    }
    let notes = Notes::new();
    let read = case.decode(&value.to_string(), &*notes);
    // `null` is nothing, and nothing is lost with it.
    let is_loss = |note: &String| note.contains(" left out, ") && !note.contains(": null left out");
    let lost = notes.take().iter().any(is_loss);
    match (read, lost) {
        (Ok(reply), false) if allowed => encoded(views, &reply).and_then(|what| line(&what)),
        (Ok(_), false) => line("the decoder reads what the schema refuses"),
        (Ok(_), true) if allowed => line("the decoder loses what the schema allows"),
        (Err(error), _) if allowed => line(&format!("the decoder refuses it ({error})")),
        _ => None,
    }
}

/// What is encoded again fits both views.
fn encoded(views: [&Validator; 2], reply: &Value) -> Option<String> {
    let complaint = views
        .into_iter()
        .find_map(|view| view.iter_errors(reply).next().map(|error| error.to_string()));
    complaint.map(|complaint| format!("what is encoded again does not fit ({complaint})"))
}

#[test]
fn every_request_fits_its_schema() {
    for case in roster() {
        let interface = case.meta().interface;
        let (_, strict) = load(schemas::request_strict(interface));
        let (_, open) = load(schemas::request(interface));
        for seed in 0..200 {
            for request in [Request::Least, Request::Full] {
                let body = case.body(request, &mut Values::random(seed));
                for view in [&strict, &open] {
                    let complaint = view.iter_errors(&body).next().map(|error| error.to_string());
                    assert_eq!(complaint, None, "{interface}: {body}");
                }
            }
        }
    }
}

#[test]
fn documented_replies_are_tolerated() {
    for case in roster() {
        let interface = case.meta().interface;
        let (schema, documented) = load(schemas::reply_documented(interface));
        let (_, tolerant) = load(schemas::reply(interface));
        for instance in instances(&schema).iter().filter(|i| documented.is_valid(&i.value)) {
            assert!(tolerant.is_valid(&instance.value), "{interface}: {instance:?}");
        }
    }
}

fn load(schema: Option<&str>) -> (Value, Validator) {
    let schema: Value =
        serde_json::from_str(schema.expect("it is on the roster")).expect("a schema is JSON");
    jsonschema::meta::validate(&schema).expect("a schema follows its own standard");
    let validator = jsonschema::validator_for(&schema).expect("a usable schema");
    (schema, validator)
}

/// What programs of other languages judge can be built, and has good and bad in it.
#[test]
fn the_corpus_has_good_and_bad_values_for_every_view() {
    let corpus = wxopen_tests::corpus::corpus();
    for suffix in ["request", "request.strict", "reply", "reply.documented", "errors"] {
        for valid in [true, false] {
            let fits = |entry: &&Value| {
                let file = entry["schema"].as_str().unwrap_or_default();
                entry["valid"] == valid && file.ends_with(&format!("Miniprogram.{suffix}.json"))
            };
            assert!(corpus.iter().filter(fits).count() > 5, "{suffix} {valid}");
        }
    }
}
