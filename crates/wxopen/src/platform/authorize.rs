//! From an authorization code to a merchant: what the account has granted is stored before anybody
//! hears of it, and an answer that was lost is read back.

use wxopen_api::ticket::{GetAuthorizerRefreshToken, get_authorizer_refresh_token::Authorization};
use wxopen_api::{Class, Secret};

use crate::clock::unix_time;
use crate::credential::{CredentialError, FetchError, Remedy};
use crate::platform::grant::{self, Grant};
use crate::platform::source::lifetime;
use crate::platform::{Merchant, Platform, PlatformError};
use crate::store::{Record, StoreError};

/// How much earlier than the call an account may have authorized whose code was lost, in seconds.
const RECENT: u64 = 60 * 60;

impl Platform {
    /// Trades the `auth_code` that the authorization page has handed over. If the answer is lost, what
    /// it said is read back: from the accounts that have authorized the platform within the hour.
    ///
    /// # Errors
    ///
    /// If the code cannot be traded, or the store fails. In the second case nothing is lost:
    /// [`Platform::recover`] brings it back.
    pub async fn authorize(&self, code: impl Into<Secret>) -> Result<Merchant, PlatformError> {
        let started = unix_time();
        match self.trade_code(code.into()).await {
            Err(PlatformError::Call(error)) if error.may_have_happened() => {
                let found = self.recover_recent(started.saturating_sub(RECENT)).await;
                found.unwrap_or_default().ok_or(PlatformError::Call(error))
            }
            outcome => outcome,
        }
    }

    /// As [`Platform::authorize`], for an account whose appid is known, as from an event. A code that
    /// has been traded before is no error then, so an event may come twice.
    ///
    /// # Errors
    ///
    /// As [`Platform::authorize`].
    pub async fn authorize_account(
        &self,
        authorizer: &str,
        code: impl Into<Secret>,
    ) -> Result<Merchant, PlatformError> {
        match self.trade_code(code.into()).await {
            Err(PlatformError::Call(error))
                if error.may_have_happened() || error.class() == Class::State =>
            {
                let found = self.recover(authorizer).await;
                found.map_err(|_| PlatformError::Call(error))
            }
            outcome => outcome,
        }
    }

    /// Reads back from WeChat what an account has granted, and its refresh token, and stores both.
    ///
    /// # Errors
    ///
    /// If the call or the store fails, or WeChat has no refresh token for the account.
    pub async fn recover(&self, authorizer: &str) -> Result<Merchant, PlatformError> {
        let grant = self.find_grant(authorizer).await?;
        self.keep_grant(authorizer, &grant).await?;
        if grant.refresh_token.is_none() {
            let what = "WeChat has no refresh token for the account".to_owned();
            let error = FetchError { what, remedy: Remedy::Authorize };
            return Err(PlatformError::Credential(CredentialError::Fetch(error)));
        }
        Ok(self.authorizer(authorizer))
    }

    /// Forgets the tokens of an account that has withdrawn its authorization. If it is called all the
    /// same, WeChat is asked: the account may have authorized again, and the events overtaken each other.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn forget(&self, authorizer: &str) -> Result<(), StoreError> {
        let credential = self.credential_of(authorizer);
        credential.update(|old| old.map(|_| Record::default())).await
    }

    async fn trade_code(&self, code: Secret) -> Result<Merchant, PlatformError> {
        // The token is as old as the request, not as the answer.
        let started = unix_time();
        let reply = self.send(GetAuthorizerRefreshToken::new(self.appid(), code)).await?;
        let authorization = reply.authorization_info;
        let credential = self.credential_of(&authorization.authorizer_appid);
        credential.update(|old| Some(granted(old, &authorization, started))).await?;
        Ok(self.authorizer(authorization.authorizer_appid))
    }

    /// Stores what was read back. A token that is stored already stays: it may still be good.
    pub(super) async fn keep_grant(
        &self,
        authorizer: &str,
        grant: &Grant,
    ) -> Result<(), PlatformError> {
        let change = |old: Option<&Record>| {
            let mut record = old.cloned().unwrap_or_default();
            if grant.refresh_token.is_some() && record.refresh_token != grant.refresh_token {
                record.previous_refresh_token = record.refresh_token.take();
                record.refresh_token = grant.refresh_token.clone();
            }
            record.permission_sets = grant.permission_sets.clone().or(record.permission_sets);
            (old != Some(&record)).then_some(record)
        };
        Ok(self.credential_of(authorizer).update(change).await?)
    }

    /// Recovers every account that has authorized the platform since then and was not known. It is
    /// the account of the lost answer only if it is the only one.
    async fn recover_recent(&self, since: u64) -> Result<Option<Merchant>, PlatformError> {
        let mut found = Vec::new();
        for listed in self.listed_since(since).await? {
            let stored = self.credential_of(&listed.authorizer_appid).load().await?;
            let known = stored.and_then(|record| record.refresh_token);
            if known != listed.refresh_token {
                found.push(self.recover(&listed.authorizer_appid).await?);
            }
        }
        let only = found.pop();
        Ok(only.filter(|_| found.is_empty()))
    }
}

/// The record of an account that has authorized the platform just now. Its earlier tokens are void.
fn granted(old: Option<&Record>, authorization: &Authorization, started: u64) -> Record {
    let lifetime = lifetime(authorization.expires_in).as_secs();
    Record {
        access_token: authorization.authorizer_access_token.clone(),
        expires_at: Some(started.saturating_add(lifetime)),
        refresh_token: authorization.authorizer_refresh_token.clone(),
        previous_refresh_token: old.and_then(|old| old.refresh_token.clone()),
        permission_sets: Some(grant::permission_sets(&authorization.func_info)),
    }
}
