//! kubectl against a small API server in memory.
#![allow(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]

mod support;

use mesh_shell::Session;
use serde_json::{Value, json};
use support::{Memory, SECOND, run};

fn pod(name: &str, node: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": "web"}},
        "spec": {"nodeName": node, "containers": [{"name": "c", "image": "i"}]},
        "status": {"phase": "Running", "podIP": "10.0.0.1", "podIPs": [{"ip": "10.0.0.1"}],
            "containerStatuses": [{"name": "c", "ready": true, "restartCount": 0, "state": {"running": {}}}]},
    })
}

fn owned(name: &str, node: &str) -> Value {
    let mut pod = pod(name, node);
    pod["metadata"]["ownerReferences"] = json!([{"kind": "ReplicaSet", "name": "r", "controller": true, "uid": "x"}]);
    pod
}

fn world() -> Memory {
    let mut memory = Memory::at(90 * SECOND);
    memory.put(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"},
        "status": {"conditions": [{"type": "Ready", "status": "True"}], "nodeInfo": {"kubeletVersion": "v1.36.3"}}}));
    memory
}

fn ask(memory: &mut Memory, line: &str) -> (i32, String, String) {
    let (code, out, err, _) = run(memory, &mut Session::default(), line, "", 600);
    (code, out, err)
}

#[test]
fn tables_are_as_wide_as_their_cells() {
    let mut memory = world();
    memory.put(pod("a", "n1"));
    memory.put(pod("a-longer-name", "n1"));
    let cases = [
        ("kubectl get nodes", "NAME   STATUS   ROLES    AGE   VERSION\nn1     Ready    <none>   90s   v1.36.3\n"),
        (
            "kubectl get pods",
            "NAME            READY   STATUS    RESTARTS   AGE\na               1/1     Running   0          90s\na-longer-name   1/1     Running   0          90s\n",
        ),
        ("kubectl get po -o name | head -1", "pod/a\n"),
        ("kubectl get pods --no-headers | wc -l", "2\n"),
        ("kubectl get pod a -o jsonpath='{.status.phase}'", "Running"),
        ("kubectl get pods -L app --no-headers | awk '{print $6}' | sort | uniq -c", "      2 web\n"),
        ("for p in $(kubectl get pods -o name); do echo \"<$p>\"; done", "<pod/a>\n<pod/a-longer-name>\n"),
    ];
    for (line, wanted) in cases {
        assert_eq!(ask(&mut memory, line), (0, wanted.to_owned(), String::new()), "{line}");
    }
}

#[test]
fn what_is_not_there_is_said_on_standard_error() {
    let mut memory = world();
    let cases = [
        ("kubectl get pods", 0, "No resources found in default namespace.\n"),
        ("kubectl get pods -A", 0, "No resources found\n"),
        ("kubectl get pod x", 1, "Error from server (NotFound): pods \"x\" not found\n"),
        ("kubectl get nonsense", 1, "error: the server doesn't have a resource type \"nonsense\"\n"),
        ("kubectl cordon nowhere n1", 1, "Error from server (NotFound): nodes \"nowhere\" not found\n"),
        ("nonsense", 127, "sh: 1: nonsense: not found\n"),
        ("kubectl get pod x >/dev/null 2>&1", 1, ""),
    ];
    for (line, code, said) in cases {
        assert_eq!(ask(&mut memory, line), (code, String::new(), said.to_owned()), "{line}");
    }
    assert_eq!(ask(&mut memory, "kubectl get pod x 2>/dev/null || echo none").1, "none\n");
}

#[test]
fn apply_makes_changes_and_leaves() {
    let mut memory = world();
    let mut session = Session::default();
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: \"1\"\n";
    let mut apply = |text: &str| run(&mut memory, &mut session, "kubectl apply -f -", text, 1).1;
    assert_eq!(apply(text), "configmap/c created\n");
    assert_eq!(apply(text), "configmap/c unchanged\n");
    assert_eq!(apply(&text.replace("\"1\"", "\"2\"")), "configmap/c configured\n");
    assert_eq!(apply(&text.replace("  a: \"1\"", "  b: \"1\"")), "configmap/c configured\n");
    let (_, out, _) = ask(&mut memory, "kubectl get cm c -o jsonpath='{.data}'");
    assert_eq!(out, "{\"b\":\"1\"}");
}

