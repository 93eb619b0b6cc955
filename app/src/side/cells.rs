//! A value against its limit: a cell for each one where there are few, else a bar.

use leptos::prelude::*;

use crate::format;

/// More cells are not told apart.
const MOST: u32 = 10;

pub(super) fn cells(value: u32, limit: u32, is_bad: bool) -> AnyView {
    let tone = if is_bad { "bad" } else { "full" };
    if limit <= MOST {
        let cell = |at: u32| view! { <i class=if at < value { tone } else { "" }></i> };
        return view! { <span class="cells" aria-hidden="true">{(0..limit).map(cell).collect_view()}</span> }
            .into_any();
    }
    let share = (100.0 * f64::from(value) / f64::from(limit)).min(100.0);
    view! { <span class="bar" aria-hidden="true"><i class=tone style=format!("width:{}%", format::fixed(share, 1))></i></span> }
        .into_any()
}
