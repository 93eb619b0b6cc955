//! How a client chooses a host.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// How a host is chosen: `simple` or `consistentHash`.
    LoadBalancerSettings = "LoadBalancerSettings", "destination-rule/#LoadBalancerSettings" {
        /// A policy without further settings.
        simple: Option<Spanned<SimpleLb>> = "simple" or "LEAST_REQUEST";
        /// The same client, header or cookie goes to the same host.
        consistent_hash: Option<ConsistentHashLb> = "consistentHash";
        /// Shares out by the load that hosts report. Istio 1.32 knows the field and does nothing with it yet.
        backend_utilization: Option<BackendUtilizationLb> = "backendUtilization", not_simulated;
        /// Prefers or shares out localities.
        locality_lb_setting: Option<LocalityLbSetting> = "localityLbSetting" or "mesh-wide setting";
        /// Prefers the client's own zone as far as its hosts can bear it.
        zone_aware_lb_setting: Option<ZoneAwareLbSetting> = "zoneAwareLbSetting", not_simulated;
        /// The time a new host is warmed up. Deprecated: use warmup.
        warmup_duration_secs: Option<Spanned<Duration>> = "warmupDurationSecs";
        /// A new host gets its share step by step.
        warmup: Option<WarmupConfiguration> = "warmup" or "off";
    }
    oneof &[&["simple", "consistentHash", "backendUtilization"]];
}

message! {
    /// Shares out by the load that hosts report.
    BackendUtilizationLb = "LoadBalancerSettings.BackendUtilizationLB", "destination-rule/#LoadBalancerSettings-BackendUtilizationLB" {
        /// How much errors count against a host, percent of its load.
        error_utilization_penalty_percent: Option<Spanned<u32>> = "errorUtilizationPenaltyPercent", not_simulated;
        /// Names of the reported figures that stand for the load.
        metric_names_for_computing_utilization: Vec<Spanned<String>> = "metricNamesForComputingUtilization", not_simulated;
        /// A host that reports nothing for so long has the default weight again.
        weight_expiration_period: Option<Spanned<Duration>> = "weightExpirationPeriod", not_simulated;
        /// How long a host reports before its weight counts.
        weight_stabilization_period: Option<Spanned<Duration>> = "weightStabilizationPeriod", not_simulated;
        /// How often the weights are computed.
        weight_update_period: Option<Spanned<Duration>> = "weightUpdatePeriod", not_simulated;
    }
}

enumeration! {
    /// A load balancing policy without further settings.
    SimpleLb = "LoadBalancerSettings.SimpleLB" {
        /// Istio's default: LEAST_REQUEST.
        Unspecified = "UNSPECIFIED" 0,
        /// Deprecated name of LEAST_REQUEST.
        LeastConn = "LEAST_CONN" 1,
        /// Any healthy host, by chance.
        Random = "RANDOM" 2,
        /// To the address that the client asked for.
        Passthrough = "PASSTHROUGH" 3,
        /// One after the other.
        RoundRobin = "ROUND_ROBIN" 4,
        /// Of two hosts picked by chance, the one with fewer active requests.
        LeastRequest = "LEAST_REQUEST" 5,
    }
}

message! {
    /// The same key goes to the same host; one kind of key, one algorithm.
    ConsistentHashLb = "LoadBalancerSettings.ConsistentHashLB", "destination-rule/#LoadBalancerSettings-ConsistentHashLB" {
        /// The key is this header.
        http_header_name: Option<Spanned<String>> = "httpHeaderName";
        /// The key is this cookie.
        http_cookie: Option<HttpCookie> = "httpCookie";
        /// The key is the client's IP.
        use_source_ip: Option<Spanned<bool>> = "useSourceIp";
        /// The key is this query parameter.
        http_query_parameter_name: Option<Spanned<String>> = "httpQueryParameterName";
        /// Hosts on a ring.
        ring_hash: Option<RingHash> = "ringHash" or "minimumRingSize 1024";
        /// Google's table.
        maglev: Option<MagLev> = "maglev";
        /// Points on the ring. Deprecated: use ringHash.
        minimum_ring_size: Option<Spanned<u64>> = "minimumRingSize";
    }
    oneof &[&["httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"], &["ringHash", "maglev"]];
}

