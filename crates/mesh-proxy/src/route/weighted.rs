//! The choice among weighted clusters (`WeightedClusterSpecifierPlugin`).

use crate::config::WeightedCluster;
use crate::proxy::{StreamNumber, WeightIndex};
use crate::route::Request;

/// Weights with their sums.
#[derive(Clone, Debug)]
pub struct WeightedClusters {
    /// The end of each cluster's share.
    ends: Box<[u64]>,
    header: Option<Box<str>>,
    use_hash_policy: bool,
}

impl WeightedClusters {
    /// Sums the weights up.
    #[must_use]
    pub fn new(config: &WeightedCluster) -> Self {
        let ends = config.clusters.iter().scan(0, |end, cluster| {
            *end += u64::from(cluster.weight.unwrap_or(0));
            Some(*end)
        });
        let header = (!config.header_name.is_empty()).then(|| config.header_name.to_ascii_lowercase().into());
        Self { ends: ends.collect(), header, use_hash_policy: config.use_hash_policy == Some(true) }
    }

    /// The sum of the weights.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Whether the request's hash decides.
    #[must_use]
    pub fn uses_hash_policy(&self) -> bool {
        self.use_hash_policy
    }

    /// The number that decides, and the cluster in whose share it falls: a header's number before the
    /// request's hash before the stream id. `None` where no cluster has a share.
    #[must_use]
    pub fn choose(
        &self,
        request: &Request<'_>,
        stream_number: StreamNumber,
        hash: Option<u64>,
    ) -> Option<(u64, WeightIndex)> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let hash = if self.use_hash_policy { hash } else { None };
        let header = self.header.as_deref().and_then(|name| {
            let mut values = request.values(name);
            let value = values.next()?;
            if values.next().is_some() { None } else { value.parse().ok() }
        });
        let value = header.or(hash).unwrap_or(stream_number.0) % total;
        let position = self.ends.partition_point(|end| *end <= value);
        Some((value, WeightIndex(u32::try_from(position).ok()?)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::WeightedClusters;
    use crate::config::{ClusterWeight, WeightedCluster};
    use crate::proxy::StreamNumber;
    use crate::route::{Connection, HeaderMap, Request};

    #[test]
    fn shares_follow_each_other_in_order() {
        let cluster = |weight| ClusterWeight { weight: Some(weight), ..ClusterWeight::default() };
        let config = WeightedCluster {
            clusters: vec![cluster(30), cluster(0), cluster(30), cluster(40)],
            header_name: "X-Value".to_owned(),
            use_hash_policy: None,
        };
        let weights = WeightedClusters::new(&config);
        let choose = |headers: &[(&str, &str)], stream_number| {
            let stream_number = StreamNumber(stream_number);
            let headers: HeaderMap = headers.iter().copied().collect();
            let connection = Connection::default();
            let request =
                Request { method: "GET", scheme: "http", authority: "a", path: "/", headers: &headers, connection };
            weights.choose(&request, stream_number, None).map(|(_, chosen)| chosen.0)
        };
        // Measured on the binary with the header.
        for (value, position) in
            [(0, 0), (29, 0), (30, 2), (59, 2), (60, 3), (99, 3), (100, 0), (115, 0), (445, 2), (560, 3)]
        {
            assert_eq!(choose(&[("x-value", &value.to_string())], 0), Some(position), "{value}");
            assert_eq!(choose(&[], value), Some(position), "{value}");
        }
        assert_eq!(choose(&[("x-value", "1"), ("x-value", "2")], 60), Some(3));
        assert_eq!(choose(&[("x-value", "a")], 60), Some(3));
    }

    proptest! {
        #[test]
        fn each_cluster_has_its_weight_of_every_whole(weights in vec(0u32..60, 1..8), from in any::<u32>()) {
            let clusters =
                weights.iter().map(|weight| ClusterWeight { weight: Some(*weight), ..ClusterWeight::default() });
            let config = WeightedCluster { clusters: clusters.collect(), ..WeightedCluster::default() };
            let chosen = WeightedClusters::new(&config);
            let headers = HeaderMap::default();
            let connection = Connection::default();
            let request =
                Request { method: "GET", scheme: "http", authority: "a", path: "/", headers: &headers, connection };
            let mut counts = vec![0u32; weights.len()];
            let total: u32 = weights.iter().sum();
            for stream_number in (u64::from(from)..u64::from(from) + u64::from(total)).map(StreamNumber) {
                let (_, index) = chosen.choose(&request, stream_number, None).expect("there is a whole");
                counts[index.index()] += 1;
            }
            prop_assert_eq!(counts, weights);
            prop_assert!(total > 0 || chosen.choose(&request, StreamNumber(0), None).is_none());
        }
    }
}
