//! The evidence of errata: an edition that is called as a witness must say so in its extract.

use std::cell::OnceCell;

use wxopen_codegen::spec::{Erratum, Evidence};
use wxopen_pages::{Edition, Extract, to_toml};

/// A line for every witness that does not say what the erratum says.
pub(super) fn silent(errata: &[Erratum], extracts: &[Extract]) -> Vec<String> {
    let mut lines = Vec::new();
    let texts: Vec<OnceCell<String>> = extracts.iter().map(|_| OnceCell::new()).collect();
    for erratum in errata {
        let text = match erratum.we_say.is_empty() {
            true => &erratum.doc_says,
            false => &erratum.we_say,
        };
        for evidence in &erratum.evidence {
            let Some(edition) = Edition::from_label(&evidence.source) else { continue };
            let says = says(&erratum.interface, edition, text, extracts, &texts);
            // A witness against a fact is a page that lacks it.
            if says == erratum.we_say.is_empty() {
                lines.push(line(erratum, evidence, text));
            }
        }
    }
    lines
}

fn says(
    interface: &str,
    edition: Edition,
    text: &str,
    extracts: &[Extract],
    texts: &[OnceCell<String>],
) -> bool {
    let of_interface = |extract: &Extract| {
        extract.page.edition == edition && (interface == "*" || extract.interface == interface)
    };
    let mut extracts = extracts.iter().zip(texts).filter(|(extract, _)| of_interface(extract));
    extracts.any(|(extract, written)| {
        let toml = || to_toml(&extract.header, std::slice::from_ref(&extract.page));
        written.get_or_init(|| toml().unwrap_or_default()).contains(text)
    })
}

fn line(erratum: &Erratum, evidence: &Evidence, text: &str) -> String {
    let negation = if erratum.we_say.is_empty() { "" } else { "not " };
    format!(
        "{}: the extract of `{}` in `{}` does {negation}say `{text}`",
        *erratum.id, *erratum.interface, *evidence.source
    )
}
