//! Events as Rust: one file for each, and the enum of each channel.

use crate::OutputFile;
use crate::emit::docs::{doc, doc_with_notes, module_doc, pages};
use crate::emit::{RUST, mark, record};
use crate::model::{Channel, Event, Model, Record, Text, Type};

pub(super) fn emit(model: &Model, files: &mut Vec<OutputFile>) {
    if model.events.is_empty() {
        return;
    }
    files.push(module(&model.events));
    files.extend(model.events.iter().map(event));
}

fn module(events: &[Event]) -> OutputFile {
    let mut text = mark("events");
    text.push_str("\n//! What WeChat pushes to a platform: one struct for each event.\n//!\n");
    text.push_str("//! 微信推送给第三方平台的事件，每个事件一个结构体。\n\n");
    for event in events {
        text.push_str(&format!("pub mod {};\n", event.module));
    }
    text.push('\n');
    for event in events {
        text.push_str(&format!("pub use {}::{};\n", event.module, event.record.name));
    }
    text.push_str("\nuse wxopen_core::RawMessage;\n");
    for channel in [Channel::Authorization, Channel::Message] {
        text.push_str(&enumeration(channel, events));
    }
    OutputFile { path: format!("{RUST}/events/mod.rs"), text }
}

fn enumeration(channel: Channel, events: &[Event]) -> String {
    let (name, title) = match channel {
        Channel::Authorization => ("AuthorizationEvent", AUTHORIZATION),
        Channel::Message => ("AccountEvent", ACCOUNT),
    };
    let title = Text { en: title.0.to_owned(), zh: title.1.to_owned() };
    let own = || events.iter().filter(|event| event.channel == channel);
    let mut out = format!("\n{}", doc(&title, ""));
    out.push_str("#[derive(Debug, Clone, PartialEq)]\n#[non_exhaustive]\n");
    // A message is moved once or twice, and a box would stand in the way of every match.
    out.push_str("#[allow(clippy::large_enum_variant)]\n");
    out.push_str(&format!("pub enum {name} {{\n"));
    for event in own() {
        out.push_str(&doc(&event.summary, "    "));
        out.push_str(&format!("    {0}({0}),\n", event.record.name));
    }
    out.push_str(OTHER);
    out.push_str(&format!("\nwxopen_core::events!({name} of {channel:?} {{\n"));
    for event in own() {
        out.push_str(&format!("    {} = {:?},\n", event.record.name, event.name));
    }
    out.push_str("});\n");
    out
}

const AUTHORIZATION: (&str, &str) = (
    "What arrives at the authorization event URL and concerns the platform.",
    "授权事件接收 URL 收到的事件，与第三方平台有关。",
);

const ACCOUNT: (&str, &str) = (
    "An event that arrives at the message URL and concerns one account.",
    "消息与事件接收 URL 收到的事件，与某个账号有关。",
);

const OTHER: &str = "    /// An event that the specification does not know, or one without what it promises. Never match on
    /// its name being here: a later version may give the event a variant of its own.
    ///
    /// 规范未收录的事件，或缺少规范所述内容的事件。请勿依赖某个名称出现在此项：以后的版本可能为其单设一项。
    Other(RawMessage),
}
";

fn event(event: &Event) -> OutputFile {
    let mut text = mark(&event.source);
    text.push_str(&format!("\n//! The event `{}`.\n//!\n", event.name));
    text.push_str(&module_doc(&event.summary));
    let records = || std::iter::once(&event.record).chain(&event.types.objects);
    let mut fields = records().flat_map(|record: &Record| &record.fields);
    let secret = fields.any(|field| field.ty == Type::Secret);
    text.push_str(match secret {
        true => "\nuse wxopen_core::{Secret, wire};\n",
        false => "\nuse wxopen_core::wire;\n",
    });
    text.push('\n');
    text.push_str(&record::emit(&event.record, &intro(event)));
    text.push_str(&record::emit_types(&event.types));
    OutputFile { path: format!("{RUST}/events/{}.rs", event.module), text }
}

fn intro(event: &Event) -> String {
    let mut out = doc_with_notes(&event.summary, &event.notes);
    if !event.docs.is_empty() {
        out.push_str(&pages(&event.docs));
    }
    out
}
