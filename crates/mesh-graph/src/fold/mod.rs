//! Level of detail: a graph of very many apps as cards of groups, but for what is open.

mod names;
mod open;
mod sum;
#[cfg(test)]
mod tests;
mod tree;

use mesh_ordered::{OrderedMap, OrderedSet, sort_by};
use mesh_view::{Card, CardApp, Folding, Group};

use crate::{EdgePath, Graph, Health, Node, NodeKind, Rates};
use open::Opened;
use tree::Tree;

/// No more apps than this are shown one by one where nobody asks for more.
const FEW: usize = 25;

/// The indices of the edges that each flow runs over.
type Paths = [EdgePath];

/// An app, or a service that stands alone: what a square on a card stands for.
#[derive(Debug, Default)]
struct App {
    nodes: Vec<usize>,
    health: Health,
    inbound: Rates,
    outbound: Rates,
}

/// A graph as it is shown: where it holds too many apps to look through, groups of them are folded to cards with the sums of what
/// they hold. `worst` is the group that opened by itself, and is kept as long as there is one. The paths of flows then run over
/// the edges that are left; what goes on inside a card is none.
#[must_use]
pub fn fold(graph: Graph, paths: &mut Paths, folding: &Folding, worst: &mut Option<String>) -> Graph {
    let apps = apps(&graph);
    if apps.len() <= FEW || folding.unfolded {
        *worst = None;
        return if folding.namespace_boxes { framed(graph) } else { graph };
    }
    let names: Vec<(&str, &str)> = apps.keys().map(|(namespace, name)| (namespace.as_str(), name.as_str())).collect();
    let tree = Tree::new(&names);
    let apps: Vec<App> = apps.values().map(|nodes| app(&graph, nodes)).collect();
    let opened = Opened::new(&tree, &graph, &apps, folding, worst);
    // What each node is shown as: the card of a group, or itself.
    let mut card_of: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    let mut frame_of: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    let mut cards: OrderedMap<usize, Vec<(usize, &str)>> = OrderedMap::new();
    for (at, app) in apps.iter().enumerate() {
        let (folded, frame) = (opened.folded(&tree, at), opened.frame(&tree, at));
        if let Some(group) = folded {
            cards.entry(group).or_default().push((at, names.get(at).map_or("", |name| name.1)));
        }
        for node in &app.nodes {
            (card_of[*node], frame_of[*node]) = (folded, frame);
        }
    }
    let cards: Vec<Node> =
        cards.iter().map(|(group, members)| card(&graph, &tree, &opened, *group, members, &apps)).collect();
    let groups = opened.groups(&tree);
    sum::folded(graph, paths, &tree, (&card_of, &frame_of), cards, groups)
}

/// The nodes of each app by namespace and name; what is outside the mesh, and gateways, stand for themselves.
fn apps(graph: &Graph) -> OrderedMap<(String, String), Vec<usize>> {
    // A triangle belongs to what it sits on.
    let mut below: OrderedMap<&str, &str> = OrderedMap::new();
    for node in &graph.nodes {
        below.insert(&node.id, &node.app);
        if let Some(parent) = &node.parent {
            below.insert(parent, &node.app);
        }
    }
    let mut apps: OrderedMap<(String, String), Vec<usize>> = OrderedMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        let name = match node.kind {
            NodeKind::App | NodeKind::Workload => Some(node.app.as_str()),
            NodeKind::Service => {
                let on = node.sits_on.as_deref().and_then(|on| below.get(on).copied());
                Some(on.unwrap_or(&node.service)).filter(|_| !node.namespace.is_empty())
            }
            NodeKind::Client | NodeKind::Gateway | NodeKind::Unknown | NodeKind::Group => None,
        };
        if let Some(name) = name {
            apps.entry((node.namespace.clone(), name.to_owned())).or_default().push(at);
        }
    }
    apps
}

fn app(graph: &Graph, nodes: &[usize]) -> App {
    let mut app = App { nodes: nodes.to_vec(), ..App::default() };
    let of = |kinds: fn(NodeKind) -> bool| {
        nodes.iter().filter_map(|at| graph.nodes.get(*at)).filter(move |node| kinds(node.kind))
    };
    let is_service = |kind| kind == NodeKind::Service;
    for node in of(|_| true) {
        app.health = app.health.max(node.health);
    }
    // What comes in by its Service is not counted again behind it.
    let has_app = of(|kind| kind != NodeKind::Service).next().is_some();
    for node in of(|_| true).filter(|node| is_service(node.kind) != has_app) {
        app.inbound.merge(&node.inbound);
        app.outbound.merge(&node.outbound);
    }
    app
}

fn card(graph: &Graph, tree: &Tree, opened: &Opened, group: usize, members: &[(usize, &str)], apps: &[App]) -> Node {
    let branch = tree.branches.get(group);
    let of = |(at, name): &(usize, &str)| {
        let app = apps.get(*at)?;
        let first =
            app.nodes.iter().filter_map(|at| graph.nodes.get(*at)).min_by_key(|node| node.kind == NodeKind::Service)?;
        let rates = if app.inbound.total() > 0.0 { app.inbound } else { app.outbound };
        Some(CardApp { id: first.id.clone(), name: (*name).to_owned(), health: app.health, rates })
    };
    let card = Card { apps: members.iter().filter_map(of).collect() };
    let id = branch.map(|branch| branch.id.clone()).unwrap_or_default();
    let namespace = id.trim_start_matches("namespace:").split('/').next().unwrap_or_default().to_owned();
    let found = members.iter().filter_map(|(at, _)| apps.get(*at)).flat_map(|app| &app.nodes);
    let found = found.filter_map(|at| graph.nodes.get(*at)?.found).reduce(|one, other| one || other);
    Node {
        found,
        label: branch.map(|branch| branch.label.clone()).unwrap_or_default(),
        namespace,
        health: card.apps.iter().map(|app| app.health).max().unwrap_or_default(),
        group: opened.frame_above(tree, group).and_then(|at| tree.branches.get(at)).map(|branch| branch.id.clone()),
        card: Some(card),
        ..crate::build::blank(&id, NodeKind::Group)
    }
}

/// A graph in which nothing is folded, with a frame around each namespace where there are several.
fn framed(mut graph: Graph) -> Graph {
    let mut apps: OrderedMap<String, OrderedSet<String>> = OrderedMap::new();
    for node in graph.nodes.iter().filter(|node| !node.namespace.is_empty()) {
        let name = if node.app.is_empty() { &node.service } else { &node.app };
        apps.entry(node.namespace.clone()).or_default().insert(name.clone());
    }
    if apps.len() < 2 {
        return graph;
    }
    let group = |(namespace, apps): (&String, &OrderedSet<String>)| Group {
        id: format!("namespace:{namespace}"),
        label: namespace.clone(),
        apps: apps.len() as u32,
        ..Group::default()
    };
    graph.groups = apps.iter().map(group).collect();
    for node in graph.nodes.iter_mut().filter(|node| !node.namespace.is_empty()) {
        node.group = Some(format!("namespace:{}", node.namespace));
    }
    sort_by(&mut graph.groups, |one, other| one.id.cmp(&other.id));
    graph
}
