//! Names in lines.

pub(crate) use mesh_view::{bold_width as bold, text_width as width};

/// Names.
pub(crate) const NAME: f64 = 12.0;
/// Everything else that is written on the stage.
pub(crate) const SMALL: f64 = 11.0;
/// A name in one line, or in two where it is wider than `over`: broken behind a hyphen, or where it must be. A line that is wider
/// than `most` ends with dots.
pub(super) fn wrap(name: &str, over: f64, most: f64) -> Vec<String> {
    if width(name, NAME) <= over {
        return vec![name.to_owned()];
    }
    let breaks = name.match_indices(['-', '.', '_', ' ']).map(|(at, _)| at + 1).filter(|at| *at < name.len());
    // The lines as even as can be.
    let widest = |at: &usize| {
        let (first, second) = name.split_at(*at);
        width(first, NAME).max(width(second, NAME))
    };
    if let Some(at) = breaks.min_by(|one, other| widest(one).total_cmp(&widest(other))) {
        let (first, second) = name.split_at(at);
        return vec![cut(first, most), cut(second, most)];
    }
    vec![cut(name, most)]
}

/// A text that ends with dots where it is wider than it may be.
fn cut(text: &str, most: f64) -> String {
    if width(text, NAME) <= most {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        cut.push(letter);
        if width(&cut, NAME) + NAME > most {
            cut.pop();
            break;
        }
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_behind_a_hyphen_where_the_lines_are_even() {
        for (name, most, lines) in [
            ("frontend", 100.0, vec!["frontend"]),
            ("fleetman-position-tracker", 130.0, vec!["fleetman-", "position-tracker"]),
            ("position-tracker", 80.0, vec!["position-", "tracker"]),
            ("recommendationservice", 90.0, vec!["recommend…"]),
            ("주문-서비스", 50.0, vec!["주문-", "서비스"]),
        ] {
            assert_eq!(wrap(name, most, most), lines, "{name}");
            assert!(wrap(name, most, most).iter().all(|line| width(line, NAME) <= most), "{name}");
        }
    }
}
