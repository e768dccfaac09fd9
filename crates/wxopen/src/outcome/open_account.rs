//! The open-platform account that an account is bound to.

use wxopen_api::open_platform::{
    BindOpenAccount, GetOpenAccount, GetOpenAccountError, UnbindOpenAccount,
};

use crate::outcome::{AnswerTo, Doubtful, ErrorOf, Outcome};

impl Doubtful for BindOpenAccount {
    type Question = GetOpenAccount;

    fn question(&self) -> GetOpenAccount {
        about(self.appid.as_deref())
    }

    fn outcome(
        &self,
        answer: AnswerTo<GetOpenAccount>,
    ) -> Result<Outcome, ErrorOf<GetOpenAccount>> {
        let bound = bound_to(answer)?.is_some_and(|account| account == self.open_appid);
        Ok(if bound { Outcome::Happened } else { Outcome::DidNot })
    }
}

impl Doubtful for UnbindOpenAccount {
    type Question = GetOpenAccount;

    fn question(&self) -> GetOpenAccount {
        about(self.appid.as_deref())
    }

    fn outcome(
        &self,
        answer: AnswerTo<GetOpenAccount>,
    ) -> Result<Outcome, ErrorOf<GetOpenAccount>> {
        let bound = bound_to(answer)?.is_some_and(|account| account == self.open_appid);
        Ok(if bound { Outcome::DidNot } else { Outcome::Happened })
    }
}

fn about(appid: Option<&str>) -> GetOpenAccount {
    appid.into_iter().fold(GetOpenAccount::new(), GetOpenAccount::with_appid)
}

/// That there is no binding is told by a code.
fn bound_to(answer: AnswerTo<GetOpenAccount>) -> Result<Option<String>, ErrorOf<GetOpenAccount>> {
    match answer {
        Ok(reply) => Ok(Some(reply.open_appid)),
        Err(error) if error.error() == Some(&GetOpenAccountError::NotBound) => Ok(None),
        Err(error) => Err(error),
    }
}
