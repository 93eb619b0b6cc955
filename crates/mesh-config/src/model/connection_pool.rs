//! Limits of connections and requests: the circuit breaker of a client.

use std::time::Duration;

use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// Limits of connections and requests, for each client and cluster.
    ConnectionPoolSettings = "ConnectionPoolSettings", "destination-rule/#ConnectionPoolSettings" {
        /// Of TCP connections, HTTP's included.
        tcp: Option<TcpSettings> = "tcp";
        /// Of HTTP requests.
        http: Option<HttpSettings> = "http";
    }
}

message! {
    /// Limits of TCP connections.
    TcpSettings = "ConnectionPoolSettings.TCPSettings", "destination-rule/#ConnectionPoolSettings-TCPSettings" {
        /// Connections at once; 0 counts as not set.
        max_connections: Option<Spanned<i32>> = "maxConnections" or "4294967295";
        /// The time to get a connection.
        connect_timeout: Option<Spanned<Duration>> = "connectTimeout" or "10s";
        /// Keeps idle connections alive.
        tcp_keepalive: Option<TcpKeepalive> = "tcpKeepalive", checked;
        /// The longest life of a connection.
        max_connection_duration: Option<Spanned<Duration>> = "maxConnectionDuration" or "none";
        /// The time after which an idle connection is closed.
        idle_timeout: Option<Spanned<Duration>> = "idleTimeout" or "1h";
    }
}

message! {
    /// Keeps idle connections alive.
    TcpKeepalive = "ConnectionPoolSettings.TCPSettings.TcpKeepalive", "destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive" {
        /// Unanswered probes before the connection counts as dead.
        probes: Option<Spanned<u32>> = "probes" or "9", checked;
        /// The idle time before the first probe.
        time: Option<Spanned<Duration>> = "time" or "2h", checked;
        /// The time between probes.
        interval: Option<Spanned<Duration>> = "interval" or "75s", checked;
    }
}

message! {
    /// Limits of HTTP requests.
    HttpSettings = "ConnectionPoolSettings.HTTPSettings", "destination-rule/#ConnectionPoolSettings-HTTPSettings" {
        /// Requests that wait for a connection; of HTTP/2 too.
        http1_max_pending_requests: Option<Spanned<i32>> = "http1MaxPendingRequests" or "4294967295";
        /// Active requests at once; of HTTP/1 too.
        http2_max_requests: Option<Spanned<i32>> = "http2MaxRequests" or "4294967295";
        /// Requests until a connection is closed; 1 switches keep-alive off.
        max_requests_per_connection: Option<Spanned<i32>> = "maxRequestsPerConnection" or "0: no limit";
        /// Retries at once.
        max_retries: Option<Spanned<i32>> = "maxRetries" or "4294967295";
        /// The time after which an idle connection is closed.
        idle_timeout: Option<Spanned<Duration>> = "idleTimeout" or "1h";
        /// Whether HTTP/1 is carried over HTTP/2.
        h2_upgrade_policy: Option<Spanned<H2UpgradePolicy>> = "h2UpgradePolicy" or "DEFAULT";
        /// Whether the client's protocol is kept.
        use_client_protocol: Option<Spanned<bool>> = "useClientProtocol" or "false", checked;
        /// Streams at once on one HTTP/2 connection.
        max_concurrent_streams: Option<Spanned<i32>> = "maxConcurrentStreams" or "2147483647";
        /// Pings that keep an HTTP/2 connection alive.
        http2_keep_alive: Option<ConnectionKeepalive> = "http2KeepAlive", not_simulated;
    }
}

message! {
    /// Pings that keep an HTTP/2 connection alive.
    ConnectionKeepalive = "ConnectionPoolSettings.HTTPSettings.ConnectionKeepalive", "destination-rule/#ConnectionPoolSettings-HTTPSettings" {
        /// The time between pings.
        interval: Option<Spanned<Duration>> = "interval";
        /// The time to wait for the answer.
        timeout: Option<Spanned<Duration>> = "timeout";
    }
}

enumeration! {
    /// Whether HTTP/1 is carried over HTTP/2.
    H2UpgradePolicy = "ConnectionPoolSettings.HTTPSettings.H2UpgradePolicy" {
        /// As the mesh config says.
        Default = "DEFAULT" 0,
        /// It is not.
        DoNotUpgrade = "DO_NOT_UPGRADE" 1,
        /// It is.
        Upgrade = "UPGRADE" 2,
    }
}
