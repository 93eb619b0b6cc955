//! What people typed and clicked in a run, as a Timeline: a link that holds it does it again.

use std::fmt::Write as _;

use mesh_proxy::Time;
use mesh_sim::{ByHand, Cut, Labelled, PodFault, WhatIf};

use super::Session;
use crate::{Scenario, SourceFile};

/// A Timeline of people's doings takes no more bytes: it stands in links.
const MOST_BYTES: usize = 64 * 1024;

/// Lines that look and change nothing, by how they begin. One that goes on with another command is not among them.
const LOOKS: [&str; 17] = [
    "kubectl get",
    "kubectl describe",
    "kubectl logs",
    "kubectl explain",
    "kubectl events",
    "kubectl api-resources",
    "kubectl config",
    "kubectl version",
    "kubectl cluster-info",
    "kubectl rollout status",
    "kubectl rollout history",
    "kubectl diff",
    "istioctl",
    "docker ps",
    "docker images",
    "docker inspect",
    "help",
];

impl Session {
    /// A scenario with what people did in the run, in a file of its own: `timeline.yaml`, or
    /// one of that name with a number; and with the places of nodes that they moved, in its `view`. The same scenario where nobody
    /// did anything that is to be done again.
    #[must_use]
    pub fn with_recorded(&self, scenario: Scenario) -> Scenario {
        let mut scenario = self.with_moved(scenario);
        let done = self.runs.first().map(|run| run.done_by_hand()).unwrap_or_default();
        let steps: Vec<String> = done.iter().filter_map(|(at, done)| step(*at, done)).collect();
        if !steps.is_empty() {
            let is_taken = |name: &str| scenario.files.iter().any(|file| file.name == name);
            let number = (1..).find(|number| !is_taken(&file_name(*number))).unwrap_or(1);
            scenario.files.push(SourceFile { name: file_name(number), text: timeline(number, &steps) });
        }
        scenario
    }
}

fn file_name(number: u32) -> String {
    if number == 1 { "timeline.yaml".to_owned() } else { format!("timeline-{number}.yaml") }
}

fn timeline(number: u32, steps: &[String]) -> String {
    let name = if number == 1 { "recorded".to_owned() } else { format!("recorded-{number}") };
    let mut text = format!(
        "# What was typed and clicked in a run.\napiVersion: playground.mesh/v1\nkind: Timeline\nmetadata:\n  name: {name}\nspec:\n  steps:\n"
    );
    for (at, step) in steps.iter().enumerate() {
        if text.len() + step.len() > MOST_BYTES {
            // Writing to a text does not fail.
            let _ = writeln!(text, "  # {} later steps are left out: a link has no room for them.", steps.len() - at);
            break;
        }
        text.push_str("  - ");
        text.push_str(step);
        text.push('\n');
    }
    text
}

/// A step; nothing of a line that only looks.
fn step(at: Time, done: &ByHand) -> Option<String> {
    let what = match done {
        ByHand::Line(line) | ByHand::Ended(line, _) if only_looks(line) => return None,
        ByHand::Line(line) => format!("run: {}", quoted(line)),
        ByHand::Ended(line, after) => format!("run: {}", quoted(&ended(line, *after))),
        ByHand::WhatIf(WhatIf::Fault(pods, fault)) => match fault_kind(*fault) {
            Some(kind) => format!("fault: {{{}, kind: {kind}}}", selector(pods)),
            None => format!("heal: {{{}}}", selector(pods)),
        },
        ByHand::WhatIf(WhatIf::HealPods(pods)) => format!("heal: {{{}}}", selector(pods)),
        ByHand::WhatIf(WhatIf::Cut(Cut { from, to })) => format!("cut: {{from: {}, to: {}}}", quoted(from), quoted(to)),
        ByHand::WhatIf(WhatIf::Mend(from, to)) => {
            let end = |name: &str, end: &Option<String>| end.as_ref().map(|end| format!("{name}: {}", quoted(end)));
            let ends: Vec<String> = end("from", from).into_iter().chain(end("to", to)).collect();
            format!("heal: {{{}}}", ends.join(", "))
        }
        ByHand::WhatIf(WhatIf::HealAll) => "heal: {}".to_owned(),
    };
    Some(format!("{{at: {}, {what}}}", duration(at)))
}

/// A line that was ended by hand, as one that ends by itself then.
fn ended(line: &str, after: Time) -> String {
    let length = duration(Time(after.0.max(1_000_000)));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_./:,@%+".contains(c);
    if line.chars().all(is_plain) {
        return format!("timeout {length} {line}");
    }
    // In single quotes nothing means anything but the quote that ends them.
    format!("timeout {length} sh -c '{}'", line.replace('\'', "'\\''"))
}

fn only_looks(line: &str) -> bool {
    let line = line.trim();
    let begins = |look: &&str| line.strip_prefix(*look).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    LOOKS.iter().any(begins) && !line.contains([';', '&', '|', '$', '`', '\n'])
}

fn fault_kind(fault: PodFault) -> Option<&'static str> {
    match fault {
        PodFault::None => None,
        PodFault::Slow(_) => Some("slow"),
        PodFault::Fail(_) => Some("fail"),
        PodFault::Hang => Some("hang"),
        PodFault::Kill => Some("kill"),
    }
}

fn selector(pods: &Labelled) -> String {
    let labels: Vec<String> =
        pods.labels.iter().map(|(name, value)| format!("{}: {}", quoted(name), quoted(value))).collect();
    format!("pods: {{{}}}, namespace: {}", labels.join(", "), quoted(&pods.namespace))
}

