//! How a record is written: JSON with the number of its format. A store must not look inside.

use serde::{Deserialize, Serialize};
use wxopen_core::Secret;
use zeroize::Zeroizing;

use crate::store::{Record, StoreError};

/// The format that this release writes.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access_token: Option<std::borrow::Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<std::borrow::Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous_refresh_token: Option<std::borrow::Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permission_sets: Option<Vec<u16>>,
}

/// The text of a record.
pub(super) fn write(record: &Record) -> Zeroizing<String> {
    let text = |secret: &'_ Option<Secret>| secret.as_ref().map(|s| s.expose().to_owned().into());
    let written = Written {
        format: FORMAT,
        access_token: text(&record.access_token),
        expires_at: record.expires_at,
        refresh_token: text(&record.refresh_token),
        previous_refresh_token: text(&record.previous_refresh_token),
        permission_sets: record.permission_sets.clone(),
    };
    // Texts and numbers can always be written as JSON.
    Zeroizing::new(serde_json::to_string(&written).unwrap_or_default())
}

/// The record in a text.
pub(super) fn read(text: &str) -> Result<Record, StoreError> {
    // The message of a JSON error may quote the text, so it is dropped.
    let written: Written<'_> = serde_json::from_str(text)
        .map_err(|_| StoreError::Unreadable("a record that is none of wxopen's"))?;
    if written.format > FORMAT {
        return Err(StoreError::Unreadable("a record of a later release"));
    }
    let secret =
        |text: Option<std::borrow::Cow<'_, str>>| text.map(|t| Secret::from(t.into_owned()));
    Ok(Record {
        access_token: secret(written.access_token),
        expires_at: written.expires_at,
        refresh_token: secret(written.refresh_token),
        previous_refresh_token: secret(written.previous_refresh_token),
        permission_sets: written.permission_sets,
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::store::{Record, StoreError};

    #[test]
    fn a_record_comes_back() {
        let record = Record {
            access_token: Some("a\"b".into()),
            expires_at: Some(1_700_000_000),
            refresh_token: Some("r".into()),
            previous_refresh_token: None,
            permission_sets: Some(vec![1, 33]),
        };
        assert_eq!(read(&write(&record)), Ok(record));
        assert_eq!(read(&write(&Record::default())), Ok(Record::default()));
    }

    #[test]
    fn what_is_no_record() {
        for (text, what) in [
            ("", "a record that is none of wxopen's"),
            ("{}", "a record that is none of wxopen's"),
            (r#"{"format":1,"access_token":5}"#, "a record that is none of wxopen's"),
            (r#"{"format":2}"#, "a record of a later release"),
        ] {
            assert_eq!(read(text), Err(StoreError::Unreadable(what)), "{text}");
        }
        // What a later release adds without changing the format is skipped.
        assert_eq!(read(r#"{"format":1,"later":true}"#), Ok(Record::default()));
    }
}
