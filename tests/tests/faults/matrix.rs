//! Every endpoint against every fault, met in every way: a trial for each fault and way, with all
//! endpoints inside at once. Judges nothing itself.

use std::io;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use tokio::runtime;
use tokio::task::JoinSet;
use wxopen_api::{CATALOG, Maturity};
use wxopen_tests::faults::{Certificate, Script, Seen, Server, Step, Wire};
use wxopen_tests::roster;

use crate::canary;
use crate::cell::Cell;
use crate::table::{Fault, Place, Scene, faults};

/// How a fault is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// On a new connection.
    Fresh,
    /// On a connection that has served a call before.
    Reused,
    /// Through TLS.
    Sealed,
    /// Once: whoever comes again is served well.
    Once,
}

/// The certificates of the servers.
#[derive(Clone)]
pub(super) struct Certificates {
    /// Trusted, for HTTP/1.1.
    pub text: Certificate,
    /// Trusted, for HTTP/2.
    pub frames: Certificate,
    /// Not trusted.
    pub stranger: Certificate,
}

impl Certificates {
    /// New ones. Whoever trusts this file trusts the two that can be.
    pub(super) fn trusted_in(file: &Path) -> io::Result<Self> {
        let [text, frames, stranger] = ["http/1.1", "h2", "http/1.1"].map(Certificate::new);
        std::fs::write(file, [text.pem(), frames.pem()].concat())?;
        Ok(Certificates { text, frames, stranger })
    }
}

/// The crates that carry requests and can log.
const LOGGING: [&str; 5] = ["h2", "hyper_util", "reqwest", "rustls", "wxopen_core"];

/// All trials.
pub(super) fn trials(certificates: &Certificates) -> Vec<Trial> {
    let mut trials = vec![Trial::test("every endpoint of the catalogue is called", completeness)];
    let ours = certificates.clone();
    trials.push(Trial::test("every crate is heard", move || audible(ours)));
    for fault in faults() {
        for way in ways(&fault) {
            let certificates = certificates.clone();
            let name = format!("{way:?}: {}", fault.name);
            trials.push(Trial::test(name, move || trial(fault, *way, certificates)));
        }
    }
    trials
}

fn completeness() -> Result<(), Failed> {
    let called: Vec<_> = roster().iter().map(|case| case.meta().interface).collect();
    let typed = CATALOG.iter().filter(|meta| meta.maturity != Maturity::Listed);
    let missing: Vec<_> = typed.filter(|meta| !called.contains(&meta.interface)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("{missing:?}").into()) }
}

/// The ways in which a fault can be met.
fn ways(fault: &Fault) -> &'static [Way] {
    match fault.place {
        Place::Text if is_blind(fault) => &[Way::Fresh, Way::Reused, Way::Once],
        Place::Text => &[Way::Fresh, Way::Reused, Way::Once, Way::Sealed],
        Place::Frames => &[Way::Fresh, Way::Reused],
        _ => &[Way::Fresh],
    }
}

/// Whether the server leaves the request unread: then it cannot tell what comes through TLS.
fn is_blind(fault: &Fault) -> bool {
    let scene = Scene { reply: "{}", elsewhere: ([127, 0, 0, 1], 0).into() };
    (fault.steps)(&scene).iter().any(|step| matches!(step, Step::Notice))
}

/// Without this, a crate that has learned to be silent would count as one that keeps secrets.
fn audible(certificates: Certificates) -> Result<(), Failed> {
    for name in ["gzip", "a refused stream"] {
        let fault = faults().into_iter().find(|fault| fault.name == name).ok_or(name)?;
        trial(fault, Way::Sealed, certificates.clone())?;
    }
    let (heard, metrics) = canary::sources();
    let silent = LOGGING.iter().filter(|name| !heard.iter().any(|heard| heard == *name));
    match silent.copied().collect::<Vec<_>>().as_slice() {
        [] if metrics == 0 => Err("there are no metrics".into()),
        [] => Ok(()),
        silent => Err(format!("nothing was heard of {silent:?}").into()),
    }
}

fn trial(fault: Fault, way: Way, certificates: Certificates) -> Result<(), Failed> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let complaints = runtime.block_on(complaints(fault, way, certificates))?;
    // Whatever still runs ends here, and is heard.
    drop(runtime);
    canary::silence()?;
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n").into()) }
}

async fn complaints(fault: Fault, way: Way, certificates: Certificates) -> io::Result<Vec<String>> {
    let script = Script { wire: Wire::Plain, first: Vec::new(), later: Vec::new() };
    let elsewhere = Server::start(script).await?;
    let mut cells = JoinSet::new();
    for case in roster() {
        let (certificates, elsewhere) = (certificates.clone(), elsewhere.address());
        cells.spawn(Cell { case, fault, way, certificates, elsewhere }.run());
    }
    let mut complaints = Vec::new();
    while let Some(ended) = cells.join_next().await {
        match ended {
            Ok(verdict) => complaints.extend(verdict.err()),
            Err(panic) => complaints.push(panic.to_string()),
        }
    }
    match elsewhere.stop().await {
        Seen { connections: 0, .. } => {}
        seen => complaints.push(format!("somebody went elsewhere: {seen:?}")),
    }
    Ok(complaints)
}
