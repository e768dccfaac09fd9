//! What an account has granted to the platform, read back from WeChat. Stores nothing.

use wxopen_api::authorization::get_authorizer_list::ListedAuthorizer;
use wxopen_api::authorization::{GetAuthorizerInfo, GetAuthorizerList, GetAuthorizerListReply};
use wxopen_api::types::GrantedSet;
use wxopen_api::{Class, Secret};

use crate::platform::{Platform, PlatformError};

/// How many accounts WeChat lists at once.
const PAGE: i64 = 500;

/// What WeChat knows of an authorization.
#[derive(Default)]
pub(super) struct Grant {
    pub(super) refresh_token: Option<Secret>,
    pub(super) permission_sets: Option<Vec<u16>>,
}

impl Platform {
    /// What the information about an account says.
    pub(super) async fn read_grant(&self, authorizer: &str) -> Result<Grant, PlatformError> {
        let reply = self.send(GetAuthorizerInfo::new(self.appid(), authorizer)).await?;
        let found = reply.authorization_info;
        Ok(Grant {
            refresh_token: found.authorizer_refresh_token,
            permission_sets: Some(permission_sets(&found.func_info)),
        })
    }

    /// What the information about an account says and, where that has no refresh token, the list.
    pub(super) async fn find_grant(&self, authorizer: &str) -> Result<Grant, PlatformError> {
        let mut grant = match self.read_grant(authorizer).await {
            // This answer has been seen to come and go, so the list is asked, too.
            Err(PlatformError::Call(error)) if error.class() == Class::AuthorizationGone => {
                Grant::default()
            }
            answer => answer?,
        };
        let mut offset = 0;
        while grant.refresh_token.is_none() {
            let page = self.list_authorizers(offset).await?;
            let next = behind(offset, &page);
            if let Some(listed) = page.list.into_iter().find(|it| it.authorizer_appid == authorizer)
            {
                grant.refresh_token = listed.refresh_token;
                break;
            }
            let Some(next) = next else { break };
            offset = next;
        }
        Ok(grant)
    }

    /// The accounts that have authorized the platform since a time, in seconds since 1970.
    pub(crate) async fn listed_since(
        &self,
        since: u64,
    ) -> Result<Vec<ListedAuthorizer>, PlatformError> {
        let mut found = Vec::new();
        let mut offset = 0;
        loop {
            let page = self.list_authorizers(offset).await?;
            let next = behind(offset, &page);
            found.extend(page.list.into_iter().filter(|listed| {
                let time = listed.auth_time.and_then(|time| u64::try_from(time).ok());
                time.is_some_and(|time| time >= since)
            }));
            let Some(next) = next else { return Ok(found) };
            offset = next;
        }
    }

    /// A page of the accounts that have authorized the platform.
    pub(super) async fn list_authorizers(
        &self,
        offset: i64,
    ) -> Result<GetAuthorizerListReply, PlatformError> {
        Ok(self.send(GetAuthorizerList::new(self.appid(), offset, PAGE)).await?)
    }
}

/// Where the page behind this one begins; nowhere if this one is empty. Accounts come and go meanwhile,
/// so the total is believed to a page only; but no longer, or the pages might never end.
pub(super) fn behind(offset: i64, page: &GetAuthorizerListReply) -> Option<i64> {
    let length = i64::try_from(page.list.len()).ok().filter(|length| *length > 0)?;
    offset.checked_add(length).filter(|next| *next < page.total_count.saturating_add(PAGE))
}

/// The numbers of granted sets, ascending.
pub(super) fn permission_sets(granted: &[GrantedSet]) -> Vec<u16> {
    let numbers = granted.iter().map(|set| set.funcscope_category.id);
    let mut numbers: Vec<u16> = numbers.filter_map(|id| u16::try_from(id).ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
