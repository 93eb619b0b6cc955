//! kubectl on the living cluster against recorded answers.

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use end2end_kubernetes::case::{Case, Run};
use end2end_kubernetes::commands::{Answer, Names, Side, Spans, Told, compare, ill_made};
use end2end_kubernetes::{case, compare as judge, known, simulate};
use serde_json::Value;

/// Parts of the corpus that are held to one bar, with the share of their commands that has to be equal, in percent.
///
/// 97 in parts 1 to 5 together and 85 in part 6.
const BARS: &[(&[&str], f64)] =
    &[(&["1-drain", "2-scheduler", "3-deployments", "4-endpoints", "5-node-lost"], 97.0), (&["6-kubectl"], 85.0)];

/// The commands of a case that differ, `case number` with why, and how many are compared.
fn differences(case: &Case, slow: bool) -> (BTreeMap<String, String>, u32) {
    let simulate::Simulated { run: simulated, answers } = simulate::run(case);
    let names = |run: &Run, other: &Run| Names { classes: judge::classes(case), hashes: judge::ordinals(run, other) };
    let (recorded, simulated) = (names(&case.run, &simulated), names(&simulated, &case.run));
    let spans = Spans::of(&case.run.timeline);
    let (mut differing, mut all) = (BTreeMap::new(), 0);
    for (index, (step, answer)) in case.steps.iter().zip(&answers).enumerate() {
        let text = |field: &str| step.get(field).and_then(Value::as_str);
        let Some(command) = text("cmd").or_else(|| text("apply").map(|_| "kubectl apply -f -")) else {
            continue;
        };
        if text("scope") == Some("out") {
            continue;
        }
        all += 1;
        let at = case::number(step, "t").unwrap_or(0.0);
        let recorded = Side { answer: Answer::of(step), names: &recorded };
        let simulated = Side { answer: Answer::of(answer), names: &simulated };
        let why = ill_made(command, &simulated.answer.out)
            .or_else(|| compare(command, at, &recorded, &simulated, &Told { spans: &spans, slow }));
        if let Some(why) = why {
            println!("{} {index:03} $ {command}\n    {why}", case.id);
            if env::var("MESH_SHOW").is_ok() {
                let show = |side: &Side<'_>| format!("{}{}", side.answer.out, side.answer.err);
                println!("--- recorded\n{}--- simulated\n{}---", show(&recorded), show(&simulated));
            }
            differing.insert(format!("{} {index:03}", case.id), why);
        }
    }
    (differing, all)
}

/// `MESH_CASE` names the cases to look at; `MESH_SHOW` prints both answers where they differ.
#[test]
fn commands_answer_as_the_real_kubectl() {
    let wanted = env::var("MESH_CASE").unwrap_or_default();
    let known = known(include_str!("../known/commands.txt"));
    let (mut cases, mut differing) = (BTreeSet::new(), BTreeSet::new());
    let mut shares = Vec::new();
    for (parts, bar) in BARS {
        let (mut of_all, mut of_right) = (0_u32, 0_u32);
        for part in *parts {
            let (mut all, mut right) = (0_u32, 0_u32);
            for case in case::cases(part).iter().filter(|case| case.id.contains(&wanted)) {
                let (found, compared) = differences(case, matches!(*part, "3-deployments" | "6-kubectl"));
                cases.insert(case.id.clone());
                all += compared;
                right += compared.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
                differing.extend(found.into_keys());
            }
            println!("{part}: {right} of {all} commands, {:.1} %", share(right, all));
            of_all += all;
            of_right += right;
        }
        shares.push((*parts, *bar, share(of_right, of_all), of_all));
    }
    let unsaid: Vec<&String> = differing.iter().filter(|place| !known.contains_key(place.as_str())).collect();
    assert!(unsaid.is_empty(), "commands that differ and are not in the list: {unsaid:#?}");
    let replayed = |place: &str| place.split_once(' ').is_some_and(|(case, _)| cases.contains(case));
    let mended: Vec<&&str> = known.keys().filter(|place| replayed(place) && !differing.contains(**place)).collect();
    assert!(mended.is_empty(), "commands in the list that do not differ: {mended:#?}");
    for (parts, bar, share, all) in shares {
        let held = !wanted.is_empty() || all == 0 || share >= bar;
        assert!(held, "{parts:?}: {share:.1} % of the commands, {bar} % wanted");
    }
}

fn share(right: u32, all: u32) -> f64 {
    100.0 * f64::from(right) / f64::from(all.max(1))
}
