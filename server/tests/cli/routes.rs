//! `route`: where a request goes.

use crate::{json, preset, run, run_with, stderr, stdout};

const URL: &str = "http://fleetman-staff-service:8080/driver/x";

#[test]
fn weights_are_drawn_for_each_of_many_requests() {
    let answer = json(&[
        "route",
        &preset("canary-weights"),
        "--from",
        "client",
        "--url",
        URL,
        "-n",
        "10000",
        "--format",
        "json",
    ]);
    let clusters = answer["clusters"].as_object().unwrap();
    let risky = "outbound|8080|risky|fleetman-staff-service.default.svc.cluster.local";
    let risky = clusters.get(risky).unwrap_or_else(|| panic!("{clusters:?}")).as_u64().unwrap();
    assert!((900..=1100).contains(&risky), "{risky} of 10000");
    assert_eq!(answer["responses"]["200 -"], 10_000);
}

#[test]
fn a_header_leads_elsewhere() {
    let from = |headers: &[&str]| {
        let folder = preset("dark-release");
        let mut arguments = vec!["route", &folder, "--from", "client", "--url", URL, "--format", "json"];
        for header in headers {
            arguments.extend(["-H", header]);
        }
        json(&arguments)["clusters"].as_object().unwrap().keys().next().unwrap().clone()
    };
    assert!(from(&["x-my-header: canary"]).contains("|risky|"));
    assert!(from(&[]).contains("|safe|"));
}

#[test]
fn an_unknown_client_is_bad_usage_with_the_list() {
    let output = run(&["route", &preset("canary-weights"), "--from", "nobody", "--url", URL]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nobody") && stderr(&output).contains("staff-service"), "{}", stderr(&output));
}

/// A gateway that ends TLS, and a service behind it.
const DOOR: &str = "
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers:
  - port: {number: 443, name: https, protocol: HTTPS}
    hosts: [books.example.net]
    tls: {mode: MUTUAL, credentialName: books}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: books}
spec:
  hosts: [books.example.net]
  gateways: [istio-system/door]
  http: [{rewrite: {uri: /v1}, route: [{destination: {host: books}}]}]
";

fn at_the_door(more: &[&str]) -> std::process::Output {
    let asked = ["route", "-", "--from", "ingress", "--url", "https://books.example.net/"];
    run_with(DOOR, &[&asked[..], more].concat())
}

#[test]
fn the_request_is_told_as_it_leaves() {
    let text = stdout(&at_the_door(&["--client-ip", "192.0.2.7"]));
    for line in [
        "filter chain     books.example.net\n",
        "sent upstream    GET /v1\n",
        "                 host: books.example.net\n",
        "                 x-envoy-original-path: /\n",
        "                 x-forwarded-for: 192.0.2.7\n",
        "                 x-forwarded-proto: https\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    let without = stdout(&at_the_door(&["--client-cert", "none"]));
    assert!(!without.contains("sent upstream"), "{without}");
    let elsewhere = stdout(&at_the_door(&["--sni", "pens.example.net"]));
    assert!(elsewhere.contains("0 NR") && !elsewhere.contains("filter chain     "), "{elsewhere}");
}

#[test]
fn a_flag_of_the_connection_that_cannot_be_read_is_bad_usage() {
    for (flag, value, cure) in [
        ("--sni", "books.example.net:443", "without a port"),
        ("--alpn", "h2,,", "h2,http/1.1"),
        ("--client-cert", "mine", "untrusted"),
        ("--client-ip", "localhost", "203.0.113.9"),
    ] {
        let output = at_the_door(&[flag, value]);
        assert_eq!(output.status.code(), Some(2), "{flag}");
        assert!(stderr(&output).contains(cure), "{}", stderr(&output));
    }
}
