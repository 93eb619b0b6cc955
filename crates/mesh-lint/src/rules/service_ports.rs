//! What the ports of a Service speak.

use mesh_config::Resource;
use mesh_control::Protocol;

use crate::context::spec;

/// The numbers of a Service's ports, and their protocols.
pub(crate) fn all(service: &Resource) -> impl Iterator<Item = (i64, Protocol)> {
    spec(service).get("ports").items().map(|port| {
        let (number, app) = (port.get("port").integer(), port.get("appProtocol"));
        let app = app.present().then(|| app.text());
        let (name, transport) = (port.get("name").text(), port.get("protocol").text());
        let small = u32::try_from(number).unwrap_or_default();
        (number, Protocol::of_service_port(small, &name, &transport, app.as_deref()))
    })
}