/// A text as YAML reads it in double quotes: JSON is YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A time as durations are written: `12.5s`.
fn duration(at: Time) -> String {
    let (seconds, rest) = (at.0 / 1_000_000_000, at.0 % 1_000_000_000);
    if rest == 0 {
        return format!("{seconds}s");
    }
    let digits = format!("{rest:09}");
    format!("{seconds}.{}s", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use mesh_proxy::Duration;
    use mesh_sim::Work;

    use super::*;
    use crate::{Fault, preset};

    fn open(scenario: Scenario) -> Session {
        Session::open(scenario)
    }

    fn run(session: &mut Session, milliseconds: u64) {
        session.advance(Duration::from_millis(milliseconds), &mut Work::unlimited()).unwrap();
    }

    #[test]
    fn a_link_does_again_what_was_typed_and_clicked() {
        let scenario = preset("node-upgrade").unwrap().scenario();
        let mut session = open(scenario.clone());
        run(&mut session, 4_000);
        let node = session.frame().graph.nodes.iter().find(|node| node.app == "webapp").unwrap().id.clone();
        session.type_line("kubectl get pods -A");
        session.type_line("kubectl cordon node01; kubectl label node node01 'note=a \"quoted\" \\ one'");
        run(&mut session, 1_250);
        session.inject(&node, Fault::Fail);
        run(&mut session, 5_000);
        session.inject(&node, Fault::Heal);
        run(&mut session, 10_000);

        let linked = session.with_recorded(scenario.clone());
        assert_eq!(linked.files.len(), scenario.files.len() + 1);
        let recorded = linked.files.last().unwrap();
        assert_eq!(recorded.name, "timeline.yaml");
        assert!(!recorded.text.contains("get pods"), "{}", recorded.text);

        let mut again = open(linked.clone());
        assert!(
            again.findings().diagnostics.iter().all(|finding| finding.span.file as usize + 1 != linked.files.len())
        );
        run(&mut again, 20_250);
        let counts = |session: &mut Session| {
            let log = session.frame().log;
            log.iter().map(|line| (line.at.to_bits(), line.status)).collect::<Vec<_>>()
        };
        assert_eq!(counts(&mut again), counts(&mut session));
        assert!(again.with_recorded(linked.clone()).files.len() == linked.files.len(), "nothing new was done by hand");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number_and_a_run_that_nobody_touched_gets_nothing() {
        let mut scenario = preset("node-upgrade").unwrap().scenario();
        scenario.files.push(SourceFile { name: "timeline.yaml".into(), text: String::new() });
        let mut session = open(scenario.clone());
        assert_eq!(session.with_recorded(scenario.clone()), scenario);
        session.type_line("kubectl scale deploy webapp --replicas 3");
        let linked = session.with_recorded(scenario);
        let recorded = linked.files.last().unwrap();
        assert!(recorded.name == "timeline-2.yaml" && recorded.text.contains("name: recorded-2"), "{recorded:?}");
    }

    #[test]
    fn a_line_that_was_ended_by_hand_ends_then_in_the_record() {
        let scenario = preset("node-upgrade").unwrap().scenario();
        let mut session = open(scenario.clone());
        run(&mut session, 1_000);
        session.type_line("sleep 60; kubectl label node node01 'a=b'");
        run(&mut session, 2_500);
        session.interrupt();
        run(&mut session, 1_000);
        session.type_line("kubectl drain node01 --ignore-daemonsets");
        session.interrupt();
        let linked = session.with_recorded(scenario);
        let text = &linked.files.last().unwrap().text;
        let first = r#"{at: 1s, run: "timeout 2.5s sh -c 'sleep 60; kubectl label node node01 '\\''a=b'\\'''"}"#;
        assert!(text.contains(first), "{text}");
        let second = r#"{at: 4.5s, run: "timeout 0.001s kubectl drain node01 --ignore-daemonsets"}"#;
        assert!(text.contains(second), "{text}");

        let mut again = open(linked);
        run(&mut again, 70_000);
        assert!(!again.shown().terminal().is_busy);
        again.type_line("kubectl get node node01 --show-labels");
        run(&mut again, 100);
        let printed: String = again.shown().terminal().pieces.iter().map(|piece| piece.text.as_str()).collect();
        // The label was never set; the drain had cordoned the node before it was ended.
        let node = printed.lines().rfind(|line| line.starts_with("node01 ")).unwrap_or_default();
        assert!(node.contains("SchedulingDisabled") && !node.contains("a=b"), "{printed}");
    }

    #[test]
    fn lines_that_only_look_are_no_steps() {
        for (line, looks) in [
            ("kubectl get pods -w", true),
            ("  istioctl analyze", true),
            ("kubectl getaway", false),
            ("kubectl get pods; kubectl delete pod a", false),
            ("kubectl get $(kubectl delete pod a)", false),
            ("kubectl delete pod a", false),
            ("curl http://a/", false),
        ] {
            assert_eq!(only_looks(line), looks, "{line}");
        }
    }

    #[test]
    fn too_long_a_record_says_what_it_leaves_out() {
        let step = format!("{{at: 1s, run: \"{}\"}}", "x".repeat(30_000));
        let text = timeline(1, &vec![step; 5]);
        assert!(text.len() < MOST_BYTES + 200 && text.contains("# 3 later steps are left out"), "{}", text.len());
    }

    #[test]
    fn times_are_written_as_they_are() {
        for (nanoseconds, written) in [(0, "0s"), (12_000_000_000, "12s"), (12_500_000_001, "12.500000001s")] {
            assert_eq!(duration(Time(nanoseconds)), written);
        }
    }
}
