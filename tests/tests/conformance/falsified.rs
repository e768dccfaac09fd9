//! The referee is tested: one fact at a time is falsified in a copy of an extract, for every
//! interface and edition, and the verdict must be about that fact and nothing else.

use std::collections::BTreeSet;

use wxopen_codegen::spec::Erratum;
use wxopen_pages::{
    Boundary, Completeness, ErrorCode, ErrorRow, Extract, Field, JsonKind, Page, Part,
};
use wxopen_tests::referee::Referee;

use crate::{Trial, lines};

/// A falsified copy of a page and what must be said about it.
struct Lie {
    what: String,
    page: Page,
    expected: Expected,
}

/// What a verdict must say.
enum Expected {
    /// One line about this place of this edition.
    Exactly(String),
    /// Lines about these paths only, among them one about the first, as this page has it.
    About(Vec<String>),
    /// Nothing, or lines about this path only.
    NothingBut(String),
}

#[tokio::test]
async fn every_falsified_fact_is_reported_and_nothing_else() {
    let trial = Trial::new().await;
    let mut wrong = Vec::new();
    let mut told = 0;
    for index in 0..trial.referee.extracts.len() {
        let extract = trial.referee.extracts[index].clone();
        let left_out = left_out(&trial.referee, &extract);
        let decided = decided(&trial.referee.extracts, &extract);
        for lie in lies(&extract, &decided, &left_out) {
            let mut referee = trial.referee.clone();
            referee.extracts[index].page = lie.page;
            let said = lines(&trial.judged_by(&referee));
            told += 1;
            if !is_about(&said, &extract, &lie.expected) {
                let edition = extract.page.edition;
                wrong.push(format!("{} {edition}, {}: {said:#?}", extract.interface, lie.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {told}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(told > 300, "only {told} facts were falsified");
}

fn is_about(said: &[String], extract: &Extract, expected: &Expected) -> bool {
    let here = format!("{} {} ", extract.interface, extract.page.edition);
    // A ruling about the very fact may lose its reason with it.
    let about = |line: &String, path: &str| {
        line.contains(path)
            && (line.contains(&extract.interface)
                || line.contains(": * ")
                || line.starts_with("* none "))
            || (path.starts_with("errors.") && line.starts_with("the rule of damage "))
            || (path.starts_with("errors.") && line.contains(": the extract of "))
    };
    match expected {
        Expected::Exactly(place) => {
            matches!(said, [line] if line.starts_with(&format!("{here}{place}: ")))
        }
        Expected::About(paths) => {
            let first = format!("{here}{}: ", paths[0]);
            said.iter().all(|line| paths.iter().any(|path| about(line, path)))
                && said.iter().any(|line| line.starts_with(&first))
        }
        Expected::NothingBut(path) => said.iter().all(|line| about(line, path)),
    }
}

/// The codes about which the table of a page decides: it is the newest that was not cut, and no
/// newer one has them.
fn decided(extracts: &[Extract], extract: &Extract) -> BTreeSet<i64> {
    let of_interface = extracts.iter().filter(|other| other.interface == extract.interface);
    let mut codes = codes(extract);
    for newer in of_interface.take_while(|other| *other != extract) {
        if newer.page.errors.completeness == Completeness::Whole {
            return BTreeSet::new();
        }
        codes = &codes - &self::codes(newer);
    }
    if extract.page.errors.completeness == Completeness::Whole { codes } else { BTreeSet::new() }
}

fn codes(extract: &Extract) -> BTreeSet<i64> {
    let rows = extract.page.errors.value.iter();
    rows.filter_map(|row| match row.code {
        ErrorCode::Number(code) => Some(code),
        ErrorCode::Overwritten(_) => None,
    })
    .collect()
}

/// The members of a page that we do not have, as errata say: about them there is nothing to falsify
/// but their names.
fn left_out(referee: &Referee, extract: &Extract) -> Vec<String> {
    let of_page = |erratum: &&Erratum| {
        let edition = erratum.edition.as_ref().map(|edition| edition.as_str());
        *erratum.interface == extract.interface
            && edition == Some(extract.page.edition.label())
            && erratum.we_say.is_empty()
    };
    let errata = referee.rulings.errata().iter().filter(of_page);
    errata.map(|erratum| erratum.place.to_string()).collect()
}

/// What is said about a changed member, unless it is one that we do not have.
fn unless_left_out(left_out: &[String], member: &str, expected: Expected) -> Expected {
    if left_out.iter().any(|place| place == member) {
        Expected::NothingBut(member.to_owned())
    } else {
        expected
    }
}

fn lies(extract: &Extract, decided: &BTreeSet<i64>, left_out: &[String]) -> Vec<Lie> {
    let mut lies = Vec::new();
    call(&extract.page, &mut lies);
    permission_sets(&extract.page, &mut lies);
    for part in [Part::Request, Part::Reply] {
        fields(&extract.page, part, left_out, &mut lies);
    }
    errors(&extract.page, decided, &mut lies);
    samples(&extract.page, left_out, &mut lies);
    lies
}

fn tell(
    lies: &mut Vec<Lie>,
    what: impl Into<String>,
    expected: Expected,
    page: &Page,
    lie: impl FnOnce(&mut Page),
) {
    let mut page = page.clone();
    lie(&mut page);
    lies.push(Lie { what: what.into(), page, expected });
}

fn exactly(place: impl Into<String>) -> Expected {
    Expected::Exactly(place.into())
}

fn call(page: &Page, lies: &mut Vec<Lie>) {
    if page.interface.is_some() {
        tell(lies, "interface renamed", exactly("interface"), page, |page| {
            page.interface = Some("getSomething".to_owned());
        });
    }
    tell(lies, "method altered", exactly("method"), page, |page| {
        page.method = Some("GET".to_owned());
    });
    tell(lies, "path altered", Expected::About(vec!["path".to_owned()]), page, |page| {
        page.path = page.path.take().map(|path| path + "2");
    });
    for index in 0..page.query.value.len() {
        let name = page.query.value[index].name.clone();
        let paths = vec!["query.token_of_access".to_owned(), format!("query.{name}")];
        tell(lies, format!("query {name} renamed"), Expected::About(paths), page, |page| {
            page.query.value[index].name = "token_of_access".to_owned();
        });
    }
}

fn permission_sets(page: &Page, lies: &mut Vec<Lie>) {
    tell(lies, "permission set added", exactly("permission_sets.999"), page, |page| {
        page.permission_sets.value.push(999);
    });
}

fn fields(page: &Page, part: Part, left_out: &[String], lies: &mut Vec<Lie>) {
    let section = if part == Part::Reply { "reply" } else { "request" };
    let of = move |page: &mut Page| match part {
        Part::Reply => std::mem::take(&mut page.reply.value),
        _ => std::mem::take(&mut page.request.value),
    };
    let put = move |page: &mut Page, fields: Vec<Field>| match part {
        Part::Reply => page.reply.value = fields,
        _ => page.request.value = fields,
    };
    let change = move |page: &mut Page, index: usize, change: &dyn Fn(&mut Field)| {
        let mut fields = of(page);
        change(&mut fields[index]);
        put(page, fields);
    };
    let fields = of(&mut page.clone());
    for (index, field) in fields.iter().enumerate() {
        let place = format!("{section}.{}", field.path);
        let renamed = format!("{}_of_old", field.path);
        let paths = vec![format!("{section}.{renamed}"), place.clone()];
        tell(lies, format!("{place} renamed"), Expected::About(paths), page, |page| {
            change(page, index, &|field| field.path.clone_from(&renamed));
        });
        if field.type_word.is_some() {
            let member = place.clone();
            let place = format!("{place}#type");
            let paths = Expected::About(vec![place.clone()]);
            let paths = unless_left_out(left_out, &member, paths);
            tell(lies, format!("{place} changed"), paths, page, |page| {
                change(page, index, &|field| field.type_word = Some("map".to_owned()));
            });
        }
        if let (Some(word), Part::Request) = (&field.required_word, part) {
            let other = if ["yes", "是"].contains(&word.as_str()) { "no" } else { "yes" };
            let member = place.clone();
            let place = format!("{place}#required");
            let expected = unless_left_out(left_out, &member, exactly(place.clone()));
            tell(lies, format!("{place} flipped"), expected, page, |page| {
                change(page, index, &|field| field.required_word = Some(other.to_owned()));
            });
        }
        if !field.values.is_empty() {
            let place = format!("{place}#values");
            let paths = Expected::About(vec![place.clone()]);
            tell(lies, format!("{place} added"), paths, page, |page| {
                change(page, index, &|field| field.values.push("77".to_owned()));
            });
        }
    }
    let place = format!("{section}.brand_new");
    tell(lies, format!("{place} added"), exactly(place), page, |page| {
        let mut fields = of(page);
        fields.push(Field {
            path: "brand_new".to_owned(),
            type_word: Some("string".to_owned()),
            required_word: None,
            values: Vec::new(),
            placement: wxopen_pages::Placement::Stated,
        });
        put(page, fields);
    });
}

fn errors(page: &Page, decided: &BTreeSet<i64>, lies: &mut Vec<Lie>) {
    tell(lies, "code added", exactly("errors.99999"), page, |page| {
        page.errors.value.push(ErrorRow {
            code: ErrorCode::Number(99999),
            errmsg: None,
            prose: true,
            boundary: Boundary::Stated,
        });
    });
    for (index, row) in page.errors.value.iter().enumerate() {
        let ErrorCode::Number(code) = row.code else { continue };
        if row.errmsg.is_some() && code != 0 {
            let place = format!("errors.{code}#errmsg");
            let paths = Expected::About(vec![place.clone()]);
            tell(lies, format!("{place} changed"), paths, page, |page| {
                page.errors.value[index].errmsg = Some("something else".to_owned());
            });
        }
    }
    for (index, row) in page.errors.value.iter().enumerate() {
        let ErrorCode::Number(code) = row.code else { continue };
        let expected = match code {
            0 => continue,
            // Errata of overwritten codes count the rows.
            code if decided.contains(&code) && ![-1, 40001].contains(&code) => {
                Expected::About(vec![format!("errors.{code}"), "errors.".to_owned()])
            }
            _ => Expected::NothingBut("errors.".to_owned()),
        };
        tell(lies, format!("code {code} dropped"), expected, page, |page| {
            page.errors.value.remove(index);
        });
    }
}

fn samples(page: &Page, left_out: &[String], lies: &mut Vec<Lie>) {
    let mut numbers = [0, 0];
    for (index, sample) in page.samples.value.iter().enumerate() {
        let (section, slot) = match sample.part {
            Part::Reply => ("reply", 0),
            _ => ("request", 1),
        };
        numbers[slot] += 1;
        let prefix = format!("sample.{section}.{}", numbers[slot]);
        if sample.valid_json {
            tell(lies, format!("{prefix} broken"), exactly(prefix.clone()), page, |page| {
                page.samples.value[index].valid_json = false;
            });
        }
        for (at, member) in sample.members.iter().enumerate() {
            if member.path.ends_with("[]") {
                continue;
            }
            let place = format!("{prefix}.{}", member.path);
            let kind =
                if member.kind == JsonKind::Null { JsonKind::Object } else { JsonKind::Null };
            let expected = Expected::About(vec![format!("{place}#kind")]);
            let expected = unless_left_out(left_out, &place, expected);
            tell(lies, format!("{place} of another kind"), expected, page, |page| {
                page.samples.value[index].members[at].kind = kind;
            });
        }
    }
}
