//! Which names Rust allows, and which a generated file needs for itself. Proposes names, but never
//! changes one that was chosen.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A name of a module or a member for something that has another name elsewhere.
pub fn propose_member(name: &str) -> String {
    legalize(ascii(name).to_snake_case(), "value")
}

/// A name of a type for something that has another name elsewhere.
pub fn propose_type(name: &str) -> String {
    legalize(ascii(name).to_upper_camel_case(), "Type")
}

/// Whether a name can be that of a module or a member.
pub fn is_member(name: &str) -> bool {
    is_word(name, |c| c.is_ascii_lowercase()) && !KEYWORDS.contains(&name)
}

/// Whether a name can be that of a type or a variant.
pub fn is_type(name: &str) -> bool {
    let starts_upper = name.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric());
    starts_upper && plain && !TAKEN_TYPES.contains(&name)
}

/// Whether a name can be that of a constant. `KNOWN` lists the constants of an enumeration.
pub fn is_constant(name: &str) -> bool {
    is_word(name, |c| c.is_ascii_uppercase()) && name != "KNOWN"
}

/// Whether a name can be that of the module of a category, beside the modules that are always there.
pub fn is_category_module(name: &str) -> bool {
    const TAKEN: [&str; 7] =
        ["catalog", "errors", "events", "permission_sets", "schemas", "types", "wxopen_core"];
    is_member(name) && !TAKEN.contains(&name)
}

/// Whether something is spelt with letters, digits, `-` and `_` alone.
pub fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether the name of a member looks like that of a credential.
pub fn looks_secret(name: &str) -> bool {
    const MARKS: [&str; 7] = ["token", "ticket", "secret", "password", "code", "key", "credential"];
    let words = name.to_snake_case();
    words.split('_').any(|word| MARKS.contains(&word.trim_end_matches('s')))
}

fn is_word(name: &str, letter: impl Fn(char) -> bool) -> bool {
    let first = name.chars().next().is_some_and(&letter);
    first
        && name.chars().all(|c| letter(c) || c.is_ascii_digit() || c == '_')
        && !name.ends_with('_')
}

fn ascii(name: &str) -> String {
    name.chars().filter(char::is_ascii).collect()
}

fn legalize(name: String, prefix: &str) -> String {
    let number = name.starts_with(|c: char| c.is_ascii_digit());
    match (number, prefix) {
        (true, "Type") => format!("Type{name}"),
        (true, _) => format!("{prefix}_{name}"),
        _ if name.is_empty() => prefix.to_owned(),
        _ if name == "type" => "kind".to_owned(),
        _ if KEYWORDS.contains(&name.as_str()) => format!("{name}_value"),
        _ if TAKEN_TYPES.contains(&name.as_str()) => format!("{name}Info"),
        _ => name,
    }
}

/// Keywords of every edition, and those that Rust keeps for later.
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "union",
];

/// Types of the prelude and of the runtime that generated files use by their short names.
const TAKEN_TYPES: [&str; 23] = [
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Default",
    "Clone",
    "Into",
    "From",
    "Send",
    "Sync",
    "Answer",
    "Body",
    "DecodeError",
    "Endpoint",
    "EndpointMeta",
    "Json",
    "Secret",
];
