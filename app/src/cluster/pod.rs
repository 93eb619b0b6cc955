//! A pod in its lane.

use leptos::prelude::*;
use mesh_view::{ClusterState, PodOnNode};

use super::{Places, PodName};
use crate::format::{self, fill};
use crate::state::{playground, text};
use crate::text::Text;

#[component]
pub(super) fn Pod(cluster: Memo<ClusterState>, places: Memo<Places>, name: PodName) -> impl IntoView {
    let text = text();
    let playground = playground();
    let key = StoredValue::new(name);
    let pod = Memo::new(move |_| {
        let found = |places: &Places, cluster: &ClusterState| key.with_value(|name| places.pod(cluster, name).cloned());
        cluster.with(|cluster| places.with(|places| found(places, cluster))).unwrap_or_default()
    });
    let state = Memo::new(move |_| pod.with(state));
    let select = move |_| {
        let node = playground.shown.with_untracked(|shown| {
            let own = shown
                .frame
                .pods
                .iter()
                .find(|pod| key.with_value(|(namespace, name)| pod.namespace == *namespace && pod.name == *name));
            own.map(|pod| pod.node.clone())
        });
        if let Some(node) = node.filter(|node| !node.is_empty()) {
            playground.select(Some(node));
        }
    };
    let title = move || {
        pod.with(|pod| {
            [pod.name.as_str(), pod.status.as_str(), pod.why.as_str()]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(" · ")
        })
    };
    let note = move || {
        let now = playground.shown.with(|shown| shown.frame.time);
        pod.with(|pod| note(pod, now, text))
    };
    view! {
        <button type="button" class=move || format!("pod {}", state.get().0) title=title data-testid="pod" on:click=select>
            <span aria-hidden="true">{move || state.get().1}</span>
            <b>{move || pod.with(|pod| short(&pod.name, &pod.workload))}</b>
            <small>{note}</small>
        </button>
        {move || pod.with(|pod| pod.node.is_empty() && !pod.why.is_empty()).then(|| view! { <p class="why">{move || pod.with(|pod| pod.why.clone())}</p> })}
    }
    .into_any()
}

/// Class and sign: never by colour alone.
fn state(pod: &PodOnNode) -> (&'static str, &'static str) {
    match pod.status.as_str() {
        _ if pod.gone.is_some() => ("gone", "✕"),
        _ if pod.seconds_left.is_some() => ("going", "◔"),
        "Running" if pod.is_ready => ("ready", "●"),
        "Running" | "Pending" | "ContainerCreating" | "PodInitializing" => ("starting", "○"),
        "Completed" | "Succeeded" => ("ended", "■"),
        _ => ("failing", "!"),
    }
}

/// What is said beside the name: what it is about to do, or how much it has done.
fn note(pod: &PodOnNode, now: f64, text: &Text) -> String {
    if let Some(seconds) = pod.gone {
        return fill(text.pod_gone, &[&format::countdown(seconds)]);
    }
    if let Some(seconds) = pod.seconds_left {
        return format!("{} · {}", pod.status, format::countdown(seconds));
    }
    if pod.status != "Running" {
        return pod.status.clone();
    }
    if !pod.is_ready {
        return text.pod_not_ready.to_owned();
    }
    // Made while the run went on.
    let new = (pod.age < now).then(|| text.pod_new.to_owned());
    // Who only asks answers nothing.
    let answered = (pod.answered > 0).then(|| fill(text.pod_answered, &[&format::count(pod.answered)]));
    new.into_iter().chain(answered).collect::<Vec<_>>().join(" \u{b7} ")
}

/// A pod's name without its workload's.
fn short(name: &str, workload: &str) -> String {
    let rest = name.strip_prefix(workload).and_then(|rest| rest.strip_prefix('-')).filter(|rest| !rest.is_empty());
    // A Deployment's pods differ by what comes last.
    let own = rest.map(|rest| rest.rsplit('-').next().unwrap_or(rest));
    own.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pod(status: &str) -> PodOnNode {
        PodOnNode {
            status: status.into(),
            is_ready: status == "Running",
            age: 700.0,
            answered: 1234,
            ..PodOnNode::default()
        }
    }

    #[test]
    fn a_pod_says_what_becomes_of_it() {
        let text = crate::text::texts_in(crate::Language::En);
        for (pod, sign, words) in [
            (pod("Running"), "●", "1,234 answered"),
            (PodOnNode { age: 3.0, ..pod("Running") }, "●", "new · 1,234 answered"),
            (PodOnNode { answered: 0, ..pod("Running") }, "●", ""),
            (PodOnNode { answered: 0, age: 3.0, ..pod("Running") }, "●", "new"),
            (PodOnNode { is_ready: false, ..pod("Running") }, "○", "not ready"),
            (PodOnNode { seconds_left: Some(17.72), ..pod("Terminating") }, "◔", "Terminating · 18 s"),
            (PodOnNode { gone: Some(2.0), ..pod("Completed") }, "✕", "gone 2 s ago"),
            (pod("CrashLoopBackOff"), "!", "CrashLoopBackOff"),
            (pod("Pending"), "○", "Pending"),
        ] {
            assert_eq!((state(&pod).1, note(&pod, 30.0, text).as_str()), (sign, words), "{pod:?}");
        }
    }

    #[test]
    fn names_are_short_where_their_column_says_the_rest() {
        for (name, workload, expected) in [
            ("web-6f9c8d7b5-lq8zn", "web", "lq8zn"),
            ("node-agent-7xk2p", "node-agent", "7xk2p"),
            ("db-0", "db", "0"),
            ("import-job", "import-job", "import-job"),
        ] {
            assert_eq!(short(name, workload), expected);
        }
    }
}
