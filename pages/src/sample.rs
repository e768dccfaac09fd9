//! Reads the shape of a sample: the paths of its members and the kinds of their values. Values
//! must never be kept, and a name counts only when a colon follows it.

use std::collections::HashSet;

use crate::{
    JsonKind, MOST_LINES, Member, Part, ReadError, SampleShape,
    heading::FILLER,
    sample_tokens::{Token, tokens_of},
    span,
};

/// How deep a sample may be nested.
const DEEPEST: usize = 24;

/// The samples in the lines below a heading, whose last line may be cut.
pub(crate) fn samples_of(
    part: Part,
    lines: &[(u32, &str)],
    cut: bool,
) -> Result<Vec<SampleShape>, ReadError> {
    let last = lines.last().filter(|_| cut).map(|(number, _)| *number);
    let mut samples = Vec::new();
    let mut reader = Reader::default();
    for (number, line) in lines {
        if !reader.is_open() && !begins_sample(line) {
            continue;
        }
        let tokens = tokens_of(line);
        let opens_anew = reader.finished() && matches!(tokens.first(), Some(Token::Open(_)));
        if opens_anew {
            samples.extend(std::mem::take(&mut reader).into_shape(part));
        }
        reader.line.get_or_insert(*number);
        reader.source.push_str(line);
        reader.source.push('\n');
        reader.take(tokens, *number, last == Some(*number))?;
        if reader.members.len() > MOST_LINES / 10 {
            return Err(ReadError::TooLong);
        }
    }
    samples.extend(reader.into_shape(part));
    Ok(samples)
}

/// Whether a line outside any brace can belong to a sample.
fn begins_sample(line: &str) -> bool {
    let line = line.trim();
    let mut chars = line.chars();
    let bare_name = line.split_once("\":").is_some_and(|(name, _)| span::is_name(name.trim()));
    matches!(chars.next(), Some('{' | '[' | '"' | '“' | '}' | ']')) || bare_name
}

#[derive(Debug, Default)]
struct Reader {
    line: Option<u32>,
    source: String,
    frames: Vec<Frame>,
    rooted: bool,
    /// A name that waits for its colon, then for its value.
    name: Option<String>,
    colon: bool,
    members: Vec<Member>,
    seen: HashSet<Member>,
}

#[derive(Debug)]
struct Frame {
    prefix: String,
    array: bool,
}

impl Reader {
    fn is_open(&self) -> bool {
        !self.frames.is_empty()
    }

    fn finished(&self) -> bool {
        self.rooted && self.frames.is_empty()
    }

    fn take(&mut self, tokens: Vec<Token>, line: u32, cut: bool) -> Result<(), ReadError> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let named = matches!(tokens.peek(), Some(Token::Colon));
            // What looks like an element may turn out to be a name.
            let undecided = cut && tokens.peek().is_none() && !self.colon;
            match token {
                Token::Open(brace) => self.open(brace == '[', line)?,
                Token::Close(brace) => self.close(brace == ']'),
                Token::Colon => self.colon = self.name.is_some(),
                Token::Quoted { text, .. } if named && !self.colon => self.begin(&text),
                Token::Bare(word) if named && !self.colon => self.begin(&word),
                Token::Quoted { .. } | Token::Bare(_) if undecided => {}
                Token::Quoted { .. } => self.scalar(JsonKind::String),
                Token::Bare(word) => self.bare(&word),
            }
        }
        Ok(())
    }

    fn open(&mut self, array: bool, line: u32) -> Result<(), ReadError> {
        if self.frames.len() >= DEEPEST {
            return Err(ReadError::NestedTooDeep { line });
        }
        let kind = if array { JsonKind::Array } else { JsonKind::Object };
        let path = self.value_path();
        if let Some(path) = &path {
            self.add(path.clone(), kind);
        }
        let prefix = match (path, array) {
            (Some(path), true) => path,
            (Some(path), false) => format!("{path}."),
            (None, _) => String::new(),
        };
        self.rooted = true;
        self.frames.push(Frame { prefix, array });
        Ok(())
    }

    /// Closes the innermost frame of the kind, and whatever was left open inside it.
    fn close(&mut self, array: bool) {
        self.finish_name();
        if let Some(at) = self.frames.iter().rposition(|frame| frame.array == array) {
            self.frames.truncate(at);
        }
    }

    /// Notes a name whose colon follows; a name in an array shows that a brace is missing.
    fn begin(&mut self, name: &str) {
        self.finish_name();
        let in_array = self.frames.last().filter(|frame| frame.array).map(|f| f.prefix.clone());
        if let Some(prefix) = in_array
            && self.frames.len() < DEEPEST
        {
            self.add(format!("{prefix}[]"), JsonKind::Object);
            self.frames.push(Frame { prefix: format!("{prefix}[]."), array: false });
        } else if self.frames.is_empty() {
            self.frames.push(Frame { prefix: String::new(), array: false });
        }
        self.name = span::is_name(name).then(|| name.to_owned());
        self.colon = false;
    }

    fn bare(&mut self, word: &str) {
        let kind = match word {
            "true" | "false" => JsonKind::Boolean,
            "null" => JsonKind::Null,
            _ if word.parse::<f64>().is_ok_and(f64::is_finite) => JsonKind::Number,
            // A filler that stands alone replaces a brace.
            _ if word.contains(FILLER) && !self.colon => return,
            _ => JsonKind::Unreadable,
        };
        self.scalar(kind);
    }

    fn scalar(&mut self, kind: JsonKind) {
        if self.colon || self.frames.last().is_some_and(|frame| frame.array) {
            let Some(path) = self.value_path() else { return };
            self.add(path, kind);
        }
    }

    /// The path of the value that follows now.
    fn value_path(&mut self) -> Option<String> {
        let frame = self.frames.last()?;
        if frame.array {
            return Some(format!("{}[]", frame.prefix));
        }
        let name = self.name.take().filter(|_| self.colon);
        self.colon = false;
        name.map(|name| format!("{}{name}", frame.prefix))
    }

    /// Keeps a name whose value is missing.
    fn finish_name(&mut self) {
        if self.colon
            && let Some(path) = self.value_path()
        {
            self.add(path, JsonKind::Unreadable);
        }
        self.name = None;
        self.colon = false;
    }

    fn add(&mut self, path: String, kind: JsonKind) {
        let member = Member { path, kind };
        if self.seen.insert(member.clone()) {
            self.members.push(member);
        }
    }

    fn into_shape(mut self, part: Part) -> Option<SampleShape> {
        self.finish_name();
        let valid_json = serde_json::from_str::<serde::de::IgnoredAny>(&self.source).is_ok();
        let line = self.line?;
        let empty = self.members.is_empty() && !self.rooted;
        (!empty).then_some(SampleShape { part, line, valid_json, members: self.members })
    }
}
