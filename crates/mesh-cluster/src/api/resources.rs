//! Which resources the API server has: what `kubectl api-resources` of 1.36 lists, in its order.

use super::Resource;

/// A resource and how people call it (metav1's `APIResource`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiResource {
    /// The API group; empty for `v1`.
    pub group: &'static str,
    /// The preferred version.
    pub version: &'static str,
    /// The lower-case plural.
    pub plural: &'static str,
    /// Abbreviations.
    pub short_names: &'static [&'static str],
    /// The kind.
    pub kind: &'static str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// Whether `kubectl get all` lists it.
    pub in_all: bool,
}

impl ApiResource {
    /// How calls name it.
    #[must_use]
    pub fn resource(&self) -> Resource {
        Resource { group: self.group.to_owned(), plural: self.plural.to_owned() }
    }

    /// `v1` or `apps/v1`.
    #[must_use]
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.to_owned() } else { format!("{}/{}", self.group, self.version) }
    }

    const fn all(self) -> Self {
        Self { in_all: true, ..self }
    }
}

const fn namespaced(
    group: &'static str,
    version: &'static str,
    plural: &'static str,
    short_names: &'static [&'static str],
    kind: &'static str,
) -> ApiResource {
    ApiResource { group, version, plural, short_names, kind, namespaced: true, in_all: false }
}

const fn global(
    group: &'static str,
    version: &'static str,
    plural: &'static str,
    short_names: &'static [&'static str],
    kind: &'static str,
) -> ApiResource {
    ApiResource { group, version, plural, short_names, kind, namespaced: false, in_all: false }
}

/// Kubernetes' own.
#[rustfmt::skip]
pub const KUBERNETES: &[ApiResource] = &[
    namespaced("", "v1", "bindings", &[], "Binding"),
    global("", "v1", "componentstatuses", &["cs"], "ComponentStatus"),
    namespaced("", "v1", "configmaps", &["cm"], "ConfigMap"),
    namespaced("", "v1", "endpoints", &["ep"], "Endpoints"),
    namespaced("", "v1", "events", &["ev"], "Event"),
    namespaced("", "v1", "limitranges", &["limits"], "LimitRange"),
    global("", "v1", "namespaces", &["ns"], "Namespace"),
    global("", "v1", "nodes", &["no"], "Node"),
    namespaced("", "v1", "persistentvolumeclaims", &["pvc"], "PersistentVolumeClaim"),
    global("", "v1", "persistentvolumes", &["pv"], "PersistentVolume"),
    namespaced("", "v1", "pods", &["po"], "Pod").all(),
    namespaced("", "v1", "podtemplates", &[], "PodTemplate"),
    namespaced("", "v1", "replicationcontrollers", &["rc"], "ReplicationController").all(),
    namespaced("", "v1", "resourcequotas", &["quota"], "ResourceQuota"),
    namespaced("", "v1", "secrets", &[], "Secret"),
    namespaced("", "v1", "serviceaccounts", &["sa"], "ServiceAccount"),
    namespaced("", "v1", "services", &["svc"], "Service").all(),
    global("admissionregistration.k8s.io", "v1", "mutatingadmissionpolicies", &[], "MutatingAdmissionPolicy"),
    global("admissionregistration.k8s.io", "v1", "mutatingadmissionpolicybindings", &[], "MutatingAdmissionPolicyBinding"),
    global("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", &[], "MutatingWebhookConfiguration"),
    global("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", &[], "ValidatingAdmissionPolicy"),
    global("admissionregistration.k8s.io", "v1", "validatingadmissionpolicybindings", &[], "ValidatingAdmissionPolicyBinding"),
    global("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", &[], "ValidatingWebhookConfiguration"),
    global("apiextensions.k8s.io", "v1", "customresourcedefinitions", &["crd", "crds"], "CustomResourceDefinition"),
    global("apiregistration.k8s.io", "v1", "apiservices", &[], "APIService"),
    namespaced("apps", "v1", "controllerrevisions", &[], "ControllerRevision"),
    namespaced("apps", "v1", "daemonsets", &["ds"], "DaemonSet").all(),
    namespaced("apps", "v1", "deployments", &["deploy"], "Deployment").all(),
    namespaced("apps", "v1", "replicasets", &["rs"], "ReplicaSet").all(),
    namespaced("apps", "v1", "statefulsets", &["sts"], "StatefulSet").all(),
    global("authentication.k8s.io", "v1", "selfsubjectreviews", &[], "SelfSubjectReview"),
    global("authentication.k8s.io", "v1", "tokenreviews", &[], "TokenReview"),
    namespaced("authorization.k8s.io", "v1", "localsubjectaccessreviews", &[], "LocalSubjectAccessReview"),
    global("authorization.k8s.io", "v1", "selfsubjectaccessreviews", &[], "SelfSubjectAccessReview"),
    global("authorization.k8s.io", "v1", "selfsubjectrulesreviews", &[], "SelfSubjectRulesReview"),
    global("authorization.k8s.io", "v1", "subjectaccessreviews", &[], "SubjectAccessReview"),
    namespaced("autoscaling", "v2", "horizontalpodautoscalers", &["hpa"], "HorizontalPodAutoscaler").all(),
    namespaced("batch", "v1", "cronjobs", &["cj"], "CronJob").all(),
    namespaced("batch", "v1", "jobs", &[], "Job").all(),
    global("certificates.k8s.io", "v1", "certificatesigningrequests", &["csr"], "CertificateSigningRequest"),
    namespaced("coordination.k8s.io", "v1", "leases", &[], "Lease"),
    namespaced("discovery.k8s.io", "v1", "endpointslices", &[], "EndpointSlice"),
    namespaced("events.k8s.io", "v1", "events", &["ev"], "Event"),
    global("flowcontrol.apiserver.k8s.io", "v1", "flowschemas", &[], "FlowSchema"),
    global("flowcontrol.apiserver.k8s.io", "v1", "prioritylevelconfigurations", &[], "PriorityLevelConfiguration"),
    global("networking.k8s.io", "v1", "ingressclasses", &[], "IngressClass"),
    namespaced("networking.k8s.io", "v1", "ingresses", &["ing"], "Ingress"),
    global("networking.k8s.io", "v1", "ipaddresses", &["ip"], "IPAddress"),
    namespaced("networking.k8s.io", "v1", "networkpolicies", &["netpol"], "NetworkPolicy"),
    global("networking.k8s.io", "v1", "servicecidrs", &[], "ServiceCIDR"),
    global("node.k8s.io", "v1", "runtimeclasses", &[], "RuntimeClass"),
    namespaced("policy", "v1", "poddisruptionbudgets", &["pdb"], "PodDisruptionBudget"),
    global("rbac.authorization.k8s.io", "v1", "clusterrolebindings", &[], "ClusterRoleBinding"),
    global("rbac.authorization.k8s.io", "v1", "clusterroles", &[], "ClusterRole"),
    namespaced("rbac.authorization.k8s.io", "v1", "rolebindings", &[], "RoleBinding"),
    namespaced("rbac.authorization.k8s.io", "v1", "roles", &[], "Role"),
    global("resource.k8s.io", "v1", "deviceclasses", &[], "DeviceClass"),
    namespaced("resource.k8s.io", "v1", "resourceclaims", &[], "ResourceClaim"),
    namespaced("resource.k8s.io", "v1", "resourceclaimtemplates", &[], "ResourceClaimTemplate"),
    global("resource.k8s.io", "v1", "resourceslices", &[], "ResourceSlice"),
    global("scheduling.k8s.io", "v1", "priorityclasses", &["pc"], "PriorityClass"),
    global("storage.k8s.io", "v1", "csidrivers", &[], "CSIDriver"),
    global("storage.k8s.io", "v1", "csinodes", &[], "CSINode"),
    namespaced("storage.k8s.io", "v1", "csistoragecapacities", &[], "CSIStorageCapacity"),
    global("storage.k8s.io", "v1", "storageclasses", &["sc"], "StorageClass"),
    global("storage.k8s.io", "v1", "volumeattachments", &[], "VolumeAttachment"),
    global("storage.k8s.io", "v1", "volumeattributesclasses", &["vac"], "VolumeAttributesClass"),
];

