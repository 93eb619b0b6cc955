//! The parsed pattern, and the text that means the same to regex-lite.

use std::fmt::Write;

use super::class::Class;

/// A parsed pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Empty,
    Class(Class),
    /// `^` and `$` with `(?m)`.
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    WordBoundary,
    NoWordBoundary,
    Group(Box<Node>),
    Capture(Box<Node>),
    Repeat {
        node: Box<Node>,
        minimum: u32,
        maximum: Option<u32>,
        greedy: bool,
    },
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
}

impl Node {
    /// How many instructions it is compiled to, about: what is repeated so many times stands there as often.
    pub(super) fn steps(&self) -> usize {
        match self {
            Node::Group(node) => node.steps(),
            Node::Capture(node) => node.steps().saturating_add(2),
            Node::Repeat { node, minimum, maximum, .. } => {
                let times = maximum.unwrap_or(minimum.saturating_add(1)).max(1);
                node.steps().saturating_add(1).saturating_mul(times as usize)
            }
            Node::Sequence(nodes) => nodes.iter().map(Node::steps).fold(0, usize::saturating_add),
            Node::Alternatives(nodes) => nodes.iter().map(Node::steps).fold(nodes.len(), usize::saturating_add),
            _ => 1,
        }
    }

    pub(super) fn to_regex_lite(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Node::Empty => text.push_str("(?:)"),
            Node::Class(class) => write_class(class, text),
            Node::LineStart => text.push_str("(?m:^)"),
            Node::LineEnd => text.push_str("(?m:$)"),
            Node::TextStart => text.push_str(r"\A"),
            Node::TextEnd => text.push_str(r"\z"),
            Node::WordBoundary => text.push_str(r"\b"),
            Node::NoWordBoundary => text.push_str(r"\B"),
            Node::Group(node) => wrap("(?:", node, text),
            Node::Capture(node) => wrap("(", node, text),
            Node::Repeat { node, minimum, maximum, greedy } => {
                match **node {
                    Node::Class(_) | Node::Group(_) | Node::Capture(_) => node.write(text),
                    _ => wrap("(?:", node, text),
                }
                match (minimum, maximum) {
                    (0, None) => text.push('*'),
                    (1, None) => text.push('+'),
                    (0, Some(1)) => text.push('?'),
                    // Writing to a string does not fail.
                    (minimum, None) => {
                        let _ = write!(text, "{{{minimum},}}");
                    }
                    (minimum, Some(maximum)) => {
                        let _ = write!(text, "{{{minimum},{maximum}}}");
                    }
                }
                if !greedy {
                    text.push('?');
                }
            }
            Node::Sequence(nodes) => nodes.iter().for_each(|node| node.write(text)),
            Node::Alternatives(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        text.push('|');
                    }
                    node.write(text);
                }
            }
        }
    }
}

fn wrap(open: &str, node: &Node, text: &mut String) {
    text.push_str(open);
    node.write(text);
    text.push(')');
}

fn write_class(class: &Class, text: &mut String) {
    let ranges = class.ranges();
    match ranges.as_slice() {
        // Nothing matches an empty class; nothing is both a boundary and none.
        [] => text.push_str(r"(?:\b\B)"),
        [(low, high)] if low == high => write_character(*low, text),
        _ => {
            text.push('[');
            for (low, high) in ranges {
                write_character(low, text);
                if low < high {
                    text.push('-');
                    write_character(high, text);
                }
            }
            text.push(']');
        }
    }
}

fn write_character(character: char, text: &mut String) {
    if character.is_ascii_alphanumeric() || character == '/' {
        text.push(character);
    } else {
        {
            let _ = write!(text, "\\x{{{:X}}}", u32::from(character));
        }
    }
}
