//! What is wrong with a specification, and how it is shown. Never decides whether something is
//! wrong.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};

use crate::SourceFile;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is. Stable: other tools may rely on it.
    pub code: Code,
    /// The index of the file.
    pub file: usize,
    /// The bytes that are wrong.
    pub span: Range<usize>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What the marked text is, in a few words.
    pub label: String,
    /// What to do.
    pub help: String,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The kinds of findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every kind of finding.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The stable name, such as `WX0103`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }
        }
    };
}

codes! {
    /// The file is no TOML.
    Syntax = "WX0001",
    /// A key that the format does not have.
    UnknownKey = "WX0002",
    /// A value of the wrong type.
    WrongType = "WX0003",
    /// A key that must be there is missing.
    MissingKey = "WX0004",
    /// A word that is not one of those allowed.
    UnknownWord = "WX0005",
    /// A file whose place or name says something else than its content.
    WrongPlace = "WX0006",
    /// Two endpoints with the same interface.
    DuplicateInterface = "WX0101",
    /// A folder that is no category.
    UnknownCategory = "WX0102",
    /// A type that nobody defines.
    UnknownType = "WX0103",
    /// A permission set that nobody defines.
    UnknownPermissionSet = "WX0104",
    /// An error class that does not exist.
    UnknownClass = "WX0105",
    /// A type, category or permission set that nobody uses.
    Unused = "WX0106",
    /// `reconcile` names an endpoint that does not exist.
    UnknownReconcile = "WX0107",
    /// Something is defined twice.
    Duplicate = "WX0108",
    /// An error code without name, class, meaning or remedy.
    IncompleteError = "WX0109",
    /// An object that holds itself and would never end.
    EndlessType = "WX0110",
    /// A name that Rust does not allow, or that would hide one of its own.
    IllegalRustName = "WX0201",
    /// Two members with the same name in JSON.
    DuplicateWireName = "WX0202",
    /// Two things with the same name in Rust.
    DuplicateRustName = "WX0203",
    /// An endpoint that does not say whether it may be repeated.
    MissingRepeat = "WX0301",
    /// An endpoint without a sample of its request or its reply.
    MissingSample = "WX0302",
    /// A sample that is no JSON object.
    SampleSyntax = "WX0303",
    /// A sample that does not fit the members.
    SampleMisfit = "WX0304",
    /// A name that looks like a secret and is declared neither secret nor harmless.
    UndeclaredSecret = "WX0305",
    /// An object that is used by both requests and replies.
    BothDirections = "WX0306",
    /// A value that makes no sense where it stands.
    Invalid = "WX0307",
    /// A listed endpoint with members, although nobody has checked any.
    ListedWithTypes = "WX0308",
    /// Two endpoints that a server could not tell apart.
    SameRoute = "WX0309",
    /// An erratum about an interface or an edition that is not there.
    ErratumOfNothing = "WX0401",
    /// An erratum that changes nothing.
    IdleErratum = "WX0402",
    /// An erratum without enough independent evidence, or without a reason.
    ThinEvidence = "WX0403",
}

/// The findings as text: file, line and column, the marked line and what to do about it.
pub fn render(findings: &[Diagnostic], files: &[SourceFile], root: &str) -> String {
    let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for finding in findings {
        let file = &files[finding.file];
        let path = format!("{root}{}", file.path);
        let mark = AnnotationKind::Primary.span(finding.span.clone()).label(&*finding.label);
        let snippet = Snippet::source(&*file.text).path(&*path).annotation(mark);
        let group = Level::ERROR
            .primary_title(&*finding.message)
            .id(finding.code.as_str())
            .element(snippet)
            .element(Level::HELP.message(&*finding.help));
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}
