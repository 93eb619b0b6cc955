//! The fields of the API's types and their Go types, as far as people write them (k8s.io/api).

/// Each type with its fields: `name:type`, parted by blanks. `any` is not looked into; `…?` may be a number or a text.
pub(super) const TYPES: &[(&str, &str)] = &[
    (
        "ObjectMeta",
        "name:string generateName:string namespace:string selfLink:string uid:string resourceVersion:string generation:int64 creationTimestamp:any deletionTimestamp:any deletionGracePeriodSeconds:int64 labels:map annotations:map ownerReferences:any finalizers:[]string managedFields:any",
    ),
    ("Pod", "apiVersion:string kind:string metadata:ObjectMeta spec:PodSpec status:any"),
    ("PodTemplateSpec", "metadata:ObjectMeta spec:PodSpec"),
    (
        "PodSpec",
        "volumes:[]Volume initContainers:[]Container containers:[]Container ephemeralContainers:any restartPolicy:string terminationGracePeriodSeconds:int64 activeDeadlineSeconds:int64 dnsPolicy:string nodeSelector:map serviceAccountName:string serviceAccount:string automountServiceAccountToken:bool nodeName:string hostNetwork:bool hostPID:bool hostIPC:bool shareProcessNamespace:bool securityContext:any imagePullSecrets:any hostname:string subdomain:string affinity:Affinity schedulerName:string tolerations:[]Toleration hostAliases:any priorityClassName:string priority:int32 dnsConfig:any readinessGates:any runtimeClassName:string enableServiceLinks:bool preemptionPolicy:string overhead:any topologySpreadConstraints:[]TopologySpreadConstraint setHostnameAsFQDN:bool os:any hostUsers:bool schedulingGates:any resourceClaims:any resources:any hostnameOverride:string workloadRef:any schedulingGroup:any",
    ),
    (
        "Container",
        "name:string image:string command:[]string args:[]string workingDir:string ports:[]ContainerPort envFrom:any env:[]EnvVar resources:ResourceRequirements resizePolicy:any restartPolicy:string restartPolicyRules:any volumeMounts:[]VolumeMount volumeDevices:any livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath:string terminationMessagePolicy:string imagePullPolicy:string securityContext:any stdin:bool stdinOnce:bool tty:bool",
    ),
    ("ContainerPort", "name:string hostPort:int32 containerPort:int32 protocol:string hostIP:string"),
    ("EnvVar", "name:string value:string valueFrom:any"),
    ("ResourceRequirements", "limits:quantities requests:quantities claims:any"),
    (
        "VolumeMount",
        "name:string readOnly:bool recursiveReadOnly:string mountPath:string subPath:string mountPropagation:string subPathExpr:string",
    ),
    (
        "Volume",
        "name:string hostPath:any emptyDir:any gcePersistentDisk:any awsElasticBlockStore:any gitRepo:any secret:any nfs:any iscsi:any glusterfs:any persistentVolumeClaim:any rbd:any flexVolume:any cinder:any cephfs:any flocker:any downwardAPI:any fc:any azureFile:any configMap:any vsphereVolume:any quobyte:any azureDisk:any photonPersistentDisk:any projected:any portworxVolume:any scaleIO:any storageos:any csi:any ephemeral:any image:any",
    ),
    (
        "Probe",
        "exec:any httpGet:HTTPGetAction tcpSocket:any grpc:any initialDelaySeconds:int32 timeoutSeconds:int32 periodSeconds:int32 successThreshold:int32 failureThreshold:int32 terminationGracePeriodSeconds:int64",
    ),
    ("HTTPGetAction", "path:string port:any host:string scheme:string httpHeaders:any"),
    ("Lifecycle", "postStart:any preStop:any stopSignal:string"),
    ("Toleration", "key:string operator:string value:string effect:string tolerationSeconds:int64"),
    (
        "TopologySpreadConstraint",
        "maxSkew:int32 topologyKey:string whenUnsatisfiable:string labelSelector:LabelSelector minDomains:int32 nodeAffinityPolicy:string nodeTaintsPolicy:string matchLabelKeys:[]string",
    ),
    ("Affinity", "nodeAffinity:NodeAffinity podAffinity:any podAntiAffinity:any"),
    (
        "NodeAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution:NodeSelector preferredDuringSchedulingIgnoredDuringExecution:any",
    ),
    ("NodeSelector", "nodeSelectorTerms:[]NodeSelectorTerm"),
    ("NodeSelectorTerm", "matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement"),
    ("NodeSelectorRequirement", "key:string operator:string values:[]string"),
    ("LabelSelector", "matchLabels:map matchExpressions:any"),
    ("Deployment", "apiVersion:string kind:string metadata:ObjectMeta spec:DeploymentSpec status:any"),
    (
        "DeploymentSpec",
        "replicas:int32 selector:LabelSelector template:PodTemplateSpec strategy:DeploymentStrategy minReadySeconds:int32 revisionHistoryLimit:int32 paused:bool progressDeadlineSeconds:int32",
    ),
    ("DeploymentStrategy", "type:string rollingUpdate:RollingUpdateDeployment"),
    ("RollingUpdateDeployment", "maxUnavailable:any maxSurge:any"),
    ("ReplicaSet", "apiVersion:string kind:string metadata:ObjectMeta spec:ReplicaSetSpec status:any"),
    ("ReplicaSetSpec", "replicas:int32 minReadySeconds:int32 selector:LabelSelector template:PodTemplateSpec"),
    (
        "ReplicationController",
        "apiVersion:string kind:string metadata:ObjectMeta spec:ReplicationControllerSpec status:any",
    ),
    ("ReplicationControllerSpec", "replicas:int32 minReadySeconds:int32 selector:map template:PodTemplateSpec"),
    ("DaemonSet", "apiVersion:string kind:string metadata:ObjectMeta spec:DaemonSetSpec status:any"),
    (
        "DaemonSetSpec",
        "selector:LabelSelector template:PodTemplateSpec updateStrategy:any minReadySeconds:int32 revisionHistoryLimit:int32",
    ),
    ("StatefulSet", "apiVersion:string kind:string metadata:ObjectMeta spec:StatefulSetSpec status:any"),
    (
        "StatefulSetSpec",
        "replicas:int32 selector:LabelSelector template:PodTemplateSpec volumeClaimTemplates:any serviceName:string podManagementPolicy:string updateStrategy:any revisionHistoryLimit:int32 minReadySeconds:int32 persistentVolumeClaimRetentionPolicy:any ordinals:any",
    ),
    ("Job", "apiVersion:string kind:string metadata:ObjectMeta spec:JobSpec status:any"),
    (
        "JobSpec",
        "parallelism:int32 completions:int32 activeDeadlineSeconds:int64 podFailurePolicy:any successPolicy:any backoffLimit:int32 backoffLimitPerIndex:int32 maxFailedIndexes:int32 selector:LabelSelector manualSelector:bool template:PodTemplateSpec ttlSecondsAfterFinished:int32 completionMode:string suspend:bool podReplacementPolicy:string managedBy:string scheduling:any",
    ),
    ("Service", "apiVersion:string kind:string metadata:ObjectMeta spec:ServiceSpec status:any"),
    (
        "ServiceSpec",
        "ports:[]ServicePort selector:map clusterIP:string clusterIPs:[]string type:string externalIPs:[]string sessionAffinity:string loadBalancerIP:string loadBalancerSourceRanges:[]string externalName:string externalTrafficPolicy:string healthCheckNodePort:int32 publishNotReadyAddresses:bool sessionAffinityConfig:any ipFamilies:[]string ipFamilyPolicy:string allocateLoadBalancerNodePorts:bool loadBalancerClass:string internalTrafficPolicy:string trafficDistribution:string",
    ),
    ("ServicePort", "name:string protocol:string appProtocol:string port:int32 targetPort:any nodePort:int32"),
    ("ConfigMap", "apiVersion:string kind:string metadata:ObjectMeta immutable:bool data:map binaryData:any"),
    ("Secret", "apiVersion:string kind:string metadata:ObjectMeta immutable:bool data:map stringData:map type:string"),
    (
        "PodDisruptionBudget",
        "apiVersion:string kind:string metadata:ObjectMeta spec:PodDisruptionBudgetSpec status:any",
    ),
    (
        "PodDisruptionBudgetSpec",
        "minAvailable:any selector:LabelSelector maxUnavailable:any unhealthyPodEvictionPolicy:string",
    ),
    ("Namespace", "apiVersion:string kind:string metadata:ObjectMeta spec:any status:any"),
    ("Node", "apiVersion:string kind:string metadata:ObjectMeta spec:NodeSpec status:any"),
    (
        "NodeSpec",
        "podCIDR:string podCIDRs:[]string providerID:string unschedulable:bool taints:any configSource:any externalID:string",
    ),
    (
        "PriorityClass",
        "apiVersion:string kind:string metadata:ObjectMeta value:int32 globalDefault:bool description:string preemptionPolicy:string",
    ),
];

/// The fields of a type.
pub(super) fn fields(of: &str) -> Option<&'static str> {
    TYPES.iter().find(|(name, _)| *name == of).map(|(_, fields)| *fields)
}
