//! Level of detail: apps that stand together, folded to a card or open in a frame.

use serde::{Deserialize, Serialize};

use crate::{Health, Rates, bold_width, text_width};

/// What the reader opened and folded, and what must be seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Folding {
    /// Whether everything stands open, however much it is.
    pub unfolded: bool,
    /// Groups by id that the reader opened or, where that is false, folded; the last of one counts.
    pub chosen: Vec<(String, bool)>,
    /// Nodes by id that must be seen: what holds them is open.
    pub revealed: Vec<String>,
    /// Whether frames stand around namespaces where there are several and nothing is folded.
    pub namespace_boxes: bool,
}

/// Apps that stand together: those of a namespace, or a part of them where there are too many.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Group {
    /// `namespace:<name>`, with `/` and what names begin with behind it for a part of one.
    pub id: String,
    /// The name of the namespace, or what the names of the part begin with.
    pub label: String,
    /// The open group that it stands in.
    pub parent: Option<String>,
    /// How many apps it holds.
    pub apps: u32,
    /// Whether it opened by itself, since it is the worst.
    pub is_worst: bool,
    /// Whether it can be folded to a card.
    pub folds: bool,
}

/// What a folded group shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Card {
    /// Its apps by name.
    pub apps: Vec<CardApp>,
}

/// An app in a folded group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CardApp {
    /// The node that stands for it once the group is open.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The worst of what stands for it.
    pub health: Health,
    /// Requests to it, per second; of what is not asked from it.
    pub rates: Rates,
}

impl CardApp {
    /// Whether something is wrong with it.
    #[must_use]
    pub fn is_unwell(&self) -> bool {
        self.health >= Health::Degraded
    }
}

impl Card {
    /// Apps that are drawn, at most.
    pub const MOST: usize = 98;
    /// From one square to the next.
    pub const PITCH: f64 = 20.0;
    /// Around what stands on it.
    pub const SIDE: f64 = 14.0;
    /// From its upper edge to the first squares.
    pub const TOP: f64 = 52.0;
    /// Wider than this its name is cut.
    const WIDEST: f64 = 308.0;

    /// Squares in a row.
    #[must_use]
    pub fn columns(&self) -> usize {
        match self.apps.len() {
            0..=21 => 7,
            22..=60 => 10,
            _ => 14,
        }
    }

    /// Its apps as they are drawn: all of them, or of very many first those that are not well.
    pub fn drawn(&self) -> impl Iterator<Item = &CardApp> {
        let many = self.apps.len() > Self::MOST;
        let first = self.apps.iter().filter(move |app| !many || app.is_unwell());
        first.chain(self.apps.iter().filter(move |app| many && !app.is_unwell())).take(Self::MOST)
    }

    /// Its width and height under a name.
    #[must_use]
    pub fn size(&self, label: &str) -> (f64, f64) {
        let columns = self.columns();
        let rows = self.apps.len().min(Self::MOST).div_ceil(columns);
        let texts = bold_width(label, 12.0).max(text_width("000 services \u{b7} 0,000 rps", 11.0));
        let squares = columns as f64 * Self::PITCH - (Self::PITCH - 12.0);
        let width = (texts.max(squares) + 2.0 * Self::SIDE).min(Self::WIDEST);
        (width, Self::TOP + rows as f64 * Self::PITCH + 6.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(count: usize, unwell: usize) -> Card {
        let app = |at| CardApp {
            name: at_name(at),
            health: if at == unwell { Health::Failure } else { Health::Healthy },
            ..CardApp::default()
        };
        Card { apps: (0..count).map(app).collect() }
    }

    fn at_name(at: usize) -> String {
        format!("{at:03}")
    }

    #[test]
    fn of_very_many_apps_those_are_drawn_that_are_not_well() {
        let names = |card: &Card| card.drawn().map(|app| app.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&card(9, 4)), (0..9).map(at_name).collect::<Vec<_>>());
        let of_many = names(&card(300, 250));
        assert_eq!((of_many.len(), of_many[0].as_str(), of_many[1].as_str()), (Card::MOST, "250", "000"));
    }

    #[test]
    fn a_card_grows_with_its_apps_and_no_further_than_they_are_drawn() {
        let size = |count| card(count, 0).size("shop");
        assert!(size(3).1 < size(14).1 && size(14).0 < size(60).0);
        assert_eq!(size(98), size(5_000));
    }
}
