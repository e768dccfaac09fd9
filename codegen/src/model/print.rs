//! The model as a reviewer and the tests read it. Leaves out texts and samples.

use std::fmt;

use crate::model::{Endpoint, Event, Record, Type, Types};

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {:?}", self.name, self.channel)?;
        write!(f, "{}{}", self.record, self.types)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {:?} {}", self.interface, self.method, self.path)?;
        let sets: Vec<u16> = self.permission_sets.iter().map(|(id, _)| *id).collect();
        let Endpoint { token, repeat, maturity, .. } = self;
        writeln!(f, "  token {token:?}, sets {sets:?}, repeat {repeat:?}, {maturity:?}")?;
        write!(f, "{}{}{}", self.request, self.reply, self.types)?;
        let errors = self.errors.iter();
        let errors = errors.map(|e| format!("{}={} {:?}", e.name, e.code, e.class));
        writeln!(f, "  {} {}", self.error_name, errors.collect::<Vec<_>>().join(", "))
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.objects.iter().try_for_each(|object| write!(f, "{object}"))?;
        for enumeration in &self.enumerations {
            let values = enumeration.values.iter().map(|(n, name, _)| format!("{name}={n}"));
            let values = values.collect::<Vec<_>>().join(" ");
            writeln!(f, "  enum {} {values}", enumeration.name)?;
        }
        Ok(())
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} ({:?})", self.name, self.direction)?;
        for field in &self.fields {
            let mark = if field.required { "" } else { "?" };
            let personal = if field.personal { " personal" } else { "" };
            write!(f, "    {}{mark} -> {}: {}{personal}", field.wire, field.rust, field.ty)?;
            if !field.aliases.is_empty() {
                write!(f, " or {}", field.aliases.join(", "))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Text => f.write_str("text"),
            Type::Secret => f.write_str("secret"),
            Type::Int => f.write_str("int"),
            Type::Flag => f.write_str("flag"),
            Type::Bool => f.write_str("bool"),
            Type::Enumeration(name) => write!(f, "enum {}", name.name),
            Type::Object(name) => write!(f, "{}", name.name),
            Type::List(item) => write!(f, "list<{item}>"),
        }
    }
}