#[test]
fn a_drain_refuses_what_it_would_lose_and_waits_for_what_it_evicts() {
    let mut memory = world();
    memory.put(pod("bare", "n1"));
    let (code, out, err) = ask(&mut memory, "kubectl drain n1");
    assert_eq!((code, out.as_str()), (1, "node/n1 cordoned\n"));
    let why = "cannot delete Pods that declare no controller (use --force to override): default/bare";
    assert_eq!(
        err,
        format!(
            "error: unable to drain node \"n1\" due to error: {why}, continuing command...\nThere are pending nodes to be \
             drained:\n n1\n{why}\n"
        )
    );
    memory.objects.retain(|(resource, ..), _| resource.plural != "pods");
    memory.put(owned("web-1", "n1"));
    memory.refusals = 1;
    let (code, out, err, took) = run(&mut memory, &mut Session::default(), "kubectl drain n1 --timeout=60s", "", 600);
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        out,
        "node/n1 already cordoned\nevicting pod default/web-1\nevicting pod default/web-1\npod/web-1 evicted\nnode/n1 drained\n"
    );
    assert_eq!(
        err,
        "error when evicting pods/\"web-1\" -n \"default\" (will retry after 5s): Cannot evict pod as it would violate the \
         pod's disruption budget.\n"
    );
    // Five seconds until the eviction is tried again, one (and a round trip) until it is looked whether the pod is gone.
    assert_eq!(took, 6 * SECOND + SECOND / 20);
}

#[test]
fn a_drain_notices_its_time_out_when_it_would_try_again() {
    let mut memory = world();
    memory.put(owned("web-1", "n1"));
    memory.refusals = 100;
    let (code, _, err, took) = run(&mut memory, &mut Session::default(), "kubectl drain n1 --timeout=7s", "", 600);
    assert_eq!((code, took), (1, 10 * SECOND));
    assert!(err.contains("There are pending pods in node \"n1\" when an error occurred: error when evicting pods/\"web-1\" -n \"default\": global timeout reached: 7s\npod/web-1\n"), "{err}");
}

#[test]
fn delete_waits_until_what_it_deletes_is_gone() {
    let mut memory = world();
    memory.put(pod("a", "n1"));
    let (code, out, _, took) = run(&mut memory, &mut Session::default(), "kubectl delete pod a", "", 60);
    assert_eq!((code, out.as_str(), took), (0, "pod \"a\" deleted from default namespace\n", SECOND / 2));
    memory.put(pod("b", "n1"));
    let (_, _, _, took) =
        run(&mut memory, &mut Session::default(), "kubectl delete pod b --wait=false && sleep 2", "", 60);
    assert_eq!(took, 2 * SECOND);
}

#[test]
fn what_takes_too_long_is_ended() {
    for (line, code, out, err, seconds) in [
        ("timeout 2 sleep 5; echo $?", 0, "124\n", "", 2),
        ("timeout 5s sleep 2; echo $?", 0, "0\n", "", 2),
        ("timeout -k 1 -s INT 1 sh -c 'for i in $(seq 9); do echo $i; sleep 0.4; done'", 124, "1\n2\n3\n", "", 1),
        ("timeout 0 sleep 3", 0, "", "", 3),
        ("timeout 3 false", 1, "", "", 0),
        ("timeout 3", 125, "", "timeout: missing operand\nTry 'timeout --help' for more information.\n", 0),
        (
            "timeout x ls",
            125,
            "",
            "timeout: invalid time interval 'x'\nTry 'timeout --help' for more information.\n",
            0,
        ),
        ("bash -c 'echo a | wc -l'", 0, "1\n", "", 0),
    ] {
        let ran = run(&mut world(), &mut Session::default(), line, "", 60);
        assert_eq!(ran, (code, out.to_owned(), err.to_owned(), seconds * SECOND), "{line}");
    }
}
