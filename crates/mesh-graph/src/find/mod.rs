//! Kiali's find and hide language (`frontend/src/pages/Graph/GraphToolbar/GraphFind.tsx`, `GraphHelpFind.tsx`).
//!
//! Clauses joined by `OR`, each of expressions joined by `AND`; a clause is about nodes or about edges. What Kiali's help
//! promises and its parser does not do is done here: `name` may stand beside others, `rank = 1` meets a rank of 1.

mod error;
mod operand;
mod parse;
#[cfg(test)]
mod tests;

pub use error::{FindError, FindErrorKind};

use mesh_ordered::OrderedMap;

use crate::{Edge, Graph, Node, Traffic, endpoint_id};
use operand::{OfEdge, OfNode, Operand};

/// An expression that can be asked of nodes and edges; without clauses it meets nothing.
#[derive(Clone, Debug, Default)]
pub struct Query {
    clauses: Vec<Clause>,
}

/// Expressions that must all hold.
#[derive(Clone, Debug)]
struct Clause(Vec<Expression>);

#[derive(Clone, Debug)]
struct Expression {
    operand: Operand,
    test: Test,
}

/// What is asked of an operand.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    /// Whether it is so.
    Is(bool),
    /// How a text compares.
    Text(TextOperator, bool, String),
    /// How a figure compares; without one: whether there is none.
    Figure(FigureOperator, Option<f64>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextOperator {
    Equals,
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FigureOperator {
    Equals,
    Differs,
    Greater,
    AtLeast,
    Less,
    AtMost,
}

/// What an expression meets of a graph: for each node and each edge whether it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meets {
    pub(crate) nodes: Vec<bool>,
    pub(crate) edges: Vec<bool>,
}

/// What is asked of nodes that does not stand in them.
struct Beside<'a> {
    ranks: OrderedMap<&'a str, u32>,
    /// The labels of the pods of each workload, by the node that it is a part of.
    labels: OrderedMap<String, Vec<&'a OrderedMap<String, String>>>,
}

impl Beside<'_> {
    /// What the pods of a node carry for a label.
    fn labels_of(&self, node: &Node, key: &str) -> Vec<String> {
        self.labels.get(&node.id).into_iter().flatten().filter_map(|labels| labels.get(key)).cloned().collect()
    }
}

impl Query {
    /// Reads an expression; an empty one meets nothing.
    ///
    /// # Errors
    /// What cannot be read, and where.
    pub fn parse(text: &str) -> Result<Self, FindError> {
        parse::query(text)
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// What it meets of a graph that was built from some traffic.
    pub(crate) fn meets(&self, graph: &Graph, traffic: &Traffic) -> Meets {
        let asks =
            |of: fn(&Operand) -> bool| self.clauses.iter().flat_map(|clause| &clause.0).any(|it| of(&it.operand));
        let beside = Beside {
            ranks: if asks(Operand::is_rank) { ranks(graph) } else { OrderedMap::new() },
            labels: if asks(Operand::is_label) { labels(graph, traffic) } else { OrderedMap::new() },
        };
        Meets {
            nodes: graph
                .nodes
                .iter()
                .map(|node| self.clauses.iter().any(|clause| clause.meets_node(node, &beside)))
                .collect(),
            edges: graph.edges.iter().map(|edge| self.clauses.iter().any(|clause| clause.meets_edge(edge))).collect(),
        }
    }
}

impl Clause {
    fn meets_node(&self, node: &Node, beside: &Beside<'_>) -> bool {
        self.0.iter().all(|Expression { operand, test }| match operand {
            Operand::Node(OfNode::Is(of)) => test.of_fact(of(node)),
            Operand::Node(OfNode::Label(key)) => {
                let values = beside.labels_of(node, key);
                if let Test::Is(wanted) = test { values.is_empty() != *wanted } else { test.of_texts(&values) }
            }
            Operand::Node(OfNode::Text(of)) => test.of_texts(&of(node)),
            Operand::Node(OfNode::Figure(of)) => test.of_figure(of(node)),
            Operand::Node(OfNode::Rank) => {
                test.of_figure(beside.ranks.get(node.id.as_str()).map(|rank| f64::from(*rank)))
            }
            Operand::Edge(_) => false,
        })
    }

    fn meets_edge(&self, edge: &Edge) -> bool {
        self.0.iter().all(|Expression { operand, test }| match operand {
            Operand::Edge(OfEdge::Is(of)) => test.of_fact(of(edge)),
            Operand::Edge(OfEdge::Text(of)) => test.of_texts(&[of(edge).to_owned()]),
            Operand::Edge(OfEdge::Figure(of)) => test.of_figure(of(edge)),
            Operand::Node(_) => false,
        })
    }
}

impl Test {
    fn of_fact(&self, is: bool) -> bool {
        *self == Self::Is(is)
    }

    /// A node has several names: one of them must do, and for what is negated none may.
    fn of_texts(&self, texts: &[String]) -> bool {
        let Self::Text(operator, wanted, value) = self else { return false };
        let meets = |text: &String| match operator {
            TextOperator::Equals => text == value,
            TextOperator::Contains => text.contains(value.as_str()),
            TextOperator::StartsWith => text.starts_with(value.as_str()),
            TextOperator::EndsWith => text.ends_with(value.as_str()),
        };
        texts.iter().any(meets) == *wanted
    }

    fn of_figure(&self, figure: Option<f64>) -> bool {
        use FigureOperator::{AtLeast, AtMost, Differs, Equals, Greater, Less};
        let Self::Figure(operator, limit) = self else { return false };
        match (figure, limit, operator) {
            (figure, None, Equals) => figure.is_none(),
            (figure, None, Differs) => figure.is_some(),
            (None, Some(_), Differs) => true,
            (None, ..) | (_, None, _) => false,
            (Some(figure), Some(limit), operator) => match operator {
                Equals => figure == *limit,
                Differs => figure != *limit,
                Greater => figure > *limit,
                AtLeast => figure >= *limit,
                Less => figure < *limit,
                AtMost => figure <= *limit,
            },
        }
    }
}

fn labels<'a>(graph: &Graph, traffic: &'a Traffic) -> OrderedMap<String, Vec<&'a OrderedMap<String, String>>> {
    let mut labels: OrderedMap<String, Vec<_>> = OrderedMap::new();
    for workload in &traffic.workloads {
        labels.entry(endpoint_id(&workload.endpoint, graph.graph_type)).or_default().push(&*workload.labels);
    }
    labels
}

/// Ranks from 1 by the number of edges in and out, those with equally many share one; as many as 100 (Kiali, `GraphRank`).
fn ranks(graph: &Graph) -> OrderedMap<&str, u32> {
    let mut degrees: OrderedMap<&str, u32> = graph.nodes.iter().map(|node| (node.id.as_str(), 0)).collect();
    for end in graph.edges.iter().flat_map(|edge| [&edge.source, &edge.target]) {
        if let Some(degree) = degrees.get_mut(end.as_str()) {
            *degree += 1;
        }
    }
    let scores: mesh_ordered::OrderedSet<u32> = degrees.values().copied().collect();
    let count = scores.iter().count();
    let above = |degree: u32| scores.iter().filter(|score| **score > degree).count();
    let rank = |place: usize| if count > 100 { 1 + place * 99 / (count - 1) } else { 1 + place };
    degrees.iter().map(|(id, degree)| (*id, rank(above(*degree)) as u32)).collect()
}
