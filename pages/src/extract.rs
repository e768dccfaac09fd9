//! Renders pages as an extract: TOML that is written by machine and read by the conformance
//! tests. An extract must be the same for the same copy, and must hold no sentence of the page.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use toml::{Table, Value};

use crate::Page;

/// The version of the reader, raised whenever the same copy yields another extract.
const READER: i64 = 1;

/// Where and when a stored copy was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractHeader {
    /// The address of the page.
    pub address: String,
    /// The SHA-256 of the copy, as given by [`digest`]. Absent when the facts were written down by
    /// hand from a copy that may not be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The day on which the copy was read, as `YYYY-MM-DD`.
    pub read_on: String,
    /// Whether the copy was known to hold the page to its end.
    #[serde(default)]
    pub entire: bool,
}

/// The SHA-256 of a stored copy in hexadecimal.
#[must_use]
pub fn digest(input: &[u8]) -> String {
    Sha256::digest(input).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The extract of a stored copy, one row of the page on each line.
///
/// # Errors
///
/// When TOML cannot express a value, which no page causes.
pub fn to_toml(header: &ExtractHeader, pages: &[Page]) -> Result<String, toml::ser::Error> {
    let mut text = format!("reader = {READER}\n\n[copy]\n{}", toml::to_string(header)?);
    for page in pages {
        text.push_str("\n[[page]]\n");
        write_page(&mut text, &Table::try_from(page)?);
    }
    Ok(text)
}

/// The copy and the pages that an extract describes.
///
/// # Errors
///
/// When the text is no extract.
pub fn from_toml(text: &str) -> Result<(ExtractHeader, Vec<Page>), toml::de::Error> {
    let extract: Extract = toml::from_str(text)?;
    Ok((extract.copy, extract.page))
}

#[derive(Deserialize)]
struct Extract {
    copy: ExtractHeader,
    #[serde(default)]
    page: Vec<Page>,
}

fn write_page(text: &mut String, page: &Table) {
    for (key, value) in page.iter().filter(|(_, value)| !value.is_table()) {
        write_value(text, key, value);
    }
    for (key, value) in page {
        let Value::Table(section) = value else { continue };
        let _ = writeln!(text, "\n[page.{key}]");
        for (key, value) in section {
            write_value(text, key, value);
        }
    }
}

/// Writes rows one below the other and anything else on one line.
fn write_value(text: &mut String, key: &str, value: &Value) {
    let _ = match value {
        Value::Array(rows) if rows.iter().any(Value::is_table) => {
            let rows: String = rows.iter().map(|row| format!("    {row},\n")).collect();
            writeln!(text, "{key} = [\n{rows}]")
        }
        value => writeln!(text, "{key} = {value}"),
    };
}
