//! The words of a lesson, drawn from values: nothing of them is taken for markup.

use leptos::prelude::*;
use mesh_view::{Block, Inline};

use super::open;
use super::player::Player;

/// Blocks one below the other.
pub(super) fn blocks(player: Player, blocks: &[Block]) -> AnyView {
    blocks.iter().map(|it| block(player, it)).collect_view().into_any()
}

fn block(player: Player, it: &Block) -> AnyView {
    match it {
        Block::Paragraph(text) => view! { <p>{line(player, text)}</p> }.into_any(),
        Block::List { is_ordered, items } => {
            let items = items.iter().map(|item| view! { <li>{blocks(player, item)}</li> }).collect_view();
            if *is_ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
        }
        // Long lines are scrolled to, by keys, too.
        Block::Code { text, .. } => view! { <pre tabindex="0"><code>{text.clone()}</code></pre> }.into_any(),
        Block::Quote(quoted) => view! { <blockquote>{blocks(player, quoted)}</blockquote> }.into_any(),
        Block::Table { head, rows } => {
            let head = head.iter().map(|cell| view! { <th scope="col">{line(player, cell)}</th> }).collect_view();
            let row = |row: &Vec<Vec<Inline>>| {
                let cells = row.iter().map(|cell| view! { <td>{line(player, cell)}</td> }).collect_view();
                view! { <tr>{cells}</tr> }
            };
            let rows = rows.iter().map(row).collect_view();
            view! { <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
        }
    }
}

/// Pieces of a line.
pub(super) fn line(player: Player, text: &[Inline]) -> AnyView {
    text.iter().map(|it| piece(player, it)).collect_view().into_any()
}

fn piece(player: Player, it: &Inline) -> AnyView {
    match it {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Code(code) => view! { <code>{code.clone()}</code> }.into_any(),
        Inline::Strong(text) => view! { <strong>{line(player, text)}</strong> }.into_any(),
        Inline::Emphasis(text) => view! { <em>{line(player, text)}</em> }.into_any(),
        Inline::Link { address, text } => match address.strip_prefix('#') {
            Some(step) => {
                let step = step.to_owned();
                // What stands behind `#` in this page's address is a link to a scenario.
                let go = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    open::jump_to(player, &step);
                };
                view! { <a href=safe(address) on:click=go>{line(player, text)}</a> }.into_any()
            }
            None => view! { <a href=safe(address) target="_blank" rel="noopener">{line(player, text)}</a> }.into_any(),
        },
        Inline::Figure { check, figure } => {
            let (check, figure) = (check.clone(), *figure);
            let seen = move || seen(player, &check, figure).unwrap_or_else(|| "…".to_owned());
            view! { <b class="figure" data-testid="figure">{seen}</b> }.into_any()
        }
    }
}

/// An address that leads to a page; a lesson has no other, and none runs a script.
fn safe(address: &str) -> String {
    let is_page = ["https:", "/", "#"].iter().any(|start| address.starts_with(start));
    if is_page { address.to_owned() } else { "#".to_owned() }
}

/// What a check has seen.
pub(super) fn seen(player: Player, check: &str, figure: u32) -> Option<String> {
    let seen = player.progress.with(|progress| Some(progress.seen.get(check)?.get(figure as usize)?.0.clone()));
    seen.filter(|seen| !seen.is_empty())
}

/// The same as text alone.
pub(super) fn plain(text: &[Inline], player: Player) -> String {
    let piece = |it: &Inline| match it {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Strong(text) | Inline::Emphasis(text) | Inline::Link { text, .. } => plain(text, player),
        Inline::Figure { check, figure } => untrack(|| seen(player, check, *figure)).unwrap_or_else(|| "…".to_owned()),
    };
    text.iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_runs_a_script() {
        for (address, leads) in [
            ("https://istio.io", "https://istio.io"),
            ("/lessons", "/lessons"),
            ("#yours", "#yours"),
            ("javascript:alert(1)", "#"),
            ("data:text/html,x", "#"),
        ] {
            assert_eq!(safe(address), leads);
        }
    }
}
