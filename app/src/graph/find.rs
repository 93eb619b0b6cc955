//! The find field: words that must be in the name, and Kiali's comparisons of figures joined by AND.

use mesh_view::{Edge, Node};

use crate::format::decimal;

/// A condition of the find field.
#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Name(String),
    Figure { figure: Figure, above: bool, limit: f64 },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Figure {
    ResponseTime,
    ErrorPercent,
    Rate,
}

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Query(Vec<Condition>);

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let clauses = text.split(" and ").flat_map(|part| part.split(" AND ")).map(str::trim);
        Self(clauses.filter(|clause| !clause.is_empty()).map(condition).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a node is meant; figures of edges never mean a node but for its error share and rate.
    pub(crate) fn node(&self, node: &Node) -> bool {
        !self.is_empty()
            && self.0.iter().all(|condition| match condition {
                Condition::Name(word) => [&node.label, &node.app, &node.service, &node.workload, &node.version]
                    .iter()
                    .any(|name| name.to_ascii_lowercase().contains(word)),
                Condition::Figure { figure: Figure::ResponseTime, .. } => false,
                Condition::Figure { figure: Figure::ErrorPercent, above, limit } => {
                    compare(node.inbound.error_percent(), *above, *limit)
                }
                Condition::Figure { figure: Figure::Rate, above, limit } => {
                    compare(node.inbound.total(), *above, *limit)
                }
            })
    }

    /// Whether an edge is meant.
    pub(crate) fn edge(&self, edge: &Edge) -> bool {
        !self.is_empty()
            && self.0.iter().all(|condition| match condition {
                Condition::Name(_) => false,
                Condition::Figure { figure: Figure::ResponseTime, above, limit } => {
                    edge.response_times.is_some_and(|times| compare(times.p95, *above, *limit))
                }
                Condition::Figure { figure: Figure::ErrorPercent, above, limit } => {
                    compare(edge.rates.error_percent(), *above, *limit)
                }
                Condition::Figure { figure: Figure::Rate, above, limit } => compare(edge.rates.total(), *above, *limit),
            })
    }
}

fn compare(value: f64, above: bool, limit: f64) -> bool {
    if above { value > limit } else { value < limit }
}

fn condition(clause: &str) -> Condition {
    let comparison =
        clause.split_once('>').map(|parts| (parts, true)).or(clause.split_once('<').map(|parts| (parts, false)));
    let figure = |name: &str| match name.trim() {
        "rt" | "responsetime" => Some(Figure::ResponseTime),
        "%err" | "%error" | "%httperr" => Some(Figure::ErrorPercent),
        "rps" | "http" => Some(Figure::Rate),
        _ => None,
    };
    comparison
        .and_then(|((name, limit), above)| {
            Some(Condition::Figure { figure: figure(name)?, above, limit: decimal(limit)? })
        })
        .unwrap_or_else(|| Condition::Name(clause.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_figures_are_told_apart() {
        let query = Query::parse("rt > 200 AND %err<1 and staff");
        assert_eq!(
            query.0,
            [
                Condition::Figure { figure: Figure::ResponseTime, above: true, limit: 200.0 },
                Condition::Figure { figure: Figure::ErrorPercent, above: false, limit: 1.0 },
                Condition::Name("staff".into()),
            ]
        );
        assert!(Query::parse("  ").is_empty());
        assert_eq!(Query::parse("a > b").0, [Condition::Name("a > b".into())]);
    }
}
