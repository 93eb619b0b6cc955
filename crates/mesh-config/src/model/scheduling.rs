//! Where pods may run: affinity, tolerations, spreading, nodes, disruption budgets.

use super::{IntOrString, LabelSelector, LabelSelectorRequirement};
use crate::Spanned;
use crate::schema::message;

message! {
    /// Nodes and pods that a pod wants to be near to or far from.
    Affinity = "Affinity", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling" {
        /// Nodes.
        node_affinity: Option<NodeAffinity> = "nodeAffinity", checked;
        /// Pods to be near to.
        pod_affinity: Option<PodAffinity> = "podAffinity", checked;
        /// Pods to be far from.
        pod_anti_affinity: Option<PodAffinity> = "podAntiAffinity", checked;
    }
}

message! {
    /// Nodes that a pod wants.
    NodeAffinity = "NodeAffinity", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity" {
        /// What must hold.
        required: Option<NodeSelector> = "requiredDuringSchedulingIgnoredDuringExecution", checked;
    }
    others &["preferredDuringSchedulingIgnoredDuringExecution"]
}

message! {
    /// Conditions on nodes, one of which must hold.
    NodeSelector = "NodeSelector", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity" {
        /// The conditions.
        node_selector_terms: Vec<NodeSelectorTerm> = "nodeSelectorTerms", checked;
    }
}

message! {
    /// A condition on a node; all its parts must hold.
    NodeSelectorTerm = "NodeSelectorTerm", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity" {
        /// On its labels.
        match_expressions: Vec<LabelSelectorRequirement> = "matchExpressions", checked;
    }
    others &["matchFields"]
}

message! {
    /// Pods to be near to or far from.
    PodAffinity = "PodAffinity", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodAffinity" {
        /// What must hold.
        required: Vec<PodAffinityTerm> = "requiredDuringSchedulingIgnoredDuringExecution", checked;
    }
    others &["preferredDuringSchedulingIgnoredDuringExecution"]
}

message! {
    /// Pods, and how near.
    PodAffinityTerm = "PodAffinityTerm", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodAffinity" {
        /// Labels of the pods.
        label_selector: Option<LabelSelector> = "labelSelector", checked;
        /// The label of nodes that says what is near.
        topology_key: Option<Spanned<String>> = "topologyKey", checked;
        /// Namespaces of the pods.
        namespaces: Vec<Spanned<String>> = "namespaces" or "the pod's own", checked;
    }
    others &["namespaceSelector", "matchLabelKeys", "mismatchLabelKeys"]
}

message! {
    /// A taint that a pod bears.
    Toleration = "Toleration", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling" {
        /// The taint's key; none means every taint.
        key: Option<Spanned<String>> = "key", checked;
        /// Equal, or Exists.
        operator: Option<Spanned<String>> = "operator" or "Equal", checked;
        /// The taint's value.
        value: Option<Spanned<String>> = "value", checked;
        /// The taint's effect; none means every effect.
        effect: Option<Spanned<String>> = "effect", checked;
        /// How long a NoExecute taint is borne, in seconds.
        toleration_seconds: Option<Spanned<i64>> = "tolerationSeconds" or "for ever", checked;
    }
}

message! {
    /// How evenly pods are spread.
    TopologySpreadConstraint = "TopologySpreadConstraint", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling" {
        /// The greatest difference.
        max_skew: Option<Spanned<i32>> = "maxSkew";
        /// The label of nodes that says what is spread over.
        topology_key: Option<Spanned<String>> = "topologyKey";
        /// DoNotSchedule or ScheduleAnyway.
        when_unsatisfiable: Option<Spanned<String>> = "whenUnsatisfiable";
        /// Labels of the pods that count.
        label_selector: Option<LabelSelector> = "labelSelector";
    }
    others &["minDomains", "matchLabelKeys", "nodeAffinityPolicy", "nodeTaintsPolicy"]
}

message! {
    /// A machine of the cluster.
    KubernetesNode = "NodeSpec", "https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/" {
        /// Whether new pods are kept away: it is cordoned.
        unschedulable: Option<Spanned<bool>> = "unschedulable" or "false";
        /// What keeps pods away.
        taints: Vec<Taint> = "taints", checked;
        /// The addresses of its pods.
        pod_cidr: Option<Spanned<String>> = "podCIDR", checked;
    }
    others &["configSource", "externalID", "podCIDRs", "providerID"]
}

message! {
    /// What keeps pods away from a node.
    Taint = "Taint", "https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeSpec" {
        /// Its key.
        key: Option<Spanned<String>> = "key", checked;
        /// Its value.
        value: Option<Spanned<String>> = "value", checked;
        /// NoSchedule, PreferNoSchedule or NoExecute.
        effect: Option<Spanned<String>> = "effect", checked;
    }
    others &["timeAdded"]
}

message! {
    /// How many pods may be taken away at once by a drain.
    PodDisruptionBudget = "PodDisruptionBudgetSpec", "https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/" {
        /// Labels of the pods.
        selector: Option<LabelSelector> = "selector", checked;
        /// Pods that must stay, as a count or a percentage.
        min_available: Option<Spanned<IntOrString>> = "minAvailable", checked;
        /// Pods that may be away, as a count or a percentage.
        max_unavailable: Option<Spanned<IntOrString>> = "maxUnavailable", checked;
        /// Whether pods that are not ready may always go: IfHealthyBudget or AlwaysAllow.
        unhealthy_pod_eviction_policy: Option<Spanned<String>> = "unhealthyPodEvictionPolicy" or "IfHealthyBudget", checked;
    }
}

message! {
    /// A namespace; what matters are its labels and annotations.
    Namespace = "NamespaceSpec", "https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/" {
        /// What must happen before it is gone.
        finalizers: Vec<Spanned<String>> = "finalizers", checked;
    }
}
