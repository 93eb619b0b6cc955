//! The cluster of the last edit, for the next one.

use std::sync::Arc;

use mesh_config::Config;

use crate::address::Addresses;
use crate::inputs::Inputs;
use crate::{Cluster, build};

/// Remembers a cluster: an edit that touches nothing that runs makes none anew. In a run it also remembers who has which
/// address: a pod has its own for life, and nobody else gets it afterwards.
#[derive(Debug, Default)]
pub struct Memo {
    known: Option<(Inputs, Arc<Cluster>)>,
    addresses: Addresses,
    /// What runs while the next clusters are made.
    living: Option<Arc<Cluster>>,
}

impl Memo {
    /// Says what runs now: pods and Services of the clusters that follow keep the addresses that they have in it.
    pub fn live(&mut self, cluster: &Arc<Cluster>) {
        if self.living.as_ref().is_some_and(|living| Arc::ptr_eq(living, cluster)) {
            return;
        }
        self.addresses.live(cluster);
        // What was made beside something else that ran may have other addresses.
        self.known = self.known.take().filter(|(_, known)| Arc::ptr_eq(known, cluster));
        self.living = Some(Arc::clone(cluster));
    }

    /// Says that nothing runs: addresses are given out from the first one on again.
    pub fn begin_anew(&mut self) {
        *self = Self::default();
    }

    /// As [`Cluster::new`], but whoever lives keeps its address; gives the cluster of the last call where it is the same
    /// for certain.
    pub fn cluster(&mut self, config: &Config) -> Arc<Cluster> {
        let inputs = Inputs::new(config);
        if let Some((before, cluster)) = &self.known
            && before.same(&inputs)
        {
            return Arc::clone(cluster);
        }
        let cluster = Arc::new(build::build(&inputs, &self.addresses));
        self.known = Some((inputs, Arc::clone(&cluster)));
        cluster
    }
}

#[cfg(test)]
mod tests {
    use mesh_config::{SourceFile, parse, parse_reusing};

    use super::*;

    fn files(rule: &str, replicas: u32) -> [SourceFile; 1] {
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec: {{replicas: {replicas}}}\n---\n\
             apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: a{rule}}}\nspec: {{host: a}}\n"
        );
        [SourceFile { name: "mesh.yaml".into(), text }]
    }

    #[test]
    fn only_what_runs_makes_a_new_cluster() {
        let mut memo = Memo::default();
        let first = parse(&files("", 2));
        let before = memo.cluster(&first);

        let other_rule = parse_reusing(&files(", labels: {x: y}", 2), &first);
        assert!(Arc::ptr_eq(&memo.cluster(&other_rule), &before));

        // A namespace that only a rule lives in is one all the same.
        let other_namespace = parse_reusing(&files(", namespace: shop", 2), &first);
        assert!(!Arc::ptr_eq(&memo.cluster(&other_namespace), &before));

        let more_pods = parse_reusing(&files("", 3), &first);
        let cluster = memo.cluster(&more_pods);
        assert_eq!(cluster.pods.len(), 3);
        assert_eq!(*cluster, Cluster::new(&more_pods));
    }

    /// Deployments with so many pods and a Service each.
    fn shop(workloads: &[(&str, u32)]) -> Config {
        let text = |(name, replicas): &(&str, u32)| {
            format!(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{replicas: {replicas}}}\n---\n\
                 apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: [{{port: 80}}]}}\n"
            )
        };
        let text = workloads.iter().map(text).collect::<Vec<_>>().join("---\n");
        parse(&[SourceFile { name: "shop.yaml".into(), text }])
    }

    fn addresses(cluster: &Cluster) -> String {
        let pods = cluster.pods.iter().map(|pod| {
            let workload = &cluster.workloads[pod.workload.index()].name;
            format!("{workload}{}", pod.ip.octets()[3])
        });
        let services = cluster.services.iter().map(|service| match service.address {
            crate::ClusterAddress::Ip(ip) => format!("{}!{}", service.name, ip.octets()[3]),
            _ => String::new(),
        });
        pods.chain(services).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn whoever_lives_keeps_its_address_and_nobody_gets_one_that_is_free_again() {
        let mut memo = Memo::default();
        // workloads | addresses, after what ran before in the same run
        for (workloads, expected) in [
            (&[("a", 2), ("b", 2)][..], "a2 a3 b4 b5 a!2 b!3"),
            (&[("a", 3), ("b", 2)], "a2 a3 a6 b4 b5 a!2 b!3"),
            (&[("a", 1), ("b", 2)], "a2 b4 b5 a!2 b!3"),
            (&[("c", 1), ("b", 2), ("a", 2)], "c7 b4 b5 a2 a8 c!4 b!3 a!2"),
            (&[("d", 1)], "d9 d!5"),
            (&[("a", 2), ("b", 2)], "a10 a11 b12 b13 a!6 b!7"),
        ] {
            let cluster = memo.cluster(&shop(workloads));
            assert_eq!(addresses(&cluster), expected);
            memo.live(&cluster);
        }
        memo.begin_anew();
        assert_eq!(addresses(&memo.cluster(&shop(&[("d", 1)]))), "d2 d!2");
    }

    #[test]
    fn what_was_made_but_did_not_run_changes_nothing() {
        let mut memo = Memo::default();
        let first = memo.cluster(&shop(&[("a", 1), ("b", 1)]));
        memo.live(&first);
        let second = shop(&[("b", 1)]);
        let cluster = memo.cluster(&second);
        assert_eq!(addresses(&cluster), "b3 b!3");
        // The run was wound back to before it: `a` still lives.
        memo.live(&first);
        assert_eq!(addresses(&memo.cluster(&shop(&[("b", 2), ("a", 1)]))), "b3 b4 a2 b!3 a!2");
        memo.live(&cluster);
        assert_eq!(addresses(&memo.cluster(&second)), "b3 b!3");
    }
}
