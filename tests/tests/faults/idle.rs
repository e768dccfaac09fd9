//! An idle connection that the server closes at a random instant around the next request. Each round is
//! replayed by its number; none depends on another.

use std::io;
use std::time::Duration;

use libtest_mimic::{Failed, Trial};
use tokio::runtime;
use tokio::task::JoinSet;
use tokio::time::sleep;
use wxopen_api::{Phase, Repeat};
use wxopen_tests::case::Case;
use wxopen_tests::faults::Step::{Again, Read, Reset, Rest, Write};
use wxopen_tests::faults::answers::good;
use wxopen_tests::faults::{Script, Seen, Server, Wire};
use wxopen_tests::roster;
use wxopen_tests::values::Values;

use crate::canary::{self, MARK};
use crate::cell::{LONG, client};
use crate::marked::reply;

/// How many rounds there are: fewer where the compiler has not been asked for speed.
const ROUNDS: u64 = if cfg!(debug_assertions) { 500 } else { 10_000 };
/// How many of them go on at once.
const AT_ONCE: usize = 32;
/// Within which time both the next request and the end of the connection come.
const WINDOW_MICROS: u64 = 3_000;
/// How many reads in a thousand may fail.
const LOST_IN_A_THOUSAND: usize = 1;

/// The trial.
pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("idle connections that are closed at random instants", trial)]
}

fn trial() -> Result<(), Failed> {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let tally = runtime.block_on(rounds())?;
    drop(runtime);
    canary::silence()?;
    let Tally { struck, reads, lost, repeated } = &tally;
    // Were no request ever struck, this would show nothing.
    if *struck == 0 || !repeated.is_empty() || lost.len() * 1000 > reads * LOST_IN_A_THOUSAND {
        return Err(format!("{tally:#?}").into());
    }
    Ok(())
}

/// What came of all rounds.
#[derive(Debug, Default)]
struct Tally {
    /// Calls whose request met the end of the connection.
    struck: usize,
    /// Calls that may be sent again.
    reads: usize,
    /// Those of them that failed, or took more than one repeat.
    lost: Vec<String>,
    /// Requests that were sent again though they must not be.
    repeated: Vec<String>,
}

async fn rounds() -> io::Result<Tally> {
    let (mut rounds, mut tally) = (JoinSet::new(), Tally::default());
    for number in 0..ROUNDS {
        if rounds.len() == AT_ONCE {
            add(rounds.join_next().await, &mut tally)?;
        }
        rounds.spawn(round(number));
    }
    while !rounds.is_empty() {
        add(rounds.join_next().await, &mut tally)?;
    }
    Ok(tally)
}

type Ended = Option<Result<io::Result<Round>, tokio::task::JoinError>>;

fn add(ended: Ended, tally: &mut Tally) -> io::Result<()> {
    let Some(ended) = ended else { return Ok(()) };
    let Round { repeat, line, phase, sends } = ended??;
    tally.struck += usize::from(sends > 1 || phase == Some(Phase::OutcomeUnknown));
    match repeat {
        Repeat::Safe => {
            tally.reads += 1;
            if phase.is_some() || sends > 2 {
                tally.lost.push(line);
            }
        }
        _ if sends > 1 || (phase == Some(Phase::NotSent) && sends > 0) => tally.repeated.push(line),
        _ => {}
    }
    Ok(())
}

/// How a round ended.
struct Round {
    repeat: Repeat,
    line: String,
    phase: Option<Phase>,
    sends: usize,
}

async fn round(number: u64) -> io::Result<Round> {
    let case = case(number);
    let mut rng = fastrand::Rng::with_seed(number);
    let [closing, calling] = [(); 2].map(|()| Duration::from_micros(rng.u64(..WINDOW_MICROS)));
    let service = [Read, Write(good(&reply(&*case)))];
    let mut first = [service.to_vec(), vec![Rest(closing)]].concat();
    first.extend(rng.bool().then_some(Reset));
    let later = [service.to_vec(), vec![Again]].concat();
    let server = Server::start(Script { wire: Wire::Plain, first, later }).await?;
    let client = client(server.base_url(), LONG);
    let send = || case.send_within(&client, &mut Values::marked(MARK), LONG);
    send().await.map_err(|error| io::Error::other(error.to_string()))?;
    sleep(calling).await;
    let outcome = send().await;
    drop(client);
    let Seen { begun, .. } = server.stop().await;
    let meta = case.meta();
    let line = format!("round {number}: {}, sent {} times: {outcome:?}", meta.interface, begun - 1);
    let phase = outcome.err().map(|error| error.phase());
    Ok(Round { repeat: meta.repeat, line, phase, sends: begun - 1 })
}

fn case(number: u64) -> Box<dyn Case> {
    let mut cases = roster();
    let index = number as usize % cases.len();
    cases.swap_remove(index)
}
