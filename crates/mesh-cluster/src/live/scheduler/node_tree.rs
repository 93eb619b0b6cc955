//! In which order schedulers look at nodes (pkg/scheduler/backend/cache/node_tree.go).

use std::sync::Arc;

use super::super::pod::Labels;

/// The names of nodes by zone, in the order in which zones and nodes came.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeTree {
    zones: Vec<(String, Vec<Arc<str>>)>,
}

/// Region and zone of a node (component-helpers/node/topology's `GetZoneKey`).
pub(super) fn zone_of(labels: &Labels) -> String {
    let label = |key: &str, old: &str| labels.get(key).or_else(|| labels.get(old)).map_or("", String::as_str);
    let zone = label("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");
    let region = label("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region");
    if zone.is_empty() && region.is_empty() { String::new() } else { format!("{region}:\0:{zone}") }
}

impl NodeTree {
    /// A node came.
    pub(super) fn add(&mut self, zone: &str, node: &Arc<str>) {
        match self.zones.iter_mut().find(|(known, _)| known == zone) {
            Some((_, nodes)) => nodes.push(Arc::clone(node)),
            None => self.zones.push((zone.to_owned(), vec![Arc::clone(node)])),
        }
    }

    /// A node went.
    pub(super) fn remove(&mut self, zone: &str, node: &str) {
        if let Some((_, nodes)) = self.zones.iter_mut().find(|(known, _)| known == zone) {
            nodes.retain(|known| &**known != node);
        }
        self.zones.retain(|(_, nodes)| !nodes.is_empty());
    }

    /// All nodes: one of each zone, then the next of each.
    pub(super) fn list(&self) -> impl Iterator<Item = &Arc<str>> {
        let longest = self.zones.iter().map(|(_, nodes)| nodes.len()).max().unwrap_or(0);
        (0..longest).flat_map(|place| self.zones.iter().filter_map(move |(_, nodes)| nodes.get(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_take_turns() {
        let labels = |zone: &str, region: &str| -> Labels {
            [("topology.kubernetes.io/zone", zone), ("topology.kubernetes.io/region", region)]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect()
        };
        let mut tree = NodeTree::default();
        for (name, zone) in [("d", "east"), ("a", ""), ("c", "east"), ("b", "west"), ("e", "east")] {
            tree.add(&zone_of(&labels(zone, "")), &name.into());
        }
        let names = |tree: &NodeTree| tree.list().map(|name| name.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&tree), ["d", "a", "b", "c", "e"]);
        tree.remove(&zone_of(&labels("east", "")), "d");
        tree.remove("", "a");
        assert_eq!(names(&tree), ["c", "b", "e"]);
        // A zone of another region is another zone.
        assert_ne!(zone_of(&labels("east", "1")), zone_of(&labels("east", "2")));
    }
}
