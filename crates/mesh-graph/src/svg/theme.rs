//! Colours: those of the page (`style/tokens.css`), as values, since a drawing stands alone.

use crate::{Edge, Health};

/// Whether a drawing is light or dark. It needs no style sheet and no fonts from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// Colours by meaning, named as the page names them.
pub(super) struct Palette {
    pub(super) background: &'static str,
    pub(super) text: &'static str,
    pub(super) muted: &'static str,
    pub(super) line_strong: &'static str,
    pub(super) good: &'static str,
    pub(super) warning: &'static str,
    /// Where amber is filled and something is written on it.
    pub(super) warning_tag: &'static str,
    pub(super) on_warning_tag: &'static str,
    pub(super) bad: &'static str,
    pub(super) bad_text: &'static str,
    /// What carries TCP alone, which nobody judges.
    pub(super) tcp: &'static str,
    pub(super) idle: &'static str,
    pub(super) badge: &'static str,
    pub(super) on_badge: &'static str,
    /// Text on what is filled with good, bad or idle.
    pub(super) on_status: &'static str,
    pub(super) node: &'static str,
    pub(super) area: &'static str,
    pub(super) area_line: &'static str,
}

impl Palette {
    pub(super) fn of(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self {
                background: "#f5f6f8",
                text: "#1b1f27",
                muted: "#59616f",
                line_strong: "#8a92a0",
                good: "#257a3e",
                warning: "#b98412",
                warning_tag: "#ffd665",
                on_warning_tag: "#241a00",
                bad: "#951212",
                bad_text: "#951212",
                tcp: "#0a58b5",
                idle: "#8a929e",
                badge: "#876fd4",
                on_badge: "#ffffff",
                on_status: "#ffffff",
                node: "#ffffff",
                area: "#eef0f4",
                area_line: "#cfd4dc",
            },
            Theme::Dark => Self {
                background: "#14171c",
                text: "#e8ebf0",
                muted: "#9aa5b5",
                line_strong: "#6d778a",
                good: "#87bb62",
                warning: "#ffcc17",
                warning_tag: "#ffcc17",
                on_warning_tag: "#241a00",
                bad: "#f0561d",
                bad_text: "#ff8055",
                tcp: "#73b1ff",
                idle: "#7c8696",
                badge: "#b6a6e9",
                on_badge: "#14171c",
                on_status: "#14171c",
                node: "#232934",
                area: "#191d24",
                area_line: "#3a4250",
            },
        }
    }

    /// The colour of a state; Kiali draws what it cannot judge as healthy, and what is idle grey.
    pub(super) fn of_health(&self, health: Health, idle: bool) -> &'static str {
        match health {
            _ if idle && health <= Health::Healthy => self.idle,
            Health::None | Health::Healthy => self.good,
            Health::NotReady => self.idle,
            Health::Degraded => self.warning,
            Health::Failure => self.bad,
        }
    }

    /// The colour of an edge.
    pub(super) fn of_edge(&self, edge: &Edge) -> &'static str {
        match edge.health {
            Health::None | Health::Healthy if edge.is_tcp() && !edge.idle => self.tcp,
            health => self.of_health(health, edge.idle),
        }
    }

    /// What is filled with the colour of a state, and what is written on it: on the amber of lines nothing could be read.
    pub(super) fn filled(&self, health: Health, colour: &'static str) -> (&'static str, &'static str) {
        match health {
            Health::Degraded => (self.warning_tag, self.on_warning_tag),
            _ => (colour, self.on_status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a colour is seen by some eyes: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
    /// Color Vision Deficiency" (2009), whole deficiency; rows of a matrix over linear red, green and blue.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("protanopia", [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
        ("deuteranopia", [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
        ("tritanopia", [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
    ];
    /// In units of CIE 1976 L*a*b*, where 2.3 is just noticeable.
    const APART: f64 = 15.0;

    /// The coordinates of `#rrggbb` in CIE L*a*b*, as some eyes see it.
    fn lab(colour: &str, eyes: &[[f64; 3]; 3]) -> [f64; 3] {
        let linear = [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        });
        let row = |weights: &[f64; 3]| weights.iter().zip(linear).map(|(weight, of)| weight * of).sum::<f64>();
        let [red, green, blue] = eyes.each_ref().map(|weights| row(weights).clamp(0.0, 1.0));
        let part = |value: f64| if value > 0.008856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 };
        let x = part((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
        let y = part(0.2126 * red + 0.7152 * green + 0.0722 * blue);
        let z = part((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The page's own colours, light and dark, by their names in the style sheet.
    fn of_page(name: &str) -> [String; 2] {
        let tokens = concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/tokens.css");
        let tokens = std::fs::read_to_string(tokens).unwrap();
        let value = tokens.lines().find_map(|line| line.trim().strip_prefix(&format!("--{name}: ")));
        let value = value.unwrap_or_else(|| panic!("--{name} is not in the style sheet")).trim_end_matches(';');
        match value.strip_prefix("light-dark(") {
            Some(both) => {
                let (light, dark) = both.trim_end_matches(')').split_once(", ").unwrap();
                [light.to_owned(), dark.to_owned()]
            }
            None => [value.to_owned(), value.to_owned()],
        }
    }

    #[test]
    fn a_drawing_has_the_colours_of_the_page() {
        for (at, theme) in [Theme::Light, Theme::Dark].into_iter().enumerate() {
            let palette = Palette::of(theme);
            for (name, colour) in [
                ("bg", palette.background),
                ("text", palette.text),
                ("muted", palette.muted),
                ("line-strong", palette.line_strong),
                ("good", palette.good),
                ("warning", palette.warning),
                ("warning-tag", palette.warning_tag),
                ("on-warning-tag", palette.on_warning_tag),
                ("bad", palette.bad),
                ("bad-text", palette.bad_text),
                ("tcp", palette.tcp),
                ("idle", palette.idle),
                ("badge", palette.badge),
                ("on-badge", palette.on_badge),
                ("on-status", palette.on_status),
                ("node", palette.node),
                ("box", palette.area),
                ("box-line", palette.area_line),
            ] {
                assert_eq!(colour, of_page(name)[at], "--{name} of {theme:?}");
            }
        }
    }

    #[test]
    fn healthy_degraded_failing_and_idle_differ_for_eyes_that_see_fewer_colours() {
        let drawn = [Theme::Light, Theme::Dark].map(|theme| {
            let Palette { good, warning, bad, idle, .. } = Palette::of(theme);
            [good, warning, bad, idle]
        });
        for (colours, (eyes, matrix)) in drawn.iter().flat_map(|of| EYES.iter().map(move |eyes| (of, eyes))) {
            for (at, one) in colours.iter().enumerate() {
                for other in &colours[at + 1..] {
                    let (one_at, other_at) = (lab(one, matrix), lab(other, matrix));
                    let apart = one_at
                        .iter()
                        .zip(other_at)
                        .map(|(one, other)| (one - other) * (one - other))
                        .sum::<f64>()
                        .sqrt();
                    assert!(apart >= APART, "{one} and {other} are {apart:.0} apart with {eyes}");
                }
            }
        }
    }
}
