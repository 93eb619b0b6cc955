//! Headers as they are before a route is sought, for the connection managers that Istio makes and for others.

use std::net::SocketAddr;

use super::*;
use crate::config::{ForwardClientCertDetails, SchemeHeaderTransformation, SetCurrentClientCertDetails};

fn sidecar() -> HttpConnectionManager {
    HttpConnectionManager { use_remote_address: Some(false), ..HttpConnectionManager::default() }
}

fn edge(trusted: u32) -> HttpConnectionManager {
    HttpConnectionManager {
        use_remote_address: Some(true),
        xff_num_trusted_hops: trusted,
        generate_request_id: Some(false),
        ..HttpConnectionManager::default()
    }
}

fn remote() -> Option<SocketAddr> {
    Some(SocketAddr::from(([198, 51, 100, 7], 40_000)))
}

fn received(
    manager: &HttpConnectionManager,
    downstream: &Downstream<'_>,
    headers: &[(&str, &str)],
) -> (Vec<(String, String)>, &'static str, String) {
    let Received { scheme, headers, remote } = receive(manager, downstream, &headers.iter().copied().collect());
    let mut headers: Vec<_> = headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    headers.sort();
    (headers, scheme, remote)
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_address_of_the_client() {
    const OWN: &str = "198.51.100.7";
    // trusted proxies | sent | x-envoy-external-address, x-forwarded-for | taken to come from
    for (trusted, sent, external, list, remote_address) in [
        (0, &[][..], OWN, "198.51.100.7", "198.51.100.7:40000"),
        (0, &["192.0.2.1"], OWN, "192.0.2.1,198.51.100.7", "198.51.100.7:40000"),
        (1, &["192.0.2.1, 192.0.2.2"], "192.0.2.2", "192.0.2.1, 192.0.2.2,198.51.100.7", "192.0.2.2:0"),
        (2, &["192.0.2.1, 192.0.2.2"], "192.0.2.1", "192.0.2.1, 192.0.2.2,198.51.100.7", "192.0.2.1:0"),
        (3, &["192.0.2.1, 192.0.2.2"], OWN, "192.0.2.1, 192.0.2.2,198.51.100.7", "198.51.100.7:40000"),
        (2, &["192.0.2.1", "192.0.2.2"], "192.0.2.1", "192.0.2.1,192.0.2.2,198.51.100.7", "192.0.2.1:0"),
        (2, &["nobody, 192.0.2.2"], OWN, "nobody, 192.0.2.2,198.51.100.7", "198.51.100.7:40000"),
    ] {
        let downstream = Downstream { remote: remote(), ..Downstream::default() };
        let sent: Vec<_> = sent.iter().map(|list| ("x-forwarded-for", *list)).collect();
        let expected =
            owned(&[("x-envoy-external-address", external), ("x-forwarded-for", list), ("x-forwarded-proto", "http")]);
        let found = received(&edge(trusted), &downstream, &sent);
        assert_eq!(found, (expected, "http", remote_address.to_owned()), "{trusted} {sent:?}");
    }
    let skips = HttpConnectionManager { skip_xff_append: true, ..edge(0) };
    let downstream = Downstream { remote: remote(), ..Downstream::default() };
    let expected = owned(&[("x-envoy-external-address", OWN), ("x-forwarded-proto", "http")]);
    assert_eq!(received(&skips, &downstream, &[]).0, expected);
}

#[test]
fn a_sidecar_takes_the_last_address_of_the_list_and_appends_none() {
    let manager = HttpConnectionManager { generate_request_id: Some(false), ..sidecar() };
    let downstream = Downstream { remote: remote(), ..Downstream::default() };
    let sent = [("x-forwarded-for", "192.0.2.1, 192.0.2.2")];
    let expected = owned(&[("x-forwarded-for", "192.0.2.1, 192.0.2.2"), ("x-forwarded-proto", "http")]);
    assert_eq!(received(&manager, &downstream, &sent), (expected, "http", "192.0.2.2:0".to_owned()));
    let nobody = received(&manager, &Downstream::default(), &[]);
    assert_eq!(nobody, (owned(&[("x-forwarded-proto", "http")]), "http", String::new()));
}

#[test]
fn protocol_and_scheme() {
    let overwritten = HttpConnectionManager {
        scheme_header_transformation: Some(SchemeHeaderTransformation {
            scheme_to_overwrite: "https".to_owned(),
            ..SchemeHeaderTransformation::default()
        }),
        ..sidecar()
    };
    // manager | TLS | HTTP/2 | x-forwarded-proto sent | seen | :scheme
    for (manager, tls, sends_scheme, sent, seen, scheme) in [
        (edge(0), false, false, "https", "http", "http"),
        (edge(0), true, false, "http", "https", "https"),
        (edge(1), false, false, "https", "https", "https"),
        (edge(1), false, true, "https", "https", "http"),
        (edge(1), true, false, "ftp", "ftp", "https"),
        (sidecar(), false, false, "https", "https", "https"),
        (sidecar(), false, false, "HTTPS", "HTTPS", "https"),
        (sidecar(), false, false, "ftp", "ftp", "http"),
        (overwritten.clone(), false, false, "http", "https", "https"),
        (overwritten, false, true, "ftp", "https", "https"),
    ] {
        let tls = tls.then(DownstreamTls::default);
        let downstream = Downstream { remote: remote(), local_port: 80, tls, sends_scheme };
        let headers = [("x-forwarded-proto", sent)].into_iter().collect();
        let found = receive(&manager, &downstream, &headers);
        assert_eq!((found.headers.get("x-forwarded-proto"), found.scheme), (Some(seen), scheme), "{sent} {manager:?}");
    }
}

#[test]
fn the_port_is_told_where_that_is_asked_for() {
    let told = |manager: HttpConnectionManager, sent: &[(&str, &str)]| {
        let manager = HttpConnectionManager { append_x_forwarded_port: true, ..manager };
        let downstream = Downstream { remote: remote(), local_port: 8_443, ..Downstream::default() };
        receive(&manager, &downstream, &sent.iter().copied().collect())
            .headers
            .get("x-forwarded-port")
            .map(str::to_owned)
    };
    let sent = [("x-forwarded-port", "1")];
    assert_eq!(told(edge(0), &sent).as_deref(), Some("8443"), "nobody's word is taken");
    assert_eq!(told(edge(1), &sent).as_deref(), Some("1"));
    assert_eq!(told(sidecar(), &[]).as_deref(), Some("8443"));
}

#[test]
fn who_makes_the_id_of_a_request() {
    let made = Some(GENERATED_REQUEST_ID);
    // manager | sent | seen
    for (manager, sent, seen) in [
        (HttpConnectionManager { generate_request_id: None, ..edge(0) }, Some("mine"), made),
        (HttpConnectionManager { generate_request_id: None, ..edge(1) }, Some("mine"), made),
        (
            HttpConnectionManager { generate_request_id: None, preserve_external_request_id: true, ..edge(0) },
            Some("mine"),
            Some("mine"),
        ),
        (edge(0), Some("mine"), Some("mine")),
        (edge(0), None, None),
        (sidecar(), Some("mine"), Some("mine")),
        (sidecar(), Some(""), made),
        (sidecar(), None, made),
    ] {
        let headers = sent.map(|id| (REQUEST_ID, id)).into_iter().collect();
        let found = receive(&manager, &Downstream::default(), &headers);
        assert_eq!(found.headers.get(REQUEST_ID), seen, "{sent:?} {manager:?}");
    }
    let mut headers: HeaderMap = [(REQUEST_ID, GENERATED_REQUEST_ID)].into_iter().collect();
    assert!(write_request_id(&mut headers, || "an-id".to_owned()));
    assert!(!write_request_id(&mut headers, || "another".to_owned()));
    assert_eq!(headers.get(REQUEST_ID), Some("an-id"));
}

#[test]
fn whose_certificate_the_host_is_told() {
    use ForwardClientCertDetails::{AlwaysForwardOnly, AppendForward, ForwardOnly, Sanitize, SanitizeSet};
    let client = Certificate {
        hash: "0a".to_owned(),
        pem: "PEM".to_owned(),
        subject: "CN=caller".to_owned(),
        uris: vec!["spiffe://a/caller".to_owned()],
        dns_names: vec!["caller.example.net".to_owned()],
    };
    let own = Certificate { uris: vec!["spiffe://a/door".to_owned()], ..Certificate::default() };
    let details = SetCurrentClientCertDetails { subject: Some(true), cert: true, dns: true, uri: true, chain: false };
    const FULL: &str = "By=spiffe://a/door;Hash=0a;Cert=\"PEM\";Subject=\"CN=caller\";URI=spiffe://a/caller;\
                        DNS=caller.example.net";
    let appended = format!("Hash=ff,{FULL}");
    // forward_client_cert_details | with a certificate | without
    for (forward, shown, none) in [
        (Sanitize, None, None),
        (ForwardOnly, Some("Hash=ff"), None),
        (AlwaysForwardOnly, Some("Hash=ff"), Some("Hash=ff")),
        (SanitizeSet, Some(FULL), None),
        (AppendForward, Some(appended.as_str()), None),
    ] {
        let manager = HttpConnectionManager {
            forward_client_cert_details: forward,
            set_current_client_cert_details: Some(details.clone()),
            ..edge(0)
        };
        for (client, seen) in [(Some(&client), shown), (None, none)] {
            let tls = Some(DownstreamTls { client, own: Some(&own) });
            let downstream = Downstream { remote: remote(), tls, ..Downstream::default() };
            let headers = [("x-forwarded-client-cert", "Hash=ff")].into_iter().collect();
            let found = receive(&manager, &downstream, &headers);
            assert_eq!(found.headers.get("x-forwarded-client-cert"), seen, "{forward:?}");
        }
    }
}

#[test]
fn what_is_for_this_hop_only() {
    // sent | seen
    for (name, value, seen) in [
        ("te", "trailers", Some("trailers")),
        ("te", "gzip, trailers", Some("trailers")),
        ("te", "gzip", None),
        ("keep-alive", "5", None),
        ("proxy-connection", "keep-alive", None),
        ("transfer-encoding", "chunked", None),
        ("connection", "close", None),
        ("upgrade", "websocket", None),
        ("referer", "https://shop.example.net/a", Some("https://shop.example.net/a")),
        ("referer", "elsewhere", None),
        ("referer", "http:///a", None),
        ("via", "1.1 edge", Some("1.1 edge")),
        ("x-envoy-internal", "true", None),
    ] {
        let found = receive(&sidecar(), &Downstream::default(), &[(name, value)].into_iter().collect());
        assert_eq!(found.headers.get(name), seen, "{name}: {value}");
    }
    let upgrade = [("connection", "keep-alive, Upgrade"), ("upgrade", "websocket")].into_iter().collect();
    let found = receive(&sidecar(), &Downstream::default(), &upgrade);
    assert!(found.headers.contains("connection") && found.headers.contains("upgrade"));
    let twice = [("referer", "http://a/"), ("referer", "http://b/")].into_iter().collect();
    assert!(!receive(&sidecar(), &Downstream::default(), &twice).headers.contains("referer"));
}
