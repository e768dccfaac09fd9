//! When WeChat repairs a page, we are told to delete the erratum: each of them is put to the proof
//! by a page that no longer needs it.

use wxopen_pages::{
    Boundary, Completeness, Edition, ErrorCode, ErrorRow, Extract, Field, JsonKind, Page, Placement,
};
use wxopen_tests::referee::Referee;

use crate::{Trial, lines};

#[tokio::test]
async fn an_erratum_of_a_repaired_page_is_no_longer_needed() {
    let trial = Trial::new().await;
    let mut silent = Vec::new();
    for erratum in trial.referee.rulings.errata() {
        let mut referee = trial.referee.clone();
        let edition = erratum.edition.as_ref().map(|edition| edition.as_str());
        let edition = edition.and_then(Edition::from_label);
        repair(&mut referee, &erratum.interface, edition, &erratum.place, &erratum.we_say);
        let needless = format!("{} is no longer needed: ", *erratum.id);
        let said = lines(&trial.judged_by(&referee));
        if !said.iter().any(|line| line.starts_with(&needless)) {
            silent.push(format!("{}: {said:#?}", *erratum.id));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[tokio::test]
async fn a_rule_of_damage_that_hits_nothing_or_too_often_is_reported() {
    let trial = Trial::new().await;
    let mut repaired = trial.referee.clone();
    for row in
        pages(&mut repaired, "*", Some(Edition::EnOpenapidoc)).flat_map(|p| &mut p.errors.value)
    {
        row.errmsg = row.errmsg.take().filter(|errmsg| errmsg != "\"\"");
    }
    let said = lines(&trial.judged_by(&repaired));
    assert_eq!(said, ["the rule of damage `quotes-for-nothing` hits nothing"]);

    let mut ruined = trial.referee.clone();
    for page in pages(&mut ruined, "registerMiniprogramByOffiaccount", Some(Edition::EnOpenapidoc))
    {
        page.errors.value[1].errmsg = Some("invalid 初始值".to_owned());
    }
    let said = lines(&trial.judged_by(&ruined));
    let stated = trial.verdict().figures.damage["filler"];
    let once_more =
        format!("the rule of damage `filler` hits {} times, {stated} are stated", stated + 1);
    assert_eq!(said, [once_more]);
}

/// Makes the pages say what we say at a place.
fn repair(
    referee: &mut Referee,
    interface: &str,
    edition: Option<Edition>,
    place: &str,
    we_say: &str,
) {
    let (path, aspect) = place.split_once('#').unwrap_or((place, ""));
    let (section, rest) = path.split_once('.').unwrap_or((path, ""));
    for page in pages(referee, interface, edition) {
        match (section, aspect) {
            ("interface", _) => page.interface = Some(we_say.to_owned()),
            ("path", _) => page.path = Some(we_say.to_owned()),
            ("query", "value") => fixed(page, rest, we_say),
            ("query", _) => page.query.value.retain(|parameter| parameter.name != rest),
            ("request", "required") => required(page, rest, we_say),
            ("permission_sets", _) => page.permission_sets.value.extend(we_say.parse::<u16>()),
            ("errors", _) => error(page, rest, aspect, we_say),
            ("sample", _) => sample(page, rest, aspect, we_say),
            (_, "values") => values(page, rest, we_say),
            ("request", _) if we_say.is_empty() => {
                page.request.value.retain(|field| field.path != rest);
            }
            ("request", _) => rename(&mut page.request.value, rest, we_say),
            _ if page.reply.value.iter().any(|field| field.path == rest) => {
                rename(&mut page.reply.value, rest, we_say);
            }
            _ => page.reply.value.push(field(rest)),
        }
    }
}

fn pages<'a>(
    referee: &'a mut Referee,
    interface: &'a str,
    edition: Option<Edition>,
) -> impl Iterator<Item = &'a mut Page> {
    let of = move |extract: &&mut Extract| {
        (interface == "*" || extract.interface == interface)
            && edition.is_none_or(|edition| extract.page.edition == edition)
    };
    referee.extracts.iter_mut().filter(of).map(|extract| &mut extract.page)
}

fn fixed(page: &mut Page, name: &str, we_say: &str) {
    for parameter in page.query.value.iter_mut().filter(|parameter| parameter.name == name) {
        parameter.fixed = Some(we_say.to_owned());
    }
}

fn required(page: &mut Page, path: &str, we_say: &str) {
    for field in page.request.value.iter_mut().filter(|field| field.path == path) {
        field.required_word = Some(we_say.to_owned());
    }
}

fn error(page: &mut Page, which: &str, aspect: &str, we_say: &str) {
    let rows = &mut page.errors.value;
    if let Some(number) = which.strip_prefix("row-") {
        let number: usize = number.parse().expect("rows are counted");
        rows[number - 1].code = ErrorCode::Number(we_say.parse().expect("a code"));
        return;
    }
    let code = ErrorCode::Number(which.parse().expect("a code"));
    if aspect == "errmsg" {
        for row in rows.iter_mut().filter(|row| row.code == code) {
            row.errmsg = Some(we_say.to_owned());
        }
    } else {
        rows.push(ErrorRow { code, errmsg: None, prose: true, boundary: Boundary::Stated });
    }
}

fn sample(page: &mut Page, which: &str, aspect: &str, we_say: &str) {
    let mut steps = which.splitn(3, '.');
    let (part, _, path) = (steps.next(), steps.next(), steps.next());
    let of_part = |sample: &&mut wxopen_pages::SampleShape| Some(sample.part.label()) == part;
    for sample in page.samples.value.iter_mut().filter(of_part) {
        let Some(path) = path else {
            sample.valid_json = true;
            continue;
        };
        for member in &mut sample.members {
            if aspect == "kind" && member.path == path {
                member.kind = match we_say {
                    "number" => JsonKind::Number,
                    _ => JsonKind::Boolean,
                };
            } else if aspect.is_empty() {
                member.path = renamed(&member.path, path, we_say);
            }
        }
    }
}

fn values(page: &mut Page, path: &str, we_say: &str) {
    let ours = we_say.split(", ").filter(|value| !value.is_empty()).map(str::to_owned);
    let ours: Vec<String> = ours.collect();
    for table in page.enums.value.iter_mut().filter(|table| table.path == path) {
        table.values.clone_from(&ours);
    }
    if let Some(field) = page.reply.value.iter_mut().find(|field| field.path == path) {
        field.values = ours;
    }
}

fn rename(fields: &mut [Field], path: &str, we_say: &str) {
    for field in fields {
        field.path = renamed(&field.path, path, we_say);
    }
}

/// A path in which the last step of another one has got a new name.
fn renamed(path: &str, old: &str, name: &str) -> String {
    let new =
        old.rsplit_once('.').map_or(name.to_owned(), |(parent, _)| format!("{parent}.{name}"));
    match path.strip_prefix(old) {
        Some(rest) if rest.is_empty() || rest.starts_with(['.', '[']) => format!("{new}{rest}"),
        _ => path.to_owned(),
    }
}

fn field(path: &str) -> Field {
    Field {
        path: path.to_owned(),
        type_word: None,
        required_word: None,
        values: Vec::new(),
        placement: Placement::Stated,
    }
}

#[tokio::test]
async fn a_truncated_section_never_proves_absence() {
    let trial = Trial::new().await;
    // An erratum that says that a table lacks a code loses its reason with the end of the table, and
    // an older page decides about the code.
    let lacking = trial
        .referee
        .rulings
        .errata()
        .iter()
        .filter(|erratum| erratum.place.starts_with("errors.") && erratum.doc_says.is_empty());
    let errata: Vec<[String; 3]> = lacking
        .map(|erratum| {
            let idle = format!("{} is no longer needed: ", *erratum.id);
            [idle, format!("{} ", *erratum.interface), format!(" {}: ", *erratum.place)]
        })
        .collect();
    for index in 0..trial.referee.extracts.len() {
        let mut referee = trial.referee.clone();
        let page = &mut referee.extracts[index].page;
        page.errors.completeness = Completeness::Truncated;
        let said = lines(&trial.judged_by(&referee));
        let here = {
            let extract = &referee.extracts[index];
            format!("{} {} ", extract.interface, extract.page.edition)
        };
        let allowed = |line: &&String| {
            errata.iter().any(|[idle, interface, place]| {
                line.starts_with(idle)
                    || (!line.starts_with(&here)
                        && line.starts_with(interface)
                        && line.contains(place))
            })
        };
        let other = said.iter().find(|line| !allowed(line));
        assert_eq!(other, None);
    }
}
