//! What of a command's lines has to be equal.

use super::Answer;
use super::lines::{Line, mask};
use super::span::Spans;

/// How the lines of a command are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// As they stand.
    Ordered,
    /// As a set, repeats counting.
    Set,
    /// `drain`: as a set, lists inside as sets.
    Drain,
    /// `rollout status`: the last line, and those that stood.
    Rollout,
    /// `-w`: the rows of each object in order, repeats once.
    Watch,
}

/// When the answers came.
pub(super) struct Timed<'a> {
    pub(super) at: f64,
    pub(super) recorded: &'a Answer,
    pub(super) simulated: &'a Answer,
    pub(super) slow: bool,
}

impl Rule {
    pub(super) fn of(command: &str) -> Rule {
        let has = |word: &str| command.split([' ', '|', ';']).any(|known| known == word);
        if has("drain") {
            Rule::Drain
        } else if command.contains("rollout status") {
            Rule::Rollout
        } else if has("-w") || has("--watch-only") {
            Rule::Watch
        } else if command.contains("--sort-by")
            && ["metadata.name", "spec."].iter().any(|field| command.contains(field))
            || has("explain")
            || has("api-resources")
        {
            Rule::Ordered
        } else if ["get", "events", "describe", "delete", "logs", "label", "annotate", "taint"]
            .iter()
            .any(|verb| has(verb))
        {
            Rule::Set
        } else {
            Rule::Ordered
        }
    }

    /// How what the same command says on standard error is compared.
    pub(super) fn of_errors(self) -> Rule {
        if self == Rule::Rollout { Rule::Ordered } else { self }
    }

    /// What differs.
    pub(super) fn compare(
        self,
        command: &str,
        wanted: &[Line],
        own: &[Line],
        timed: &Timed<'_>,
        spans: &Spans,
    ) -> Option<String> {
        let (wanted, own) = (kept(wanted), kept(own));
        if let Some(why) = ages(&wanted, &own, timed.at) {
            return Some(why);
        }
        let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
        let (wanted, own) = (texts(&wanted), texts(&own));
        match self {
            Rule::Ordered => first_difference(&wanted, &own),
            Rule::Set => {
                let difference = first_difference(&sorted(wanted.clone()), &sorted(own.clone()));
                difference.filter(|_| !spans.excuse(command, timed.at, &wanted, &own))
            }
            Rule::Drain => first_difference(&drained(wanted), &drained(own)),
            Rule::Rollout => rollout(&wanted, &own, timed),
            Rule::Watch => first_difference(&watched(&wanted), &watched(&own)),
        }
    }
}

/// The lines without the events that may be there or not.
fn kept(lines: &[Line]) -> Vec<Line> {
    let free = ["RegisteredNode", "RemovingNode", "NodeSchedulable", "NodeNotSchedulable"];
    let keeps = |line: &&Line| !line.text.split_whitespace().any(|word| free.contains(&word));
    lines.iter().filter(keeps).cloned().collect()
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines = lines.iter().map(|line| list_sorted(line)).collect();
    lines.sort();
    lines
}

/// A line in which the names of a list `default/a, default/b` stand in order.
fn list_sorted(line: &str) -> String {
    match line.split_once(": ") {
        Some((head, list)) if list.contains(", ") => {
            let mut names: Vec<&str> = list.split(", ").collect();
            names.sort_unstable();
            format!("{head}: {}", names.join(", "))
        }
        _ => line.to_owned(),
    }
}

/// Lines as a set; in each the groups `head: a, b` as a set, and the names of a group, too.
fn drained(lines: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = lines.iter().map(|line| grouped(line)).collect();
    all.sort();
    all
}

