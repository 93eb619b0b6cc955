//! The HTML document around the page.

use leptos::prelude::*;
use mesh_scenario::Work;

use crate::browser::ROOT;
use crate::page::Handover;
use crate::{Language, Page};

/// Addresses of the built files, as the server serves them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet: `style/main.css` with its imports.
    pub stylesheet: String,
    /// The JavaScript module that wasm-bindgen made of this crate (`--target web`).
    pub script: String,
    /// The WebAssembly module.
    pub wasm: String,
    /// The canvas glue, `app/js/dots.ts`.
    pub dots: String,
    /// The editor, `app/js/editor.ts`; loaded once the page runs.
    pub editor: String,
    /// The icon.
    pub icon: String,
}

/// What the server decides about one document.
#[derive(Clone, Debug)]
pub struct ShellOptions {
    /// The nonce of the Content-Security-Policy header, for the inline scripts and the editor's styles.
    pub nonce: String,
    /// Where the built files are.
    pub assets: Assets,
    /// What is shown.
    pub page: Page,
    /// In which language.
    pub language: Language,
}

/// The whole document as text, `<!DOCTYPE html>` included. Its first frame is run as far as there is work for it.
#[must_use]
pub fn document(options: ShellOptions, work: &mut Work) -> String {
    let owner = Owner::new();
    let html = owner.with(|| shell(options, work).into_view().to_html());
    format!("<!DOCTYPE html>{html}")
}

/// The document as a view. Needs a reactive owner around it, which [`document`] has.
pub fn shell(options: ShellOptions, work: &mut Work) -> impl IntoView + use<> {
    let ShellOptions { nonce, assets, page, language } = options;
    let text = language.text();
    let embed = page.is_embed();
    let handover = Handover { page, language };
    let start = start_script(&assets, embed);
    let json = handover.to_json();
    let page = crate::app::app(handover, work);
    view! {
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>"Mesh Playground"</title>
                <link rel="icon" href=assets.icon />
                <link rel="stylesheet" href=assets.stylesheet />
                {(!embed).then(|| view! { <link rel="modulepreload" href=assets.script /> })}
                <script id=Handover::ELEMENT type="application/json" inner_html=json></script>
                <script nonce=nonce.clone() inner_html=THEME></script>
                <script type="module" nonce=nonce inner_html=start></script>
            </head>
            <body>
                <div id=ROOT>{page}</div>
                {embed.then(|| view! { <button type="button" class="primary run" data-run data-testid="run">{text.run_it}</button> })}
            </body>
        </html>
    }
}

/// Sets the theme that the reader chose before anything is painted.
const THEME: &str =
    "try{const t=localStorage.getItem('mesh-playground.theme');if(t)document.documentElement.dataset.theme=t}catch{}";

/// Loads the module and hands it what wasm-bindgen cannot import by itself; in a frame of another page only after a
/// click.
fn start_script(assets: &Assets, embed: bool) -> String {
    let Assets { script, wasm, dots, editor, .. } = assets;
    let start = format!(
        "const [{{default:start,hydrate}},dots]=await Promise.all([import({script:?}),import({dots:?})]);\
         await start({{module_or_path:{wasm:?}}});hydrate(dots,()=>import({editor:?}))"
    );
    if embed {
        format!("const run=document.querySelector('[data-run]');run.onclick=async()=>{{run.remove();{start}}}")
    } else {
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(page: Page) -> String {
        let asset = |name: &str| format!("/assets/{name}");
        let assets = Assets {
            stylesheet: asset("style.css"),
            script: asset("mesh_app.js"),
            wasm: asset("mesh_app_bg.wasm"),
            dots: asset("dots.js"),
            editor: asset("editor.js"),
            icon: asset("icon.svg"),
        };
        document(ShellOptions { nonce: "n0nce".into(), assets, page, language: Language::En }, &mut Work::network())
    }

    #[test]
    fn the_first_frame_is_there_without_script() {
        let html = html(Page::Index);
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        for part in ["kind: VirtualService", "data-testid=\"node ", "aria-label=\"Graph\"", "nonce=\"n0nce\""] {
            assert!(html.contains(part), "{part} is missing");
        }
    }

    #[test]
    fn a_text_cannot_end_the_script_that_hands_it_over() {
        let mut scenario = Page::Index.scenario();
        scenario.files[0].text = "# </script><script>alert(1)</script>".into();
        let html = html(Page::Shared { id: "x".into(), scenario });
        assert!(!html.contains("<script>alert"), "unescaped");
    }

    #[test]
    fn an_embedded_page_waits_for_a_click() {
        let html = html(Page::Embed { id: "x".into(), scenario: Page::Index.scenario() });
        assert!(html.contains("data-run") && html.contains("run.onclick"));
        assert!(!html.contains("modulepreload"));
    }
}
