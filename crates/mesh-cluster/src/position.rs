//! Positions in the lists of a cluster.

/// A position in one of the lists.
macro_rules! position {
    ($($(#[$about:meta])* $visibility:vis $name:ident;)*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility struct $name(pub usize);

        impl $name {
            /// The position as the index of its list.
            #[must_use]
            $visibility fn index(self) -> usize {
                self.0
            }
        }
    )* };
}

position! {
    /// A node: its position in [`Cluster::nodes`](crate::Cluster::nodes).
    pub NodeIndex;
    /// A workload: its position in [`Cluster::workloads`](crate::Cluster::workloads).
    pub WorkloadIndex;
    /// A pod: its position in [`Cluster::pods`](crate::Cluster::pods).
    pub PodIndex;
    /// A Service: its position in [`Cluster::services`](crate::Cluster::services).
    pub ServiceIndex;
}
