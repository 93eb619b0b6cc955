//! Scenarios that come with the playground.

use mesh_config::SourceFile;

use crate::{Localized, Scenario};

/// A scenario that comes with the playground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its folder under `public/scenarios`, and its name in links.
    pub slug: &'static str,
    /// Title in English.
    pub title_en: &'static str,
    /// Title in Korean.
    pub title_ko: &'static str,
    /// Names and texts of its files.
    pub files: &'static [(&'static str, &'static str)],
}

impl Preset {
    /// Its title in the page's languages.
    #[must_use]
    pub fn title(&self) -> Localized {
        Localized { en: self.title_en.to_owned(), ko: Some(self.title_ko.to_owned()) }
    }

    /// The scenario to open.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let file = |(name, text): &(&str, &str)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() };
        Scenario::new(self.files.iter().map(file).collect())
    }
}

macro_rules! preset {
    ($slug:literal, $en:literal, $ko:literal, [$($file:literal),+]) => {
        Preset {
            slug: $slug,
            title_en: $en,
            title_ko: $ko,
            files: &[$(($file, include_str!(concat!("../../../public/scenarios/", $slug, "/", $file)))),+],
        }
    };
}

const PRESETS: &[Preset] = &[preset!(
    "canary-weights",
    "Canary by weight",
    "가중치로 카나리 배포하기",
    ["mesh.yaml", "apps.yaml", "traffic.yaml"]
)];

/// All presets, in the order of the menu; the first one opens on `/`.
#[must_use]
pub fn presets() -> &'static [Preset] {
    PRESETS
}

/// The preset of a name.
#[must_use]
pub fn preset(slug: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.slug == slug)
}
