//! Making a store whole: every account that WeChat lists is held against the store, and what is missing
//! is read back. Removes nothing.

use std::collections::HashSet;

use tokio::task::JoinSet;
use wxopen_api::authorization::get_authorizer_list::ListedAuthorizer;

use crate::platform::grant::{self, Grant};
use crate::platform::{Platform, PlatformError};

/// How many accounts are looked after at once.
const AT_ONCE: usize = 8;

/// How many appids are read from the store at once.
const PAGE: usize = 500;

/// How far [`Platform::reconcile`] has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many accounts there are, as WeChat said last.
    pub total: u64,
    /// How many have been looked at.
    pub seen: u64,
}

/// What [`Platform::reconcile`] has found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Reconciled {
    /// How many accounts were stored as they are at WeChat.
    pub kept: usize,
    /// The appids of the accounts that were read back.
    pub recovered: Vec<String>,
    /// The appids of the accounts whose authorization code was never traded: there is no refresh token
    /// to read back, and they must authorize again.
    pub untraded: Vec<String>,
    /// The appids of the accounts that could not be looked after, and why. Run it again.
    pub failed: Vec<(String, PlatformError)>,
    /// The appids of the accounts that are stored with a refresh token, but were not listed. They may
    /// have withdrawn their authorization; or have come while the pages were read.
    pub unlisted: Vec<String>,
}

enum Found {
    Kept,
    Recovered,
    Untraded,
}

impl Platform {
    /// Holds every account that has authorized the platform against the store, and reads back what is
    /// missing: refresh tokens and permission sets. For an empty store, for one that is restored from a
    /// backup, and at every start: what is stored already costs one call for 500 accounts.
    ///
    /// # Errors
    ///
    /// If a page of the list, or the store, cannot be read. What was done until then is stored.
    pub async fn reconcile(
        &self,
        mut progress: impl FnMut(Progress),
    ) -> Result<Reconciled, PlatformError> {
        let mut found = Reconciled::default();
        let mut state = Progress::default();
        let mut listed = HashSet::new();
        let mut offset = 0;
        loop {
            let page = self.list_authorizers(offset).await?;
            state.total = page.total_count.try_into().unwrap_or_default();
            for few in page.list.chunks(AT_ONCE) {
                listed.extend(few.iter().map(|listed| listed.authorizer_appid.clone()));
                self.look_after(few, &mut found).await;
                state.seen += few.len() as u64;
                progress(state);
            }
            let Some(next) = grant::behind(offset, &page) else { break };
            offset = next;
        }
        found.unlisted = self.unlisted(&listed).await?;
        Ok(found)
    }

    async fn look_after(&self, few: &[ListedAuthorizer], found: &mut Reconciled) {
        let mut tasks = JoinSet::new();
        for listed in few.iter().cloned() {
            let platform = self.clone();
            tasks.spawn(async move {
                let outcome = platform.look_after_one(&listed).await;
                (listed.authorizer_appid, outcome)
            });
        }
        while let Some(done) = tasks.join_next().await {
            match done {
                Ok((_, Ok(Found::Kept))) => found.kept += 1,
                Ok((appid, Ok(Found::Recovered))) => found.recovered.push(appid),
                Ok((appid, Ok(Found::Untraded))) => found.untraded.push(appid),
                Ok((appid, Err(error))) => found.failed.push((appid, error)),
                // The tasks do not panic, and nobody else aborts them.
                Err(_) => {}
            }
        }
    }

    async fn look_after_one(&self, listed: &ListedAuthorizer) -> Result<Found, PlatformError> {
        let appid = &*listed.authorizer_appid;
        let stored = self.credential_of(appid).load().await?.unwrap_or_default();
        if listed.refresh_token.is_none() {
            let known = stored.refresh_token.is_some();
            return Ok(if known { Found::Kept } else { Found::Untraded });
        }
        if stored.refresh_token == listed.refresh_token && stored.permission_sets.is_some() {
            return Ok(Found::Kept);
        }
        let refresh_token = listed.refresh_token.clone();
        match self.read_grant(appid).await {
            Ok(grant) => {
                let refresh_token = grant.refresh_token.or(refresh_token);
                self.keep_grant(appid, &Grant { refresh_token, ..grant }).await?;
            }
            // The refresh token is what matters. The permission sets are asked for when they are needed.
            Err(_) => {
                let grant = Grant { refresh_token, permission_sets: None };
                self.keep_grant(appid, &grant).await?;
            }
        }
        Ok(Found::Recovered)
    }

    /// The accounts in the store that seem to be authorized but are not listed.
    async fn unlisted(&self, listed: &HashSet<String>) -> Result<Vec<String>, PlatformError> {
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.inner.store.authorizers(self.appid(), after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = Some(last.clone());
            for appid in page.into_iter().filter(|appid| !listed.contains(appid)) {
                let stored = self.credential_of(&appid).load().await?.unwrap_or_default();
                if stored.refresh_token.is_some() {
                    found.push(appid);
                }
            }
        }
    }
}
