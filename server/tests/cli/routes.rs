//! `route`: where a request goes.

use crate::{json, preset, run, stderr};

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
