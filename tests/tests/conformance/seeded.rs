//! Mistakes a generator could make, compiled: the referee must catch each of them.

use crate::{Trial, lines};
use wxopen_tests::referee::gather;

#[allow(dead_code, unreachable_pub, clippy::all)]
mod seeds {
    include!("../../seeds.rs");
}

#[rustfmt::skip]
#[allow(dead_code, unused_imports, unreachable_pub, unused_variables, missing_docs, clippy::all, rustdoc::all)]
mod sown {
    use wxopen_tests::case::{Case, Typed};
    include!(concat!(env!("OUT_DIR"), "/sown.rs"));
}

#[tokio::test]
async fn every_seeded_mistake_is_caught() {
    let mut trial = Trial::new().await;
    assert_eq!(sown::BARREN, [""; 0], "mend these seeds: they no longer fit the generated code");
    let (names, sown): (Vec<_>, Vec<_>) = sown::sown().into_iter().unzip();
    let shipped = gather(&sown).await;
    let mut missed = Vec::new();
    for ((name, case), shipped) in names.into_iter().zip(sown).zip(shipped) {
        let seed = seeds::SEEDS.iter().find(|seed| seed.name == name).expect("a seed has a name");
        let interface = shipped.meta.interface;
        let index = trial.shipped.iter().position(|known| known.meta.interface == interface);
        let index = index.expect("a seed is sown into an endpoint of the roster");
        let case = std::mem::replace(&mut trial.cases[index], case);
        let shipped = std::mem::replace(&mut trial.shipped[index], shipped);
        let said = lines(&trial.verdict());
        trial.cases[index] = case;
        trial.shipped[index] = shipped;
        let named = |place: &&&str| {
            let end = format!(" {place}: ");
            said.iter().any(|line| line.starts_with(interface) && line.contains(&end))
        };
        let unnamed: Vec<_> = seed.reported.iter().filter(|place| !named(place)).collect();
        if !unnamed.is_empty() {
            missed.push(format!("{}: {unnamed:?} not among {said:#?}", seed.name));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