/// Those of Istio's custom resource definitions.
#[rustfmt::skip]
pub const ISTIO: &[ApiResource] = &[
    namespaced("extensions.istio.io", "v1alpha1", "trafficextensions", &[], "TrafficExtension"),
    namespaced("extensions.istio.io", "v1alpha1", "wasmplugins", &[], "WasmPlugin"),
    namespaced("networking.istio.io", "v1", "destinationrules", &["dr"], "DestinationRule"),
    namespaced("networking.istio.io", "v1alpha3", "envoyfilters", &[], "EnvoyFilter"),
    namespaced("networking.istio.io", "v1", "gateways", &["gw"], "Gateway"),
    namespaced("networking.istio.io", "v1beta1", "proxyconfigs", &[], "ProxyConfig"),
    namespaced("networking.istio.io", "v1", "serviceentries", &["se"], "ServiceEntry"),
    namespaced("networking.istio.io", "v1", "sidecars", &[], "Sidecar"),
    namespaced("networking.istio.io", "v1", "virtualservices", &["vs"], "VirtualService"),
    namespaced("networking.istio.io", "v1", "workloadentries", &["we"], "WorkloadEntry"),
    namespaced("networking.istio.io", "v1", "workloadgroups", &["wg"], "WorkloadGroup"),
    namespaced("security.istio.io", "v1", "authorizationpolicies", &["ap"], "AuthorizationPolicy"),
    namespaced("security.istio.io", "v1", "peerauthentications", &["pa"], "PeerAuthentication"),
    namespaced("security.istio.io", "v1", "requestauthentications", &["ra"], "RequestAuthentication"),
    namespaced("telemetry.istio.io", "v1", "telemetries", &["telemetry"], "Telemetry"),
];
