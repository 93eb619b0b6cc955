//! Replays the recorded minutes of outlier detection (`MESH_CORPUS`, `envoy-outlier/cases.jsonl`): 60 schedules that a
//! real Envoy 1.40 served in real time, ejections by the second.

mod case;
mod replay;

use std::path::PathBuf;

use case::{Case, Moment};
use replay::{Replayed, replay};

/// A recorded time is at most this far from the simulated one, in seconds.
const TOLERANCE: f64 = 0.15;

/// Round robin starts somewhere: so many starts are tried.
const STARTS: u64 = 60;

/// Draws are compared over so many seeds.
const SEEDS: u64 = 20;

#[test]
fn recorded_minutes_come_out_alike() {
    let Some(corpus) = std::env::var_os("MESH_CORPUS") else {
        eprintln!("MESH_CORPUS is not set: nothing to compare with");
        return;
    };
    let path = PathBuf::from(corpus).join("envoy-outlier/cases.jsonl");
    let text = std::fs::read_to_string(&path).expect("the corpus has envoy-outlier/cases.jsonl");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert_eq!(cases.len(), 60);
    let mut wrong = Vec::new();
    let (mut exact, mut banded) = (0, 0);
    for case in &cases {
        let problem = if case.is_exact() {
            exact += 1;
            compare_sequence(case)
        } else {
            banded += 1;
            compare_counts(case)
        };
        wrong.extend(problem.map(|problem| format!("{}: {problem}", case.name)));
    }
    println!("{exact} cases compared event by event, {banded} in counts");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(exact >= 20, "only {exact} cases were compared exactly");
}

/// One of the starts of round robin must give the recorded events.
fn compare_sequence(case: &Case) -> Option<String> {
    let mut best: Option<(usize, Replayed)> = None;
    for start in 0..STARTS {
        let outcome = replay(case, start);
        let same = agreeing(&case.moments(), &outcome.moments);
        if same == case.events.len() && outcome.moments.len() == same {
            return None;
        }
        if best.as_ref().is_none_or(|(most, _)| same > *most) {
            best = Some((same, outcome));
        }
    }
    let (same, outcome) = best?;
    Some(format!(
        "the best start agrees in {same} of {} events: recorded {:?}, simulated {:?}",
        case.events.len(),
        case.moments().get(same),
        outcome.moments.get(same)
    ))
}

/// How many events agree from the first on.
fn agreeing(recorded: &[Moment], simulated: &[Moment]) -> usize {
    let same = |(recorded, simulated): &(&Moment, &Moment)| {
        (recorded.at - simulated.at).abs() <= TOLERANCE && recorded.what() == simulated.what()
    };
    recorded.iter().zip(simulated).take_while(same).count()
}

/// The recorded numbers must lie between the least and the greatest of all seeds, widened by a quarter.
fn compare_counts(case: &Case) -> Option<String> {
    let outcomes: Vec<Replayed> = (0..SEEDS).map(|seed| replay(case, seed)).collect();
    let ejections: Vec<usize> = outcomes.iter().map(Replayed::enforced).collect();
    let failures: Vec<usize> = outcomes.iter().map(|outcome| outcome.failed).collect();
    outside("ejections", case.enforced(), &ejections).or_else(|| outside("failures", case.failed(), &failures))
}

fn outside(name: &str, recorded: usize, simulated: &[usize]) -> Option<String> {
    let (least, most) = (simulated.iter().min()?, simulated.iter().max()?);
    let (low, high) = ((*least as f64 * 0.75).floor(), (*most as f64 * 1.25).ceil());
    let inside = (low..=high).contains(&(recorded as f64));
    (!inside).then(|| format!("{recorded} {name} recorded, {least} to {most} simulated"))
}
