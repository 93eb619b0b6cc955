//! Colours: the page's CSS variables, or their values where the drawing stands alone.

use crate::Health;

/// How an SVG gets its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// CSS variables of the page it stands in (`--ok`, `--warn`, `--bad`, …).
    #[default]
    Page,
    /// Standalone, light: no external CSS or fonts.
    Light,
    /// Standalone, dark.
    Dark,
}

/// Colours by meaning.
pub(super) struct Palette {
    pub background: &'static str,
    pub text: &'static str,
    pub muted: &'static str,
    pub ok: &'static str,
    pub warn: &'static str,
    pub bad: &'static str,
    pub idle: &'static str,
    pub badge: &'static str,
    pub node: &'static str,
    pub area: &'static str,
    pub area_line: &'static str,
    /// Text on a label filled with ok, warn, bad or idle.
    pub on_label: &'static str,
}

impl Palette {
    pub(super) fn of(theme: Theme) -> Self {
        match theme {
            Theme::Page => Self {
                background: "var(--bg)",
                text: "var(--text)",
                muted: "var(--muted)",
                ok: "var(--ok)",
                warn: "var(--warn)",
                bad: "var(--bad)",
                idle: "var(--idle)",
                badge: "var(--badge)",
                node: "var(--node)",
                area: "var(--box)",
                area_line: "var(--boxline)",
                on_label: "var(--node)",
            },
            Theme::Light => Self {
                background: "#f5f6f8",
                text: "#1b1f27",
                muted: "#5c6573",
                ok: "#257a3e",
                warn: "#946700",
                bad: "#951212",
                idle: "#6f7885",
                badge: "#876fd4",
                node: "#ffffff",
                area: "#eef0f4",
                area_line: "#cfd4dc",
                on_label: "#ffffff",
            },
            Theme::Dark => Self {
                background: "#14171c",
                text: "#e8ebf0",
                muted: "#9aa5b5",
                ok: "#87bb62",
                warn: "#ffcc17",
                bad: "#f0561d",
                idle: "#7c8696",
                badge: "#b6a6e9",
                node: "#232934",
                area: "#191d24",
                area_line: "#3a4250",
                on_label: "#14171c",
            },
        }
    }

    /// The colour of a state; Kiali draws what it cannot judge as healthy, and what is idle grey.
    pub(super) fn of_health(&self, health: Health, idle: bool) -> &'static str {
        match health {
            _ if idle && health <= Health::Healthy => self.idle,
            Health::None | Health::Healthy => self.ok,
            Health::NotReady => self.idle,
            Health::Degraded => self.warn,
            Health::Failure => self.bad,
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

    /// The page's own colours, light and dark.
    fn of_page(name: &str) -> [String; 2] {
        let tokens = concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/tokens.css");
        let tokens = std::fs::read_to_string(tokens).unwrap();
        let value = tokens.lines().find_map(|line| line.trim().strip_prefix(&format!("--{name}: light-dark(")));
        let (light, dark) = value.unwrap().trim_end_matches(");").split_once(", ").unwrap();
        [light.to_owned(), dark.to_owned()]
    }

    #[test]
    fn healthy_degraded_failing_and_idle_differ_for_eyes_that_see_fewer_colours() {
        let drawn = [Theme::Light, Theme::Dark].map(|theme| {
            let Palette { ok, warn, bad, idle, .. } = Palette::of(theme);
            [ok, warn, bad, idle].map(str::to_owned)
        });
        let names = ["good", "warning", "bad", "idle"];
        let page = [0, 1].map(|theme| names.map(|name| of_page(name)[theme].clone()));
        for (colours, (eyes, matrix)) in
            drawn.iter().chain(&page).flat_map(|of| EYES.iter().map(move |eyes| (of, eyes)))
        {
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
