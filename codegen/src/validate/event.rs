//! Checks of one event as a whole: its name, its pages, its texts, its members, its samples.

use crate::parse::ParsedEvent;
use crate::resolve::Names;
use crate::validate::{Report, endpoint, fields, names, samples};

pub(super) fn check(event: &ParsedEvent, known: &Names<'_>, report: &mut Report<'_>) {
    let file = &event.spec;
    names::check_plain(&file.name, "event", report);
    file.docs.iter().for_each(|page| endpoint::check_page(page, report));
    report.check_text(&file.summary);
    file.notes.iter().for_each(|note| report.check_text(note));
    fields::check_event(event, known, report);
    samples::check_event(event, known, report);
}
