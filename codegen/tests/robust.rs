//! Whatever stands in the files, the generator answers with files or with findings: it never
//! panics, and each finding can be shown.

mod support;

use support::{base, cases};
use wxopen_codegen::{SourceFile, generate, render};

/// What comes out of files, shown. Every finding must have a place that can be shown.
fn run(files: &[SourceFile]) -> String {
    let findings = match generate(files, "0.0.0") {
        Ok(generated) => return format!("{} files", generated.len()),
        Err(findings) => findings,
    };
    for finding in &findings {
        let marked = files[finding.file].text.get(finding.span.clone());
        assert!(marked.is_some() && !finding.help.is_empty(), "{finding:?}");
    }
    let shown = render(&findings, files, "spec/");
    assert_eq!(shown.matches("--> spec/").count(), findings.len(), "{shown}");
    shown
}

fn file(path: &str, text: impl Into<String>) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.into() }
}

fn endpoint() -> String {
    let found = base().into_iter().find(|file| file.path.starts_with("endpoints/"));
    found.expect("the base has an endpoint").text
}

/// The plain specification with another text for its endpoint.
fn with_endpoint(text: String) -> Vec<SourceFile> {
    let mut files = base();
    for file in files.iter_mut().filter(|file| file.path.starts_with("endpoints/")) {
        file.text.clone_from(&text);
    }
    files
}

#[test]
fn nothing_at_all() {
    assert_eq!(run(&[]), run(&[]));
    for path in ["", "/", "categories.toml", "errors.toml", "types/", "types/a.toml", "a/b/c/d"] {
        let shown = run(&[file(path, "")]);
        assert!(shown.ends_with(" files") || shown.contains("WX0006"), "{path}: {shown}");
    }
}

#[test]
fn an_empty_endpoint() {
    let shown = run(&[file("endpoints/shelf/a.toml", "")]);
    assert!(shown.contains("WX0004"), "{shown}");
    assert!(shown.contains("spec/endpoints/shelf/a.toml:1:1"), "{shown}");
}

#[test]
fn the_same_file_twice() {
    let mut files = base();
    files.extend(base());
    let shown = run(&files);
    for code in ["WX0101", "WX0108"] {
        assert!(shown.contains(code), "{shown}");
    }
}

#[test]
fn a_byte_order_mark() {
    assert!(run(&with_endpoint(format!("\u{feff}{}", endpoint()))).ends_with(" files"));
    let broken = endpoint().replace("token =", "tokne =");
    let shown = run(&with_endpoint(format!("\u{feff}{broken}")));
    assert!(shown.contains("plain.toml:7:1\n"), "{shown}");
    assert!(shown.contains("7 | tokne = \"authorizer\"\n  | ^^^^^ unknown key"), "{shown}");
}

#[test]
fn carriage_returns() {
    let windows = endpoint().replace('\n', "\r\n");
    assert!(run(&with_endpoint(windows.clone())).ends_with(" files"));
    let shown = run(&with_endpoint(windows.replace("token =", "tokne =")));
    assert!(shown.contains("plain.toml:7:1\n"), "{shown}");
    let shown = run(&with_endpoint(endpoint().replace("token =", "\rtoken =")));
    assert!(shown.contains("WX0001") && shown.contains("plain.toml:7:"), "{shown}");
}

#[test]
fn control_characters_in_sentences() {
    for escape in ["\\u0000", "\\r", "\\u001b", "\\u202e", "\\u2066", "\\u007f"] {
        let shown = run(&with_endpoint(endpoint().replace("Do one", escape)));
        assert!(shown.contains("WX0307"), "{escape}: {shown}");
    }
}

#[test]
fn nesting_without_end() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(5_000), close.repeat(5_000));
    run(&with_endpoint(format!("notes = {}\n{}", deep("[", "]"), endpoint())));
    run(&with_endpoint(format!("notes = {}\n{}", deep("{a=", "}"), endpoint())));
    run(&with_endpoint(format!("{}\n[{}]", endpoint(), ["a"; 5_000].join("."))));
    run(&with_endpoint(endpoint().replace("json = '{}'", &format!("json = '{}'", deep("[", "]")))));
    let list = format!("\n[[request]]\nwire = \"a\"\ntype = \"{}\"\n", deep("list<", ">"));
    run(&with_endpoint(endpoint() + &list + "doc = { en = \"A.\", zh = \"甲。\" }\n"));
}

#[test]
fn objects_in_objects_in_objects() {
    let doc = "doc = { en = \"A.\", zh = \"甲。\" }";
    let mut text = endpoint();
    text.push_str(&format!("\n[[reply]]\nwire = \"a\"\ntype = \"O0\"\n{doc}\n"));
    for depth in 0..2_000 {
        let next = if depth < 1_999 { format!("O{}", depth + 1) } else { "int".to_owned() };
        text.push_str(&format!("\n[[object]]\nname = \"O{depth}\"\n{doc}\n"));
        text.push_str(&format!("[[object.field]]\nwire = \"a\"\ntype = \"{next}\"\n{doc}\n"));
    }
    assert!(run(&with_endpoint(text)).ends_with(" files"));
}

/// Every case of the shelf, with one to four ruined places, a few hundred times.
#[test]
fn ruined_cases() {
    let mut random = Random(20_260_731);
    let cases = cases();
    for _ in 0..400 {
        let mut files = cases[random.below(cases.len())].spec();
        for _ in 0..=random.below(4) {
            let index = random.below(files.len());
            let file = &mut files[index];
            file.text = ruin(&file.text, &mut random);
        }
        run(&files);
    }
}

/// A text with a piece left out, doubled or replaced.
fn ruin(text: &str, random: &mut Random) -> String {
    const PIECES: [&str; 14] = [
        "\"",
        "'''",
        "[",
        "]]",
        "=",
        "\n",
        "\r",
        "\u{0}",
        "名",
        "\u{feff}",
        "{",
        "-1",
        "list<",
        "[[object]]\n",
    ];
    let mut at = || {
        let place = random.below(text.len() + 1);
        (0..=place).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
    };
    let (a, b) = (at(), at());
    let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 40));
    let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    let (head, piece, tail) = (&text[..start], &text[start..end], &text[end..]);
    match random.below(3) {
        0 => format!("{head}{tail}"),
        1 => format!("{head}{piece}{piece}{tail}"),
        _ => format!("{head}{}{piece}{tail}", PIECES[random.below(PIECES.len())]),
    }
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}
