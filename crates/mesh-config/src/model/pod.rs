//! Kubernetes Pod and its containers.

use mesh_ordered::OrderedMap;

use super::{Affinity, IntOrString, Toleration, TopologySpreadConstraint};
use crate::Spanned;
use crate::schema::message;

message! {
    /// What a pod runs and where.
    PodSpec = "PodSpec", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec" {
        /// Its containers.
        containers: Vec<Container> = "containers";
        /// Containers that run to their end before the others; one with restartPolicy Always goes on beside them.
        init_containers: Vec<Container> = "initContainers", checked;
        /// The node that it is bound to; no scheduler is asked.
        node_name: Option<Spanned<String>> = "nodeName";
        /// Labels that its node must have.
        node_selector: OrderedMap<String, Spanned<String>> = "nodeSelector";
        /// Nodes and pods that it wants to be near to or far from.
        affinity: Option<Affinity> = "affinity", checked;
        /// Taints of nodes that it bears.
        tolerations: Vec<Toleration> = "tolerations", checked;
        /// How evenly pods are spread.
        topology_spread_constraints: Vec<TopologySpreadConstraint> = "topologySpreadConstraints", checked;
        /// The scheduler that places it.
        scheduler_name: Option<Spanned<String>> = "schedulerName" or "default-scheduler", checked;
        /// How long it gets to end, in seconds.
        termination_grace_period_seconds: Option<Spanned<i64>> = "terminationGracePeriodSeconds" or "30", checked;
        /// What becomes of a container that has ended: Always, OnFailure or Never.
        restart_policy: Option<Spanned<String>> = "restartPolicy" or "Always", checked;
        /// Whether it has its node's network; such a pod has no sidecar.
        host_network: Option<Spanned<bool>> = "hostNetwork" or "false", checked;
        /// Its name in DNS below its `subdomain`.
        hostname: Option<Spanned<String>> = "hostname";
        /// The Service below which it has a name in DNS.
        subdomain: Option<Spanned<String>> = "subdomain";
        /// The account that its certificate is for.
        service_account_name: Option<Spanned<String>> = "serviceAccountName" or "default", checked;
        /// Its priority class.
        priority_class_name: Option<Spanned<String>> = "priorityClassName", checked;
        /// Its priority.
        priority: Option<Spanned<i32>> = "priority", checked;
        /// Its volumes; `emptyDir` matters to a drain.
        volumes: Vec<Volume> = "volumes", checked;
        /// Settings of its users and rights.
        security_context: Option<crate::Node> = "securityContext", checked;
    }
    others &[
        "activeDeadlineSeconds", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks", "ephemeralContainers",
        "hostAliases", "hostIPC", "hostPID", "hostUsers", "imagePullSecrets", "os", "overhead",
        "preemptionPolicy", "readinessGates", "resourceClaims", "resources", "runtimeClassName", "schedulingGates", "serviceAccount",
        "setHostnameAsFQDN", "shareProcessNamespace",
    ]
}

message! {
    /// A volume of a pod.
    Volume = "Volume", "https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/" {
        /// Its name.
        name: Option<Spanned<String>> = "name", checked;
        /// A folder that is lost with the pod.
        empty_dir: Option<crate::Node> = "emptyDir";
    }
    others &[
        "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI", "ephemeral", "fc",
        "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "image", "iscsi", "nfs", "persistentVolumeClaim",
        "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd", "scaleIO", "secret", "storageos", "vsphereVolume",
    ]
}

