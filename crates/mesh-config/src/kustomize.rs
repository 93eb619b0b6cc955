//! What a `kustomization.yaml` among the files says of the others.

use mesh_ordered::OrderedSet;

use crate::{Config, Node, Resource};

/// The files that Kustomizations list as patches, by their place among the files.
#[derive(Debug, Default)]
pub(crate) struct Patches(OrderedSet<u32>);

impl Patches {
    pub(crate) fn new(config: &Config) -> Self {
        let mut listed: OrderedSet<String> = OrderedSet::new();
        for resource in config.resources.iter().filter(|resource| resource.kind == "Kustomization") {
            let folder = config.file_name(resource.span.file).and_then(|name| name.rsplit_once('/'));
            let folder = folder.map_or("", |(folder, _)| folder);
            listed.extend(patches(&resource.node).map(|path| joined(folder, path)));
        }
        let files = config.file_names().enumerate();
        let is_listed = |name: &str| listed.contains(&joined("", name));
        Self(files.filter(|(_, name)| is_listed(name)).filter_map(|(index, _)| u32::try_from(index).ok()).collect())
    }

    /// Whether the resource stands in a file of patches.
    pub(crate) fn lists(&self, resource: &Resource) -> bool {
        self.0.contains(&resource.span.file)
    }
}

/// The paths under `patches` and `patchesStrategicMerge`.
fn patches(kustomization: &Node) -> impl Iterator<Item = &str> {
    let items = |key| kustomization.get(key).map_or(&[][..], Node::items).iter();
    let paths = items("patches").filter_map(|patch| patch.get("path"));
    paths.chain(items("patchesStrategicMerge")).filter_map(Node::text)
}

/// A path from a folder, without `.` and `..`.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        for (folder, path, whole) in [
            ("", "a.yaml", "a.yaml"),
            ("x/y", "./a.yaml", "x/y/a.yaml"),
            ("x/y", "../a.yaml", "x/a.yaml"),
            ("x", "../../a.yaml", "../a.yaml"),
            ("/x", "a.yaml", "x/a.yaml"),
        ] {
            assert_eq!(joined(folder, path), whole, "{folder} {path}");
        }
    }
}
