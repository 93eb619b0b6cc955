//! Listeners in one real Envoy, and connections to them.

use std::collections::BTreeMap;
use std::path::Path;

use end2end_envoy::access_log;
use end2end_envoy::client::{Client as HttpClient, Request};
use end2end_envoy::envoy::Envoy;
use end2end_envoy::scratch::Scratch;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::certificates::Certificates;
use crate::client::{Client, Seen};
use crate::connections::Connection;
use crate::upstream;

/// What the real Envoy says of a connection.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) struct Entry {
    client: Option<u16>,
    port: Option<u16>,
    /// `%FILTER_CHAIN_NAME%`.
    pub(crate) chain: Option<String>,
    /// `%RESPONSE_CODE_DETAILS%`.
    pub(crate) details: Option<String>,
    /// `%DOWNSTREAM_TRANSPORT_FAILURE_REASON%`.
    pub(crate) failure: Option<String>,
    /// `%DOWNSTREAM_TLS_VERSION%`.
    pub(crate) version: Option<String>,
}

/// What the real Envoy did.
pub(crate) struct Done {
    /// Why listeners were refused, by their names.
    pub(crate) refused: BTreeMap<String, String>,
    /// What came of each connection.
    pub(crate) connections: Vec<(Seen, Entry)>,
}

/// Certificates, and a host for each cluster.
pub(crate) struct World {
    certificates: Certificates,
    clusters: Vec<Value>,
}

impl World {
    /// Starts the hosts.
    pub(crate) fn start(clusters: &[&str]) -> Self {
        let certificates = Certificates::new();
        let clusters = clusters.iter().map(|name| {
            let port = upstream::start(name, &certificates.server);
            let host =
                json!({"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}});
            json!({"name": name, "type": "STATIC", "connect_timeout": "5s", "load_assignment":
                {"cluster_name": name, "endpoints": [{"lb_endpoints": [host]}]}})
        });
        let clusters = clusters.collect();
        Self { certificates, clusters }
    }

    /// Gives listeners to an Envoy, and opens connections to ports of theirs. The port before `base_port` is for its
    /// admin interface.
    pub(crate) fn run(
        &self,
        program: &Path,
        base_port: u16,
        listeners: &[Value],
        connections: &[(u16, &Connection)],
    ) -> Done {
        let folder = Scratch::new(&format!("chains-{base_port}"));
        let log = folder.join("access.log");
        let file = folder.join("listeners.json");
        // Listeners that come one by one are refused one by one.
        let resources: Vec<Value> = listeners.iter().map(|listener| with_log(listener, &log)).collect();
        std::fs::write(&file, json!({"version_info": "1", "resources": resources}).to_string()).expect("a file");
        let admin = json!({"socket_address": {"address": "127.0.0.1", "port_value": base_port - 1}});
        let bootstrap = json!({
            "node": {"id": "chains", "cluster": "chains"},
            "admin": {"address": admin},
            "dynamic_resources": {"lds_config": {"path_config_source": {"path": file}}},
            "static_resources": {"clusters": self.clusters, "secrets": self.certificates.secrets(listeners)},
        });
        let envoy = Envoy::start(program, &bootstrap, &folder);
        let refused = refused(&envoy);
        let client = Client::new(&self.certificates);
        let seen: Vec<Seen> = connections.iter().map(|(port, connection)| client.open(*port, connection)).collect();
        let entries = access_log::entries(&log, seen.iter().filter(|seen| seen.port.is_some()).count());
        let entries = entries.into_iter().map(|entry: Entry| ((entry.client, entry.port), entry));
        let entries: BTreeMap<_, _> = entries.collect();
        let entry = |own: Option<u16>, port: u16| entries.get(&(own, Some(port))).cloned().unwrap_or_default();
        let connections = seen.into_iter().zip(connections).map(|(seen, (port, _))| {
            let entry = entry(seen.port, *port);
            (seen, entry)
        });
        Done { refused, connections: connections.collect() }
    }
}

fn with_log(listener: &Value, log: &Path) -> Value {
    let mut listener = listener.clone();
    listener["@type"] = json!("type.googleapis.com/envoy.config.listener.v3.Listener");
    listener["access_log"] = json!([{"name": "envoy.access_loggers.file", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog", "path": log,
        "log_format": {"json_format": {
            "client": "%DOWNSTREAM_REMOTE_PORT%", "port": "%DOWNSTREAM_LOCAL_PORT%", "chain": "%FILTER_CHAIN_NAME%",
            "details": "%RESPONSE_CODE_DETAILS%", "failure": "%DOWNSTREAM_TRANSPORT_FAILURE_REASON%",
            "version": "%DOWNSTREAM_TLS_VERSION%"}}}}]);
    for filter in managers(&mut listener) {
        // What is no HTTP/2 gets no answer, and the end a second later.
        filter["delayed_close_timeout"] = json!("0.02s");
    }
    listener
}

/// The connection managers of a listener.
fn managers(listener: &mut Value) -> Vec<&mut Value> {
    let mut chains: Vec<&mut Value> = Vec::new();
    for (key, member) in listener.as_object_mut().into_iter().flatten() {
        match key.as_str() {
            "filter_chains" => chains.extend(member.as_array_mut().into_iter().flatten()),
            "default_filter_chain" => chains.push(member),
            _ => {}
        }
    }
    let filters = chains.into_iter().flat_map(|chain| chain["filters"].as_array_mut().into_iter().flatten());
    let configs = filters.map(|filter| &mut filter["typed_config"]);
    configs.filter(|config| config["http_filters"].is_array()).collect()
}

/// The listeners that an Envoy refused, with its messages.
fn refused(envoy: &Envoy) -> BTreeMap<String, String> {
    let asked = Request::get("admin", "/config_dump?resource=dynamic_listeners");
    let answer = HttpClient::new(envoy.admin()).ask(&asked).expect("the admin interface");
    let dump: Value = serde_json::from_str(&answer.body).expect("JSON");
    let listeners = dump["configs"].as_array().into_iter().flatten();
    let failed = listeners.filter(|listener| listener["error_state"].is_object());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    failed.map(|listener| (text(&listener["name"]), text(&listener["error_state"]["details"]))).collect()
}
