//! What changes while the mock runs: scripts, the log, and the registry of everything that WeChat
//! remembers, behind one lock. Knows no socket.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::Method;
use hyper::http::request::Parts;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use wxopen_core::Secret;

use crate::answer::{self, Answer, Rids};
use crate::blueprint::Blueprint;
use crate::call::Call;
use crate::check::{self, Arrival, Passed};
use crate::gate::Gate;
use crate::push::{Delivery, Push};
use crate::query::Query;
use crate::refusal::Refusal;
use crate::registry::{self, Question, Registry, Visit};
use crate::script::{Action, Step};

pub(crate) struct World {
    blueprint: Arc<Blueprint>,
    /// Where pushes go that a call has led to.
    outbox: UnboundedSender<Push>,
    state: Mutex<State>,
}

struct State {
    tokens: Vec<Secret>,
    registry: Registry,
    scripts: HashMap<usize, VecDeque<Step>>,
    calls: Vec<Call>,
    deliveries: Vec<Delivery>,
    rids: Rids,
}

impl World {
    pub(crate) fn new(
        blueprint: Arc<Blueprint>,
        registry: Registry,
        outbox: UnboundedSender<Push>,
    ) -> Self {
        let state = State {
            tokens: Vec::new(),
            registry,
            scripts: HashMap::new(),
            calls: Vec::new(),
            deliveries: Vec::new(),
            rids: Rids::default(),
        };
        World { blueprint, outbox, state: Mutex::new(state) }
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

    pub(crate) fn deliveries(&self, component: &str) -> Vec<Delivery> {
        let state = self.state();
        let theirs = state.deliveries.iter().filter(|delivery| delivery.component == component);
        theirs.cloned().collect()
    }

    pub(crate) fn registry<T>(&self, ask: impl FnOnce(&mut Registry) -> T) -> T {
        ask(&mut self.state().registry)
    }

    /// Delivers a push and keeps what came of it.
    pub(crate) async fn deliver(&self, push: Push) -> Delivery {
        let delivery = push.deliver().await;
        self.state().deliveries.push(delivery.clone());
        delivery
    }

    /// Checks a call, logs it and says what to answer.
    pub(crate) fn receive(&self, arrival: &Arrival) -> Answer {
        let query = Query::parse(arrival.parts.uri.query().unwrap_or_default());
        let mut call = Call::arrived(&arrival.parts, &query);
        let mut state = self.state();
        let state = &mut *state;
        let answer = if shows_page(&arrival.parts, &state.registry) {
            show_page(&arrival.parts, &query, &mut call, state)
        } else {
            self.call(arrival, &query, &mut call, state)
        };
        state.calls.push(call);
        for push in state.registry.take_pushes() {
            // Nobody takes it only when the mock is about to stop.
            let _ = self.outbox.send(push);
        }
        answer
    }

    fn call(&self, arrival: &Arrival, query: &Query, call: &mut Call, state: &mut State) -> Answer {
        let gate = Gate { accepted: &state.tokens, registry: &state.registry };
        match check::check(&self.blueprint, &gate, arrival, query, call) {
            Ok(passed) => self.answer(&passed, call, state),
            Err(refusal) => refuse(refusal, call, state),
        }
    }

    /// By script; and where nothing is scripted, as usual.
    fn answer(&self, passed: &Passed, call: &mut Call, state: &mut State) -> Answer {
        let Some(step) = state.scripts.get_mut(&passed.index).and_then(take) else {
            return self.answer_as_usual(passed, call, state);
        };
        let answer = match step.action {
            Action::AsUsual => self.answer_as_usual(passed, call, state),
            Action::Lose => {
                self.answer_as_usual(passed, call, state);
                Answer::lost()
            }
            action => answer::scripted(action, self.blueprint.entry(passed.index), &mut state.rids),
        };
        answer.after(step.delay)
    }

    /// From memory, and by the first example where nothing is remembered.
    fn answer_as_usual(&self, passed: &Passed, call: &mut Call, state: &mut State) -> Answer {
        let entry = self.blueprint.entry(passed.index);
        let question = Question {
            blueprint: &self.blueprint,
            meta: entry.meta(),
            bearer: passed.bearer.as_ref(),
            body: call.body.as_ref().unwrap_or(&Value::Null),
        };
        match state.registry.answer(&question) {
            Some(Ok(body)) => answer::remembered(body),
            Some(Err(refusal)) => refuse(refusal, call, state),
            None => answer::scripted(Action::AsUsual, entry, &mut state.rids),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shows_page(parts: &Parts, registry: &Registry) -> bool {
    let there = registry::PATHS.contains(&parts.uri.path());
    there && parts.method == Method::GET && !registry.is_empty()
}

fn show_page(parts: &Parts, query: &Query, call: &mut Call, state: &mut State) -> Answer {
    match state.registry.visit(parts.uri.path(), query) {
        Visit::Redirect(to) => answer::redirect(&to),
        Visit::Complaint(problem) => {
            call.violations = vec![problem.to_owned()];
            answer::page(problem)
        }
    }
}

fn refuse(refusal: Refusal, call: &mut Call, state: &mut State) -> Answer {
    let answer = answer::refused(&refusal, &mut state.rids);
    call.violations = refusal.violations;
    answer
}

fn take(queue: &mut VecDeque<Step>) -> Option<Step> {
    let first = queue.front_mut()?;
    first.left -= 1;
    if first.left > 0 { Some(first.clone()) } else { queue.pop_front() }
}
