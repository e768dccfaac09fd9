//! The members of a page, in tables and in samples, against the members we ship: names, places,
//! types, what is required, enumerated values.

use std::collections::BTreeMap;

use wxopen_codegen::spec::Damaged;
use wxopen_pages::{Field, JsonKind, Part, SampleShape};

use crate::referee::hearing::Hearing;
use crate::walk::{Known, Member, join};

/// Compares request, reply and samples.
pub(super) fn compare(hearing: &mut Hearing<'_>) {
    let page = &hearing.extract.page;
    for (part, fields) in [(Part::Request, &page.request), (Part::Reply, &page.reply)] {
        let mut names = Names::new(hearing, part, part.label().to_owned());
        for documented in &fields.value {
            field(hearing, &mut names, part, documented);
        }
        for values in page.enums.value.iter().filter(|values| values.part == part) {
            if let Some(ours) = names.ours(&values.path) {
                enumerated(hearing, &names, &values.path, &ours, &values.values);
            }
        }
    }
    let mut numbers = BTreeMap::new();
    for shape in &page.samples.value {
        let number = numbers.entry(shape.part.label()).or_insert(0_usize);
        *number += 1;
        sample(hearing, shape, *number);
    }
}

/// Our names of the members of one table or sample.
struct Names {
    /// How places of this table or sample begin.
    prefix: String,
    members: Vec<Member>,
    /// Documented path to our path; `None` where we have no such member.
    ours: BTreeMap<String, Option<String>>,
}

impl Names {
    fn new(hearing: &Hearing<'_>, part: Part, prefix: String) -> Self {
        let mut members = match part {
            Part::Reply => hearing.shipped.reply.clone(),
            _ => hearing.shipped.request.clone(),
        };
        if part == Part::Reply {
            members.extend(ENVELOPE.map(|(name, kind)| Member {
                path: name.to_owned(),
                kind,
                required: false,
                known: Known::Any,
                aliases: Vec::new(),
            }));
        }
        Names { prefix, members, ours: BTreeMap::new() }
    }

    /// The member under a documented path, once it was looked for.
    fn ours(&self, path: &str) -> Option<Member> {
        let ours = self.ours.get(path)?.as_ref()?;
        self.member(ours)
    }

    fn member(&self, path: &str) -> Option<Member> {
        self.members.iter().find(|member| member.path == *path).cloned()
    }

    fn place(&self, path: &str) -> String {
        format!("{}.{path}", self.prefix)
    }

    /// Looks for the member of a documented path, and reports a name that is not ours.
    fn look_up(&mut self, hearing: &mut Hearing<'_>, path: &str) -> Option<Member> {
        let bare = path.trim_end_matches("[]");
        let found = if bare != path {
            let ours = self.translated(bare)?;
            Some(format!("{ours}{}", &path[bare.len()..]))
        } else {
            self.named(hearing, path)
        };
        let found = found.filter(|ours| self.member(ours).is_some());
        self.ours.insert(path.to_owned(), found.clone());
        self.member(&found?)
    }

    /// Our path of a documented one that has been met before, or else the same path.
    fn translated(&self, path: &str) -> Option<String> {
        self.ours.get(path).cloned().unwrap_or_else(|| Some(path.to_owned()))
    }

    fn named(&self, hearing: &mut Hearing<'_>, path: &str) -> Option<String> {
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        let bare = parent.trim_end_matches("[]");
        // Under a member that we do not have there is nothing of ours to compare.
        let parent = format!("{}{}", self.translated(bare)?, &parent[bare.len()..]);
        let siblings = self.members.iter().filter_map(|member| {
            let (above, name) = member.path.rsplit_once('.').unwrap_or(("", &member.path));
            (above == parent && !name.ends_with("[]")).then(|| name.to_owned())
        });
        let siblings: Vec<String> = siblings.collect();
        let place = self.place(path);
        hearing.compared += 1;
        let edition = hearing.extract.page.edition;
        let same = |ours: &&String| hearing.rulings.same(edition, Damaged::Name, name, ours);
        let exact = siblings.iter().find(|ours| *ours == name);
        if let Some(ours) = exact.or_else(|| siblings.iter().find(same)) {
            return Some(join(&parent, ours));
        }
        match hearing.ruling(&place, name) {
            Some(ours) if siblings.contains(&ours) => Some(join(&parent, &ours)),
            _ => {
                hearing.disagree(&place, name, "");
                None
            }
        }
    }
}

