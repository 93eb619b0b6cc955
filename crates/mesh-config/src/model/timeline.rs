//! The playground's Timeline: what happens when.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use crate::decode::{Decoder, FromNode};
use crate::schema::{Shape, enumeration, message};
use crate::{Node, Spanned};

message! {
    /// What happens when.
    Timeline = "Timeline", "" {
        /// The steps, in any order.
        steps: Vec<TimelineStep> = "steps", checked;
    }
}

message! {
    /// Something that happens at a time: one of run, apply, delete, fault, cut and heal.
    TimelineStep = "TimelineStep", "" {
        /// When.
        at: Option<Spanned<Duration>> = "at" or "0s", checked;
        /// A line as the Terminal takes it.
        run: Option<Spanned<String>> = "run", checked;
        /// A resource, as `kubectl apply` takes it.
        apply: Option<AppliedResource> = "apply", checked;
        /// A resource that is deleted.
        delete: Option<ResourceReference> = "delete", checked;
        /// Something that goes wrong with pods, until they are healed.
        fault: Option<TimelineFault> = "fault", checked;
        /// A connection on which nothing passes, until it is healed.
        cut: Option<TimelineEdge> = "cut", checked;
        /// What is put right again: `{}` is all that faults and cuts did.
        heal: Option<TimelineHeal> = "heal", checked;
    }
    oneof &[&["run", "apply", "delete", "fault", "cut", "heal"]];
}

message! {
    /// Something that goes wrong with pods.
    TimelineFault = "TimelineFault", "" {
        /// The labels of the pods.
        pods: OrderedMap<String, Spanned<String>> = "pods" or "all pods of the namespace", checked;
        /// Their namespace.
        namespace: Option<Spanned<String>> = "namespace" or "default", checked;
        /// What goes wrong.
        kind: Option<Spanned<FaultKind>> = "kind" or "fail", checked;
    }
}

enumeration! {
    /// What goes wrong with a pod.
    FaultKind = "FaultKind" {
        /// Every answer is 500.
        Fail = "fail" 0,
        /// Answers take 2 s longer.
        Slow = "slow" 1,
        /// Nothing is answered.
        Hang = "hang" 2,
        /// Its process ends, and its ports refuse connections.
        Kill = "kill" 3,
    }
}

message! {
    /// From whom to whom nothing passes.
    TimelineEdge = "TimelineEdge", "" {
        /// The app or the workload that calls.
        from: Option<Spanned<String>> = "from", checked;
        /// The app, the workload or the Service that is called, or a host outside of the mesh.
        to: Option<Spanned<String>> = "to", checked;
    }
}

message! {
    /// What is put right again: pods, an edge, or all.
    TimelineHeal = "TimelineHeal", "" {
        /// The labels of the pods.
        pods: OrderedMap<String, Spanned<String>> = "pods" or "all, unless an edge is named", checked;
        /// Their namespace.
        namespace: Option<Spanned<String>> = "namespace" or "default", checked;
        /// The caller of the edge.
        from: Option<Spanned<String>> = "from", checked;
        /// Whom it calls.
        to: Option<Spanned<String>> = "to", checked;
    }
}

message! {
    /// A resource by its name.
    ResourceReference = "ResourceReference", "" {
        /// Its kind.
        kind: Option<Spanned<String>> = "kind", checked;
        /// Its name.
        name: Option<Spanned<String>> = "name", checked;
        /// Its namespace.
        namespace: Option<Spanned<String>> = "namespace" or "default", checked;
    }
}

/// A resource inside a Timeline, decoded like any other.
#[derive(Clone, Debug, PartialEq)]
pub struct AppliedResource(
    /// The resource.
    pub std::sync::Arc<crate::Resource>,
);

impl FromNode for AppliedResource {
    fn shape() -> Shape {
        Shape::Any
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        crate::object::decode_nested(node, decoder).map(|resource| Self(std::sync::Arc::new(resource)))
    }
}
