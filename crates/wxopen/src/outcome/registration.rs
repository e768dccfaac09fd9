//! Mini programs that were registered through the platform. That one exists does not give its tokens
//! back: [`Platform::recover`](crate::Platform::recover) does.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wxopen_api::authorization::GetAuthorizerInfo;
use wxopen_api::authorization::get_authorizer_info::{Authorizer, RegisterType};
use wxopen_api::register::{
    RegisterMiniprogram, SearchRegisterMiniprogram, SearchRegisterMiniprogramError,
};

use crate::outcome::{AnswerTo, Doubtful, ErrorOf, Outcome};
use crate::platform::{Merchant, PlatformError};

/// How far our clock and that of WeChat may be apart.
const SKEW: Duration = Duration::from_secs(60);

impl Doubtful for RegisterMiniprogram {
    type Question = SearchRegisterMiniprogram;

    fn question(&self) -> SearchRegisterMiniprogram {
        let (name, wechat) = (self.name.clone(), self.legal_persona_wechat.clone());
        SearchRegisterMiniprogram::new(name, wechat, self.legal_persona_name.clone())
    }

    fn outcome(
        &self,
        answer: AnswerTo<SearchRegisterMiniprogram>,
    ) -> Result<Outcome, ErrorOf<SearchRegisterMiniprogram>> {
        use SearchRegisterMiniprogramError as Code;
        match answer {
            Ok(_) => Ok(Outcome::Happened),
            Err(error) => match error.error() {
                // The question lacks no member, so "missing" has its other meaning: being checked.
                Some(Code::AwaitsLegalPerson | Code::DataBeingChecked | Code::ParameterMissing) => {
                    Ok(Outcome::Pending)
                }
                // It has been answered for tasks that there were.
                Some(Code::TaskNotFound) => Ok(Outcome::Unknown),
                _ => Err(error),
            },
        }
    }
}

/// What became of a registration under the entity of an official account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registration {
    /// [`Happened`](Outcome::Happened) or [`Unknown`](Outcome::Unknown): a mini program whose code was
    /// never traded need not be listed.
    pub outcome: Outcome,
    /// The appid of the mini program, if it is there.
    pub appid: Option<String>,
}

impl Merchant {
    /// Finds out what became of `registerMiniprogramByOffiaccount`, called on behalf of this account at
    /// a time and not answered. WeChat has no interface that tells it, so the accounts are looked through
    /// that have authorized the platform since: for the only one that was registered in this way under
    /// the same entity.
    ///
    /// # Errors
    ///
    /// If the accounts cannot be read.
    pub async fn outcome_of_registration(
        &self,
        since: SystemTime,
    ) -> Result<Registration, PlatformError> {
        let platform = self.platform();
        let read = async |appid: &str| {
            let reply = platform.send(GetAuthorizerInfo::new(platform.appid(), appid)).await?;
            Ok::<Authorizer, PlatformError>(reply.authorizer_info)
        };
        let entity = read(self.appid()).await?.principal_name;
        let since = since.duration_since(UNIX_EPOCH).unwrap_or_default().saturating_sub(SKEW);
        let mut found = Vec::new();
        for listed in platform.listed_since(since.as_secs()).await? {
            let account = read(&listed.authorizer_appid).await?;
            let of_entity = entity.is_some() && account.principal_name == entity;
            if of_entity && account.register_type == Some(RegisterType::BY_OFFICIAL_ACCOUNT) {
                found.push(listed.authorizer_appid);
            }
        }
        let appid = found.pop().filter(|_| found.is_empty());
        let outcome = if appid.is_some() { Outcome::Happened } else { Outcome::Unknown };
        Ok(Registration { outcome, appid })
    }
}
