//! The page beside the schemas that says how to use them from other languages.

use crate::emit::SCHEMAS;
use crate::{MARK, OutputFile};

const TEXT: &str = include_str!("readme.md");

pub(super) fn emit(version: &str) -> OutputFile {
    let mark = format!("<!-- {MARK} by `cargo xtask gen`. -->\n\n");
    let text = format!("{mark}{}", TEXT.replace("<version>", version));
    OutputFile { path: format!("{SCHEMAS}/README.md"), text }
}
