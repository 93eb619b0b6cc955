//! Sentences with code in them.

use leptos::prelude::*;

/// A text with what is in backticks as code; long names of hosts break behind their dots, not in a number.
pub(crate) fn with_code(text: &str) -> AnyView {
    let part = |(at, part): (usize, &str)| match at % 2 {
        0 => part.to_owned().into_any(),
        _ => {
            let piece = |piece: &str| view! { {piece.to_owned()}<wbr /> };
            view! { <code>{part.split_inclusive(['.', ':']).map(piece).collect_view()}</code> }.into_any()
        }
    };
    text.split('`').enumerate().map(part).collect_view().into_any()
}
