//! The tabs of what flowed at a node or on an edge, as Kiali's side panel has them.

use leptos::{ev, prelude::*};

use crate::browser::{focus, next_tab};
use crate::state::text;

/// What a tab shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    #[default]
    Traffic,
    Flags,
    Hosts,
}

const TABS: [(Tab, &str); 3] = [(Tab::Traffic, "side-traffic"), (Tab::Flags, "side-flags"), (Tab::Hosts, "side-hosts")];

/// The tabs and what the chosen one shows; it stays chosen from node to node.
#[component]
pub(super) fn Tabs(tab: RwSignal<Tab>, traffic: ViewFn, flags: ViewFn, hosts: ViewFn) -> impl IntoView {
    let text = text();
    let words = [text.traffic, text.of_graph.flags, text.of_graph.hosts];
    let key = move |event: ev::KeyboardEvent| {
        let open = TABS.iter().position(|(known, _)| *known == tab.get_untracked()).unwrap_or_default();
        let Some((next, id)) = next_tab(&event, open, TABS.len()).and_then(|next| TABS.get(next).copied()) else {
            return;
        };
        tab.set(next);
        focus(&format!("#{id}"));
    };
    let is_chosen = move |of: Tab| tab.get() == of;
    let chosen = move || match tab.get() {
        Tab::Traffic => traffic.run(),
        Tab::Flags => flags.run(),
        Tab::Hosts => hosts.run(),
    };
    view! {
        <div role="tablist" class="side-tabs" aria-label=text.traffic on:keydown=key>
            {TABS.into_iter().zip(words).map(|((of, id), words)| view! {
                <button type="button" role="tab" id=id data-testid=id aria-controls="side-panel" aria-selected=move || is_chosen(of).to_string()
                    tabindex=move || if is_chosen(of) { "0" } else { "-1" } on:click=move |_| tab.set(of)>{words}</button>
            }).collect_view()}
        </div>
        <div role="tabpanel" id="side-panel" aria-labelledby=move || TABS.iter().find(|(of, _)| is_chosen(*of)).map(|(_, id)| *id)>{chosen}</div>
    }
    .into_any()
}
