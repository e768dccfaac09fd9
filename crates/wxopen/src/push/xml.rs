//! The XML of pushed messages as JSON: an element with elements in it is an object, any other a text, and one
//! that occurs several times an array. Must never resolve, fetch or skip anything: whatever WeChat does not
//! send, such as a document type, an entity, an attribute or a comment, makes the whole text no message.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use serde_json::map::Entry;
use serde_json::{Map, Value};

/// How many elements may lie within each other. Messages have five.
const DEEPEST: usize = 16;
/// How many elements a message may have. They take more memory than their text.
const MOST: usize = 4096;

/// The root element of a document, whatever its name.
pub(super) fn to_json(text: &str) -> Option<Value> {
    let mut reader = Reader::from_str(text);
    let mut document = Document::default();
    loop {
        match reader.read_event().ok()? {
            Event::Decl(_) if document.is_empty() => {}
            Event::Start(tag) => document.begin(&tag)?,
            Event::End(_) => document.end()?,
            Event::Empty(tag) => {
                document.begin(&tag)?;
                document.end()?;
            }
            Event::Text(text) => document.text(&text.xml10_content())?,
            Event::CData(text) => document.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => document.text(&resolve(&reference)?)?,
            Event::Eof => return document.finish(),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => return None,
        }
    }
}

/// The character that a reference stands for: by its number, or one of the five that XML knows.
fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok()?.map(String::from);
    }
    resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned)
}

/// What has been read so far.
#[derive(Default)]
struct Document {
    open: Vec<Element>,
    root: Option<Value>,
    elements: usize,
}

struct Element {
    name: String,
    text: String,
    members: Map<String, Value>,
}

impl Document {
    fn is_empty(&self) -> bool {
        self.elements == 0
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Option<()> {
        self.elements += 1;
        let is_second_root = self.open.is_empty() && self.root.is_some();
        let has_attributes = !tag.attributes_raw().trim().is_empty();
        if is_second_root || has_attributes || self.open.len() == DEEPEST || self.elements > MOST {
            return None;
        }
        let name = tag.name().as_ref().to_owned();
        self.open.push(Element { name, text: String::new(), members: Map::new() });
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        let element = self.open.pop()?;
        let is_leaf = element.members.is_empty();
        let value = match is_leaf {
            true => Value::String(element.text),
            false if is_blank(&element.text) => Value::Object(element.members),
            false => return None,
        };
        match self.open.last_mut() {
            Some(parent) => add(&mut parent.members, element.name, value),
            None => self.root = Some(value),
        }
        Some(())
    }

    fn text(&mut self, text: &str) -> Option<()> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if is_blank(text) => {}
            None => return None,
        }
        Some(())
    }

    fn finish(self) -> Option<Value> {
        self.root.filter(|_| self.open.is_empty())
    }
}

fn add(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.entry(name) {
        Entry::Vacant(place) => {
            place.insert(value);
        }
        Entry::Occupied(mut place) => match place.get_mut() {
            Value::Array(items) => items.push(value),
            first => *first = Value::Array(vec![first.take(), value]),
        },
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::to_json;

    #[test]
    fn what_a_message_says() {
        let cases = [
            ("<xml>a</xml>", json!("a")),
            ("<xml/>", json!("")),
            ("<xml><a/><b></b></xml>", json!({"a": "", "b": ""})),
            ("<xml>\n <a>1</a>\r\n\t<b> 2 </b>\n</xml>\n", json!({"a": "1", "b": " 2 "})),
            ("<?xml version=\"1.0\"?><xml><a>茶</a></xml>", json!({"a": "茶"})),
            ("<xml><a><![CDATA[<b>&amp;]]></a></xml>", json!({"a": "<b>&amp;"})),
            ("<xml><a>&lt;&#33;&#x8336;&amp;&gt;</a></xml>", json!({"a": "<!茶&>"})),
            ("<xml><a>1<![CDATA[2]]>3</a></xml>", json!({"a": "123"})),
            ("<xml><a>1</a><b>2</b><a>3</a><a/></xml>", json!({"a": ["1", "3", ""], "b": "2"})),
            ("<xml><a><b>1</b></a><a><b>2</b></a></xml>", json!({"a": [{"b": "1"}, {"b": "2"}]})),
        ];
        for (text, expected) in cases {
            assert_eq!(to_json(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_no_message_says() {
        let cases = [
            "",
            " ",
            "text",
            "<xml>",
            "<xml></yml>",
            "</xml>",
            "<xml></xml><xml></xml>",
            "<xml></xml>text",
            "text<xml></xml>",
            "<xml><a></xml></a>",
            "<xml><a>1</a>text</xml>",
            "<xml a=\"1\"/>",
            "<xml><a b/></xml>",
            "<xml><!-- a --></xml>",
            "<xml><?php a ?></xml>",
            "<xml><?xml version=\"1.0\"?></xml>",
            "<!DOCTYPE xml><xml/>",
            "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml>&a;</xml>",
            "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml>&a;</xml>",
            "<xml>&a;</xml>",
            "<xml>&nbsp;</xml>",
            "<xml>&#xD800;</xml>",
            "<xml>& </xml>",
            "<xml>&amp</xml>",
            "<xml><![CDATA[1</xml>",
        ];
        for text in cases {
            assert_eq!(to_json(text), None, "{text}");
        }
    }

    #[test]
    fn depth_and_number_of_elements_end_somewhere() {
        let nested = |depth| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(to_json(&nested(16)).is_some());
        assert_eq!(to_json(&nested(17)), None);
        assert_eq!(to_json(&"<a>".repeat(100_000)), None);
        let wide = |number| format!("<xml>{}</xml>", "<a/>".repeat(number));
        assert!(to_json(&wide(4095)).is_some());
        assert_eq!(to_json(&wide(4096)), None);
    }
}
