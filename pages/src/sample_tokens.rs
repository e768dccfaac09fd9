//! Cuts a sample into tokens although its quotes, commas and braces may be missing. A token must
//! never reach over the end of its line.

/// A piece of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Open(char),
    Close(char),
    Colon,
    /// A text in quotes; `closed` is false when the closing quote is missing.
    Quoted {
        text: String,
        closed: bool,
    },
    /// A run of other characters.
    Bare(String),
}

/// The tokens of one line.
pub(crate) fn tokens_of(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            break;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        rest = match c {
            '{' | '[' => keep(&mut tokens, Token::Open(c), after),
            '}' | ']' => keep(&mut tokens, Token::Close(c), after),
            ':' | '：' => keep(&mut tokens, Token::Colon, after),
            ',' | '，' | ';' => after,
            '"' | '“' | '”' => quoted(&mut tokens, after),
            _ => bare(&mut tokens, rest),
        }
        .trim_start();
    }
    tokens
}

fn keep<'a>(tokens: &mut Vec<Token>, token: Token, rest: &'a str) -> &'a str {
    tokens.push(token);
    rest
}

fn quoted<'a>(tokens: &mut Vec<Token>, rest: &'a str) -> &'a str {
    let expects_name = !matches!(tokens.last(), Some(Token::Colon));
    let end = closing_quote(rest);
    let text = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
    let after = end.and_then(|end| rest.get(end..)).map_or("", skip_one);
    if expects_name && let Some((name, beyond)) = unclosed_name(text) {
        tokens.push(Token::Quoted { text: name.to_owned(), closed: true });
        return rest.get(text.len() - beyond.len()..).unwrap_or("");
    }
    let text = if end.is_some() { text } else { text.trim_end().trim_end_matches(',') };
    tokens.push(Token::Quoted { text: text.to_owned(), closed: end.is_some() });
    after
}

fn closing_quote(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if matches!(c, '"' | '“' | '”') && !escaped {
            return Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

fn skip_one(text: &str) -> &str {
    text.chars().next().and_then(|c| text.get(c.len_utf8()..)).unwrap_or("")
}

/// The name in a text such as `name : [` whose closing quote is missing, and what follows it.
fn unclosed_name(text: &str) -> Option<(&str, &str)> {
    let colon = text.find(':')?;
    let (name, beyond) = text.split_at(colon);
    let name = name.trim_end();
    (crate::span::is_name(name) && !beyond.starts_with("://")).then_some((name, beyond))
}

fn bare<'a>(tokens: &mut Vec<Token>, rest: &'a str) -> &'a str {
    let end = rest
        .find(|c: char| c.is_whitespace() || "{}[]:,;\"“”：，".contains(c))
        .filter(|end| *end > 0)
        .unwrap_or(rest.len());
    let (word, mut after) = rest.split_at(end);
    // A name whose opening quote is missing still has its closing one.
    if let Some(beyond) = after.strip_prefix(['"', '”'])
        && beyond.trim_start().starts_with([':', '：'])
    {
        after = beyond;
    }
    tokens.push(Token::Bare(word.to_owned()));
    after
}
