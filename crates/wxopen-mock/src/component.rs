//! A component as a test sees it: what its platform has set up in the console, and what WeChat pushes
//! to it. Decides nothing about a call.

use std::fmt;
use std::sync::Arc;

use crate::account::Account;
use crate::push::{Delivery, Receiver};
use crate::world::World;

/// A third-party platform of [`MockBuilder::component`](crate::MockBuilder::component).
#[derive(Clone)]
pub struct Component {
    world: Arc<World>,
    appid: String,
}

impl Component {
    pub(crate) fn new(world: Arc<World>, appid: &str) -> Self {
        Component { world, appid: appid.to_owned() }
    }

    /// The appid.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    /// Sets where events are pushed to and how they are sealed: the receiver of authorization events,
    /// the token and the `EncodingAESKey` of the console. Without it nothing is pushed.
    ///
    /// # Panics
    ///
    /// If the address does not begin with `http://`, or the key has not 43 characters of Base64.
    #[track_caller]
    pub fn push_to(&self, url: &str, token: &str, encoding_aes_key: &str) {
        match Receiver::new(url, token, encoding_aes_key) {
            Ok(receiver) => self.world.registry(|registry| registry.push_to(&self.appid, receiver)),
            Err(problem) => panic!("nothing can be pushed: {problem}"),
        }
    }

    /// Issues a new ticket and pushes it. Tells what became of the push; `None` if it goes nowhere.
    pub async fn push_ticket(&self) -> Option<Delivery> {
        let push = self.world.registry(|registry| registry.issue_ticket(&self.appid))?;
        Some(self.world.deliver(push).await)
    }

    /// The newest ticket, for platforms that nothing is pushed to. If there is none yet, one is
    /// issued.
    pub fn ticket(&self) -> String {
        self.world.registry(|registry| registry.ticket(&self.appid))
    }

    /// What became of every push so far that is over: taken, or given up.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.world.deliveries(&self.appid)
    }

    /// An account of a merchant. It is an official account until it is said to be another, and has not
    /// authorized the component until it does.
    pub fn account(&self, appid: &str) -> Account {
        self.world.registry(|registry| {
            registry.register(appid);
        });
        Account::new(Arc::clone(&self.world), &self.appid, appid)
    }

    /// Lets one more visit of the authorization page succeed: the administrator of this account scans
    /// the code and grants these permission sets. Visitors come in the order in which they are named.
    pub fn next_visitor(&self, account: &str, permission_sets: &[u16]) {
        self.world.registry(|registry| {
            registry.expect_visitor(&self.appid, account, permission_sets);
        });
    }

    /// Whether each refresh replaces the refresh token, too. The one before stays good for five
    /// minutes. Off by default: nobody knows for sure.
    pub fn rotate_refresh_tokens(&self, rotate: bool) {
        self.world.registry(|registry| registry.rotate_refresh_tokens(&self.appid, rotate));
    }

    /// Whether a push that is sent again has a nonce and a ciphertext of its own. Off by default: the
    /// same bytes are sent. Nobody knows for sure.
    pub fn seal_retries_anew(&self, anew: bool) {
        self.world.registry(|registry| registry.seal_retries_anew(&self.appid, anew));
    }

    /// Takes the address of the caller off the list: 61004 to calls of the component, 40164 to calls
    /// for accounts.
    pub fn refuse_ip(&self) {
        self.world.registry(|registry| registry.refuse_ip(&self.appid, true));
    }

    /// Puts the address of the caller on the list again, where it is at the start.
    pub fn allow_ip(&self) {
        self.world.registry(|registry| registry.refuse_ip(&self.appid, false));
    }
}

impl fmt::Debug for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Component").field("appid", &self.appid).finish_non_exhaustive()
    }
}
