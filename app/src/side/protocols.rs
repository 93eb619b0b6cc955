//! What came in and went out by protocol, with how much of it went well.

use leptos::prelude::*;
use mesh_view::{Protocol, ProtocolRates};

use crate::format;
use crate::state::text;
use crate::text::Text;

/// A row for each direction and protocol that something flowed in. Without names of directions the protocols stand alone.
#[component]
pub(super) fn ProtocolTable(#[prop(into)] rows: Signal<Vec<(&'static str, Vec<ProtocolRates>)>>) -> impl IntoView {
    let text = text();
    let row = move |(direction, of): (&'static str, ProtocolRates)| {
        let errors = of.rates.error_percent();
        view! {
            <tr>
                <th scope="row">{name(of.protocol, text)}{(!direction.is_empty()).then(|| view! { <span class="muted">{format!(" {direction}")}</span> })}</th>
                <td class="number">{format::rate(of.rates.total())}</td>
                <td class="number">{format::percent(100.0 - errors)}</td>
                <td class="number" class:bad=errors != 0.0>{format::percent(errors)}</td>
            </tr>
        }
    };
    let flat =
        move || rows.get().into_iter().flat_map(|(direction, rates)| rates.into_iter().map(move |of| (direction, of)));
    let has_any = Memo::new(move |_| rows.with(|rows| rows.iter().any(|(_, rates)| !rates.is_empty())));
    view! {
        <Show when=move || has_any.get()>
            <div class="card" data-testid="protocols">
                <table>
                    <thead><tr>
                        <th scope="col">{text.of_graph.protocol}</th><th scope="col" class="number">{text.of_graph.per_second}</th>
                        <th scope="col" class="number">{text.of_graph.success}</th><th scope="col" class="number">{text.errors}</th>
                    </tr></thead>
                    <tbody>{move || flat().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
    .into_any()
}

fn name(protocol: Protocol, text: &'static Text) -> &'static str {
    match protocol {
        Protocol::Http => "HTTP",
        Protocol::Grpc => "gRPC",
        Protocol::Tcp => text.of_graph.tcp_connections,
    }
}
