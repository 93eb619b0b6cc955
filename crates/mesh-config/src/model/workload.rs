//! Kubernetes' controllers of pods: Deployment, DaemonSet, ReplicaSet, StatefulSet.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use super::{IntOrString, PodSpec};
use crate::Spanned;
use crate::schema::message;

/// Which controller a workload is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkloadKind {
    /// So many like pods, replaced step by step.
    #[default]
    Deployment,
    /// One pod on each node.
    DaemonSet,
    /// So many like pods.
    ReplicaSet,
    /// Pods with a lasting name and order.
    StatefulSet,
}

message! {
    /// A controller that keeps pods running.
    Workload = "DeploymentSpec", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/" {
        /// How many pods; a DaemonSet has one on each node instead.
        replicas: Option<Spanned<i32>> = "replicas" or "1";
        /// Labels of the pods that belong to it.
        selector: Option<LabelSelector> = "selector";
        /// What its pods look like.
        template: Option<PodTemplate> = "template";
        /// How old pods give way to new ones.
        strategy: Option<DeploymentStrategy> = "strategy" or "RollingUpdate, 25% surge, 25% unavailable", checked;
        /// How old pods of a DaemonSet or StatefulSet give way to new ones.
        update_strategy: Option<DeploymentStrategy> = "updateStrategy", checked;
        /// How long a new pod must be ready before it counts as available, in seconds.
        min_ready_seconds: Option<Spanned<i32>> = "minReadySeconds" or "0", checked;
        /// The time after which a rollout that gets nowhere counts as failed, in seconds.
        progress_deadline_seconds: Option<Spanned<i32>> = "progressDeadlineSeconds" or "600", checked;
        /// Whether a rollout is held.
        paused: Option<Spanned<bool>> = "paused" or "false", checked;
        /// The headless Service of a StatefulSet.
        service_name: Option<Spanned<String>> = "serviceName";
    }
    others &[
        "revisionHistoryLimit", "podManagementPolicy", "volumeClaimTemplates", "persistentVolumeClaimRetentionPolicy", "ordinals",
    ]
}

impl Workload {
    /// The labels of its pods.
    #[must_use]
    pub fn pod_labels(&self) -> OrderedMap<String, String> {
        let metadata = self.template.as_ref().and_then(|template| template.metadata.as_ref());
        let labels = metadata.into_iter().flat_map(|metadata| &metadata.labels);
        labels.map(|(key, value)| (key.clone(), value.value.clone())).collect()
    }

    /// What its pods run.
    #[must_use]
    pub fn pod_spec(&self) -> Option<&PodSpec> {
        self.template.as_ref()?.spec.as_ref()
    }

    /// How long a new pod must be ready before it counts as available.
    #[must_use]
    pub fn min_ready(&self) -> Duration {
        let seconds = self.min_ready_seconds.as_ref().map_or(0, |seconds| seconds.value);
        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
    }
}

message! {
    /// Labels that something must have.
    LabelSelector = "LabelSelector", "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/" {
        /// Labels with exactly this value.
        match_labels: OrderedMap<String, Spanned<String>> = "matchLabels";
        /// Conditions on labels; all must hold.
        match_expressions: Vec<LabelSelectorRequirement> = "matchExpressions";
    }
}

message! {
    /// A condition on one label.
    LabelSelectorRequirement = "LabelSelectorRequirement", "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/" {
        /// The label.
        key: Option<Spanned<String>> = "key";
        /// In, NotIn, Exists or DoesNotExist; of nodes also Gt and Lt.
        operator: Option<Spanned<String>> = "operator";
        /// The values.
        values: Vec<Spanned<String>> = "values";
    }
}

impl LabelSelector {
    /// Whether labels meet every condition.
    #[must_use]
    pub fn matches(&self, labels: &OrderedMap<String, String>) -> bool {
        self.match_labels.iter().all(|(key, value)| labels.get(key) == Some(&value.value))
            && self.match_expressions.iter().all(|requirement| requirement.matches(labels))
    }
}

impl LabelSelectorRequirement {
    /// Whether labels meet the condition; an unknown operator is met by none.
    #[must_use]
    pub fn matches(&self, labels: &OrderedMap<String, String>) -> bool {
        let Some(key) = &self.key else { return false };
        let value = labels.get(&key.value);
        let listed = value.is_some_and(|value| self.values.iter().any(|one| one.value == *value));
        let compared = |wanted| {
            let bound = self.values.first().and_then(|bound| bound.value.parse::<i64>().ok());
            let value = value.and_then(|value| value.parse::<i64>().ok());
            value.zip(bound).is_some_and(|(value, bound)| value.cmp(&bound) == wanted)
        };
        match self.operator.as_ref().map_or("", |operator| operator.value.as_str()) {
            "In" => listed,
            "NotIn" => !listed,
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            "Gt" => compared(std::cmp::Ordering::Greater),
            "Lt" => compared(std::cmp::Ordering::Less),
            _ => false,
        }
    }
}

message! {
    /// How old pods give way to new ones.
    DeploymentStrategy = "DeploymentStrategy", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec" {
        /// RollingUpdate, Recreate or OnDelete.
        strategy_type: Option<Spanned<String>> = "type" or "RollingUpdate", checked;
        /// How many at once.
        rolling_update: Option<RollingUpdate> = "rollingUpdate", checked;
    }
}

message! {
    /// How many pods are replaced at once.
    RollingUpdate = "RollingUpdateDeployment", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec" {
        /// Pods above the wanted number, as a count or a percentage.
        max_surge: Option<Spanned<IntOrString>> = "maxSurge" or "25%", checked;
        /// Pods below the wanted number, as a count or a percentage.
        max_unavailable: Option<Spanned<IntOrString>> = "maxUnavailable" or "25%", checked;
        /// The first ordinal of a StatefulSet that is updated.
        partition: Option<Spanned<i32>> = "partition", checked;
    }
}

message! {
    /// What the pods of a controller look like.
    PodTemplate = "PodTemplateSpec", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/" {
        /// Their labels and annotations.
        metadata: Option<TemplateMetadata> = "metadata";
        /// What they run.
        spec: Option<PodSpec> = "spec";
    }
}

message! {
    /// Labels and annotations of a pod template.
    TemplateMetadata = "ObjectMeta", "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/" {
        /// Labels.
        labels: OrderedMap<String, Spanned<String>> = "labels";
        /// Annotations.
        annotations: OrderedMap<String, Spanned<String>> = "annotations";
    }
    others &["name", "namespace", "creationTimestamp", "generateName", "finalizers"]
}
