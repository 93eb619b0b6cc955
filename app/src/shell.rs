//! The HTML document around the page.

use leptos::prelude::*;

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

/// The whole document as text, `<!DOCTYPE html>` included.
#[must_use]
pub fn document(options: ShellOptions) -> String {
    let owner = Owner::new();
    let html = owner.with(|| shell(options).into_view().to_html());
    format!("<!DOCTYPE html>{html}")
}

/// The document as a view. Needs a reactive owner around it, which [`document`] has.
pub fn shell(options: ShellOptions) -> impl IntoView {
    let ShellOptions { nonce, assets, page, language } = options;
    let handover = Handover { page, language };
    let start = start_script(&assets);
    let json = handover.to_json();
    let page = crate::app::app(handover);
    view! {
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>"Mesh Playground"</title>
                <link rel="icon" href=assets.icon />
                <link rel="stylesheet" href=assets.stylesheet />
                <link rel="modulepreload" href=assets.script />
                <script id=Handover::ELEMENT type="application/json" inner_html=json></script>
                <script nonce=nonce.clone() inner_html=THEME></script>
                <script type="module" nonce=nonce inner_html=start></script>
            </head>
            <body>
                <div id=ROOT>{page}</div>
            </body>
        </html>
    }
}

/// Sets the theme that the reader chose before anything is painted.
const THEME: &str =
    "try{const t=localStorage.getItem('mesh-playground.theme');if(t)document.documentElement.dataset.theme=t}catch{}";

/// Loads the module and hands it what wasm-bindgen cannot import by itself.
fn start_script(assets: &Assets) -> String {
    let Assets { script, wasm, dots, editor, .. } = assets;
    format!(
        "import start,{{hydrate}} from {script:?};import * as dots from {dots:?};\
         await start({{module_or_path:{wasm:?}}});hydrate(dots,()=>import({editor:?}))"
    )
}
