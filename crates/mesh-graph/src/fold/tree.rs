//! Groups of apps within each other: namespaces, and parts of them where they are too many to look through.

use super::names::{self, MOST};

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) id: String,
    pub(super) label: String,
    /// The group that it is a part of.
    pub(super) parent: Option<usize>,
    /// Its apps: from this place in the sorted list on, up to the place after its last.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Groups, those that hold others first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) branches: Vec<Branch>,
    /// For each app the smallest group that it is in.
    pub(super) leaf: Vec<Option<usize>>,
}

impl Tree {
    /// Of apps by namespace and name, sorted. A namespace that is alone is no group: its parts are.
    pub(super) fn new(apps: &[(&str, &str)]) -> Self {
        let mut tree = Self { branches: Vec::new(), leaf: vec![None; apps.len()] };
        let is_alone = apps.first().map(|app| app.0) == apps.last().map(|app| app.0);
        let mut from = 0;
        while let Some((namespace, _)) = apps.get(from) {
            let to = from + apps.iter().skip(from).take_while(|app| app.0 == *namespace).count();
            let own =
                Branch { id: format!("namespace:{namespace}"), label: (*namespace).to_owned(), parent: None, from, to };
            if is_alone {
                tree.cut(apps, &own, None);
            } else {
                tree.add(apps, own);
            }
            from = to;
        }
        tree
    }

    fn add(&mut self, apps: &[(&str, &str)], branch: Branch) {
        let index = self.branches.len();
        self.branches.push(branch.clone());
        if branch.to - branch.from > MOST {
            self.cut(apps, &branch, Some(index));
        } else {
            self.leaf.iter_mut().take(branch.to).skip(branch.from).for_each(|leaf| *leaf = Some(index));
        }
    }

    /// Adds the parts of a group. Each is smaller than the whole, so that this ends.
    fn cut(&mut self, apps: &[(&str, &str)], whole: &Branch, parent: Option<usize>) {
        let names: Vec<&str> = apps.iter().take(whole.to).skip(whole.from).map(|app| app.1).collect();
        if names.len() < 2 {
            return;
        }
        for part in names::parts(&names) {
            let id = format!("{}/{}", whole.id, part.label);
            let (from, to) = (whole.from + part.from, whole.from + part.to);
            self.add(apps, Branch { id, label: part.label, parent, from, to });
        }
    }

    /// A group and all that it is in, the smallest first.
    pub(super) fn upwards(&self, from: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(from, |at| self.branches.get(*at)?.parent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(apps: &[(&str, &str)]) -> Vec<String> {
        Tree::new(apps).branches.into_iter().map(|branch| branch.id).collect()
    }

    #[test]
    fn namespaces_are_groups_and_one_alone_is_cut_into_parts() {
        assert_eq!(ids(&[("a", "x"), ("a", "y"), ("b", "x")]), ["namespace:a", "namespace:b"]);
        assert_eq!(ids(&[("a", "x"), ("a", "y")]), ["namespace:a/x", "namespace:a/y"]);
        assert_eq!(Tree::new(&[]), Tree::default());
        assert_eq!(Tree::new(&[("a", "x")]).leaf, [None]);
    }

    #[test]
    fn every_app_of_many_is_in_a_group_that_one_can_look_through() {
        let names: Vec<String> = (0..3_000).map(|at| format!("service-{at:04}")).collect();
        let apps: Vec<(&str, &str)> = names.iter().map(|name| ("default", name.as_str())).chain([("z", "a")]).collect();
        let tree = Tree::new(&apps);
        let small = |leaf: &Option<usize>| leaf.is_some_and(|at| tree.branches[at].to - tree.branches[at].from <= MOST);
        assert!(tree.leaf.iter().all(small));
        let of_last: Vec<&str> = tree.upwards(tree.leaf[2_999]).map(|at| tree.branches[at].id.as_str()).collect();
        assert_eq!(of_last.last(), Some(&"namespace:default"));
        assert!(of_last.len() > 2, "{of_last:?}");
        let ids: std::collections::BTreeSet<&str> = tree.branches.iter().map(|branch| branch.id.as_str()).collect();
        assert_eq!(ids.len(), tree.branches.len(), "no id stands for two groups");
    }
}
