//! Rates, shares, flags: what flowed.

use leptos::prelude::*;
use mesh_view::{FlagShare, HostShare, PanelRow, Rates, ResponseTimes};

use crate::format;
use crate::state::{playground, text};

/// A bar of OK, 3xx, 4xx, 5xx and no response, with a row for each that occurs.
#[component]
pub(crate) fn StatusBar(title: &'static str, #[prop(into)] rates: Signal<Rates>) -> impl IntoView {
    let text = text();
    let parts = move || {
        let rates = rates.get();
        [
            ("ok", "good", text.status_ok, rates.ok),
            ("redirect", "", text.status_redirect, rates.redirect),
            ("client", "warning", text.status_client_error, rates.client_error),
            ("server", "bad", text.status_server_error, rates.server_error),
            ("none", "muted", text.status_no_response, rates.no_response),
        ]
    };
    let share = move |rate: f64| 100.0 * rate / rates.get().total().max(1e-9);
    let bar = move || {
        let parts = parts().into_iter().filter(|(.., rate)| *rate > 0.0);
        parts
            .map(|(class, _, _, rate)| view! { <span class=class style=format!("width:{}%", format::fixed(share(rate), 2))></span> })
            .collect_view()
    };
    let rows = move || {
        let parts = parts().into_iter().enumerate().filter(|(at, (.., rate))| *at == 0 || *rate > 0.0);
        parts
            .map(|(_, (_, tone, words, rate))| (if rate > 0.0 { tone } else { "" }, words, rate))
            .map(|(tone, words, rate)| view! {
                <div class="row"><span>{words}</span><b class=tone>{format!("{} rps · {}", format::rate(rate), format::percent(share(rate)))}</b></div>
            })
            .collect_view()
    };
    view! {
        <div class="card" data-testid="status">
            <h3>{title}</h3>
            {rows}
            <div class="meter" aria-hidden="true">{bar}</div>
        </div>
    }
    .into_any()
}

/// Who sends, or whom it sends to.
#[component]
pub(crate) fn RowTable(
    title: &'static str,
    other: &'static str,
    #[prop(into)] rows: Signal<Vec<PanelRow>>,
    testid: &'static str,
) -> impl IntoView {
    let text = text();
    let playground = playground();
    let row = move |row: PanelRow| {
        let share = match row.weight {
            Some(weight) => format!("{} / {}", format::percent(row.share), format::weight(weight)),
            None => format::percent(row.share),
        };
        let errors = row.rates.error_percent();
        let edge = row.edge;
        view! {
            <tr>
                <td><button type="button" class="plain link" on:click=move |_| playground.select(Some(edge.clone()))>{row.label}</button></td>
                <td class="number">{format::rate(row.rates.total())}</td>
                <td class="number">{share}</td>
                <td class="number" class:bad=errors != 0.0>{format::percent(errors)}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <div class="card" data-testid=testid>
                <h3>{title}</h3>
                <table>
                    <thead><tr><th scope="col">{other}</th><th scope="col" class="number">"rps"</th><th scope="col" class="number">{text.share}</th><th scope="col" class="number">{text.errors}</th></tr></thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
    .into_any()
}

/// Status codes with Envoy's flags, each explained.
#[component]
pub(crate) fn Flags(#[prop(into)] flags: Signal<Vec<FlagShare>>) -> impl IntoView {
    let text = text();
    let row = move |share: FlagShare| {
        let status = if share.status == 0 { "–".to_owned() } else { share.status.to_string() };
        let tone = if share.status == 0 || share.status >= 400 { "bad" } else { "good" };
        let meaning = text.flags_meaning(&share.flags);
        view! {
            <li>
                <div class="row"><span><b class=tone>{status}</b>" "<code>{share.flags}</code></span><b>{format::percent(share.percent)}</b></div>
                {(!meaning.is_empty()).then(|| view! { <p class="muted">{meaning}</p> })}
            </li>
        }
    };
    view! {
        <Show when=move || flags.with(|flags| !flags.is_empty())>
            <div class="card" data-testid="flags">
                <h3>{text.codes_and_flags}</h3>
                <ul>{move || flags.get().into_iter().map(row).collect_view()}</ul>
            </div>
        </Show>
    }
    .into_any()
}

/// Which hosts were asked for, and how they answered.
#[component]
pub(crate) fn Hosts(#[prop(into)] hosts: Signal<Vec<HostShare>>) -> impl IntoView {
    let text = &text().of_graph;
    let row = |share: HostShare| {
        let is_bad = share.status == 0 || share.status >= 400;
        let status = if share.status == 0 { "\u{2013}".to_owned() } else { share.status.to_string() };
        view! { <tr><td class:bad=is_bad>{status}</td><td>{share.host}</td><td class="number">{format::percent(share.percent)}</td></tr> }
    };
    view! {
        <Show when=move || hosts.with(|hosts| !hosts.is_empty())>
            <div class="card" data-testid="hosts">
                <h3>{text.hosts}</h3>
                <table>
                    <thead><tr><th scope="col">{text.code}</th><th scope="col">{text.host}</th><th scope="col" class="number">{text.requests}</th></tr></thead>
                    <tbody>{move || hosts.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
    .into_any()
}

/// The average, p50, p95 and p99.
#[component]
pub(crate) fn Times(#[prop(into)] times: Signal<Option<ResponseTimes>>) -> impl IntoView {
    let text = text();
    let draw = move |times: ResponseTimes| {
        [(text.of_graph.average, times.mean), ("p50", times.p50), ("p95", times.p95), ("p99", times.p99)]
            .map(|(name, value)| view! { <div class="row"><span>{name}</span><b>{format::milliseconds(value)}</b></div> })
            .collect_view()
    };
    view! {
        <Show when=move || times.with(Option::is_some)>
            <div class="card" data-testid="times">
                <h3>{text.response_times}</h3>
                {move || times.get().map(draw)}
            </div>
        </Show>
    }
    .into_any()
}
