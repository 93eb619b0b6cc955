//! Scenarios that come with the playground.

use mesh_config::SourceFile;

use crate::{Localized, Scenario, Session, Time, Work};

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

    /// Whether these are its files, unchanged.
    #[must_use]
    pub fn is_made_of(&self, files: &[SourceFile]) -> bool {
        let own = self.files.iter().copied();
        own.eq(files.iter().map(|file| (file.name.as_str(), file.text.as_str())))
    }

    /// The scenario to open.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let file = |(name, text): &(&str, &str)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() };
        Scenario::new(self.files.iter().map(file).collect())
    }
}

macro_rules! preset {
    ($slug:literal, $en:literal, $ko:literal) => {
        preset!($slug, $en, $ko, ["mesh.yaml", "apps.yaml", "traffic.yaml", "scenario.yaml"])
    };
    ($slug:literal, $en:literal, $ko:literal, [$($file:literal),+]) => {
        Preset {
            slug: $slug,
            title_en: $en,
            title_ko: $ko,
            files: &[$(($file, include_str!(concat!("../../../public/scenarios/", $slug, "/", $file)))),+],
        }
    };
}

const PRESETS: &[Preset] = &[
    preset!("canary-weights", "Canary by weight", "가중치로 카나리 배포하기"),
    preset!("ingress-weighted", "Canary at the edge", "인그레스 게이트웨이에서 가중치로 나누기"),
    preset!("ingress-prefix", "Routing by path at the edge", "인그레스 게이트웨이에서 경로로 나누기"),
    preset!("dark-release", "Dark release by header", "헤더로 하는 다크 릴리스"),
    preset!("circuit-breaking", "Circuit breaking", "서킷 브레이커"),
    preset!(
        "node-upgrade",
        "Emptying a node",
        "노드 OS 업그레이드",
        ["mesh.yaml", "apps.yaml", "cluster.yaml", "traffic.yaml", "scenario.yaml"]
    ),
    preset!(
        "second-scheduler",
        "A second scheduler",
        "두 번째 스케줄러",
        ["mesh.yaml", "apps.yaml", "scheduler.yaml", "traffic.yaml", "scenario.yaml"]
    ),
    preset!(
        "entrypoint-lab",
        "What a container runs",
        "컨테이너가 실행하는 것",
        [
            "Dockerfile",
            "Dockerfile.cmd",
            "Dockerfile.shell",
            "Dockerfile.web",
            "apps.yaml",
            "traffic.yaml",
            "scenario.yaml"
        ]
    ),
    preset!("bookinfo", "Bookinfo: a sandbox", "북인포: 자유롭게 실험하기"),
];

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

/// One line for each preset: its name, and the digest of its first minute. The native engine and the one in
/// WebAssembly must print the same.
#[must_use]
pub fn digests() -> String {
    let digest = |preset: &Preset| {
        let mut session = Session::open(preset.scenario());
        match session.seek(Time(60_000_000_000), &mut Work::unlimited()) {
            Ok(()) => format!("{} {}", preset.slug, session.digest()),
            Err(stopped) => format!("{} {stopped}", preset.slug),
        }
    };
    PRESETS.iter().map(digest).collect::<Vec<_>>().join("\n")
}

/// The digest of the first simulated seconds of a scenario that is one text, or why it could not be run so far.
#[must_use]
pub fn digest(text: &str, seconds: u32) -> String {
    let file = SourceFile { name: "scenario.yaml".to_owned(), text: text.to_owned() };
    let mut session = Session::open(Scenario::new(vec![file]));
    match session.seek(Time(u64::from(seconds) * 1_000_000_000), &mut Work::unlimited()) {
        Ok(()) => session.digest(),
        Err(stopped) => stopped.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_config::{Spec, parse};

    #[test]
    fn every_preset_is_read_without_a_finding_and_says_its_title() {
        for preset in presets() {
            let config = parse(&preset.scenario().files);
            assert_eq!(config.diagnostics, [], "{}", preset.slug);
            let scenario = config.resources.iter().find_map(|resource| match &resource.spec {
                Spec::Scenario(scenario) => Some(scenario),
                _ => None,
            });
            let title = scenario.and_then(|scenario| scenario.title.as_ref()).unwrap();
            assert_eq!((title.get("en"), title.get("ko")), (Some(preset.title_en), Some(preset.title_ko)));
        }
    }
}
