//! What an account has granted, held against what an interface needs. Knows nothing of tokens.

use std::fmt;

use wxopen_api::{EndpointMeta, PERMISSION_SETS};

/// An account has granted none of the permission sets that would allow a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotGranted {
    authorizer: String,
    interface: &'static str,
    needed: &'static [u16],
}

impl NotGranted {
    /// The appid of the account.
    pub fn authorizer(&self) -> &str {
        &self.authorizer
    }

    /// The interface of the call.
    pub fn interface(&self) -> &'static str {
        self.interface
    }

    /// The numbers of the permission sets, any of which would allow the call.
    pub fn needed(&self) -> &'static [u16] {
        self.needed
    }

    /// What an account lacks if it has granted none of the sets that an endpoint needs.
    pub(super) fn new(authorizer: &str, meta: &'static EndpointMeta) -> Self {
        let EndpointMeta { interface, permission_sets: needed, .. } = *meta;
        NotGranted { authorizer: authorizer.to_owned(), interface, needed }
    }
}

/// Whether some granted sets allow a call; an endpoint that needs none is always allowed.
pub(super) fn allows(granted: &[u16], meta: &EndpointMeta) -> bool {
    let needed = meta.permission_sets;
    needed.is_empty() || needed.iter().any(|set| granted.contains(set))
}

/// One line, such as `linkMiniprogram: wx0123 has not granted 33 (Linked mini programs); …`.
impl fmt::Display for NotGranted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} has not granted ", self.interface, self.authorizer)?;
        for (index, id) in self.needed.iter().enumerate() {
            let set = PERMISSION_SETS.iter().find(|set| set.id == *id);
            let name = set.map_or("a set without a name", |set| set.name.en);
            write!(f, "{}{id} ({name})", if index == 0 { "" } else { " or " })?;
        }
        f.write_str("; its administrator can authorize the platform again with it ticked")
    }
}

impl std::error::Error for NotGranted {}
