//! One endpoint as one Rust file that reads like its page: request, reply, objects, codes.

use crate::OutputFile;
use crate::emit::docs::{differences, doc, doc_with_notes, escape, module_doc, pages};
use crate::emit::{RUST, mark, record};
use crate::model::{Category, Endpoint, Error, Record, Repeat, Text, Token, Type};

pub(super) fn emit(category: &Category, endpoint: &Endpoint) -> OutputFile {
    let meta = format!("crate::catalog::{}::{}::META", category.module, endpoint.module);
    let mut text = mark(&endpoint.source);
    text.push_str(&head(endpoint));
    if endpoint.is_typed() {
        text.push_str(&imports(endpoint));
        text.push_str(&record::emit(&endpoint.request, &request_doc(endpoint)));
        text.push_str(&implementation(endpoint, &meta));
        text.push_str(&record::emit(&endpoint.reply, &doc(&endpoint.reply.doc, "")));
        text.push_str(&record::emit_types(&endpoint.types));
    } else {
        text.push_str(&listed_request(endpoint, &meta));
    }
    text.push('\n');
    text.push_str(&errors(endpoint, &meta));
    OutputFile { path: format!("{RUST}/{}/{}.rs", category.module, endpoint.module), text }
}

fn head(endpoint: &Endpoint) -> String {
    let Endpoint { interface, path, .. } = endpoint;
    let mut out = format!("\n//! `{interface}`: {} {path}\n//!\n", method_word(endpoint));
    out.push_str(&module_doc(&endpoint.summary));
    out.push('\n');
    out
}

fn method_word(endpoint: &Endpoint) -> String {
    format!("{:?}", endpoint.method).to_uppercase()
}

fn imports(endpoint: &Endpoint) -> String {
    let records = [&endpoint.request, &endpoint.reply].into_iter().chain(&endpoint.types.objects);
    let mut fields = records.flat_map(|record: &Record| &record.fields);
    let secret = if fields.any(|field| field.ty == Type::Secret) { ", Secret" } else { "" };
    format!(
        "use wxopen_core::{{Answer, Body, DecodeError, Endpoint, EndpointMeta{secret}, wire}};\n\n"
    )
}

/// The documentation of a request: everything a caller must know before the call.
fn request_doc(endpoint: &Endpoint) -> String {
    let mut out = doc_with_notes(&endpoint.summary, &endpoint.notes);
    out.push_str("///\n/// | | |\n/// | --- | --- |\n");
    for (name, value) in facts(endpoint) {
        out.push_str(&format!("/// | {name} | {value} |\n"));
    }
    out.push_str(&pages(&endpoint.docs));
    let ids: Vec<String> = endpoint.errata.iter().map(|erratum| erratum.id.clone()).collect();
    out.push_str(&differences(&ids, ""));
    out.push_str("///\n/// # Errors\n///\n");
    out.push_str(&format!("/// [`{}`] has the codes of the page.\n", endpoint.error_name));
    out
}

fn facts(endpoint: &Endpoint) -> Vec<(&'static str, String)> {
    let set = |(id, name): &(u16, Text)| format!("{id} {} {}", escape(&name.en), escape(&name.zh));
    let sets = endpoint.permission_sets.iter().map(set).collect::<Vec<_>>();
    let token = match endpoint.token {
        Token::Authorizer => "`authorizer_access_token`",
        Token::Component => "`component_access_token`",
        Token::Either => "`authorizer_access_token` or `component_access_token`",
        Token::None => "none",
    };
    let repeat = match endpoint.repeat {
        Repeat::Safe => "safe",
        Repeat::Unsafe => "never once a byte was written",
    };
    let mut facts = vec![
        ("call", format!("`{} {}`", method_word(endpoint), endpoint.path)),
        ("token", token.to_owned()),
    ];
    if !sets.is_empty() {
        facts.push(("permission sets (one of)", sets.join("; ")));
    }
    facts.push(("sending again", repeat.to_owned()));
    facts.extend(
        endpoint.repeat_pause.map(|s| ("time between attempts", format!("more than {s} s"))),
    );
    facts.extend(endpoint.deadline.map(|s| ("deadline", format!("at least {s} s"))));
    facts.extend(
        endpoint.reconcile.as_ref().map(|r| ("if the outcome is unknown", format!("ask `{r}`"))),
    );
    facts
}

fn implementation(endpoint: &Endpoint, meta: &str) -> String {
    let Endpoint { request, reply, error_name, .. } = endpoint;
    format!(
        "
impl Endpoint for {request} {{
    type Reply = {reply};
    type Error = {error_name};
    const META: &'static EndpointMeta = &{meta};

    fn encode(&self, body: &mut Body) {{
        body.record(self);
    }}

    fn decode(answer: &mut Answer<'_>) -> Result<Self::Reply, DecodeError> {{
        answer.record()
    }}
}}

",
        request = request.name,
        reply = reply.name,
    )
}

fn listed_request(endpoint: &Endpoint, meta: &str) -> String {
    format!(
        "use wxopen_core::{{Answer, Body, DecodeError, Endpoint, EndpointMeta, Json}};

{doc}///
/// The fields of this endpoint have not been checked yet: request and reply are plain JSON.
#[derive(Clone)]
#[non_exhaustive]
pub struct {name} {{
    /// The body, a JSON object.
    pub body: Json,
}}

impl {name} {{
    /// A request with a body, which must be a JSON object.
    pub fn new(body: Json) -> Self {{
        {name} {{ body }}
    }}
}}

impl Endpoint for {name} {{
    type Reply = Json;
    type Error = {error_name};
    const META: &'static EndpointMeta = &{meta};

    fn encode(&self, body: &mut Body) {{
        body.json(&self.body);
    }}

    fn decode(answer: &mut Answer<'_>) -> Result<Self::Reply, DecodeError> {{
        answer.json()
    }}
}}
",
        doc = request_doc(endpoint),
        name = endpoint.request.name,
        error_name = endpoint.error_name,
    )
}

fn errors(endpoint: &Endpoint, meta: &str) -> String {
    let title = Text {
        en: format!("The codes of `{}`.", endpoint.interface),
        zh: format!("`{}` 的错误码。", endpoint.interface),
    };
    let name = &endpoint.error_name;
    let mut out = doc(&title, "");
    out.push_str("#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\n#[non_exhaustive]\n");
    out.push_str(&format!("pub enum {name} {{\n"));
    for error in &endpoint.errors {
        out.push_str(&error_doc(error));
        out.push_str(&format!("    {},\n", error.name));
    }
    out.push_str(OTHER);
    out.push_str(&format!("\nwxopen_core::endpoint_error!({name} of {meta} {{\n"));
    for error in &endpoint.errors {
        out.push_str(&format!("    {} = {},\n", error.name, error.code));
    }
    out.push_str("});\n");
    out
}

const OTHER: &str = "    /// A code that the page does not list. Compare `code()` instead of matching on it: a later
    /// version may give the code a variant of its own.
    ///
    /// 页面未列出的错误码。请用 `code()` 比较，不要匹配此项：以后的版本可能为该码单设一项。
    Other(wxopen_core::Code),
}
";

fn error_doc(error: &Error) -> String {
    let class = error.class.as_str().replace('-', " ");
    let heading = format!("    /// **{}** ({class}) ", error.code);
    let meaning = doc(&error.meaning, "    ").replacen("    /// ", &heading, 1);
    let remedy = doc(&error.remedy, "    ");
    format!("{meaning}    ///\n{remedy}{}", differences(&error.errata, "    "))
}
