//! What numbers are put in: by the scenario, by what steps do, by what checks ask for.

use std::collections::BTreeSet;

use mesh_config::{Node, Value};

use crate::machine::{Expected, Machine};
use crate::numbers::{Number, Unit, numbers};

/// Texts in texts, at most: a ConfigMap in a change of a step.
const DEEPEST: usize = 4;
/// Figures that checks prove, at most: each number of the words is held against them.
const MOST_PROVED: usize = 1_000;

/// The numbers that are put in, in thousandths.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    numbers: BTreeSet<i64>,
    percents: BTreeSet<i64>,
    /// Of milliseconds.
    times: BTreeSet<i64>,
    /// What checks prove of a figure: from, to, and whether it is a share.
    proved: Vec<(f64, f64, bool)>,
}

impl Inputs {
    /// Takes the numbers of a file; comments put nothing in.
    pub(super) fn take(&mut self, text: &str) {
        self.text(text, DEEPEST);
    }

    /// Takes what the checks of a step prove.
    pub(super) fn prove(&mut self, machine: &Machine) {
        for Expected { between, is_share } in machine.checks.iter().flat_map(|check| &check.figures) {
            // A wide range proves little of a number in it.
            let narrow = between.filter(|(from, to)| *from > 0.0 && (to - from) * 2.0 <= *to);
            if self.proved.len() < MOST_PROVED {
                self.proved.extend(narrow.map(|(from, to)| (from, to, *is_share)));
            }
        }
    }

    /// Whether a number is put in somewhere.
    pub(super) fn has(&self, number: &Number) -> bool {
        match number.unit {
            Unit::Count => self.numbers.contains(&thousandths(number.value)),
            Unit::Percent => self.percents.contains(&thousandths(number.value)),
            Unit::Time(milliseconds) => self.times.contains(&thousandths(number.value * f64::from(milliseconds))),
        }
    }

    /// Whether a check proves that a figure is about so much.
    pub(super) fn proves(&self, number: &Number) -> bool {
        let fits = |is_share: bool| match number.unit {
            Unit::Count => true,
            Unit::Percent => is_share,
            Unit::Time(_) => false,
        };
        self.proved.iter().any(|(from, to, is_share)| fits(*is_share) && (*from..=*to).contains(&number.value))
    }

    fn text(&mut self, text: &str, deep: usize) {
        let (nodes, _) = mesh_config::documents(text);
        for node in &nodes {
            self.node(node, "", false, deep.saturating_sub(1));
        }
    }

    /// Takes the numbers of a node that stands under a key, in something that is counted in percent or not.
    fn node(&mut self, node: &Node, key: &str, is_percent: bool, deep: usize) {
        match &node.value {
            Value::Scalar(scalar) if scalar.text.contains('\n') && deep > 0 => self.text(&scalar.text, deep),
            Value::Scalar(scalar) => {
                for number in numbers(&scalar.text) {
                    self.number(&number, key, is_percent);
                }
            }
            Value::Sequence(items) => items.iter().for_each(|item| self.node(item, key, is_percent, deep)),
            Value::Mapping(entries) => {
                let is_share = is_percent || node.get("share").is_some();
                for entry in entries {
                    let key = entry.key.value.as_str();
                    let is_percent = is_share || key == "weight" || key.to_lowercase().contains("percent");
                    self.node(&entry.value, key, is_percent, deep);
                }
            }
        }
    }

    fn number(&mut self, number: &Number, key: &str, is_percent: bool) {
        self.numbers.insert(thousandths(number.value));
        let unit = match number.unit {
            Unit::Count if is_percent => Unit::Percent,
            Unit::Count if key.ends_with("Seconds") => Unit::Time(1_000),
            unit => unit,
        };
        match unit {
            Unit::Count => {}
            Unit::Percent => drop(self.percents.insert(thousandths(number.value))),
            Unit::Time(milliseconds) => {
                self.times.insert(thousandths(number.value * f64::from(milliseconds)));
            }
        }
    }
}

fn thousandths(value: f64) -> i64 {
    (value * 1_000.0).round() as i64
}
