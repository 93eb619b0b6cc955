//! Numbers of what a run knows by name.
//!
//! They stay the same from push to push: what is gone keeps its number. Places in one configuration, which a push may
//! change, are an index of their own kind (`mesh_cluster::PodIndex`, `mesh_proxy::proxy::ClusterIndex`).

use serde::{Deserialize, Serialize};

/// A number that is given out in the order of first appearance.
macro_rules! id {
    ($($(#[$about:meta])* $visibility:vis $name:ident;)*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        $visibility struct $name(pub u32);

        impl $name {
            /// Its place in tables of all that have such a number.
            #[must_use]
            $visibility fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(number)
            }
        }
    )* };
}

id! {
    /// An end of edges, as reports name it.
    pub(crate) PartyId;
    /// A service, by its FQDN.
    pub(crate) ServiceId;
    /// A pod, by its namespace, name and address.
    pub(crate) PodId;
    /// Who can send: a pod, or one outside of the cluster.
    pub(crate) ClientId;
    /// A Traffic resource.
    pub TrafficId;
    /// A call of an app, in the order in which the app says them: a place in what it says now.
    pub(crate) CallIndex;
}

/// A process of a pod; each end and each begin of one makes another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Life(u32);

impl Life {
    /// The one after it.
    pub(crate) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

impl ClientId {
    /// That of nobody.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

impl PodId {
    /// That of no pod.
    pub(crate) const NONE: Self = Self(u32::MAX);
}
