//! Names as there is room for them: what many share is found, long ones are broken, each gets its side.

use mesh_ordered::{OrderedMap, OrderedSet};

use super::axes::Axes;
use super::blocks::Blocks;
use super::metrics::{COLUMN, MARGIN, NAME_GAP, NARROW, NODE, TIGHT_COLUMN};
use super::placed::Fitting;
use super::slots::Slots;
use super::text::{NAME, wrap};
use crate::{Graph, NameSide, NodeKind, Stage};

/// Below this no ending is worth being told from a name.
const SHORTEST_SUFFIX: usize = 4;
/// Names that are looked at for what they share.
const MOST_NAMES: usize = 400;
const LONGEST_NAME: usize = 63;

/// What the names of a graph have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) prefix: String,
    pub(super) suffix: String,
}

impl Shared {
    /// Of all nodes that show the name of an app or a service: a beginning up to a hyphen, or else an end, of half of them.
    pub(super) fn of(graph: &Graph) -> Self {
        let named = graph
            .nodes
            .iter()
            .filter(|node| node.sits_on.is_none() && !matches!(node.kind, NodeKind::Unknown | NodeKind::Group));
        let names: OrderedSet<&str> = named
            .map(|node| if node.parent.is_some() { &node.app } else { &node.label }.as_str())
            .take(MOST_NAMES)
            .collect();
        let names: Vec<&str> = names.into_iter().filter(|name| name.len() <= LONGEST_NAME).collect();
        let half = (names.len().div_ceil(2)).max(3);
        let mut prefixes: OrderedMap<&str, usize> = OrderedMap::new();
        let mut suffixes: OrderedMap<&str, usize> = OrderedMap::new();
        for name in &names {
            for (at, _) in name.match_indices('-') {
                *prefixes.entry(&name[..=at]).or_default() += 1;
            }
            for (at, _) in name.char_indices().skip(1).filter(|(at, _)| name.len() - at >= SHORTEST_SUFFIX) {
                *suffixes.entry(&name[at..]).or_default() += 1;
            }
        }
        let longest = |counts: OrderedMap<&str, usize>| {
            let shared = counts.iter().filter(|(_, count)| **count >= half).map(|(part, _)| *part);
            shared.max_by_key(|part| part.len()).unwrap_or_default().to_owned()
        };
        let prefix = longest(prefixes);
        let suffix = if prefix.is_empty() { longest(suffixes) } else { String::new() };
        Self { prefix, suffix }
    }

    /// A name without what it shares; the whole where nothing else would be left.
    pub(super) fn shorten<'a>(&self, name: &'a str) -> &'a str {
        let name = name.strip_prefix(self.prefix.as_str()).filter(|rest| !rest.is_empty()).unwrap_or(name);
        name.strip_suffix(self.suffix.as_str()).filter(|rest| !rest.is_empty()).unwrap_or(name)
    }

    /// Whether names can do without: no two are the same then.
    fn may_be_left_out(&self, graph: &Graph) -> bool {
        let whole: OrderedSet<&str> = graph.nodes.iter().map(|node| node.label.as_str()).collect();
        let short: OrderedSet<&str> = whole.iter().map(|name| self.shorten(name)).collect();
        short.iter().count() == whole.iter().count()
    }
}

/// Whether what names have in common is left out of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shortened {
    pub(super) shared: Shared,
    /// Whether names can do without it.
    may_be: bool,
    /// Whether it is decided already, for the whole stage.
    always: Option<bool>,
    /// Whether they are broken wherever they can be.
    breaks: bool,
}

impl Shortened {
    /// Of the names of a graph; left out where columns are narrow.
    pub(super) fn of(graph: &Graph) -> Self {
        let shared = Shared::of(graph);
        let has = !shared.prefix.is_empty() || !shared.suffix.is_empty();
        Self { may_be: has && shared.may_be_left_out(graph), shared, always: None, breaks: false }
    }

    /// Whether it is left out on the whole stage.
    pub(super) fn is_left_out(&self) -> bool {
        self.may_be && self.always == Some(true)
    }

    /// The same on a stage with frames, whose columns all are narrow.
    pub(super) fn narrow(graph: &Graph) -> Self {
        Self { always: Some(true), ..Self::of(graph) }
    }
}

/// The name of each node, in lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) lines: Vec<Vec<String>>,
    pub(super) sides: Vec<NameSide>,
    pub(super) shared: Shared,
    pub(super) is_shortened: bool,
}

