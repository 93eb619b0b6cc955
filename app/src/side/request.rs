//! One request by hand.

use leptos::{ev, prelude::*};
use mesh_scenario::RequestToSend;

use crate::shown::Shown;
use crate::state::{playground, text};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

#[component]
pub(crate) fn RequestForm() -> impl IntoView {
    let text = text();
    let playground = playground();
    let clients = Memo::new(move |_| playground.shown.with(|shown| shown.frame.clients.clone()));
    let suggested = Memo::new(move |_| playground.shown.with(suggestion));
    // None: as suggested, which may change with the scenario.
    let from = RwSignal::new(None::<String>);
    let method = RwSignal::new("GET".to_owned());
    let url = RwSignal::new(None::<String>);
    let headers = RwSignal::new(String::new());
    let from_now = move || {
        from.get().filter(|from| clients.with(|clients| clients.contains(from))).unwrap_or_else(|| suggested.get().0)
    };
    let url_now = move || url.get().unwrap_or_else(|| suggested.get().1);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let headers = headers.get_untracked();
        let request = RequestToSend {
            from: untrack(from_now),
            method: method.get_untracked(),
            url: untrack(url_now),
            headers: headers.lines().filter_map(header).collect(),
        };
        playground.send(&request);
    };
    view! {
        <form class="card request" data-testid="request" on:submit=send>
            <h3>{text.send_one}</h3>
            <label>{text.client}
                <select data-testid="request-from" on:change=move |event| from.set(Some(event_target_value(&event)))>
                    {move || clients.get().into_iter().map(|client| {
                        let name = StoredValue::new(client.clone());
                        let is_chosen = move || name.with_value(|name| from_now() == *name);
                        let words = client.clone();
                        view! { <option value=client selected=is_chosen prop:selected=is_chosen>{words}</option> }
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
    let name = name.trim().to_lowercase();
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
    (client, format!("http://{}{path}", line.authority))
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
