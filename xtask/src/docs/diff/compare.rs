//! Compares two copies of one page, section by section. Must never look at anything but the two.

use wxopen_pages::{Page, Part};

use super::ledger::{Comparison, Proof, Weight};
use super::{errors, fields, query, tables, words};

/// What the newer copy of a page says differently.
#[must_use]
pub fn compare(was: &Page, is: &Page) -> Comparison {
    let mut found = Comparison::default();
    call(&mut found, was, is);
    query::compare(&mut found, &was.query, &is.query);
    tables::permission_sets(&mut found, &was.permission_sets, &is.permission_sets);
    fields::compare(&mut found, Part::Request, (&was.request, &is.request));
    fields::compare(&mut found, Part::Reply, (&was.reply, &is.reply));
    tables::enumerations(&mut found, &was.enums, &is.enums);
    errors::compare(&mut found, &was.errors, &is.errors);
    tables::samples(&mut found, &was.samples, &is.samples);
    found
}

/// What stands on a page once, if it stands there at all.
fn call(found: &mut Comparison, was: &Page, is: &Page) {
    let facts = [
        ("interface name", &was.interface, &is.interface, Weight::Harmless),
        ("method", &was.method, &is.method, Weight::Breaking),
        ("path", &was.path, &is.path, Weight::Breaking),
    ];
    for (fact, was, is, weight) in facts {
        let words = words::differing(was.as_deref(), is.as_deref());
        found.stated(Proof::alone("call"), fact, words, weight);
    }
}