impl Names {
    /// `column` is the room from one column to the next; `is_beside` says of a node whether its name stands at its right, where
    /// there is `beside` for it.
    pub(super) fn new(
        graph: &Graph,
        blocks: &Blocks,
        shared: &Shortened,
        (column, beside): (f64, f64),
        half: f64,
        is_beside: impl Fn(usize) -> bool,
    ) -> Self {
        let is_shortened = shared.always.unwrap_or(column < NARROW) && shared.may_be;
        let breaks = shared.breaks;
        let shared = shared.shared.clone();
        let mut names = Self { shared, is_shortened, ..Self::default() };
        for (index, node) in graph.nodes.iter().enumerate() {
            let is_nowhere = node.kind == NodeKind::Group || blocks.is_attached(index);
            let side = match (is_nowhere, is_beside(index)) {
                (true, _) => NameSide::Nowhere,
                (false, true) => NameSide::Right,
                (false, false) => NameSide::Below,
            };
            let name = if is_shortened { names.shared.shorten(&node.label) } else { &node.label };
            let most = match side {
                NameSide::Nowhere => 0.0,
                NameSide::Below => column - NAME_GAP,
                NameSide::Right => beside - half - NAME_GAP,
            };
            let most = most.max(6.0 * NAME);
            let over = if breaks { 6.0 * NAME } else { most };
            names.lines.push(if side == NameSide::Nowhere { Vec::new() } else { wrap(name, over, most) });
            names.sides.push(side);
        }
        names
    }

    /// The name of a box.
    pub(super) fn of_box<'a>(&self, name: &'a str) -> &'a str {
        if self.is_shortened { self.shared.shorten(name) } else { name }
    }
}

/// The names of all nodes, as there is room for them between the columns of a stage.
pub(super) fn named(
    graph: &Graph,
    blocks: &Blocks,
    slots: &Slots,
    axes: Axes,
    stage: Stage,
    (node, fitting): (f64, Fitting),
    shared: &Shortened,
) -> Names {
    let last = slots.columns.saturating_sub(1);
    let is_last = |node: usize| last > 0 && slots.ranks[slots.back[blocks.of_node[node]]] == last;
    if axes.down {
        let members = |slot: usize| {
            let block = slots.blocks[slot];
            if slots.back[block] == slot { blocks.all[block].members.len() } else { 1 }
        };
        let each = (stage.width - 2.0 * MARGIN) / slots.fullest(members).max(1) as f64;
        let beside = (each - NODE - MARGIN).clamp(120.0, 240.0);
        // A frame is as wide as its names want it.
        let least = if stage.width < TIGHT_COLUMN { COLUMN } else { TIGHT_COLUMN };
        let shared = Shortened { breaks: fitting.is_narrow, ..shared.clone() };
        return Names::new(graph, blocks, &shared, (each.max(least), beside), node, |_| !fitting.is_tight_across);
    }
    // Where versions call on, edges would cross names beside them.
    let mut calls_on = vec![false; blocks.all.len()];
    let calling = slots.edges.iter().filter(|(from, to)| slots.blocks[*from] != slots.blocks[*to]);
    calling.for_each(|(from, _)| calls_on[slots.blocks[*from]] = true);
    let is_beside = |node: usize| {
        !fitting.is_narrow && (is_last(node) || (graph.nodes[node].parent.is_some() && !calls_on[blocks.of_node[node]]))
    };
    let column = (stage.width - 2.0 * MARGIN - NODE) / slots.columns.max(1) as f64;
    let column = if fitting.is_tight_along { TIGHT_COLUMN + NAME_GAP } else { column.max(COLUMN) };
    Names::new(graph, blocks, shared, (column, column.clamp(130.0, 200.0)), node, is_beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(names: &[&str]) -> Shared {
        let mut graph = Graph::default();
        for name in names {
            let facts = crate::WorkloadFacts {
                endpoint: crate::Endpoint { app: (*name).into(), ..crate::Endpoint::default() },
                ..crate::WorkloadFacts::default()
            };
            let traffic = crate::Traffic { workloads: vec![facts], ..crate::Traffic::default() };
            graph.nodes.extend(crate::build(&traffic, crate::GraphType::App).nodes);
        }
        Shared::of(&graph)
    }

    #[test]
    fn what_half_of_the_names_share_is_found() {
        for (names, prefix, suffix) in [
            (&["fleetman-webapp", "fleetman-api-gateway", "fleetman-staff", "position"][..], "fleetman-", ""),
            (&["adservice", "cartservice", "emailservice", "frontend", "redis"][..], "", "service"),
            (&["a-b", "c-d", "e-f"][..], "", ""),
            (&["x-a", "x-b"][..], "", ""),
        ] {
            assert_eq!(shared(names), Shared { prefix: prefix.into(), suffix: suffix.into() }, "{names:?}");
        }
        let shared = Shared { prefix: "fleetman-".into(), suffix: String::new() };
        assert_eq!((shared.shorten("fleetman-webapp"), shared.shorten("fleetman-")), ("webapp", "fleetman-"));
    }
}
