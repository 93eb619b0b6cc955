//! Which groups stand open: those that the reader opened, that hold what must be seen, and the worst.

use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_view::{Folding, Group};

use super::App;
use super::names::MOST;
use super::tree::Tree;
use crate::{Graph, Health};

/// For each group of a tree whether it stands open.
pub(super) struct Opened {
    is_open: Vec<bool>,
    worst: Option<String>,
}

impl Opened {
    pub(super) fn new(tree: &Tree, graph: &Graph, apps: &[App], folding: &Folding, worst: &mut Option<String>) -> Self {
        let chosen: OrderedMap<&str, bool> = folding.chosen.iter().map(|(id, open)| (id.as_str(), *open)).collect();
        let mut is_open = vec![false; tree.branches.len()];
        let mut open = |from: Option<usize>| tree.upwards(from).for_each(|at| is_open[at] = true);
        let by_id = |id: &str| tree.branches.iter().position(|branch| branch.id == id);
        // A card of one says less than what it stands for, and one of most apps little.
        for (at, branch) in tree.branches.iter().enumerate() {
            let count = branch.to - branch.from;
            if count == 1 || (count > MOST && 2 * count > apps.len() && chosen.get(branch.id.as_str()) != Some(&false))
            {
                open(Some(at));
            }
        }
        if worst.as_deref().and_then(by_id).is_none() {
            *worst = of_worst(tree, apps).and_then(|at| tree.branches.get(at)).map(|branch| branch.id.clone());
        }
        if let Some(id) = worst.as_deref().filter(|id| chosen.get(id) != Some(&false)) {
            open(by_id(id));
        }
        for (id, _) in chosen.iter().filter(|(_, is_open)| **is_open) {
            open(by_id(id));
        }
        let revealed: OrderedSet<&str> = folding.revealed.iter().map(String::as_str).collect();
        for (app, leaf) in apps.iter().zip(&tree.leaf).filter(|_| revealed.iter().next().is_some()) {
            let mut ids = app.nodes.iter().filter_map(|at| graph.nodes.get(*at)).map(|node| node.id.as_str());
            if ids.any(|id| revealed.contains(id)) {
                open(*leaf);
            }
        }
        Self { is_open, worst: worst.clone() }
    }

    fn is_open(&self, group: usize) -> bool {
        self.is_open.get(group) == Some(&true)
    }

    /// The group as whose card an app is shown: the largest one around it that is folded.
    pub(super) fn folded(&self, tree: &Tree, app: usize) -> Option<usize> {
        tree.upwards(tree.leaf.get(app).copied().flatten()).filter(|at| !self.is_open(*at)).last()
    }

    /// The group in whose frame an app stands that is shown itself.
    pub(super) fn frame(&self, tree: &Tree, app: usize) -> Option<usize> {
        let leaf = tree.leaf.get(app).copied().flatten();
        tree.upwards(leaf).find(|at| self.has_frame(tree, *at))
    }

    /// The group in whose frame a group stands.
    pub(super) fn frame_above(&self, tree: &Tree, group: usize) -> Option<usize> {
        tree.upwards(tree.branches.get(group).and_then(|branch| branch.parent)).find(|at| self.has_frame(tree, *at))
    }

    fn has_frame(&self, tree: &Tree, group: usize) -> bool {
        self.is_open(group) && tree.branches.get(group).is_some_and(|branch| branch.to - branch.from > 1)
    }

    /// The groups with frames; those that hold others first. One inside of what is folded is not seen.
    pub(super) fn groups(&self, tree: &Tree) -> Vec<Group> {
        let is_seen = |at: usize| tree.upwards(Some(at)).all(|at| self.is_open(at));
        let seen = (0..tree.branches.len()).filter(|at| self.has_frame(tree, *at) && is_seen(*at));
        let group = |at: usize| {
            let branch = tree.branches.get(at)?;
            let parent = self.frame_above(tree, at).and_then(|at| tree.branches.get(at));
            Some(Group {
                id: branch.id.clone(),
                label: branch.label.clone(),
                parent: parent.map(|parent| parent.id.clone()),
                apps: (branch.to - branch.from) as u32,
                is_worst: self.worst.as_ref() == Some(&branch.id),
                folds: true,
            })
        };
        seen.filter_map(group).collect()
    }
}

/// The smallest group around what fails most: an app that is worse than others, or loses more requests.
fn of_worst(tree: &Tree, apps: &[App]) -> Option<usize> {
    let mut of_groups: OrderedMap<usize, (Health, f64)> = OrderedMap::new();
    for (app, leaf) in apps.iter().zip(&tree.leaf).filter(|(app, _)| app.health >= Health::Degraded) {
        let (worst, errors) = of_groups.entry((*leaf)?).or_default();
        *worst = (*worst).max(app.health);
        *errors += app.inbound.total() * app.inbound.error_percent();
    }
    let worse = |one: &(Health, f64), other: &(Health, f64)| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1));
    of_groups.iter().max_by(|one, other| worse(one.1, other.1).then(other.0.cmp(one.0))).map(|(group, _)| *group)
}
