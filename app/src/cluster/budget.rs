//! How many pods of a PodDisruptionBudget may go.

use leptos::prelude::*;
use mesh_view::{Budget, ClusterState};

use crate::format::{self, fill};
use crate::state::text;

#[component]
pub(super) fn Budgets(cluster: Memo<ClusterState>) -> impl IntoView {
    let budgets = Memo::new(move |_| cluster.with(|cluster| cluster.budgets.clone()));
    let gauge = |budget: Budget| {
        let text = text();
        let (needed, healthy, allowed) =
            (budget.needed.to_string(), budget.healthy.to_string(), budget.allowed.to_string());
        let tone = if budget.allowed == 0 { "bad" } else { "good" };
        let pods = budget.pods.into_iter().map(|(name, is_healthy)| {
            view! { <li class=if is_healthy { "healthy" } else { "" } title=name.clone()>{format::short(name.rsplit('-').next().unwrap_or(&name))}</li> }
        });
        view! {
            <div class="budget" data-testid="budget">
                <p><small class="muted">"PodDisruptionBudget"</small>" "<b>{budget.name}</b></p>
                <ul>{pods.collect_view()}</ul>
                <p>{fill(text.budget_words, &[&healthy, &needed])}" "<b class=tone>{fill(text.budget_allowed, &[&allowed])}</b></p>
            </div>
        }
        .into_any()
    };
    view! {
        <Show when=move || budgets.with(|budgets| !budgets.is_empty())>
            <div class="budgets">{move || budgets.get().into_iter().map(gauge).collect_view()}</div>
        </Show>
    }
    .into_any()
}
