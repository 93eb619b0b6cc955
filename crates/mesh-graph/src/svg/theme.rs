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
                ok: "#3d7317",
                warn: "#8f6400",
                bad: "#b1380b",
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
