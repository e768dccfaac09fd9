//! The classes of failures: what a caller can do about a code. Says nothing about which code is of
//! which class.

use std::fmt;

/// What kind of failure a code means, and so what can be done about it: `docs/failures` of the repository
/// has a paragraph for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The service is busy. The same call may succeed in a moment.
    Transient,
    /// Too many calls in this minute.
    Throttled,
    /// A quota of days or months is used up.
    Quota,
    /// The token has expired or was replaced. A fresh one cures it.
    StaleToken,
    /// The token is of the wrong kind for this endpoint. Refreshing does not help.
    WrongToken,
    /// Secret, appid or the like is wrong or missing. Only configuration cures it.
    BadCredentials,
    /// `component_verify_ticket` is missing, expired or wrong.
    Ticket,
    /// The merchant's authorization has ended.
    AuthorizationGone,
    /// A permission set was not granted. [`EndpointMeta::permission_sets`] names the candidates.
    ///
    /// [`EndpointMeta::permission_sets`]: crate::EndpointMeta::permission_sets
    Permission,
    /// The address of the caller is not on the allow list.
    IpNotAllowed,
    /// The business state forbids it, such as "already linked".
    State,
    /// The request itself is wrong.
    InvalidRequest,
    /// The call may have succeeded although the answer says otherwise.
    OutcomeUnknown,
    /// Nobody knows. Never sent again.
    Unknown,
}

impl Class {
    /// The name the specification uses, such as `stale-token`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Class::Transient => "transient",
            Class::Throttled => "throttled",
            Class::Quota => "quota",
            Class::StaleToken => "stale-token",
            Class::WrongToken => "wrong-token",
            Class::BadCredentials => "bad-credentials",
            Class::Ticket => "ticket",
            Class::AuthorizationGone => "authorization-gone",
            Class::Permission => "permission",
            Class::IpNotAllowed => "ip-not-allowed",
            Class::State => "state",
            Class::InvalidRequest => "invalid-request",
            Class::OutcomeUnknown => "outcome-unknown",
            Class::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
