//! One request by hand.

use leptos::{ev, html, prelude::*};
use mesh_view::RequestToSend;

use crate::bounds;
use crate::format::{fill, short};
use crate::shown::Shown;
use crate::state::{playground, text, view_state};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

#[component]
pub(crate) fn RequestForm() -> impl IntoView {
    let text = text();
    let playground = playground();
    let to_send = view_state().to_send;
    let clients = playground.part(|versions| versions.clients, |shown| shown.frame.clients.clone());
    let suggested = Memo::new(move |_| playground.shown.with(suggestion));
    // None: as suggested, which may change with the scenario.
    let from = RwSignal::new(None::<String>);
    let method = RwSignal::new("GET".to_owned());
    let url = RwSignal::new(None::<String>);
    let headers = RwSignal::new(String::new());
    Effect::new(move |_| {
        let (sender, address) = to_send.get();
        sender.into_iter().for_each(|sender| from.set(Some(sender)));
        address.into_iter().for_each(|address| url.set(Some(address)));
    });
    let from_now = Memo::new(move |_| {
        let chosen = from.get().filter(|from| clients.with(|clients| clients.contains(from)));
        chosen.unwrap_or_else(|| suggested.get().0)
    });
    let select = NodeRef::<html::Select>::new();
    // One effect, not one for each of a thousand clients. Their list is drawn anew first.
    Effect::new(move |_| {
        clients.track();
        bounds::CLIENTS.now();
        let (chosen, select) = (from_now.get(), select.get());
        request_animation_frame(move || select.iter().for_each(|select| select.set_value(&chosen)));
    });
    // What somebody has begun to edit is not changed under their hands by a newer suggestion.
    let url_now = move || url.get().unwrap_or_else(|| suggested.get().1);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let headers = headers.get_untracked();
        let lines = headers.lines().filter(|line| !line.trim().is_empty());
        if let Some(line) = lines.clone().find(|line| header(line).is_none()) {
            playground.send_error.set(Some(fill(text.no_header, &[&short(line)])));
            return;
        }
        let request = RequestToSend {
            from: from_now.get_untracked(),
            method: method.get_untracked(),
            url: untrack(url_now),
            headers: lines.filter_map(header).collect(),
        };
        playground.send(request);
    };
    view! {
        <form class="card request" data-testid="request" on:submit=send>
            <h3>{text.send_one}</h3>
            <label>{text.client}
                <select node_ref=select data-testid="request-from" on:change=move |event| from.set(Some(event_target_value(&event)))>
                    {move || clients.get().into_iter().take(bounds::CLIENTS.now()).map(|client| {
                        let is_chosen = from_now.with_untracked(|from| *from == client);
                        view! { <option value=client.clone() selected=is_chosen>{client.clone()}</option> }
                    }).collect_view()}
                </select>
            </label>
            <div class="pair">
                <label>{text.method}
                    <select data-testid="request-method" on:change=move |event| method.set(event_target_value(&event))>
                        {METHODS.map(|method| view! { <option>{method}</option> }).collect_view()}
                    </select>
                </label>
                <label>"URL"
                    <input type="text" inputmode="url" spellcheck="false" autocomplete="off" data-testid="request-url" value=url_now prop:value=url_now
                        on:focus=move |_| url.update(|url| { url.get_or_insert_with(|| untrack(|| suggested.get().1)); })
                        on:input=move |event| url.set(Some(event_target_value(&event))) />
                </label>
            </div>
            <label>{text.headers}
                <textarea rows="2" spellcheck="false" placeholder="x-my-header: canary" data-testid="request-headers"
                    on:input=move |event| headers.set(event_target_value(&event))></textarea>
            </label>
            <button type="submit" class="primary" data-testid="request-send">{text.send}</button>
            <p role="alert" class="bad" data-testid="request-error">{move || playground.send_error.get()}</p>
        </form>
    }
    .into_any()
}

/// `name: value`, names in lower case.
fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim().to_ascii_lowercase();
    (!name.is_empty()).then(|| (name, value.trim().to_owned()))
}

/// Who asks for what: as the last request of the run did.
fn suggestion(shown: &Shown) -> (String, String) {
    let frame = &shown.frame;
    let fallback = frame.clients.first().cloned().unwrap_or_default();
    let known = frame.log.iter().rev().find(|line| frame.clients.contains(&line.client));
    let Some(line) = known.or(frame.log.last()) else { return (fallback, String::new()) };
    let client = if frame.clients.contains(&line.client) { line.client.clone() } else { fallback };
    let path = if line.path.starts_with('/') { line.path.as_str() } else { "/" };
    (client, format!("{}://{}{path}", line.scheme, line.authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_are_read_as_curl_reads_them() {
        assert_eq!(header("X-My-Header:  canary "), Some(("x-my-header".into(), "canary".into())));
        assert_eq!(header("x-empty:"), Some(("x-empty".into(), String::new())));
        assert_eq!((header("no colon"), header(": x")), (None, None));
    }
}
