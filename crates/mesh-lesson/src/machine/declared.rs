//! Figures that a step's words may say: what follows from others, and facts that no run shows.

use mesh_config::{Node, Value};
use mesh_view::Span;
use mesh_words::say;

use super::place;
use crate::fault::{Faults, MACHINE};
use crate::numbers::numbers;

/// Figures of a step, at most.
const MOST: usize = 40;
/// Characters of what is said of one, at most.
const LONGEST: usize = 200;
/// Brackets in one another, at most.
const DEEPEST: usize = 8;

/// A figure that words may say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Declared {
    pub(crate) value: f64,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Reads `figures`: of each what it follows from, which is computed, or why it is so, in words.
pub(super) fn read(node: &Node, file: u32, faults: &mut Faults) -> Vec<Declared> {
    if !matches!(node.value, Value::Mapping(_)) || node.entries().is_empty() {
        faults.at(MACHINE, place(node, file), say!("lesson-figures-expected"));
    }
    if let Some(entry) = node.entries().get(MOST) {
        faults.at(MACHINE, Span { file, ..entry.key.span }, say!("lesson-many-names", most = MOST));
    }
    let mut declared = Vec::new();
    for entry in node.entries().iter().take(MOST) {
        let (key, span) = (&entry.key.value, Span { file, ..entry.key.span });
        let reason = entry.value.text().unwrap_or_default().trim();
        let value = match numbers(key).as_slice() {
            [number] if number.range == (0..key.len()) => number.value,
            _ => {
                faults.at(MACHINE, span, say!("lesson-figures-expected"));
                continue;
            }
        };
        if reason.is_empty() || reason.chars().count() > LONGEST {
            faults.at(MACHINE, span, say!("lesson-figure-reason", figure = key, most = LONGEST));
        } else if reason.chars().all(|it| "0123456789.+-*/^() ".contains(it)) {
            let decimals = key.split_once('.').map_or(0, |(_, decimals)| decimals.len()).min(9);
            let precision = (0..decimals).fold(1.0, |precision, _| precision * 10.0);
            match computed(reason) {
                Some(is) if ((is * precision).round() - value * precision).abs() < 0.5 => {}
                Some(is) => {
                    let is = format!("{is:.4}");
                    faults.at(MACHINE, span, say!("lesson-figure-computed", figure = key, says = reason, is));
                }
                None => faults.at(MACHINE, span, say!("lesson-figure-reason", figure = key, most = LONGEST)),
            }
        }
        declared.push(Declared { value, span });
    }
    declared
}

/// What an expression of numbers, `+ - * / ^` and brackets comes to.
fn computed(text: &str) -> Option<f64> {
    let mut reader = Reader { rest: text, depth: 0 };
    let value = reader.sum()?;
    (reader.rest.trim_start().is_empty() && value.is_finite()).then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self) -> Option<f64> {
        let mut sum = self.product()?;
        loop {
            if self.takes('+') {
                sum += self.product()?;
            } else if self.takes('-') {
                sum -= self.product()?;
            } else {
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<f64> {
        let mut product = self.power()?;
        loop {
            if self.takes('*') {
                product *= self.power()?;
            } else if self.takes('/') {
                product /= self.power()?;
            } else {
                return Some(product);
            }
        }
    }

    fn power(&mut self) -> Option<f64> {
        let base = self.value()?;
        if !self.takes('^') {
            return Some(base);
        }
        let exponent = self.value().filter(|it| it.fract() == 0.0 && *it <= 1_000.0)?;
        Some((0..exponent as u32).fold(1.0, |power, _| power * base))
    }

    fn value(&mut self) -> Option<f64> {
        if self.takes('(') {
            self.depth += 1;
            let value = (self.depth <= DEEPEST).then(|| self.sum())??;
            self.depth -= 1;
            return self.takes(')').then_some(value);
        }
        let text = self.rest.trim_start();
        let end = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
        self.rest = text.get(end..)?;
        text.get(..end)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_computed() {
        let deep = format!("{}1{}", "(".repeat(9), ")".repeat(9));
        for (text, expected) in [
            ("100 / 7", Some("14.2857")),
            ("100 * 0.9^10", Some("34.8678")),
            ("128 + 9", Some("137.0000")),
            ("2 * (3 - 1) ^ 2 - 1", Some("7.0000")),
            ("1 / 0", None),
            ("1 +", None),
            ("1 2", None),
            ("(1", None),
            ("..", None),
            ("2 ^ 0.5", None),
            ("", None),
            (&deep, None),
        ] {
            assert_eq!(computed(text).map(|it| format!("{it:.4}")).as_deref(), expected, "{text}");
        }
    }
}