const ENVELOPE: [(&str, JsonKind); 2] =
    [("errcode", JsonKind::Number), ("errmsg", JsonKind::String)];

fn field(hearing: &mut Hearing<'_>, names: &mut Names, part: Part, documented: &Field) {
    let Some(ours) = names.look_up(hearing, &documented.path) else { return };
    hearing.stated.insert(names.place(&ours.path));
    let place = names.place(&documented.path);
    if let Some(word) = &documented.type_word {
        let agrees = kinds_of(word).contains(&ours.kind);
        let ours = if agrees { word } else { ours.kind.label() };
        hearing.hold(&format!("{place}#type"), word, ours);
    }
    if part == Part::Reply {
        let entry = (documented.path.clone(), ours.path.clone(), documented.type_word.clone());
        hearing.reply.push(entry);
    } else if let Some(word) = &documented.required_word {
        let ours = if ours.required { "required" } else { "optional" };
        hearing.hold(&format!("{place}#required"), required(word), ours);
    }
    if !documented.values.is_empty() {
        enumerated(hearing, names, &documented.path, &ours, &documented.values);
    }
}

fn enumerated(
    hearing: &mut Hearing<'_>,
    names: &Names,
    path: &str,
    ours: &Member,
    values: &[String],
) {
    let place = format!("{}#values", names.place(path));
    let known: Vec<i64> = match &ours.known {
        Known::Any => Vec::new(),
        Known::Flag => vec![0, 1],
        Known::Enumeration(known) => known.clone(),
    };
    let numbers: Vec<Option<i64>> = values.iter().map(|value| value.trim().parse().ok()).collect();
    let unknown: Vec<&str> = values
        .iter()
        .zip(&numbers)
        .filter(|(_, number)| number.is_none_or(|number| !known.contains(&number)))
        .map(|(value, _)| value.as_str())
        .collect();
    let stated = hearing.values.entry(names.place(&ours.path)).or_default();
    stated.extend(numbers.iter().flatten());
    hearing.hold(&place, &unknown.join(", "), "");
}

fn sample(hearing: &mut Hearing<'_>, shape: &SampleShape, number: usize) {
    let prefix = format!("sample.{}.{number}", shape.part.label());
    if !shape.valid_json {
        hearing.hold(&prefix, "valid_json = false", "valid_json = true");
    }
    let mut names = Names::new(hearing, shape.part, prefix.clone());
    let mut shown = Vec::new();
    for member in &shape.members {
        let Some(ours) = names.look_up(hearing, &member.path) else { continue };
        if member.kind != JsonKind::Unreadable {
            let place = format!("{}#kind", names.place(&member.path));
            hearing.hold(&place, member.kind.label(), ours.kind.label());
        }
        shown.push(ours.path);
    }
    // The repaired copy: a sample of ours that shows everything this one shows.
    let ours = hearing.shipped.samples.iter().filter(|(part, _)| *part == shape.part);
    let lacking = ours.map(|(_, members)| {
        shown.iter().filter(|path| !members.contains(*path)).cloned().collect::<Vec<_>>()
    });
    let mut lacking = lacking.min_by_key(Vec::len).unwrap_or_else(|| shown.clone());
    // A failure that is shown needs no copy: every reply can be one.
    if shown.iter().all(|path| ENVELOPE.iter().any(|(name, _)| name == path)) {
        lacking.clear();
    }
    hearing.hold(&format!("{prefix}#copy"), &lacking.join(", "), "");
}

fn kinds_of(word: &str) -> &'static [JsonKind] {
    let word = word.trim().to_lowercase();
    match word.trim_end_matches("[]") {
        _ if word.ends_with("[]") || word.starts_with("array") || word.starts_with("list") => {
            &[JsonKind::Array]
        }
        "objarray" | "object array" => &[JsonKind::Array],
        "number" | "int" | "integer" | "long" | "uint32" => &[JsonKind::Number],
        "string" | "text" => &[JsonKind::String],
        "boolean" | "bool" => &[JsonKind::Boolean],
        "object" => &[JsonKind::Object],
        _ => &[],
    }
}

fn required(word: &str) -> &str {
    match wxopen_pages::required(word.trim()) {
        Some(true) => "required",
        Some(false) => "optional",
        None => word,
    }
}