message! {
    /// A container of a pod.
    Container = "Container", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container" {
        /// Its name.
        name: Option<Spanned<String>> = "name", checked;
        /// Its image.
        image: Option<Spanned<String>> = "image";
        /// In place of the image's ENTRYPOINT.
        command: Vec<Spanned<String>> = "command", checked;
        /// In place of the image's CMD.
        args: Vec<Spanned<String>> = "args", checked;
        /// Its environment.
        env: Vec<EnvironmentVariable> = "env", checked;
        /// Its ports.
        ports: Vec<ContainerPort> = "ports";
        /// The check that must pass before it gets traffic.
        readiness_probe: Option<Probe> = "readinessProbe", checked;
        /// The check that restarts it when it fails.
        liveness_probe: Option<Probe> = "livenessProbe", checked;
        /// The check that must pass before the others begin.
        startup_probe: Option<Probe> = "startupProbe", checked;
        /// What runs at its start and before its end.
        lifecycle: Option<Lifecycle> = "lifecycle", checked;
        /// What it needs and may use.
        resources: Option<ResourceRequirements> = "resources", checked;
        /// Of an init container: `Always` makes it a sidecar.
        restart_policy: Option<Spanned<String>> = "restartPolicy", checked;
        /// Settings of its users and rights.
        security_context: Option<crate::Node> = "securityContext", checked;
    }
    others &[
        "envFrom", "imagePullPolicy", "resizePolicy", "stdin", "stdinOnce", "terminationMessagePath", "terminationMessagePolicy", "tty",
        "volumeDevices", "volumeMounts", "workingDir",
    ]
}

message! {
    /// A variable of a container's environment.
    EnvironmentVariable = "EnvVar", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables" {
        /// Its name.
        name: Option<Spanned<String>> = "name", checked;
        /// Its value.
        value: Option<Spanned<String>> = "value", checked;
    }
    others &["valueFrom"]
}

message! {
    /// A port of a container.
    ContainerPort = "ContainerPort", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports" {
        /// Its number.
        container_port: Option<Spanned<i32>> = "containerPort";
        /// Its name, which Services can use.
        name: Option<Spanned<String>> = "name";
        /// TCP, UDP or SCTP.
        protocol: Option<Spanned<String>> = "protocol" or "TCP", checked;
        /// The same port of the node.
        host_port: Option<Spanned<i32>> = "hostPort", checked;
    }
    others &["hostIP"]
}

message! {
    /// A check of a container.
    Probe = "Probe", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe" {
        /// Asks by HTTP.
        http_get: Option<HttpGetAction> = "httpGet", checked;
        /// Seconds before the first check.
        initial_delay_seconds: Option<Spanned<i32>> = "initialDelaySeconds" or "0", checked;
        /// Seconds between checks.
        period_seconds: Option<Spanned<i32>> = "periodSeconds" or "10", checked;
        /// Failures in a row that count.
        failure_threshold: Option<Spanned<i32>> = "failureThreshold" or "3", checked;
        /// Successes in a row that count.
        success_threshold: Option<Spanned<i32>> = "successThreshold" or "1", checked;
        /// Seconds that a check may take.
        timeout_seconds: Option<Spanned<i32>> = "timeoutSeconds" or "1", checked;
    }
    others &["exec", "grpc", "tcpSocket", "terminationGracePeriodSeconds"]
}

message! {
    /// A check by HTTP.
    HttpGetAction = "HTTPGetAction", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe" {
        /// The path.
        path: Option<Spanned<String>> = "path" or "/", checked;
        /// The port.
        port: Option<Spanned<IntOrString>> = "port", checked;
    }
    others &["host", "httpHeaders", "scheme"]
}

message! {
    /// What runs at a container's start and before its end.
    Lifecycle = "Lifecycle", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#lifecycle" {
        /// Before it is told to end.
        pre_stop: Option<LifecycleHandler> = "preStop", checked;
    }
    others &["postStart", "stopSignal"]
}

message! {
    /// What runs.
    LifecycleHandler = "LifecycleHandler", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler" {
        /// Waits.
        sleep: Option<SleepAction> = "sleep", checked;
        /// A command.
        exec: Option<ExecAction> = "exec", checked;
    }
    others &["httpGet", "tcpSocket"]
}

message! {
    /// Waits.
    SleepAction = "SleepAction", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler" {
        /// So many seconds.
        seconds: Option<Spanned<i64>> = "seconds", checked;
    }
}

message! {
    /// A command in a container.
    ExecAction = "ExecAction", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#LifecycleHandler" {
        /// Its words.
        command: Vec<Spanned<String>> = "command", checked;
    }
}

message! {
    /// What a container needs and may use, as Kubernetes' quantities.
    ResourceRequirements = "ResourceRequirements", "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#resources" {
        /// What the scheduler sets aside.
        requests: OrderedMap<String, Spanned<IntOrString>> = "requests", checked;
        /// What it may use.
        limits: OrderedMap<String, Spanned<IntOrString>> = "limits", checked;
    }
    others &["claims"]
}
