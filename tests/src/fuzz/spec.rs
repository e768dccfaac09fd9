//! What must hold for files of the specification, whatever stands in them. Never says which are good.

use std::path::Path;
use std::sync::LazyLock;

use wxopen_codegen::{MARK, OutputFile, SourceFile, generate, render};

/// Either every finding has a place that can be shown, or what is generated can be read by those it is for.
/// The bytes are the only endpoint of an otherwise good specification.
pub(super) fn spec(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut files = BASE.clone();
    files.push(SourceFile { path: path_of(text), text: text.to_owned() });
    match generate(&files, "0.0.0") {
        Ok(generated) => generated.iter().for_each(assert_is_readable),
        Err(findings) => {
            assert!(!findings.is_empty());
            for finding in &findings {
                let marked = files[finding.file].text.get(finding.span.clone());
                assert!(marked.is_some() && !finding.help.is_empty(), "{finding:?}");
            }
            let shown = render(&findings, &files, "spec/");
            assert_eq!(shown.matches("--> spec/").count(), findings.len(), "{shown}");
        }
    }
}

/// Files are named after the interface that they are about.
fn path_of(text: &str) -> String {
    let named = text.lines().find_map(|line| line.strip_prefix("interface = \"")?.split_once('"'));
    format!("endpoints/shelf/{}.toml", named.map_or("plain", |(name, _)| name))
}

fn assert_is_readable(file: &OutputFile) {
    let OutputFile { path, text } = file;
    match path.rsplit('.').next() {
        Some("rs") => {
            assert!(text.contains(MARK), "{path}");
            let parsed = syn::parse_file(text);
            assert!(parsed.is_ok(), "{path}: {:?}\n{text}", parsed.err());
        }
        Some("json") => {
            let parsed = serde_json::from_str::<serde_json::Value>(text);
            assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
        }
        _ => assert!(text.contains(MARK), "{path}"),
    }
}

/// What the cases of the generator lean on: one category and two codes.
static BASE: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/shelf/base/spec");
    let file = |path: &str| {
        let text = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        SourceFile { path: path.to_owned(), text }
    };
    ["categories.toml", "errors.toml"].map(file).to_vec()
});
