use serde_json::json;

use super::*;
use crate::script::{Living, Play, World};

/// A cluster with two nodes and an application.
fn world() -> Living {
    let mut world = Living::new();
    for name in ["east", "west"] {
        world.add_node(&json!({ "name": name }));
    }
    let mut play = Play::new(&mut world);
    for line in [
        "kubectl create deployment web --image=nginx",
        "kubectl create deployment api --image=nginx",
        "kubectl create ns staging",
        "kubectl run blue --image=nginx",
        "kubectl create cm settings -n staging --from-literal=a=1",
    ] {
        assert_eq!(play.line(line).2, 0, "{line}");
    }
    world
}

fn candidates(line: &str) -> Vec<String> {
    let mut session = Session::default();
    session.files.insert("app.yaml".to_owned(), String::new());
    let found = completions(line, line.len(), &session, &mut world());
    found.candidates
}

#[test]
fn each_place_has_its_candidates() {
    for (line, wanted) in [
        ("kubec", &["kubectl"][..]),
        ("kubectl dra", &["drain"][..]),
        ("k rollout re", &["restart", "resume"][..]),
        ("kubectl rollout status dep", &["deployments"][..]),
        ("kubectl get deployments ", &["api", "web"][..]),
        ("kubectl get deploy/", &["deploy/api", "deploy/web"][..]),
        ("kubectl get deployments api ", &["web"][..]),
        ("kubectl get pods,serviceac", &["pods,serviceaccounts"][..]),
        ("kubectl describe pod bl", &["blue"][..]),
        ("kubectl get configmaps -n staging set", &["settings"][..]),
        ("kubectl get pods -n st", &["staging"][..]),
        ("kubectl get pods --namespace=st", &["--namespace=staging"][..]),
        ("kubectl -n stag", &["staging"][..]),
        ("kubectl drain ", &["east", "west"][..]),
        ("kubectl drain west --igno", &["--ignore-daemonsets"][..]),
        ("kubectl logs bl", &["blue"][..]),
        ("kubectl logs blue -c ", &["blue"][..]),
        ("kubectl get pods -o js", &["json", "jsonpath=", "jsonpath-as-json=", "jsonpath-file="][..]),
        ("kubectl apply -f ", &["app.yaml"][..]),
        ("kubectl taint nodes ea", &["east"][..]),
        ("kubectl get pods > a", &["app.yaml"][..]),
        ("cat ", &["app.yaml"][..]),
        ("kubectl config use-context kube", &["kubernetes-admin@kubernetes"][..]),
        ("kubectl get nonsense ", &[][..]),
        ("kubectl create deployment x --dry-run=", &["--dry-run=client", "--dry-run=none", "--dry-run=server"][..]),
    ] {
        let mut wanted: Vec<String> = wanted.iter().map(|word| (*word).to_owned()).collect();
        wanted.sort();
        assert_eq!(candidates(line), wanted, "{line}");
    }
}

#[test]
fn what_all_begin_with_is_typed_at_once() {
    let found = |all: &[&str]| Completions { from: 0, candidates: all.iter().map(|one| (*one).to_owned()).collect() };
    assert_eq!(found(&["deployments", "deployment.apps"]).common("d").as_deref(), Some("deployment"));
    assert_eq!(found(&["a", "b"]).common(""), None);
    assert_eq!(found(&["abc"]).common("ab").as_deref(), Some("abc"));
}

#[test]
fn the_cluster_stays_as_it_is() {
    let mut world = world();
    let before = world.state();
    completions("kubectl get pods ", 17, &Session::default(), &mut world);
    assert_eq!(world.state(), before);
}
