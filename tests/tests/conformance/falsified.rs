//! The referee is tested: one fact at a time is falsified in a copy of an extract, for every
//! interface and edition, and the verdict must be about that fact and nothing else.

mod call;
mod ground;

use ground::Ground;
use wxopen_codegen::spec::Erratum;
use wxopen_pages::{Boundary, ErrorCode, ErrorRow, Extract, Field, JsonKind, Page, Part};

use crate::Trial;

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
        let ground = Ground::of(&trial.referee, &extract);
        let mut referee = trial.referee.clone();
        // What is said anyway, because the other interfaces are not looked at.
        let anyway = trial.judged_alone(&referee, &extract.interface);
        for lie in lies(&extract, &ground) {
            referee.extracts[index].page = lie.page;
            let mut said = trial.judged_alone(&referee, &extract.interface);
            said.retain(|line| !anyway.contains(line));
            told += 1;
            let errata = trial.referee.rulings.errata();
            if !is_about(&said, &extract, errata, &lie.expected) {
                let edition = extract.page.edition;
                wrong.push(format!("{} {edition}, {}: {said:#?}", extract.interface, lie.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {told}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(told > 300, "only {told} facts were falsified");
}

fn is_about(said: &[String], extract: &Extract, errata: &[Erratum], expected: &Expected) -> bool {
    let here = format!("{} {} ", extract.interface, extract.page.edition);
    // Without its erratum, what a page calls by another name is missing under ours.
    let ours = |path: &str| {
        let of_path =
            |erratum: &&Erratum| *erratum.interface == extract.interface && *erratum.place == *path;
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        errata.iter().find(of_path).map(|erratum| format!(" {parent}.{}: ", *erratum.we_say))
    };
    // A ruling about the very fact may lose its reason with it.
    let about = |line: &String, path: &str| {
        let of_it = line.contains(&extract.interface)
            || line.contains(": * ")
            || line.starts_with("* none ");
        line.contains(path) && of_it
            || ours(path).is_some_and(|name| line.starts_with(&here) && line.contains(&name))
            || (path.starts_with("errors.") && line.starts_with("the rule of damage "))
            || (path.starts_with("errors.") && line.contains(": the extract of "))
    };
    // A page that is falsified is no witness any more.
    let edition = extract.page.edition;
    let witness = format!(": the extract of `{}` in `{edition}` does not say ", extract.interface);
    let said: Vec<&String> = said.iter().filter(|line| !line.contains(&witness)).collect();
    match expected {
        Expected::Exactly(place) => {
            matches!(said.as_slice(), [line] if line.starts_with(&format!("{here}{place}: ")))
        }
        Expected::About(paths) => {
            let first = format!("{here}{}: ", paths[0]);
            said.iter().all(|line| paths.iter().any(|path| about(line, path)))
                && said.iter().any(|line| line.starts_with(&first))
        }
        Expected::NothingBut(path) => said.iter().all(|line| about(line, path)),
    }
}

fn lies(extract: &Extract, ground: &Ground) -> Vec<Lie> {
    let mut lies = Vec::new();
    call::lies(&extract.page, ground.meta, &mut lies);
    permission_sets(&extract.page, &mut lies);
    for part in [Part::Request, Part::Reply] {
        fields(&extract.page, part, ground, &mut lies);
    }
    errors(&extract.page, ground, &mut lies);
    samples(&extract.page, ground, &mut lies);
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

fn permission_sets(page: &Page, lies: &mut Vec<Lie>) {
    tell(lies, "permission set added", exactly("permission_sets.999"), page, |page| {
        page.permission_sets.value.push(999);
    });
}

fn fields(page: &Page, part: Part, ground: &Ground, lies: &mut Vec<Lie>) {
    let section = part.label();
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
        if part == Part::Request && call::is_fixed_or_token(ground.meta, &field.path) {
            continue;
        }
        if field.type_word.is_some() {
            let member = place.clone();
            let place = format!("{place}#type");
            let paths = Expected::About(vec![place.clone()]);
            let paths = ground.unless_left_out(&member, paths);
            tell(lies, format!("{place} changed"), paths, page, |page| {
                change(page, index, &|field| field.type_word = Some("map".to_owned()));
            });
        }
        if let (Some(word), Part::Request) = (&field.required_word, part) {
            let other = call::flipped(word);
            let member = place.clone();
            let place = format!("{place}#required");
            let expected = match ground.is_judged(&place) {
                // The lie may be what we say.
                true => Expected::NothingBut(place.clone()),
                false => ground.unless_left_out(&member, exactly(place.clone())),
            };
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

fn errors(page: &Page, ground: &Ground, lies: &mut Vec<Lie>) {
    // A row of a shared table that is of a sibling is falsified there.
    let told = |code| !page.errors_shared || ground.meta.error(code).is_some();
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
        if row.errmsg.is_some() && code != 0 && told(code) {
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
            code if ground.decided.contains(&code) && ![-1, 40001].contains(&code) => {
                Expected::About(vec![format!("errors.{code}"), "errors.".to_owned()])
            }
            _ => Expected::NothingBut("errors.".to_owned()),
        };
        tell(lies, format!("code {code} dropped"), expected, page, |page| {
            page.errors.value.remove(index);
        });
    }
}

fn samples(page: &Page, ground: &Ground, lies: &mut Vec<Lie>) {
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
            let expected = ground.unless_left_out(&place, expected);
            tell(lies, format!("{place} of another kind"), expected, page, |page| {
                page.samples.value[index].members[at].kind = kind;
            });
        }
    }
}
