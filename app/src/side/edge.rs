//! A selected edge.

use leptos::prelude::*;

use super::Heading;
use super::spark::Spark;
use super::traffic::{Flags, StatusBar, Times};
use crate::format;
use crate::state::{playground, text};

#[component]
pub(crate) fn EdgeDetails() -> impl IntoView {
    let text = text();
    let playground = playground();
    let shown = playground.shown;
    let edge = Memo::new(move |_| {
        playground.selected.with(|id| id.as_ref().and_then(|id| shown.with(|shown| shown.edge(id).cloned())))
    });
    let ends = Memo::new(move |_| {
        edge.with(|edge| {
            edge.as_ref().map(|edge| shown.with(|shown| (shown.name(&edge.source), shown.name(&edge.target))))
        })
        .unwrap_or_default()
    });
    let title = Signal::derive(move || ends.with(|(from, to)| format!("{from} → {to}")));
    let share = Memo::new(move |_| {
        edge.with(|edge| edge.as_ref().map(|edge| (edge.share, edge.weight, edge.retries)).unwrap_or_default())
    });
    let weight = move || {
        let (share, weight, _) = share.get();
        weight.map(|weight| {
            let observed = share.unwrap_or_default();
            view! {
                <div class="card" data-testid="weight">
                    <h3>{text.observed_and_configured}</h3>
                    <div class="row"><span>{text.observed_share}</span><b class="big">{format::percent(observed)}</b></div>
                    <div class="row"><span>{text.configured_weight}</span><b>{format::weight(weight)}</b></div>
                    <div class="meter" aria-hidden="true"><span style=format!("width:{observed:.1}%")></span></div>
                </div>
            }
        })
    };
    let flags =
        Signal::derive(move || edge.with(|edge| edge.as_ref().map(|edge| edge.flags.clone()).unwrap_or_default()));
    let rates = Signal::derive(move || edge.with(|edge| edge.as_ref().map(|edge| edge.rates).unwrap_or_default()));
    let times = Signal::derive(move || edge.with(|edge| edge.as_ref().and_then(|edge| edge.response_times)));
    let series = Signal::derive(move || {
        shown.with(|shown| shown.panel.as_ref().map(|panel| panel.series.clone()).unwrap_or_default())
    });
    let retries = move || {
        let (_, _, retries) = share.get();
        (retries > 0.0).then(|| view! {
            <div class="card"><div class="row"><span>{text.retries}</span><b>{format!("{}/s", format::rate(retries))}</b></div></div>
        })
    };
    view! {
        <Heading title subtitle=Signal::derive(move || text.edge.to_owned()) />
        {weight}
        <StatusBar title=text.traffic rates />
        <Flags flags />
        <Times times />
        {retries}
        <Spark series />
    }
    .into_any()
}
