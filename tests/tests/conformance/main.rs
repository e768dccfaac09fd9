//! What we ship against what WeChat's documents say, and whether the referee who compares them
//! would notice.

mod falsified;
mod figures;
mod repaired;
mod seeded;

use wxopen_api::GLOBAL_ERRORS;
use wxopen_tests::case::Case;
use wxopen_tests::referee::{Referee, Shipped, Verdict, gather};
use wxopen_tests::roster;

#[tokio::test]
async fn the_documents_and_we_agree_or_an_erratum_says_why_not() {
    let verdict = Trial::new().await.verdict();
    assert!(verdict.is_clean(), "\n{verdict}");
}

/// The referee of this repository and what we ship.
struct Trial {
    referee: Referee,
    cases: Vec<Box<dyn Case>>,
    shipped: Vec<Shipped>,
}

impl Trial {
    async fn new() -> Trial {
        let cases = roster();
        let shipped = gather(&cases).await;
        Trial { referee: Referee::of_repository(), cases, shipped }
    }

    fn verdict(&self) -> Verdict {
        self.judged_by(&self.referee)
    }

    /// What a referee says about one interface alone, which takes a fraction of the time. How often
    /// rules of damage are needed cannot be seen from there.
    fn judged_alone(&self, referee: &Referee, interface: &str) -> Vec<String> {
        let of_it = |shipped: &Shipped| shipped.meta.interface == interface;
        let index = self.shipped.iter().position(of_it).expect("an extract is of an endpoint");
        let one = index..=index;
        let verdict = referee.judge(&self.cases[one.clone()], &self.shipped[one], GLOBAL_ERRORS);
        let mut said = lines(&verdict);
        said.retain(|line| !line.starts_with("the rule of damage "));
        said
    }

    fn judged_by(&self, referee: &Referee) -> Verdict {
        referee.judge(&self.cases, &self.shipped, GLOBAL_ERRORS)
    }
}

/// Everything a verdict says, a line each: for an erratum its name, for a fact its place.
fn lines(verdict: &Verdict) -> Vec<String> {
    let findings = verdict.findings.iter().map(|finding| {
        let edition = finding.edition.map_or("none", |edition| edition.label());
        format!(
            "{} {edition} {}: {:?}, not {:?}",
            finding.interface, finding.place, finding.doc_says, finding.we_say
        )
    });
    findings.chain(verdict.idle.iter().cloned()).collect()
}
