//! `istioctl` in the terminal of a run.

use mesh_proxy::Duration;

use super::network::{start, types};
use crate::Work;

/// Lines without the columns that random names make uneven.
fn words(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn proxies_tell_what_istiod_has_told_them() {
    let mut simulation = start();
    let rows: &[(&str, &[&str])] = &[
        (
            "istioctl pc route deploy/istio-ingressgateway.istio-system",
            &[
                "NAME VHOST NAME DOMAINS MATCH VIRTUAL SERVICE",
                "http.8080 hello.example.com:80 hello.example.com /hello* hello.default",
                "http.8080 hello.example.com:80 hello.example.com /fixed hello.default",
            ],
        ),
        ("istioctl proxy-config routes deploy/fortio --name 8000 --verbose=false", &["NAME VIRTUAL HOSTS"]),
        (
            "istioctl pc cluster deploy/fortio --fqdn helloworld.default.svc.cluster.local",
            &[
                "SERVICE FQDN PORT SUBSET DIRECTION TYPE DESTINATION RULE",
                "helloworld.default.svc.cluster.local 5000 - outbound EDS helloworld.default",
                "helloworld.default.svc.cluster.local 5000 v1 outbound EDS helloworld.default",
                "helloworld.default.svc.cluster.local 5000 v2 outbound EDS helloworld.default",
            ],
        ),
        (
            "istioctl pc ep deploy/fortio --cluster 'outbound|80||shop.default.svc.cluster.local'",
            &["ENDPOINT STATUS OUTLIER CHECK CLUSTER", ":8080 HEALTHY OK outbound|80||shop.default.svc.cluster.local"],
        ),
        (
            "istioctl pc listeners deploy/fortio --port 8000 --address 0.0.0.0",
            &["ADDRESSES PORT MATCH DESTINATION", "Route: 8000"],
        ),
        (
            "istioctl pc cluster deploy/fortio --fqdn shop.default.svc.cluster.local -o json",
            &["\"name\": \"outbound|80||shop.default.svc.cluster.local\",", "\"type\": \"EDS\""],
        ),
        (
            "istioctl ps",
            &[
                "NAME CLUSTER ISTIOD VERSION SUBSCRIBED TYPES",
                ".default Kubernetes istiod 1.32.0 4 (CDS,LDS,EDS,RDS)",
                ".istio-system Kubernetes istiod 1.32.0 4 (CDS,LDS,EDS,RDS)",
            ],
        ),
        (
            "istioctl version",
            &["client version: 1.32.0", "control plane version: 1.32.0", "data plane version: 1.32.0 (6 proxies)"],
        ),
        (
            "istioctl analyze",
            &[
                "Warning [IST0162] (Gateway default/hello) The gateway is listening on a target port (port 80)",
                "Info [IST0135] (Deployment default/plain) Annotation",
            ],
        ),
        (
            "istioctl x describe svc helloworld",
            &[
                "Service: helloworld",
                "Port: http 5000/HTTP targets pod port 5000",
                "DestinationRule: helloworld for \"helloworld\"",
                "Matching subsets: v1,v2",
                "No Traffic Policy",
            ],
        ),
    ];
    for (line, parts) in rows {
        let (text, status) = types(&mut simulation, line);
        assert_eq!(status, 0, "{line}: {text}");
        let lines = words(&text);
        for part in *parts {
            assert!(lines.iter().any(|line| line.contains(part)), "{line}:\n{text}\nlacks\n{part}");
        }
    }
    for (line, part, code) in [
        (
            "istioctl pc route nobody",
            "Error: failed to execute command on nobody.default sidecar: failure running port forward process: pods \"nobody\" not found\n",
            1,
        ),
        ("istioctl pc route deploy/plain", "connection refused\n", 1),
        (
            "istioctl pc route deploy/nobody",
            "Error: failed retrieving: deployments.apps \"nobody\" not found in the \"default\" namespace\n",
            1,
        ),
        ("istioctl analyze -n nowhere", "namespace \"nowhere\" not found\n", 0),
    ] {
        let (text, status) = types(&mut simulation, line);
        assert!(status == code && text.ends_with(part), "{line}: {status} {text}");
    }
}

/// What lives is judged, and files as if they were applied.
#[test]
fn analyze_judges_what_lives() {
    let mut simulation = start();
    let broken = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: lost, namespace: default}\nspec: {hosts: [shop], http: [{route: [{destination: {host: nobody}}]}]}\n";
    types(&mut simulation, &format!("cat > lost.yaml <<'E'\n{broken}E"));
    let (text, status) = types(&mut simulation, "istioctl analyze lost.yaml");
    assert_eq!(status, 79, "{text}");
    assert!(
        text.starts_with(
            "Error [IST0101] (VirtualService default/lost lost.yaml:4) Referenced host not found: \"nobody\"\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("Error: Analyzers found issues when analyzing namespace: default.\nSee https://istio.io/v1.32/docs/reference/config/analysis for more information about causes and resolutions.\n"), "{text}");
    types(&mut simulation, "kubectl apply -f lost.yaml");
    simulation.run(simulation.now() + Duration::from_secs(1), &mut Work::unlimited()).unwrap();
    let (text, status) = types(&mut simulation, "istioctl analyze -A");
    assert_eq!(status, 79, "{text}");
    assert!(
        text.starts_with("Error [IST0101] (VirtualService default/lost) Referenced host not found: \"nobody\"\n"),
        "{text}"
    );
    let (text, status) = types(&mut simulation, "istioctl analyze -n istio-system");
    assert!(status == 0 && text.contains("when analyzing namespace: istio-system."), "{text}");
    let (text, _) = types(&mut simulation, "istioctl analyze -o json");
    assert!(
        text.contains("\"code\": \"IST0101\"") && text.contains("\"origin\": \"VirtualService default/lost\""),
        "{text}"
    );
    let (text, status) = types(&mut simulation, "istioctl analyze -S 'IST0101=VirtualService *.default'");
    assert!(status == 0, "{text}");
    types(&mut simulation, "kubectl delete vs lost");
    simulation.run(simulation.now() + Duration::from_secs(1), &mut Work::unlimited()).unwrap();
    assert_eq!(types(&mut simulation, "istioctl analyze").1, 0);
}

/// What outlier detection has put out shows beside the endpoint, in the proxy of whoever has met it alone.
#[test]
fn endpoints_tell_what_is_put_out() {
    let mut simulation = start();
    let rule = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: httpbin, namespace: default}\nspec: {host: httpbin, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 2, maxEjectionPercent: 100}}}\n";
    assert_eq!(types(&mut simulation, &format!("kubectl apply -f - <<'E'\n{rule}E")).1, 0);
    simulation.run(simulation.now() + Duration::from_secs(1), &mut Work::unlimited()).unwrap();
    let look =
        "istioctl pc ep deploy/fortio --cluster 'outbound|8000||httpbin.default.svc.cluster.local' | grep -c FAILED";
    let fail = "kubectl exec deploy/fortio -- curl -s -o /dev/null http://httpbin:8000/status/500";
    for expected in ["0\n", "0\n", "1\n"] {
        assert_eq!(types(&mut simulation, look).0, expected);
        types(&mut simulation, fail);
    }
    let (text, _) = types(&mut simulation, "kubectl exec deploy/fortio -- curl -s http://httpbin:8000/get");
    assert_eq!(text, "no healthy upstream");
    assert_eq!(types(&mut simulation, &look.replace("fortio", "shop")).0, "0\n");
}
