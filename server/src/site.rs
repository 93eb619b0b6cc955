//! The built page: bundles, styles and static files under the names that their content gives them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use mesh_app::Assets;
use mesh_words::Language;

/// What `cargo xtask` has put together. A debug build reads the folder when it runs, a release build holds it.
#[derive(rust_embed::RustEmbed)]
#[folder = "$MESH_SITE"]
#[allow_missing = true]
struct Built;

/// The served files.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// From the built name (`style.css`) to the served path (`/assets/style.5f0c….css`).
    manifest: BTreeMap<String, String>,
}

/// A file in one of its encodings.
pub(crate) struct Asset {
    pub(crate) content: Cow<'static, [u8]>,
    /// The value of Content-Encoding; `None` for the file as it is.
    pub(crate) encoding: Option<&'static str>,
}

impl Site {
    /// The site that this binary was built with; empty where the page was not built.
    #[must_use]
    pub fn built() -> Self {
        let manifest =
            Built::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default();
        Self { manifest }
    }

    /// A site of these files: from the built name (`style.css`) to the served path.
    #[must_use]
    pub fn of(manifest: BTreeMap<String, String>) -> Self {
        Self { manifest }
    }

    /// The addresses that a document in a language names; `None` where the page was not built.
    pub(crate) fn assets(&self, language: Language) -> Option<Assets> {
        let path = |name: &str| self.manifest.get(name).cloned();
        Some(Assets {
            stylesheet: path("style.css")?,
            script: path("mesh_app.js")?,
            wasm: path("mesh_app_bg.wasm")?,
            rest: path("mesh_app_rest.wasm")?,
            engine: path("engine.js")?,
            worker: path("worker.js")?,
            engine_script: path("mesh_engine.js")?,
            engine_wasm: path("mesh_engine_bg.wasm")?,
            engine_rest: path("mesh_engine_rest.wasm")?,
            dots: path("dots.js")?,
            editor: path("editor.js")?,
            sentences: path(&format!("sentences.{}.txt", language.tag()))?,
            fields: path(&format!("fields.{}.txt", language.tag())),
            icon: path("icon.svg")?,
        })
    }

    /// The file below `/assets/`, in the best encoding that `accepted` (the value of Accept-Encoding) names.
    pub(crate) fn asset(name: &str, accepted: &str) -> Option<Asset> {
        for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
            if accepts(accepted, encoding)
                && let Some(file) = Built::get(&format!("assets/{name}.{extension}"))
            {
                return Some(Asset { content: file.data, encoding: Some(encoding) });
            }
        }
        Built::get(&format!("assets/{name}")).map(|file| Asset { content: file.data, encoding: None })
    }
}

/// Whether the value of an Accept-Encoding header names this encoding and does not refuse it with `q=0`.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn an_encoding_is_accepted_when_it_is_named_and_not_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "gzip"));
    }
}
