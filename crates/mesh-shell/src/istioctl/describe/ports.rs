//! Ports of Services: what they speak, and where they lead.

use mesh_control::Protocol;
use serde_json::Value;

use crate::json;

/// The port of a pod behind a Service's.
pub(super) fn target(pod: &Value, port: &Value) -> Option<i64> {
    let target = json::at(port, "targetPort");
    match target.as_str() {
        Some(name) => json::items(pod, "spec.containers")
            .iter()
            .flat_map(|container| json::items(container, "ports"))
            .find(|known| json::text(known, "name") == name)
            .map(|known| json::number(known, "containerPort")),
        None => Some(target.as_i64().unwrap_or_else(|| json::number(port, "port"))),
    }
}

/// `findProtocolForPort`.
pub(super) fn protocol(port: &Value) -> &'static str {
    let (name, stated) = (json::text(port, "name"), json::at(port, "appProtocol").as_str());
    if name.is_empty() && stated.is_none() {
        return "auto-detect";
    }
    let number = u32::try_from(json::number(port, "port")).unwrap_or_default();
    match Protocol::of_service_port(number, name, "TCP", stated) {
        Protocol::Http => "HTTP",
        Protocol::Http2 => "HTTP2",
        Protocol::Grpc => "GRPC",
        Protocol::GrpcWeb => "GRPC-Web",
        Protocol::HttpProxy => "HTTP_PROXY",
        Protocol::Https => "HTTPS",
        Protocol::Tls => "TLS",
        Protocol::Tcp => "TCP",
        Protocol::Mongo => "Mongo",
        Protocol::Redis => "Redis",
        Protocol::MySql => "MySQL",
        Protocol::Udp => "UDP",
        Protocol::Unsupported => "UnsupportedProtocol",
    }
}
