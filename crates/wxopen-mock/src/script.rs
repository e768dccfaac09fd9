//! What a test wants the next calls of an interface to be answered with. Only describes; `world`
//! keeps the queue and `answer` makes bytes of it.

use std::fmt;
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::HeaderValue;
use serde_json::Value;

use crate::world::World;

/// The answers to come of one interface: a queue, one answer for each call that passes the checks.
/// When it is empty, the mock answers as if nothing had been scripted.
///
/// ```
/// # use std::time::Duration;
/// # fn example(mock: &wxopen_mock::Mock) {
/// mock.script("getLinkMiniprogram")
///     .code(-1)
///     .times(2)
///     .drop_connection()
///     .delay(Duration::from_millis(50))
///     .example(0);
/// # }
/// ```
pub struct Script<'m> {
    world: &'m World,
    index: usize,
    delay: Duration,
    last: Option<Step>,
}

/// One entry of the queue: an answer, and for how many calls it is left.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) delay: Duration,
    pub(crate) action: Action,
    pub(crate) left: usize,
}

#[derive(Clone)]
pub(crate) enum Action {
    Example(usize),
    Code(i64),
    Reply(Value),
    Raw(StatusCode, HeaderValue, Bytes),
    Drop,
    AsUsual,
    Lose,
}

impl<'m> Script<'m> {
    pub(crate) fn new(world: &'m World, index: usize) -> Self {
        Script { world, index, delay: Duration::ZERO, last: None }
    }

    /// An error code, with the `errmsg` the catalogue knows for it.
    pub fn code(self, code: i64) -> Self {
        self.push(Action::Code(code))
    }

    /// An example of the reply schema, counted from 0.
    ///
    /// # Panics
    ///
    /// If the schema has no such example.
    #[track_caller]
    pub fn example(self, number: usize) -> Self {
        let entry = self.world.blueprint().entry(self.index);
        let count = entry.examples.len();
        // The stand-in for a schema without examples is number 0.
        assert!(
            number < count.max(1),
            "the reply schema of `{}` has {count} examples, none is number {number}",
            entry.meta().interface
        );
        self.push(Action::Example(number))
    }

    /// A JSON body, labelled `text/plain`. It is not checked against the reply schema.
    pub fn reply(self, body: Value) -> Self {
        self.push(Action::Reply(body))
    }

    /// Anything at all.
    ///
    /// # Panics
    ///
    /// If the status is not between 200 and 599, or the content type cannot be in a header.
    #[track_caller]
    pub fn raw(self, status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let status = match StatusCode::from_u16(status) {
            Ok(code) if (200..600).contains(&status) => code,
            _ => panic!("the status {status} is not between 200 and 599"),
        };
        let Ok(content_type) = HeaderValue::from_str(content_type) else {
            panic!("the content type {content_type:?} cannot be in a header");
        };
        self.push(Action::Raw(status, content_type, Bytes::from(body.into())))
    }

    /// No answer: the connection is closed once the request was read.
    pub fn drop_connection(self) -> Self {
        self.push(Action::Drop)
    }

    /// The answer that is given when nothing is scripted.
    pub fn as_usual(self) -> Self {
        self.push(Action::AsUsual)
    }

    /// The answer that is given when nothing is scripted gets lost: what the call does is done, then
    /// the connection is closed.
    pub fn lose_answer(self) -> Self {
        self.push(Action::Lose)
    }

    /// Makes the answer that follows wait. What the call does is done before.
    #[must_use = "a delay belongs to the answer that follows"]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Gives the answer before, with its delay, `times` times instead of once.
    ///
    /// # Panics
    ///
    /// If there is no answer before, or `times` is 0.
    #[track_caller]
    pub fn times(mut self, times: usize) -> Self {
        assert!(times > 0, "an answer cannot be given 0 times");
        let Some(step) = self.last.take() else {
            panic!("`times` belongs behind an answer, and only once");
        };
        if times > 1 {
            self.world.push(self.index, Step { left: times - 1, ..step });
        }
        self
    }

    fn push(mut self, action: Action) -> Self {
        let step = Step { delay: std::mem::take(&mut self.delay), action, left: 1 };
        self.world.push(self.index, step.clone());
        self.last = Some(step);
        self
    }
}

// The answers of a script may hold tokens.
impl fmt::Debug for Script<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let interface = self.world.blueprint().entry(self.index).meta().interface;
        f.debug_struct("Script").field("interface", &interface).finish_non_exhaustive()
    }
}
