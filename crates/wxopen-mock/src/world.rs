//! What changes while the mock runs: tokens, scripts and the log, behind one lock. The place where
//! tickets and authorizers will live. Knows no socket.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wxopen_core::Secret;

use crate::answer::{self, Answer, Rids};
use crate::blueprint::Blueprint;
use crate::call::Call;
use crate::check::{self, Arrival};
use crate::query::Query;
use crate::script::{Action, Step};

pub(crate) struct World {
    blueprint: Arc<Blueprint>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tokens: Vec<Secret>,
    scripts: HashMap<usize, VecDeque<Step>>,
    calls: Vec<Call>,
    rids: Rids,
}

impl World {
    pub(crate) fn new(blueprint: Arc<Blueprint>) -> Self {
        World { blueprint, state: Mutex::default() }
    }

    pub(crate) fn blueprint(&self) -> &Blueprint {
        &self.blueprint
    }

    pub(crate) fn accept_token(&self, token: &str) {
        self.state().tokens.push(Secret::from(token));
    }

    pub(crate) fn push(&self, index: usize, step: Step) {
        self.state().scripts.entry(index).or_default().push_back(step);
    }

    pub(crate) fn calls(&self, wanted: impl Fn(&Call) -> bool) -> Vec<Call> {
        self.state().calls.iter().filter(|call| wanted(call)).cloned().collect()
    }

    /// Checks a call, logs it and says what to answer.
    pub(crate) fn receive(&self, arrival: &Arrival) -> Answer {
        let query = Query::parse(arrival.parts.uri.query().unwrap_or_default());
        let mut call = Call::arrived(&arrival.parts, &query);
        let mut state = self.state();
        let state = &mut *state;
        let checked = check::check(&self.blueprint, &state.tokens, arrival, &query, &mut call);
        let answer = match checked {
            Ok(index) => self.answer(index, state),
            Err(refusal) => {
                let answer = answer::refused(&refusal, &mut state.rids);
                call.violations = refusal.violations;
                answer
            }
        };
        state.calls.push(call);
        answer
    }

    fn answer(&self, index: usize, state: &mut State) -> Answer {
        let step = state.scripts.get_mut(&index).and_then(take).unwrap_or(Step {
            delay: Duration::ZERO,
            action: Action::Example(0),
            left: 1,
        });
        answer::scripted(step, self.blueprint.entry(index), &mut state.rids)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take(queue: &mut VecDeque<Step>) -> Option<Step> {
    let first = queue.front_mut()?;
    first.left -= 1;
    if first.left > 0 { Some(first.clone()) } else { queue.pop_front() }
}
