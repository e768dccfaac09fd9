//! Mends what strict JSON refuses and people have typed: a byte order mark, and within strings broken
//! UTF-8 and raw control characters. Outside of strings nothing is changed: there damage stays damage.

/// Written by some servers before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The mended text of an object; `None` if there is nothing to mend, or what is broken is no string.
pub(crate) fn repair(bytes: &[u8]) -> Option<String> {
    let unmarked = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if unmarked.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let mut mender = Mender::new(unmarked.len());
    for chunk in unmarked.utf8_chunks() {
        chunk.valid().chars().try_for_each(|char| mender.copy(char))?;
        if !chunk.invalid().is_empty() {
            mender.replace()?;
        }
    }
    (mender.mended || unmarked.len() < bytes.len()).then_some(mender.text)
}

struct Mender {
    text: String,
    in_string: bool,
    after_backslash: bool,
    mended: bool,
}

impl Mender {
    fn new(length: usize) -> Self {
        let text = String::with_capacity(length + 16);
        Mender { text, in_string: false, after_backslash: false, mended: false }
    }

    fn copy(&mut self, char: char) -> Option<()> {
        if self.in_string && char < ' ' {
            return self.escape(char);
        }
        if char == '"' && !self.after_backslash {
            self.in_string = !self.in_string;
        }
        self.after_backslash = self.in_string && char == '\\' && !self.after_backslash;
        self.text.push(char);
        Some(())
    }

    /// A control character behind a backslash has no meaning that could be kept.
    fn escape(&mut self, char: char) -> Option<()> {
        if self.after_backslash {
            return None;
        }
        self.text.push_str(&format!("\\u{:04x}", u32::from(char)));
        self.mended = true;
        Some(())
    }

    /// Bytes that are no UTF-8.
    fn replace(&mut self) -> Option<()> {
        if !self.in_string || self.after_backslash {
            return None;
        }
        self.text.push(char::REPLACEMENT_CHARACTER);
        self.mended = true;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::repair;

    fn check(bytes: &[u8], mended: Option<&str>) {
        let found = repair(bytes);
        assert_eq!(found.as_deref(), mended, "{}", bytes.escape_ascii());
        if let Some(text) = mended {
            serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        }
    }

    #[test]
    fn what_is_mended() {
        check(b"\xef\xbb\xbf{}", Some("{}"));
        check(b"\xef\xbb\xbf \n{\"a\":1}", Some(" \n{\"a\":1}"));
        check(b"{\"a\":\"x\ny\x00\x1f\"}", Some("{\"a\":\"x\\u000ay\\u0000\\u001f\"}"));
        check(b"{\"a\":\"x\xffy\xe8\x8c\"}", Some("{\"a\":\"x\u{fffd}y\u{fffd}\"}"));
        check(b"{\"a\\\"\x14\":\"\\\\\"}", Some("{\"a\\\"\\u0014\":\"\\\\\"}"));
        check(
            b"{\"\xc4\xe3\":1,\n\"b\":\"\t\"}",
            Some("{\"\u{fffd}\u{fffd}\":1,\n\"b\":\"\\u0009\"}"),
        );
    }

    #[test]
    fn what_is_left_as_it_is() {
        check(b"", None);
        check(b"{\"a\":\"x\\n\", \"b\":\t1}", None);
        check(b"{\"a\":nul}", None);
        check(b"{\xff}", None);
        check(b"{\"a\":\"\\\n\"}", None);
        check(b"{\"a\":\"\\\xff\"}", None);
        check(b"\xef\xbb\xbf[]", None);
        check(b"\xc4\xe3\xba\xc3", None);
        check(b"<html lang=\"\x01\">", None);
    }
}
