//! The name of a credential. It holds no secret and may be printed.

use std::fmt;

/// Which credential a record is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Key {
    /// The `component_verify_ticket` of a platform, by its appid.
    Ticket(String),
    /// The `component_access_token` of a platform, by its appid.
    Component(String),
    /// The tokens of a merchant's account.
    Authorizer {
        /// The appid of the platform.
        component: String,
        /// The appid of the account.
        authorizer: String,
    },
}

impl Key {
    /// The key of a merchant's account.
    pub fn authorizer(component: impl Into<String>, authorizer: impl Into<String>) -> Self {
        Key::Authorizer { component: component.into(), authorizer: authorizer.into() }
    }

    /// The appid of the account whose credential it is: the merchant's, or else the platform's.
    pub fn appid(&self) -> &str {
        match self {
            Key::Ticket(component) | Key::Component(component) => component,
            Key::Authorizer { authorizer, .. } => authorizer,
        }
    }
}

/// The form in which stores write it, such as `authorizer/wx-platform/wx-account`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Ticket(component) => write!(f, "ticket/{component}"),
            Key::Component(component) => write!(f, "component/{component}"),
            Key::Authorizer { component, authorizer } => {
                write!(f, "authorizer/{component}/{authorizer}")
            }
        }
    }
}
