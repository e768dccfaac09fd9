//! An account as a test sees it: its administrator's hands. Decides nothing about a call.

use std::fmt;
use std::sync::Arc;

use crate::push::Push;
use crate::registry::{AccountKind, AccountRecord, Consent, NotAuthorized};
use crate::world::World;

/// An account of a merchant, as it stands towards one [`Component`](crate::Component).
///
/// What its administrator does is pushed to the component, and each method returns when the push is
/// taken or given up.
#[derive(Clone)]
pub struct Account {
    world: Arc<World>,
    component: String,
    appid: String,
}

impl Account {
    pub(crate) fn new(world: Arc<World>, component: &str, appid: &str) -> Self {
        Account { world, component: component.to_owned(), appid: appid.to_owned() }
    }

    /// The appid.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    /// Says what kind of account it is; an official account by default.
    pub fn kind(self, kind: AccountKind) -> Self {
        self.edit(|record| record.kind = kind);
        self
    }

    /// Sets its name; the appid by default.
    pub fn nick_name(self, name: &str) -> Self {
        self.edit(|record| record.nick_name = name.to_owned());
        self
    }

    /// Sets the name of its owner; the appid by default.
    pub fn principal_name(self, name: &str) -> Self {
        self.edit(|record| record.principal_name = name.to_owned());
        self
    }

    /// Sets its original id; `gh_` and the appid by default.
    pub fn original_id(self, id: &str) -> Self {
        self.edit(|record| record.original_id = id.to_owned());
        self
    }

    /// Authorizes the component, as if the administrator had been on the page, and returns the code
    /// that goes with the redirect. The push, `authorized` or `updateauthorized`, has a code of its
    /// own; each can be traded once.
    ///
    /// Tokens of an authorization before are void at once.
    pub async fn authorize(&self, permission_sets: &[u16]) -> String {
        let consent = self
            .world
            .registry(|registry| registry.authorize(&self.component, &self.appid, permission_sets));
        self.tell(consent).await
    }

    /// Grants other permission sets than before and returns a code, as [`authorize`](Self::authorize)
    /// does. The push is `updateauthorized`. Tokens stay what they are.
    ///
    /// # Panics
    ///
    /// If the component is not authorized.
    pub async fn change(&self, permission_sets: &[u16]) -> String {
        let consent = self
            .world
            .registry(|registry| registry.change(&self.component, &self.appid, permission_sets));
        self.tell(self.expect(consent)).await
    }

    /// Takes the authorization back. The push is `unauthorized`; all tokens are void.
    ///
    /// # Panics
    ///
    /// If the component is not authorized.
    pub async fn revoke(&self) {
        let push = self.world.registry(|registry| registry.revoke(&self.component, &self.appid));
        self.deliver(self.expect(push)).await;
    }

    /// Voids the refresh token and makes another one, which can be read with `getAuthorizerInfo` and
    /// `getAuthorizerList`. Nothing is pushed.
    ///
    /// # Panics
    ///
    /// If the component is not authorized.
    #[track_caller]
    pub fn replace_refresh_token(&self) {
        let replaced = self
            .world
            .registry(|registry| registry.replace_refresh_token(&self.component, &self.appid));
        self.expect(replaced);
    }

    /// Says yes to a link of `linkMiniprogram`. The administrator of the official account is asked
    /// first, then the one of the mini program.
    ///
    /// # Panics
    ///
    /// If the administrator of this account has not been asked about `other`.
    #[track_caller]
    pub fn accept_link(&self, other: &str) {
        self.answer_link(other, true);
    }

    /// Says no to a link of `linkMiniprogram`.
    ///
    /// # Panics
    ///
    /// If the administrator of this account has not been asked about `other`.
    #[track_caller]
    pub fn refuse_link(&self, other: &str) {
        self.answer_link(other, false);
    }

    /// The ticket with which `registerMiniprogramByOffiaccount` registers a mini program, as if the
    /// administrator of this official account had scanned for it. The new account will grant these
    /// permission sets.
    pub fn registration_ticket(&self, permission_sets: &[u16]) -> String {
        self.world.registry(|registry| registry.wish(&self.component, &self.appid, permission_sets))
    }

    fn edit(&self, edit: impl FnOnce(&mut AccountRecord)) {
        self.world.registry(|registry| edit(registry.register(&self.appid)));
    }

    #[track_caller]
    fn answer_link(&self, other: &str, yes: bool) {
        let asked = self.world.registry(|registry| registry.answer_link(&self.appid, other, yes));
        assert!(asked, "nobody has asked `{}` about a link with `{other}`", self.appid);
    }

    async fn tell(&self, consent: Consent) -> String {
        self.deliver(consent.push).await;
        consent.code
    }

    async fn deliver(&self, push: Option<Push>) {
        if let Some(push) = push {
            self.world.deliver(push).await;
        }
    }

    #[track_caller]
    fn expect<T>(&self, outcome: Result<T, NotAuthorized>) -> T {
        match outcome {
            Ok(outcome) => outcome,
            Err(NotAuthorized) => {
                panic!("`{}` has not authorized `{}`", self.appid, self.component)
            }
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("component", &self.component)
            .field("appid", &self.appid)
            .finish_non_exhaustive()
    }
}
