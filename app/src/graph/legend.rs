//! What shapes, colours, dots and badges mean, in Kiali's order.

use leptos::prelude::*;
use mesh_view::{Badge, Node, NodeKind};

use super::badge::{BadgeDisc, name_of};
use super::edge::PADLOCK;
use super::gauge::ErrorsInARow;
use super::node::shape;
use crate::format::fill;
use crate::state::text;

#[component]
pub(crate) fn Legend() -> impl IntoView {
    let text = text();
    let shapes = [
        (shape(NodeKind::Service, false, 20.0), "", text.kind_service),
        (shape(NodeKind::Service, true, 20.0), "", text.of_graph.kind_service_entry),
        (shape(NodeKind::App, false, 20.0), "", text.kind_app),
        (shape(NodeKind::Workload, false, 20.0), "", text.kind_workload),
        (shape(NodeKind::Gateway, false, 20.0), NodeKind::Gateway.glyph(), text.kind_gateway),
        (shape(NodeKind::Client, false, 20.0), NodeKind::Client.glyph(), text.kind_client),
        (shape(NodeKind::Unknown, false, 20.0), NodeKind::Unknown.glyph(), text.kind_unknown),
        (shape(NodeKind::Unknown, false, 20.0), Node::ENDED, text.of_graph.key_ended),
    ];
    let pods = [("pod", text.of_graph.key_pod), ("pod missing", text.of_graph.key_pod_missing)];
    let tones = [
        ("tone-none", "", text.healthy),
        ("tone-degraded", "\u{25b2}", text.degraded),
        ("tone-failure", "\u{25c6}", text.failure),
        ("tone-idle", "", text.idle),
    ];
    let [full, empty] = ErrorsInARow { value: 1, threshold: 2 }.cells(20.0);
    view! {
        <div class="legend stage-key" tabindex="0" role="region" aria-label=text.legend data-testid="legend">
            <h3>{text.legend_shapes}</h3>
            <ul>{shapes.map(|(outline, glyph, words)| view! {
                <li><svg viewBox="-34 -24 68 48" class="stage"><g class="node tone-none"><path class="shape" d=outline /><path class="glyph" d=glyph /></g></svg>{words}</li>
            }).collect_view()}</ul>
            <h3>{text.of_graph.key_pods}</h3>
            <ul>
                {pods.map(|(class, words)| view! {
                    <li><svg viewBox="0 0 34 20" class="stage"><g class="node tone-none"><circle class=class cx="17" cy="10" r="3.5" /></g></svg>{words}</li>
                }).collect_view()}
                <li><svg viewBox="0 0 34 20" class="stage"><g class="node" transform="translate(17 -5)"><path class="cells" d=full /><path class="cells empty" d=empty /></g></svg>{fill(text.of_graph.key_errors, &["1", "2"])}</li>
                <li><svg viewBox="0 0 34 20" class="stage"><g class="node tone-failure"><circle class="countdown" cx="17" cy="10" r="8" stroke-dasharray="33 50.3" transform="rotate(-90 17 10)" /></g></svg>{text.of_graph.key_pod_out}</li>
            </ul>
            <h3>{text.legend_edges}</h3>
            <ul>{tones.map(|(tone, sign, words)| view! {
                <li><svg viewBox="0 0 34 20" class="stage"><g class=format!("edge {tone}")><path class="line" d="M1 10H26" /><path class="head" d="M33 10L24 5V15Z" /></g></svg>{words}<span class=format!("sign {tone}") aria-hidden="true">{sign}</span></li>
            }).collect_view()}
                <li><svg viewBox="0 0 34 20" class="stage"><g class="edge tone-tcp"><path class="line" d="M1 10H26" /><path class="head" d="M33 10L24 5V15Z" /></g></svg>{text.of_graph.tcp_connections}</li>
                <li><svg viewBox="0 0 34 20" class="stage"><g class="edge dashed"><path class="line" d="M1 10H26" /><path class="head" d="M33 10L24 5V15Z" /></g></svg>{text.legend_dashed}</li>
                <li><svg viewBox="0 0 34 20" class="stage"><g class="edge unused"><path class="line" d="M1 10H26" /><path class="head" d="M33 10L24 5V15Z" /><path class="cut" d="M7 16L13 4M12 16L18 4" /></g></svg>{text.of_graph.key_unused}</li>
                <li><svg viewBox="0 0 34 20" class="stage"><g class="edge tone-none"><path class="line" d="M1 10H26" /><path class="head" d="M33 10L24 5V15Z" /><path class="severed" d="M9 4L21 16M9 16L21 4" /></g></svg>{text.is_cut}</li>
                <li><svg viewBox="0 0 34 20" class="stage"><g class="edge tone-none"><g class="tag second lock"><rect x="6.5" y=".5" width="21" /><path transform="translate(17 10)" d=PADLOCK /></g></g></svg>{text.of_graph.mutual_tls}</li>
            </ul>
            <h3>{text.legend_dots}</h3>
            <ul>
                <li><svg viewBox="0 0 34 20" class="key-dot good-dot"><circle cx="17" cy="10" r="4.5" /></svg>{text.legend_dot}</li>
                <li><svg viewBox="0 0 34 20" class="key-dot bad-dot"><path d="M17 4L23 10L17 16L11 10Z" /></svg>{text.legend_diamond}</li>
                <li><svg viewBox="0 0 34 20" class="key-dot retry-dot"><circle cx="17" cy="10" r="3.4" /></svg>{text.of_graph.key_retry}</li>
                <li><svg viewBox="0 0 34 20" class="key-dot mirror-dot"><circle cx="17" cy="10" r="3.4" /></svg>{text.of_graph.key_mirror}</li>
            </ul>
            <p class="rule" data-testid="rule">{text.dots_rule}</p>
            <h3>{text.legend_badges}</h3>
            <ul>{Badge::ALL.map(|badge| view! {
                <li><svg viewBox="0 0 34 20" class="stage"><BadgeDisc badge x=17.0 y=10.0 /></svg>{name_of(badge, text)}</li>
            }).collect_view()}</ul>
        </div>
    }
    .into_any()
}
