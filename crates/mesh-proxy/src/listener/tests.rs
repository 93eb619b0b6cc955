use super::*;
use crate::config::{
    CommonTlsContext, DownstreamTlsContext, FilterChain, FilterChainMatch, Listener, ListenerFilter, SdsSecretConfig,
    TransportSocket,
};

fn chain(name: &str, wanted: FilterChainMatch) -> FilterChain {
    FilterChain { name: name.to_owned(), filter_chain_match: Some(wanted), ..FilterChain::default() }
}

fn names(names: &[&str]) -> FilterChainMatch {
    FilterChainMatch { server_names: owned(names), ..FilterChainMatch::default() }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn inspecting(chains: Vec<FilterChain>) -> Listener {
    let listener_filters = vec![ListenerFilter::tls_inspector(), ListenerFilter::http_inspector()];
    Listener { listener_filters, filter_chains: chains, ..Listener::default() }
}

/// The name of the chain that takes TLS with a server name and protocols.
fn taken(listener: &Listener, server_name: &str, application_protocols: &[&str]) -> String {
    let application_protocols = owned(application_protocols);
    let hello = ClientHello {
        server_name: (!server_name.is_empty()).then_some(server_name),
        application_protocols: &application_protocols,
    };
    name_of(listener, &Downstream { tls: Some(hello), port: 443, ..Downstream::default() })
}

fn name_of(listener: &Listener, downstream: &Downstream<'_>) -> String {
    match accept(listener, downstream) {
        Accepted::NoFilterChain => "reset".to_owned(),
        Accepted::HandshakeFailed(chain, failure) => format!("{} {failure:?}", chain.name),
        Accepted::Open { chain, .. } => chain.name.clone(),
    }
}

#[test]
fn the_longest_server_name_wins() {
    let listener = inspecting(vec![
        chain("deep", names(&["*.b.example.com"])),
        chain("any", names(&["*.example.com"])),
        chain("one", names(&["a.example.com"])),
        chain("top", names(&["*.com"])),
    ]);
    for (name, wanted) in [
        ("a.example.com", "one"),
        ("A.EXAMPLE.com", "one"),
        ("x.example.com", "any"),
        ("x.y.example.com", "any"),
        ("x.b.example.com", "deep"),
        ("b.example.com", "any"),
        ("example.com", "top"),
        ("com", "reset"),
        ("x.org", "reset"),
        ("", "reset"),
    ] {
        assert_eq!(taken(&listener, name, &[]), wanted, "{name}");
    }
}

#[test]
fn each_step_is_final() {
    let http = FilterChainMatch { application_protocols: owned(&["http/1.1"]), ..FilterChainMatch::default() };
    let mut listener = inspecting(vec![
        chain("name with protocol", FilterChainMatch { application_protocols: owned(&["istio"]), ..names(&["a.com"]) }),
        chain("any name", FilterChainMatch::default()),
        chain("http", FilterChainMatch { transport_protocol: "raw_buffer".to_owned(), ..http }),
    ]);
    assert_eq!(taken(&listener, "a.com", &["h2", "istio"]), "name with protocol");
    // The chain without names would take it, but the name was found.
    assert_eq!(taken(&listener, "a.com", &["h2"]), "reset");
    assert_eq!(taken(&listener, "b.com", &["h2"]), "any name");
    let plain = Downstream { speaks_http: true, port: 443, ..Downstream::default() };
    assert_eq!(name_of(&listener, &plain), "http");
    listener.default_filter_chain = Some(chain("default", FilterChainMatch::default()));
    assert_eq!(taken(&listener, "a.com", &["h2"]), "default");
    // Plain bytes that are no HTTP find chains of their transport, and none for them.
    assert_eq!(name_of(&listener, &Downstream { speaks_http: false, ..plain }), "default");
}

#[test]
fn ports_and_the_longest_range_come_first() {
    let range = |address: &str, bits| {
        let range = crate::config::CidrRange { address_prefix: address.to_owned(), prefix_len: Some(bits) };
        FilterChainMatch { prefix_ranges: vec![range], ..FilterChainMatch::default() }
    };
    let of_port = FilterChainMatch { destination_port: Some(15001), ..FilterChainMatch::default() };
    let listener = inspecting(vec![
        chain("port", of_port),
        chain("wide", range("10.0.0.0", 8)),
        chain("narrow", range("10.1.0.0", 16)),
        chain("rest", FilterChainMatch::default()),
    ]);
    let to = |address: &str, port| Downstream { address: address.parse().ok(), port, ..Downstream::default() };
    assert_eq!(name_of(&listener, &to("10.1.2.3", 80)), "narrow");
    assert_eq!(name_of(&listener, &to("10.2.2.3", 80)), "wide");
    assert_eq!(name_of(&listener, &to("11.2.2.3", 80)), "rest");
    assert_eq!(name_of(&listener, &to("", 80)), "rest");
    assert_eq!(name_of(&listener, &to("10.1.2.3", 15001)), "port");
}

#[test]
fn tls_is_read_only_where_a_listener_filter_looks() {
    let listener = Listener { listener_filters: Vec::new(), ..inspecting(vec![chain("named", names(&["a.com"]))]) };
    assert_eq!(taken(&listener, "a.com", &[]), "reset");
}

#[test]
fn handshakes_fail_for_lack_of_tls_or_of_a_certificate() {
    let secret = || Some(SdsSecretConfig { name: "kubernetes://edge-cacert".to_owned() });
    let server = |require, validation| {
        let common_tls_context =
            CommonTlsContext { validation_context_sds_secret_config: validation, ..CommonTlsContext::default() };
        let context = DownstreamTlsContext { common_tls_context, require_client_certificate: require };
        let chain = FilterChain {
            transport_socket: Some(TransportSocket::tls(context)),
            ..chain("server", FilterChainMatch::default())
        };
        inspecting(vec![chain])
    };
    let (simple, mutual, optional) = (server(None, None), server(Some(true), secret()), server(Some(false), secret()));
    let unnamed = server(Some(true), None);
    use ClientCertificate::{None as Without, Trusted, Untrusted};
    for (listener, certificate, wanted) in [
        (&simple, Without, "server"),
        (&simple, Untrusted, "server"),
        (&mutual, Trusted, "server"),
        (&mutual, Without, "server NoCertificate"),
        (&mutual, Untrusted, "server UntrustedCertificate"),
        (&optional, Without, "server"),
        (&unnamed, Without, "server"),
        (&unnamed, Untrusted, "server"),
        (&optional, Untrusted, "server UntrustedCertificate"),
    ] {
        let hello = Some(ClientHello::default());
        let downstream = Downstream { tls: hello, certificate, ..Downstream::default() };
        assert_eq!(name_of(listener, &downstream), wanted);
    }
    let plain = Downstream { speaks_http: true, ..Downstream::default() };
    assert_eq!(name_of(&simple, &plain), "server NotTls");
}

#[test]
fn wildcards_are_found_by_what_follows_the_star() {
    let listener = inspecting(vec![chain("dot", names(&[".example.com"])), chain("any", names(&[]))]);
    assert_eq!(taken(&listener, "a.example.com", &[]), "dot");
    assert_eq!(taken(&listener, ".example.com", &[]), "dot");
    assert_eq!(taken(&listener, "example.com", &[]), "any");
}

#[test]
fn two_chains_for_the_same_connections_are_refused() {
    let of = |chains| refusal(&inspecting(chains));
    let overlapping = Some(Refusal::OverlappingMatches);
    let range = |address: &str| {
        let range = crate::config::CidrRange { address_prefix: address.to_owned(), prefix_len: Some(8) };
        chain("", FilterChainMatch { prefix_ranges: vec![range], ..FilterChainMatch::default() })
    };
    assert_eq!(of(vec![chain("", names(&["a.com"])), chain("", names(&["*.com"])), chain("", names(&[]))]), None);
    assert_eq!(of(vec![range("10.0.0.0"), range("11.0.0.0"), chain("", names(&[]))]), None);
    for chains in [
        vec![chain("", names(&["a.com", "b.com"])), chain("", names(&["b.com"]))],
        vec![chain("", names(&["A.com"])), chain("", names(&["a.COM"]))],
        vec![chain("", names(&["*.a.com"])), chain("", names(&[".a.com"]))],
        vec![chain("", names(&[])), FilterChain::default()],
        vec![chain("", names(&["a.com", "a.com"]))],
        vec![range("10.0.0.0"), range("10.1.2.3")],
    ] {
        assert_eq!(of(chains), overlapping);
    }
}

#[test]
fn partial_wildcards_are_refused() {
    for name in ["*", "*-api.example.com", "*example.com", "a.*.com", "shop.*"] {
        let listener = inspecting(vec![chain("", names(&["a.com", name]))]);
        assert_eq!(refusal(&listener), Some(Refusal::PartialWildcard(name.to_owned())));
    }
}
