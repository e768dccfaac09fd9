//! How to make a request of every typed endpoint: with what is required, and with everything. For the
//! tests, which so need no list of their own. The values are theirs.

use crate::OutputFile;
use crate::emit::{ROSTER, mark};
use crate::model::{Category, Endpoint, Field, Model, Record, Type, Types};

pub(super) fn emit(model: &Model) -> OutputFile {
    let mut text = mark("endpoints");
    text.push_str(
        "
use crate::case::{Case, Typed};

/// Every typed endpoint.
pub fn roster() -> Vec<Box<dyn Case>> {
    vec![
",
    );
    for category in &model.categories {
        for endpoint in category.endpoints.iter().filter(|e| e.is_typed()) {
            let scope = Scope { category, endpoint, shared: &model.shared };
            let least = scope.request(&endpoint.request, false);
            let full = scope.request(&endpoint.request, true);
            text.push_str(&format!("        Typed::new({}, {}),\n", maker(&least), maker(&full)));
        }
    }
    text.push_str("    ]\n}\n");
    OutputFile { path: format!("{ROSTER}/mod.rs"), text }
}

/// A function that makes a request of values.
fn maker(expression: &str) -> String {
    let values = if expression.contains("v.") { "v" } else { "_" };
    format!("|{values}| {expression}")
}

struct Scope<'a> {
    category: &'a Category,
    endpoint: &'a Endpoint,
    shared: &'a Types,
}

impl Scope<'_> {
    fn request(&self, record: &Record, full: bool) -> String {
        let module = format!("wxopen_api::{}::{}", self.category.module, self.endpoint.module);
        self.constructed(&format!("{module}::{}", record.name), record, full)
    }

    /// An expression that builds a record through its public constructors.
    fn constructed(&self, path: &str, record: &Record, full: bool) -> String {
        let (required, optional): (Vec<_>, Vec<_>) =
            record.fields.iter().partition(|field| field.required);
        let arguments: Vec<_> = required.iter().map(|f| self.value(f, &f.ty, full)).collect();
        let mut out = format!("{path}::new({})", arguments.join(", "));
        for field in optional.into_iter().filter(|_| full) {
            out.push_str(&format!(".with_{}({})", field.rust, self.value(field, &field.ty, full)));
        }
        out
    }

    fn value(&self, field: &Field, ty: &Type, full: bool) -> String {
        match ty {
            Type::Text | Type::Secret => format!("v.text({:?})", field.wire),
            Type::Int => "v.int()".to_owned(),
            Type::Flag | Type::Bool => "v.flag()".to_owned(),
            Type::Enumeration(reference) => {
                let path = self.path(&reference.name, reference.shared);
                format!("{path}(v.code({path}::KNOWN))")
            }
            Type::Object(reference) => {
                let path = self.path(&reference.name, reference.shared);
                let record = self.endpoint.object(self.shared, &reference.name);
                record.map(|record| self.constructed(&path, record, full)).unwrap_or_default()
            }
            Type::List(item) => format!("vec![{}]", self.value(field, item, full)),
        }
    }

    fn path(&self, name: &str, shared: bool) -> String {
        match shared {
            true => format!("wxopen_api::types::{name}"),
            false => {
                format!("wxopen_api::{}::{}::{name}", self.category.module, self.endpoint.module)
            }
        }
    }
}
