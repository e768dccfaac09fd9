//! A page that is cut anywhere never claims more than the page itself, and never calls a section
//! whole that the cut has shortened.

use std::collections::HashSet;

use wxopen_pages::{
    Completeness, ErrorCode, ErrorRow, Field, JsonKind, Page, Placement, SampleShape, Section,
    StoredCopy, read, read_copy,
};

use crate::shelf::{Fixture, fixtures};

#[test]
fn every_prefix_holds_a_part_of_the_facts() {
    let mut report = Vec::new();
    for fixture in fixtures() {
        let text = std::str::from_utf8(&fixture.bytes).expect("a text");
        let whole = whole_of(&fixture);
        let mut faults = Faults::default();
        for (end, _) in text.char_indices().skip(1) {
            let prefix = &text[..end];
            if prefix.trim().is_empty() {
                continue;
            }
            let pages = read(prefix.as_bytes(), Some(fixture.edition)).expect("a cut page");
            for (index, page) in pages.iter().enumerate() {
                faults.end = end;
                faults.check(page, whole.get(index));
            }
        }
        report.extend(
            faults.found.iter().take(8).map(|f| format!("{}: {f}", fixture.path.display())),
        );
    }
    assert!(report.is_empty(), "{report:#?}");
}

/// A cut inside a page that has lost its beginning, too.
#[test]
fn every_suffix_is_read_without_panic() {
    for fixture in fixtures() {
        let text = std::str::from_utf8(&fixture.bytes).expect("a text");
        for (start, _) in text.char_indices().step_by(3) {
            let _ = read(&text.as_bytes()[start..], Some(fixture.edition));
        }
    }
}

fn whole_of(fixture: &Fixture) -> Vec<Page> {
    let copy = StoredCopy { edition: Some(fixture.edition), entire: true };
    read_copy(&fixture.bytes, copy).expect("a readable page")
}

/// What is wrong with the facts of prefixes.
#[derive(Default)]
struct Faults {
    end: usize,
    found: Vec<String>,
}

impl Faults {
    fn add(&mut self, what: String) {
        self.found.push(format!("cut at byte {}: {what}", self.end));
    }

    /// A cut leaves the order of the interfaces as it is.
    fn check(&mut self, page: &Page, whole: Option<&Page>) {
        let Some(whole) = whole else {
            return self.add(format!("invented an interface on line {}", page.line));
        };
        self.claims("interface", page.interface.as_ref(), whole.interface.as_ref());
        self.claims("method", page.method.as_ref(), whole.method.as_ref());
        self.claims("path", page.path.as_ref(), whole.path.as_ref());
        self.part("query", &page.query, &whole.query, |q| vec![q.name.clone()]);
        self.part("permission", &page.permission_sets, &whole.permission_sets, |id| {
            vec![id.to_string()]
        });
        self.part("enum", &page.enums, &whole.enums, |e| {
            e.values.iter().map(|value| format!("{} = {value}", e.path)).collect()
        });
        self.part("error", &page.errors, &whole.errors, error_facts);
        self.part("sample", &page.samples, &whole.samples, sample_facts);
        self.fields("request", &page.request, &whole.request);
        self.fields("reply", &page.reply, &whole.reply);
    }

    fn claims(&mut self, what: &str, found: Option<&String>, truth: Option<&String>) {
        if found.is_some() && found != truth {
            self.add(format!("{what} {found:?} is not {truth:?}"));
        }
    }

    /// Every fact is one of the whole page; a section that is called whole has all of them.
    fn part<T>(
        &mut self,
        what: &str,
        found: &Section<Vec<T>>,
        truth: &Section<Vec<T>>,
        facts: impl Fn(&T) -> Vec<String>,
    ) {
        let truths: HashSet<String> = truth.value.iter().flat_map(&facts).collect();
        let claimed: HashSet<String> = found.value.iter().flat_map(&facts).collect();
        for invented in claimed.difference(&truths) {
            self.add(format!("{what}: invented {invented}"));
        }
        if found.completeness == Completeness::Whole {
            for lost in truths.difference(&claimed) {
                self.add(format!("{what}: called whole without {lost}"));
            }
        }
    }

    fn fields(&mut self, what: &str, found: &Section<Vec<Field>>, truth: &Section<Vec<Field>>) {
        let name = |field: &Field| field.path.rsplit('.').next().unwrap_or("").to_owned();
        self.part(what, found, truth, |field| vec![name(field)]);
        for field in found.value.iter().filter(|field| field.placement != Placement::Assumed) {
            let Some(known) = truth.value.iter().find(|other| other.path == field.path) else {
                self.add(format!("{what}: invented {}", field.path));
                continue;
            };
            self.claims(&field.path, field.type_word.as_ref(), known.type_word.as_ref());
            self.claims(&field.path, field.required_word.as_ref(), known.required_word.as_ref());
            for value in field.values.iter().filter(|value| !known.values.contains(value)) {
                self.add(format!("{}: invented the value {value}", field.path));
            }
        }
    }
}

fn error_facts(row: &ErrorRow) -> Vec<String> {
    let code = match &row.code {
        ErrorCode::Number(code) => code.to_string(),
        ErrorCode::Overwritten(cell) => cell.clone(),
    };
    let message = row.errmsg.as_ref().map(|message| format!("{code}: {message}"));
    std::iter::once(code).chain(message).collect()
}

fn sample_facts(sample: &SampleShape) -> Vec<String> {
    let readable = sample.members.iter().filter(|m| m.kind != JsonKind::Unreadable);
    let kinds = readable.map(|member| format!("{:?} {member:?}", sample.part));
    let paths = sample.members.iter().map(|m| format!("{:?} {}", sample.part, m.path));
    kinds.chain(paths).collect()
}
