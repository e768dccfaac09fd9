//! Every member of every reply as the service may send it one day: as another kind of value, as
//! nothing, as something new. What is optional never spoils a reply; what is required is named in the
//! error, and its value is not. Which forms a schema allows is judged in `agreement.rs`.

use libtest_mimic::{Failed, Trial};
use serde_json::{Map, Value, json};
use wxopen_pages::JsonKind;
use wxopen_tests::case::Case;
use wxopen_tests::walk::{Known, Member};
use wxopen_tests::{Notes, roster};

use crate::canary::{self, MARK};
use crate::marked::reply;

/// A trial for each endpoint.
pub(super) fn trials() -> Vec<Trial> {
    let trial = |case: Box<dyn Case>| {
        let name = format!("drift: {}", case.meta().interface);
        Trial::test(name, move || drift(&*case))
    };
    roster().into_iter().map(trial).collect()
}

/// What a value is to be read as.
enum Reading {
    /// As this one.
    As(Value),
    /// As if the member were not there.
    Absent,
}

use Reading::{Absent, As};

fn drift(case: &dyn Case) -> Result<(), Failed> {
    let base: Value = serde_json::from_str(&reply(case))?;
    let mut complaints = Vec::new();
    for member in case.reply() {
        // The elements of a list are no members of their own.
        if member.path.ends_with("[]") {
            continue;
        }
        let mut check = |value: Option<Value>, reading: Reading| {
            let shown = value.as_ref().map_or("nothing".to_owned(), Value::to_string);
            if let Err(what) = check(case, &base, &member, value, reading) {
                complaints.push(format!("{} is {shown}: {what}", member.path));
            }
        };
        check(None, Absent);
        for (value, reading) in drifts(&member) {
            check(Some(value), reading);
        }
        let mut newer = base.clone();
        record(&mut newer, &member.path).insert("brand_new".to_owned(), json!({ "x": [MARK] }));
        if read(case, &newer) != read(case, &base) {
            complaints.push(format!("a new member beside {} disturbs", member.path));
        }
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n").into()) }
}

/// What a member may turn into, and what that means.
fn drifts(member: &Member) -> Vec<(Value, Reading)> {
    let words = json!(format!("{MARK}-words"));
    let list = json!([MARK]);
    let object = json!({ MARK: MARK });
    match (&member.kind, &member.known) {
        (JsonKind::String, _) => vec![
            (json!(12), As(json!("12"))),
            (json!(-1.5), As(json!("-1.5"))),
            (json!(true), As(json!("true"))),
            (json!(u64::MAX), As(json!("18446744073709551615"))),
            (Value::Null, Absent),
            (json!([]), Absent),
            (json!({}), Absent),
            (list, Absent),
            (object, Absent),
        ],
        (JsonKind::Number, Known::Flag) | (JsonKind::Boolean, _) => {
            let [no, yes] = match member.kind {
                JsonKind::Boolean => [json!(false), json!(true)],
                _ => [json!(0), json!(1)],
            };
            let mut drifts = vec![
                (json!(0), As(no.clone())),
                (json!(1), As(yes.clone())),
                (json!("0"), As(no.clone())),
                (json!("1"), As(yes.clone())),
                (json!(false), As(no.clone())),
                (json!(true), As(yes.clone())),
                (json!("false"), As(no)),
                (json!("true"), As(yes)),
            ];
            let nothing = [json!(2), json!(""), Value::Null, json!([]), json!({}), words, list];
            drifts.extend(nothing.map(|value| (value, Absent)));
            drifts
        }
        (JsonKind::Number, _) => vec![
            (json!("12"), As(json!(12))),
            (json!("-12"), As(json!(-12))),
            (json!(12.0), As(json!(12))),
            (json!(77_777), As(json!(77_777))),
            (json!(1.5), Absent),
            (json!(true), Absent),
            (json!(u64::MAX), Absent),
            (json!(""), Absent),
            (Value::Null, Absent),
            (json!([]), Absent),
            (json!({}), Absent),
            (words, Absent),
            (object, Absent),
        ],
        (JsonKind::Object, _) => vec![
            (json!([]), As(json!({}))),
            (Value::Null, Absent),
            (json!(""), Absent),
            (json!(7), Absent),
            (json!(true), Absent),
            (words, Absent),
            (list, Absent),
        ],
        (JsonKind::Array, _) => vec![
            (Value::Null, As(json!([]))),
            (json!(""), As(json!([]))),
            (json!({}), As(json!([]))),
            (json!(7), Absent),
            (json!(true), Absent),
            (words, Absent),
            (object, Absent),
        ],
        (JsonKind::Null | JsonKind::Unreadable, _) => Vec::new(),
    }
}

fn check(
    case: &dyn Case,
    base: &Value,
    member: &Member,
    value: Option<Value>,
    reading: Reading,
) -> Result<(), String> {
    let drifted = read(case, &with(base, &member.path, value));
    match reading {
        As(plain) => {
            let expected = read(case, &with(base, &member.path, Some(plain)));
            same(&drifted, &expected)
        }
        Absent if member.required => match drifted {
            Ok(reply) => Err(format!("it is required, and read as {reply}")),
            Err(error) => named(&error, &member.path),
        },
        Absent => match read(case, &with(base, &member.path, None)) {
            Err(error) => Err(format!("it is optional: {error}")),
            expected => same(&drifted, &expected),
        },
    }
}

fn same(found: &Result<Value, String>, expected: &Result<Value, String>) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{found:?} instead of {expected:?}")) }
}

/// An error names the place, and nothing that stood there.
fn named(error: &str, path: &str) -> Result<(), String> {
    let path = path.replace("[]", "[0]");
    match error.strip_prefix(&path) {
        Some(rest) if rest.starts_with(':') && !canary::is_heard_in(rest) => Ok(()),
        _ => Err(format!("it is required, and the error says: {error}")),
    }
}

fn read(case: &dyn Case, answer: &Value) -> Result<Value, String> {
    case.decode(&answer.to_string(), &*Notes::new()).map_err(|error| error.to_string())
}

/// The answer with another value in one place, or with none.
fn with(base: &Value, path: &str, value: Option<Value>) -> Value {
    let mut answer = base.clone();
    let name = path.rsplit('.').next().unwrap_or(path);
    let record = record(&mut answer, path);
    match value {
        Some(value) => record.insert(name.to_owned(), value),
        None => record.remove(name),
    };
    answer
}

/// The object that a member belongs to; of a list, the first.
fn record<'a>(answer: &'a mut Value, path: &str) -> &'a mut Map<String, Value> {
    let mut place = answer;
    if let Some((parents, _)) = path.rsplit_once('.') {
        for name in parents.split('.') {
            place = match name.strip_suffix("[]") {
                Some(list) => &mut place[list][0],
                None => &mut place[name],
            };
        }
    }
    place.as_object_mut().expect("the reply has every member")
}
