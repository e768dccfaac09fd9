//! What may be shown of an answer that is no JSON: the words that proxies and gateways use, and nothing
//! else. Whatever an answer echoes, a token is none of these words.

/// How much of an answer is looked at, in bytes.
const LOOK: usize = 4096;

/// How long an excerpt becomes, in characters.
const LONGEST: usize = 120;

/// The words that are shown.
const WORDS: &[&str] = &[
    "a",
    "access",
    "and",
    "bad",
    "before",
    "blocked",
    "busy",
    "by",
    "closed",
    "connect",
    "connection",
    "could",
    "denied",
    "disconnect",
    "down",
    "entity",
    "error",
    "failed",
    "failure",
    "for",
    "forbidden",
    "found",
    "from",
    "gateway",
    "header",
    "headers",
    "host",
    "internal",
    "invalid",
    "is",
    "large",
    "later",
    "length",
    "limit",
    "maintenance",
    "many",
    "method",
    "moved",
    "nginx",
    "no",
    "not",
    "of",
    "or",
    "overflow",
    "page",
    "permanently",
    "please",
    "proxy",
    "redirect",
    "refused",
    "request",
    "requests",
    "required",
    "reset",
    "response",
    "server",
    "service",
    "site",
    "temporarily",
    "the",
    "this",
    "time",
    "timed",
    "timeout",
    "to",
    "too",
    "try",
    "unavailable",
    "upstream",
    "url",
    "was",
];

/// The title of a page, or the first line of a text, with everything left out that is not known to be
/// harmless.
pub(super) fn excerpt(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(LOOK)]);
    let text = text.trim_start();
    let shown = match text.chars().next()? {
        '{' | '[' | '"' => return None,
        '<' => within(text, "title").or_else(|| within(text, "h1"))?,
        _ => text.lines().next()?,
    };
    let mut excerpt = String::new();
    for word in shown.split_whitespace().map(|word| if is_harmless(word) { word } else { "…" }) {
        if word == "…" && excerpt.ends_with("…") {
            continue;
        }
        if excerpt.chars().count() + word.len() >= LONGEST {
            break;
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    (!excerpt.is_empty() && excerpt != "…").then_some(excerpt)
}

/// The text of the first element of this name.
fn within<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    // ASCII letters keep their places.
    let lower = page.to_ascii_lowercase();
    let begin = lower.find(&format!("<{name}>"))? + name.len() + 2;
    let end = lower[begin..].find('<')?;
    Some(&page[begin..begin + end])
}

/// A word from the list, or an HTTP status.
fn is_harmless(word: &str) -> bool {
    let parts = word.trim_end_matches(['.', ',', ':', ';', '!']).split('/');
    let is_known = |part: &str| WORDS.contains(&part.to_ascii_lowercase().as_str());
    let is_status = |part: &str| {
        part.len() == 3 && part.parse().is_ok_and(|number| (300..600).contains(&number))
    };
    parts.into_iter().all(|part| is_known(part) || is_status(part))
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    fn check(body: &str, shown: Option<&str>) {
        assert_eq!(excerpt(body.as_bytes()).as_deref(), shown, "{body}");
    }

    #[test]
    fn titles_and_first_lines() {
        check("<html><head><TITLE>502 Bad Gateway</TITLE>", Some("502 Bad Gateway"));
        check(
            "\r\n<!doctype html><h1>Request Entity Too Large</h1>",
            Some("Request Entity Too Large"),
        );
        check(
            "upstream connect error or disconnect/reset before headers. reset\nmore",
            Some("upstream connect error or disconnect/reset before headers. reset"),
        );
    }

    #[test]
    fn nothing_that_could_be_a_secret() {
        check("<title>error: 71_AbCd token=x wx0123 from secret</title>", Some("error: … from …"));
        check("Not found: /cgi-bin/open/get?access_token=71_AbCd", Some("Not found: …"));
        check("12345 7 999", None);
        check("71_AbCd", None);
        check(r#"{"error":"bad gateway"}"#, None);
        check(r#""bad gateway""#, None);
        check("<html>bad gateway</html>", None);
        check("", None);
        check("\u{feff}{\"token\":\"the\"}", None);
    }

    #[test]
    fn never_long() {
        let shown = excerpt("error ".repeat(1000).as_bytes()).expect("words");
        assert!(shown.len() <= 120 && shown.len() > 100, "{}", shown.len());
        assert_eq!(excerpt(&[0xff; 10_000]), None);
    }
}
