//! The worst that a comparison tells, and the exit code that says so. Never judges anything itself.

/// The worst that a report tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything was read, and says what it said.
    Same,
    /// Something changed that breaks nobody.
    Changed,
    /// Something changed that breaks somebody.
    Breaking,
    /// Something could not be compared, whatever the rest says.
    Failed,
}

impl Verdict {
    /// The exit code of the program.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Verdict::Same => 0,
            Verdict::Changed => 1,
            Verdict::Breaking => 2,
            Verdict::Failed => 3,
        }
    }
}
