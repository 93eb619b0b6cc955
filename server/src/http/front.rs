//! The document of `/`: the same first frame for everyone who reads a language, so it is rendered once and waits for nothing.

use mesh_app::{Assets, Page, ShellOptions, Unfurled};
use mesh_scenario::{Preset, Work, opening, presets};
use mesh_words::Language;

use super::headers::nonce;
use super::problem::Problem;
use super::room::compute;

/// A document without its nonce.
#[derive(Debug, Clone)]
pub(crate) struct Front {
    /// The text between the places where the nonce stands.
    parts: Vec<String>,
}

impl Front {
    /// The document with the nonce of one answer.
    pub(super) fn with(&self, nonce: &str) -> String {
        self.parts.join(nonce)
    }

    pub(super) async fn render(
        assets: Assets,
        language: Language,
        unfurled: Option<Unfurled>,
    ) -> Result<Self, Problem> {
        // Random, so that no text of the page can be taken for it.
        let placeholder = nonce().map_err(|error| Problem::internal(&error))?;
        let nonce = placeholder.clone();
        let first = presets().first().map(Preset::scenario).unwrap_or_default();
        let document = move |work: &mut Work| {
            let opening = opening(first, work);
            let (page, language) = (Page::Index, language);
            mesh_app::document(ShellOptions { nonce, assets, page, opening, language, unfurled, told: None })
        };
        let html = compute(document).await?;
        Ok(Self { parts: html.split(&placeholder).map(str::to_owned).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_answer_has_its_own_nonce_wherever_one_stands() {
        let asset = |name: &str| format!("/assets/{name}");
        let assets = Assets {
            stylesheet: asset("style.css"),
            script: asset("mesh_app.js"),
            wasm: asset("mesh_app_bg.wasm"),
            rest: asset("mesh_app_rest.wasm"),
            dots: asset("dots.js"),
            editor: asset("editor.js"),
            engine: asset("engine.js"),
            worker: asset("worker.js"),
            engine_script: asset("mesh_engine.js"),
            engine_wasm: asset("mesh_engine_bg.wasm"),
            engine_rest: asset("mesh_engine_rest.wasm"),
            sentences: asset("sentences.en.txt"),
            fields: None,
            icon: asset("icon.svg"),
        };
        let front = Front::render(assets, Language::En, None).await.unwrap();
        let html = front.with("n0nce-1");
        assert!(html.matches("nonce=\"n0nce-1\"").count() >= 2, "{html}");
        assert_eq!(html.matches("nonce=").count(), html.matches("nonce=\"n0nce-1\"").count());
        assert_eq!(front.with("n0nce-2").replace("n0nce-2", "n0nce-1"), html);
    }
}