fn grouped(line: &str) -> String {
    let (warning, rest) = line.strip_prefix("Warning: ").map_or(("", line), |rest| ("Warning: ", rest));
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for part in rest.split_inclusive(['[', ']']) {
        // What stands behind a bracket belongs to no group before it.
        groups.push(("", Vec::new()));
        for part in part.split([',', ';', '[', ']']).map(str::trim).filter(|part| !part.is_empty()) {
            let (head, name) = part.rsplit_once(": ").map_or((None, part), |(head, name)| (Some(head), name));
            if let Some(head) = head {
                groups.push((head, Vec::new()));
            }
            if let Some((_, names)) = groups.last_mut() {
                names.push(name);
            }
        }
    }
    for (_, names) in &mut groups {
        names.sort_unstable();
    }
    groups.sort();
    let groups: Vec<String> = groups.iter().map(|(head, names)| format!("{head}: {}", names.join(", "))).collect();
    format!("{warning}{}", groups.join("; "))
}

fn first_difference(wanted: &[String], own: &[String]) -> Option<String> {
    if wanted == own {
        return None;
    }
    let missing = wanted.iter().find(|line| count(wanted, line) > count(own, line));
    let extra = own.iter().find(|line| count(own, line) > count(wanted, line));
    match (missing, extra) {
        (None, None) => Some("another order of lines".to_owned()),
        (missing, extra) => Some(format!("wanted {missing:?}, found {extra:?}")),
    }
}

fn count(lines: &[String], line: &str) -> usize {
    lines.iter().filter(|known| *known == line).count()
}

/// Whether ages, sorted, are about the same.
fn ages(wanted: &[Line], own: &[Line], at: f64) -> Option<String> {
    let all = |lines: &[Line]| {
        let mut ages: Vec<f64> = lines.iter().flat_map(|line| line.ages.iter().copied()).collect();
        ages.sort_by(f64::total_cmp);
        ages
    };
    let (wanted, own) = (all(wanted), all(own));
    if wanted.len() != own.len() {
        return None;
    }
    let far = wanted.iter().zip(&own).find(|(wanted, own)| (*wanted - *own).abs() > 15.0 + *wanted / 2.0 + at.max(0.0));
    far.map(|(wanted, own)| format!("an age of {own} s instead of {wanted} s"))
}

/// The rows of each object in order, repeats once.
fn watched(lines: &[String]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for line in lines {
        let line: String = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !seen.contains(&line) {
            seen.push(line);
        }
    }
    seen.sort();
    seen
}

/// The last line is exact; a line that stood for a while has to stand on the other side, in order.
fn rollout(wanted: &[String], own: &[String], timed: &Timed<'_>) -> Option<String> {
    if wanted.last() != own.last() {
        return Some(format!("ends with {:?} instead of {:?}", own.last(), wanted.last()));
    }
    let long = if timed.slow { 2.5 } else { 1.2 };
    let stood = |answer: &Answer| -> Vec<String> {
        let lines: Vec<&str> = answer.out.lines().collect();
        let times: Vec<f64> = answer.lines.iter().filter(|(_, stream)| stream == "o").map(|(time, _)| *time).collect();
        let mut kept: Vec<String> = Vec::new();
        let mut index = 0;
        while index < lines.len() {
            let line = lines.get(index).copied().unwrap_or_default();
            let mut next = index + 1;
            while lines.get(next) == Some(&line) {
                next += 1;
            }
            if let (Some(from), Some(to)) = (times.get(index), times.get(next))
                && to - from > long
            {
                kept.push(mask(line));
            }
            index = next;
        }
        kept
    };
    for (long, all) in [(stood(timed.recorded), own), (stood(timed.simulated), wanted)] {
        let mut rest = all.iter();
        for line in long {
            if !rest.any(|known| *known == line) {
                return Some(format!("{line:?} stood on one side alone"));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_a_drain_are_sets_and_names_stay_in_theirs() {
        let line = "Warning: ignoring DaemonSet-managed Pods: default/a, default/b; deleting Pods that declare no controller: default/c";
        let other = "Warning: deleting Pods that declare no controller: default/c; ignoring DaemonSet-managed Pods: default/b, default/a";
        let wrong = "Warning: ignoring DaemonSet-managed Pods: default/a; deleting Pods that declare no controller: default/b, default/c";
        assert_eq!(grouped(line), grouped(other));
        assert_ne!(grouped(line), grouped(wrong));
    }
}
