//! Counts what passed and failed, and holds it against the checked-in list of known differences.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What came of the cases of one part.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Cases compared.
    pub total: usize,
    /// The cases that differ, each with its first difference.
    pub failed: BTreeMap<String, String>,
    /// The cases that ask for what is out of scope, each with the reason.
    pub not_applicable: BTreeMap<String, String>,
}

impl Tally {
    /// Counts a case: `difference` is `None` when it passed.
    pub fn add(&mut self, case: impl Into<String>, difference: Option<String>) {
        self.total += 1;
        if let Some(difference) = difference {
            self.failed.insert(case.into(), difference);
        }
    }

    /// Counts a case that is out of scope.
    pub fn skip(&mut self, case: impl Into<String>, reason: impl Into<String>) {
        self.not_applicable.insert(case.into(), reason.into());
    }

    /// The share of the compared cases that passed, in percent; 100 where there were none.
    #[must_use]
    pub fn percent(&self) -> f64 {
        if self.total == 0 { 100.0 } else { 100.0 * (self.total - self.failed.len()) as f64 / self.total as f64 }
    }

    /// One line of figures, and the first differences.
    #[must_use]
    pub fn summary(&self, part: &str, shown: usize) -> String {
        let passed = self.total - self.failed.len();
        let mut text = format!(
            "{part:<28} passed {passed:>6}  failed {:>5}  not applicable {:>4}  {:>6.2} %",
            self.failed.len(),
            self.not_applicable.len(),
            self.percent()
        );
        for (case, difference) in self.failed.iter().take(shown) {
            let _ = write!(text, "\n    {case}: {difference}");
        }
        text
    }

    /// What entered or left the list of known cases unsaid. The list has a line per case: `case: reason`;
    /// `#` begins a comment.
    #[must_use]
    pub fn against(&self, list: &str) -> Vec<String> {
        let known: BTreeMap<&str, &str> = list
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split_once(": ").unwrap_or((line, "")))
            .collect();
        let ours: BTreeSet<&str> = self.failed.keys().chain(self.not_applicable.keys()).map(String::as_str).collect();
        let entered = ours.iter().filter(|case| !known.contains_key(*case)).map(|case| {
            let why = self.failed.get(*case).or_else(|| self.not_applicable.get(*case));
            format!("entered unsaid: {case}: {}", why.map_or("", String::as_str))
        });
        let left = known.keys().filter(|case| !ours.contains(*case)).map(|case| format!("left unsaid: {case}"));
        let unexplained = known.iter().filter(|(_, reason)| reason.is_empty());
        let unexplained = unexplained.map(|(case, _)| format!("listed without a reason: {case}"));
        entered.chain(left).chain(unexplained).collect()
    }
}

/// What entered or left the lists of several parts unsaid; a line of their common list begins with its part.
#[must_use]
pub fn parts_against(tallies: &BTreeMap<&str, Tally>, list: &str) -> Vec<String> {
    let of_part = |(part, tally): (&&str, &Tally)| {
        let own: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix(part)?.strip_prefix(' ')).collect();
        let unsaid = tally.against(&own.join("\n"));
        unsaid.into_iter().map(|line| format!("{part} {line}")).collect::<Vec<_>>()
    };
    tallies.iter().flat_map(of_part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_must_neither_enter_nor_leave_the_list_unsaid() {
        let mut tally = Tally::default();
        tally.add("a", None);
        tally.add("b", Some("differs".into()));
        assert_eq!(tally.against("# known\nb: because"), Vec::<String>::new());
        assert_eq!(tally.against(""), ["entered unsaid: b: differs"]);
        assert_eq!(
            tally.against("a: was wrong\nb:"),
            ["entered unsaid: b: differs", "left unsaid: a", "left unsaid: b:", "listed without a reason: b:"]
        );
        assert!((tally.percent() - 50.0).abs() < 1e-9);
    }
}
