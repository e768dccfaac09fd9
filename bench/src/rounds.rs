//! Rounds in which every candidate gets its turn, in an order that is reversed every other time, so
//! that a disturbance from outside hits all of them alike.

/// Runs `measure` for each of `candidates` in every round. One row per candidate.
pub fn run(
    rounds: usize,
    candidates: usize,
    mut measure: impl FnMut(usize) -> f64,
) -> Vec<Vec<f64>> {
    let mut rows = vec![Vec::with_capacity(rounds); candidates];
    for round in 0..rounds {
        for turn in 0..candidates {
            let candidate = if round % 2 == 0 { turn } else { candidates - 1 - turn };
            rows[candidate].push(measure(candidate));
        }
    }
    rows
}

/// The middle of some figures; 0 if there are none.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// The middle of the ratios round by round.
pub fn ratio(row: &[f64], baseline: &[f64]) -> f64 {
    let ratios: Vec<f64> = row.iter().zip(baseline).map(|(a, b)| a / b).collect();
    median(&ratios)
}