message! {
    /// A cookie as the key.
    HttpCookie = "LoadBalancerSettings.ConsistentHashLB.HTTPCookie", "destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie" {
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Its path.
        path: Option<Spanned<String>> = "path";
        /// Its lifetime; where it is given, the proxy makes a missing cookie.
        ttl: Option<Spanned<Duration>> = "ttl";
        /// Further attributes of the cookie that is made.
        attributes: Vec<HttpCookieAttribute> = "attributes";
    }
}

message! {
    /// An attribute of a cookie.
    HttpCookieAttribute = "LoadBalancerSettings.ConsistentHashLB.HTTPCookie.Attribute", "destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie" {
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Its value.
        value: Option<Spanned<String>> = "value";
    }
}

message! {
    /// Hosts on a ring.
    RingHash = "LoadBalancerSettings.ConsistentHashLB.RingHash", "destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash" {
        /// The least number of points on the ring.
        minimum_ring_size: Option<Spanned<u64>> = "minimumRingSize" or "1024";
    }
}

message! {
    /// Google's table.
    MagLev = "LoadBalancerSettings.ConsistentHashLB.MagLev", "destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev" {
        /// Its size, a prime number below 5000011.
        table_size: Option<Spanned<u64>> = "tableSize" or "65537";
    }
}

message! {
    /// Prefers or shares out localities.
    LocalityLbSetting = "LocalityLoadBalancerSetting", "destination-rule/#LocalityLoadBalancerSetting" {
        /// Shares of localities, by the client's locality.
        distribute: Vec<LocalityDistribute> = "distribute";
        /// The region that takes over, by the client's region.
        failover: Vec<LocalityFailover> = "failover";
        /// Labels that client and host share, the most important first.
        failover_priority: Vec<Spanned<String>> = "failoverPriority";
        /// Whether any of it applies.
        enabled: Option<Spanned<bool>> = "enabled" or "true";
    }
}

message! {
    /// Shares of localities for clients of one locality.
    LocalityDistribute = "LocalityLoadBalancerSetting.Distribute", "destination-rule/#LocalityLoadBalancerSetting-Distribute" {
        /// The clients' locality, `region/zone/subzone` with `*` at the end.
        from: Option<Spanned<String>> = "from";
        /// Locality to share in percent; 100 in all.
        to: OrderedMap<String, Spanned<u32>> = "to";
    }
}

message! {
    /// The region that takes over when the hosts of another fail.
    LocalityFailover = "LocalityLoadBalancerSetting.Failover", "destination-rule/#LocalityLoadBalancerSetting-Failover" {
        /// The clients' region.
        from: Option<Spanned<String>> = "from";
        /// The region that takes over.
        to: Option<Spanned<String>> = "to";
    }
}

message! {
    /// Prefers the client's own zone.
    ZoneAwareLbSetting = "ZoneAwareLoadBalancerSetting", "destination-rule/#LoadBalancerSettings" {
        /// Whether it applies.
        enabled: Option<Spanned<bool>> = "enabled";
        /// The region that takes over, by the client's region.
        failover: Vec<LocalityFailover> = "failover";
        /// Labels that client and host share, the most important first.
        failover_priority: Vec<Spanned<String>> = "failoverPriority";
        /// Below so many hosts it does not apply.
        min_cluster_size: Option<Spanned<u32>> = "minClusterSize" or "6";
    }
}

message! {
    /// A new host gets its share step by step; ROUND_ROBIN and LEAST_REQUEST only.
    WarmupConfiguration = "WarmupConfiguration", "destination-rule/#WarmupConfiguration" {
        /// How long it takes.
        duration: Option<Spanned<Duration>> = "duration";
        /// The share it begins with, in percent.
        minimum_percent: Option<Spanned<f64>> = "minimumPercent" or "10";
        /// How the share grows: 1 evenly, more faster at first.
        aggression: Option<Spanned<f64>> = "aggression" or "1";
    }
}
