//! `errcode` and `errmsg`, which every answer may carry beside its fields. Only the code is to be
//! believed: the message is free text of somebody else.

use std::fmt;

/// The longest message that is kept, in characters.
const MESSAGE_CAP: usize = 300;
/// The longest request id that is believed; real ones have 26 characters.
const RID_CAP: usize = 64;

/// What the service says about a call beside its reply.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    code: i64,
    message: String,
}

impl Envelope {
    /// An envelope as it was received.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Envelope { code, message: message.into() }
    }

    /// `errcode`; 0 means success, and so does its absence.
    pub fn code(&self) -> i64 {
        self.code
    }

    /// The text of `errmsg` without rid and hint, at most 300 characters, without control
    /// characters. For people; never match on it.
    pub fn message(&self) -> String {
        // A control character inside a mark would hide it.
        let text: String = self.message.chars().filter(|c| !c.is_control()).collect();
        let marks = ["rid:", "hint:", "hints:"];
        let end = marks.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
        text[..end].chars().take(MESSAGE_CAP).collect::<String>().trim().to_owned()
    }

    /// WeChat's request id (rid), by which its support and `getRidInfo` know the call.
    pub fn rid(&self) -> Option<&str> {
        let rest = after(&self.message, "rid:")?;
        let end = rest.find(|c: char| !c.is_ascii_hexdigit() && c != '-').unwrap_or(rest.len());
        (end > 0).then_some(&rest[..end.min(RID_CAP)])
    }

    /// The older kind of request id, between the brackets of `hint: [...]`.
    pub fn hint(&self) -> Option<&str> {
        let rest = after(&self.message, "hint:").or_else(|| after(&self.message, "hints:"))?;
        let inner = rest.strip_prefix('[')?;
        inner.find(']').map(|end| inner[..end].trim())
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("code", &self.code)
            .field("rid", &self.rid())
            .finish_non_exhaustive()
    }
}

fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.find(mark).map(|at| text[at + mark.len()..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::Envelope;

    fn check(message: &str, text: &str, rid: Option<&str>, hint: Option<&str>) {
        let envelope = Envelope::new(1, message);
        assert_eq!(envelope.message(), text);
        assert_eq!(envelope.rid(), rid);
        assert_eq!(envelope.hint(), hint);
    }

    #[test]
    fn reads_every_known_tail() {
        check("ok", "ok", None, None);
        check("", "", None, None);
        check(
            "invalid appid rid: 6123abcd-00ff12ab-7a5b9c0d",
            "invalid appid",
            Some("6123abcd-00ff12ab-7a5b9c0d"),
            None,
        );
        check(" rid: 6123abcd-1-2", "", Some("6123abcd-1-2"), None);
        check("no auth hint: [a.B_c12] rid: 61-2-3", "no auth", Some("61-2-3"), Some("a.B_c12"));
        check("x hints: [ req_id: Zz9 ]", "x", None, Some("req_id: Zz9"));
        check("rid: ", "", None, None);
        check("hint: [never closed", "", None, None);
        check("no\u{7}thing ri\u{7}d: 1-2", "nothing", None, None);
    }

    #[test]
    fn only_code_and_rid_are_printed() {
        let envelope = Envelope::new(-7, "CANARY rid: 61-2-3");
        assert_eq!(envelope.code(), -7);
        assert_eq!(format!("{envelope:?}"), "Envelope { code: -7, rid: Some(\"61-2-3\"), .. }");
    }

    #[test]
    fn bounds_and_cleans_the_message() {
        let long = format!("a\u{7}\n{}", "界".repeat(1000));
        let message = Envelope::new(1, long).message();
        assert_eq!(message.chars().count(), 300);
        assert!(message.starts_with("a界"));
    }
}
