//! What became of a request whose call ended in doubt: the interface that tells the truth is asked, and
//! its answer held against the request. Sends nothing again.

mod link;
mod open_account;
mod registration;

pub use registration::Registration;

use wxopen_api::{CallError, Endpoint};

use crate::platform::{Merchant, Platform, SendError};

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// What it asked for is so. Do not send it again.
    Happened,
    /// What it asked for is not so, and nothing points to its being under way. Ask once more after a
    /// while before it is sent again: what WeChat shows may be some seconds old.
    DidNot,
    /// Somebody has yet to agree, or WeChat to finish. Do not send it again; ask later.
    Pending,
    /// What WeChat shows could have come about in either way.
    Unknown,
}

/// A request that must not be sent twice, and whose outcome can be found out. Any client will do:
///
/// ```no_run
/// # use wxopen::outcome::{Doubtful, Outcome};
/// # use wxopen_api::{Client, official_account::LinkMiniprogram};
/// # async fn look(client: Client, request: LinkMiniprogram) -> Result<Outcome, wxopen_api::Error> {
/// Ok(request.outcome(client.send(request.question()).await)?)
/// # }
/// ```
pub trait Doubtful: Endpoint {
    /// What is asked.
    type Question: Endpoint + Clone;

    /// The question that this request makes necessary.
    fn question(&self) -> Self::Question;

    /// What the answer says about the request.
    ///
    /// # Errors
    ///
    /// The failure of the question, if that is no answer.
    fn outcome(&self, answer: AnswerTo<Self::Question>)
    -> Result<Outcome, ErrorOf<Self::Question>>;
}

/// The answer to a question.
pub type AnswerTo<Q> = Result<<Q as Endpoint>::Reply, ErrorOf<Q>>;

/// The failure of a question.
pub type ErrorOf<Q> = CallError<<Q as Endpoint>::Error>;

type Found<R> = Result<Outcome, SendError<<<R as Doubtful>::Question as Endpoint>::Error>>;

impl Merchant {
    /// Finds out what became of a request on behalf of the account.
    ///
    /// # Errors
    ///
    /// If the interface that tells the truth cannot be asked.
    pub async fn outcome_of<R: Doubtful>(&self, request: &R) -> Found<R> {
        found(request, self.send(request.question()).await)
    }
}

impl Platform {
    /// Finds out what became of a request of the platform itself.
    ///
    /// # Errors
    ///
    /// If the interface that tells the truth cannot be asked.
    pub async fn outcome_of<R: Doubtful>(&self, request: &R) -> Found<R> {
        found(request, self.send(request.question()).await)
    }
}

fn found<R: Doubtful>(
    request: &R,
    answer: Result<<R::Question as Endpoint>::Reply, SendError<<R::Question as Endpoint>::Error>>,
) -> Found<R> {
    let answer = match answer {
        Ok(reply) => Ok(reply),
        Err(SendError::Call(error)) => Err(error),
        Err(error) => return Err(error),
    };
    request.outcome(answer).map_err(SendError::Call)
}
