//! Makes tickets, tokens and codes. No two are the same, neither in one mock nor in two, so that what
//! belongs to one can never pass for what belongs to the other.

use std::hash::{BuildHasher, Hasher, RandomState};

pub(crate) struct Mint {
    random: RandomState,
    count: u64,
}

impl Mint {
    pub(crate) fn new() -> Self {
        Mint { random: RandomState::new(), count: 0 }
    }

    pub(super) fn ticket(&mut self) -> String {
        self.make("ticket@@@")
    }

    pub(super) fn pre_auth_code(&mut self) -> String {
        self.make("preauthcode@@@")
    }

    pub(super) fn authorization_code(&mut self) -> String {
        self.make("queryauthcode@@@")
    }

    pub(super) fn refresh_token(&mut self) -> String {
        self.make("refreshtoken@@@")
    }

    pub(super) fn registration_ticket(&mut self) -> String {
        self.make("registerticket@@@")
    }

    /// The appid of an account that did not exist before.
    pub(super) fn appid(&mut self) -> String {
        format!("wx{:016x}", self.number())
    }

    /// As long as those of WeChat, and like them without a character that a query has to encode: many
    /// programs do not.
    pub(super) fn access_token(&mut self) -> String {
        let parts: Vec<String> = (0..8).map(|_| format!("{:016x}", self.number())).collect();
        format!("88_{}", parts.join("-"))
    }

    /// Sixteen characters, as an encrypted message starts with.
    pub(crate) fn filler(&mut self) -> String {
        format!("{:016x}", self.number())
    }

    pub(crate) fn nonce(&mut self) -> String {
        self.number().to_string()
    }

    fn make(&mut self, prefix: &str) -> String {
        let (first, second) = (self.number(), self.number());
        format!("{prefix}{first:016x}{second:016x}{:08x}", self.count)
    }

    fn number(&mut self) -> u64 {
        self.count += 1;
        let mut hasher = self.random.build_hasher();
        hasher.write_u64(self.count);
        hasher.finish()
    }
}
