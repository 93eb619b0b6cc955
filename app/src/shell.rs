//! The HTML document around the page.

use leptos::prelude::*;
use mesh_view::Opening;

use crate::browser::ROOT;
use crate::format::fill;
use crate::lesson::{self, Told};
use crate::page::Handover;
use crate::text::texts_in;
use crate::unfurled::{Unfurled, open_graph, tags};
use crate::unscripted::unscripted;
use crate::{Language, Page};

/// Addresses of the built files, as the server serves them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet: `style/main.css` with its imports.
    pub stylesheet: String,
    /// The JavaScript module that wasm-bindgen made of this crate (`--target web`).
    pub script: String,
    /// The page's WebAssembly module.
    pub wasm: String,
    /// What that leaves out, fetched once the engine answers.
    pub rest: String,
    /// The way to the engine, `app/js/engine.ts`.
    pub engine: String,
    /// The engine's Worker, `app/js/worker.ts`.
    pub worker: String,
    /// The JavaScript module that wasm-bindgen made of the engine.
    pub engine_script: String,
    /// The engine's WebAssembly module.
    pub engine_wasm: String,
    /// What that leaves out, fetched once it runs.
    pub engine_rest: String,
    /// The canvas glue, `app/js/dots.ts`.
    pub dots: String,
    /// The editor, `app/js/editor.ts`; loaded once the page runs.
    pub editor: String,
    /// The sentences of the page's language, a line each (`mesh_words::install`).
    pub sentences: String,
    /// What that language says of fields; none in English, which the engine has itself.
    pub fields: Option<String>,
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
    /// What it begins with.
    pub opening: Opening,
    /// In which language.
    pub language: Language,
    /// How others reach it; `None` where the server does not know its own address.
    pub unfurled: Option<Unfurled>,
    /// The step of a lesson that stands beside the graph of a frame.
    pub told: Option<Told>,
}

/// The whole document as text, `<!DOCTYPE html>` included.
#[must_use]
pub fn document(options: ShellOptions) -> String {
    let owner = Owner::new();
    let is_embed = options.page.is_embed();
    let language = options.language;
    let html = mesh_view::speaking(language, || owner.with(|| shell(options).into_view().to_html()));
    // In a page with an editor somebody's text may hold the same.
    let html = if is_embed { NOTHING.into_iter().fold(html, |html, part| html.replace(part, "")) } else { html };
    format!("<!DOCTYPE html>{html}")
}

/// What nobody sees: marks for a page that continues these elements, which a frame does not, and what draws nothing yet.
const NOTHING: [&str; 9] = [
    "<!>",
    "<!--<() />-->",
    "<path class=\"hit\"></path>",
    // Classes are written last, wherever they stand in the view.
    "<path d=\"\" class=\"line\"></path>",
    "<path d=\"\" class=\"head\"></path>",
    "<path d=\"\" class=\"cut\"></path>",
    "<path d=\"\" class=\"health-sign\"></path>",
    "<path d=\"\" class=\"glyph\"></path>",
    " class=\"\"",
];

/// The document as a view. Needs a reactive owner around it, which [`document`] has.
pub fn shell(options: ShellOptions) -> impl IntoView + use<> {
    let ShellOptions { nonce, assets, page, opening, language, unfurled, told } = options;
    let text = texts_in(language);
    let embed = page.is_embed();
    let handover = Handover { page, language, opening }.rounded_as_seen();
    let frame = &handover.opening.moment.frame;
    let name = frame.title.get(text.tag);
    let title = if name.is_empty() { text.product.to_owned() } else { fill(text.page_title, &[name, text.product]) };
    let description = match frame.description.get(text.tag) {
        "" => text.page_description.to_owned(),
        words => words.to_owned(),
    };
    let start = start_script(&assets, embed);
    let text_of_handover = handover.to_text();
    let unscripted = unscripted(&handover.opening.moment.frame.graph, text);
    let page = crate::app::app(handover);
    let told = told.and_then(|told| lesson::told(&told));
    view! {
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title inner_html=crate::inert::text_area(&title)></title>
                {(!embed).then(|| view! {
                    <meta name="description" content=description.clone() />
                    {open_graph("og:type", "website")}
                    {open_graph("og:site_name", text.product)}
                    {open_graph("og:title", &title)}
                    {open_graph("og:description", &description)}
                    {unfurled.map(|unfurled| tags(unfurled, &title))}
                })}
                <link rel="icon" href=assets.icon />
                <link rel="stylesheet" href=assets.stylesheet />
                {(!embed).then(|| view! { <link rel="modulepreload" href=assets.script /><link rel="modulepreload" href=assets.engine /> })}
                <script id=Handover::ELEMENT type="text/plain" inner_html=text_of_handover></script>
                <script nonce=nonce.clone() inner_html=if embed { FRAMED } else { THEME }></script>
                {(!embed).then(|| view! { <script nonce=nonce.clone() inner_html=LINK></script> })}
                <script type="module" nonce=nonce inner_html=start></script>
            </head>
            <body>
                <div id=ROOT>{page}</div>
                {told}
                {unscripted}
                {(!embed).then(|| view! {
                    <p class="opening" role="status">{text.opening_link}</p>
                    <p class="opening failed" role="alert">{text.opening_failed}</p>
                })}
                // Above all others: it may be another dialog that could not be opened.
                <dialog id="missing" class="missing" role="alertdialog" aria-labelledby="missing-title" aria-describedby="missing-why">
                    <div class="inside">
                        <h2 id="missing-title">{text.missing_title}</h2>
                        <p id="missing-why">{text.missing}</p>
                        <button type="button" class="primary">{text.missing_start}</button>
                    </div>
                </dialog>
                {embed.then(|| view! { <button type="button" class="primary run" data-run data-testid="run">{text.run_it}</button> })}
            </body>
        </html>
    }
}

/// Sets the theme that the reader chose before anything is painted.
const THEME: &str =
    "try{const t=localStorage.getItem('mesh-playground.theme');if(t)document.documentElement.dataset.theme=t}catch{}";

/// A frame looks as the page around it does, which browsers tell it as the preferred scheme, or as its address says; what the reader
/// chose for the playground is not meant for other pages.
const FRAMED: &str = "{const t=new URLSearchParams(location.search).get('theme');if(/^(light|dark)$/.test(t))document.documentElement.dataset.theme=t}";

/// What a link behind `#` holds is unknown to the server: the page that it rendered is hidden until the engine has read it.
/// A place of the page has a plain name.
const LINK: &str = "if(!/^(#[a-z][a-z0-9-]*)?$/.test(location.hash))document.documentElement.dataset.link='opening'";

/// Loads the module and hands it what wasm-bindgen cannot import by itself; in a frame of another page only after a
/// click.
fn start_script(assets: &Assets, embed: bool) -> String {
    let Assets {
        script,
        wasm,
        rest,
        dots,
        editor,
        engine,
        worker,
        engine_script,
        engine_wasm,
        engine_rest,
        sentences,
        fields,
        ..
    } = assets;
    let element = Handover::ELEMENT;
    // A frame of another page has no editor.
    let later = if embed { "answered" } else { "settled" };
    let fields = fields.as_ref().filter(|_| !embed).map_or_else(String::new, |fields| format!(",fields:{fields:?}"));
    let start = format!(
        "const [page,dots,{{answered,awaited,engines,makeWhole,said,settled,unpacked}}]=await Promise.all([import({script:?}),import({dots:?}),import({engine:?})]);\
         const handover=unpacked(document.getElementById({element:?}).textContent);\
         const begin=engines({{worker:{worker:?},script:{engine_script:?},wasm:{engine_wasm:?},rest:{engine_rest:?},sentences:{sentences:?}{fields}}});\
         const words=said({sentences:?});\
         makeWhole(page,await page.default({{module_or_path:{wasm:?}}}),{rest:?},{later});page.take_over(dots,()=>awaited(import({editor:?})),begin,await handover,await words)"
    );
    // Without the engine nobody can tell what the link holds.
    let start = if embed {
        start
    } else {
        format!(
            "try{{{start}}}catch(e){{const r=document.documentElement;if(r.dataset.link)r.dataset.link='failed';throw e}}"
        )
    };
    if embed {
        format!("const run=document.querySelector('[data-run]');run.onclick=async()=>{{run.remove();{start}}}")
    } else {
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(page: Page, scenario: mesh_view::Scenario) -> String {
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
        let opening = mesh_scenario::opening(scenario, &mut mesh_scenario::Work::network());
        document(ShellOptions {
            nonce: "n0nce".into(),
            assets,
            page,
            opening,
            language: Language::En,
            unfurled: None,
            told: None,
        })
    }

    fn first() -> mesh_view::Scenario {
        mesh_scenario::presets()[0].scenario()
    }

    #[test]
    fn the_first_frame_is_there_without_script() {
        let html = html(Page::Index, first());
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        for part in ["kind: VirtualService", "data-testid=\"node ", "aria-label=\"Graph\"", "nonce=\"n0nce\""] {
            assert!(html.contains(part), "{part} is missing");
        }
    }

    #[test]
    fn a_link_unfolds_into_a_card_where_the_server_knows_its_address() {
        let unfurled = Unfurled {
            address: "https://mesh.example/s/x".into(),
            picture: "https://mesh.example/og/s/x.png".into(),
            oembed: Some("https://mesh.example/oembed?url=x".into()),
        };
        let owner = Owner::new();
        let html = owner.with(|| tags(unfurled, "Canary \"by\" weight").into_view().to_html());
        for part in [
            "property=\"og:image\" content=\"https://mesh.example/og/s/x.png\"",
            "property=\"og:image:width\" content=\"1200\"",
            "content=\"Canary &quot;by&quot; weight\"",
            "type=\"application/json+oembed\" href=\"https://mesh.example/oembed?url=x\"",
        ] {
            assert!(html.contains(part), "{part} is missing in {html}");
        }
        assert!(!self::html(Page::Index, first()).contains("og:image"), "an address that nobody gave");
    }

    #[test]
    fn a_text_cannot_end_the_script_that_hands_it_over() {
        let mut scenario = first();
        scenario.files[0].text = "# </script><script>alert(1)</script>".into();
        let html = html(Page::Shared { id: "x".into() }, scenario);
        assert!(!html.contains("<script>alert"), "unescaped");
    }

    #[test]
    fn requests_move_before_anything_is_loaded() {
        for preset in mesh_scenario::presets() {
            for page in [Page::Index, Page::Embed { id: "x".into() }] {
                let html = html(page, preset.scenario());
                let layer = layer(&html);
                let (curves, dots) = (layer.matches("--p:path('M").count(), layer.matches("--d:-").count());
                assert!(curves >= 2 && (10..=80).contains(&dots), "{}: {dots} on {curves} edges", preset.slug);
            }
        }
    }

    #[test]
    fn requests_that_fail_look_so() {
        let text = "apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {view: {at: 5s}}\n---\n\
                    apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], http: \
                    [{route: [{destination: {host: a}}]}]}\n---\napiVersion: playground.mesh/v1\nkind: App\nmetadata: \
                    {name: a}\nspec: {selector: {matchLabels: {app: a}}, errors: [{status: 502, share: 50}]}\n";
        let html = shared(text.into());
        let layer = layer(&html);
        assert!(
            layer.contains("<path class=\"back\" d=\"M0-6L6 0L0 6L-6 0Z\" style=\"--d:-")
                && layer.contains("<circle style=")
        );
    }

    #[test]
    fn nothing_moves_where_nothing_is_sent() {
        for text in ["", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"] {
            let html = shared(text.into());
            assert_eq!(layer(&html), "", "{text}");
        }
    }

    /// What is in the layer of the first requests.
    fn layer(html: &str) -> &str {
        let (_, behind) = html.split_once("data-testid=\"ahead\"").expect("the layer is there");
        let (_, content) = behind.split_once('>').unwrap();
        let mut depth = 0_usize;
        for (at, _) in content.match_indices('<') {
            match &content[at..] {
                rest if rest.starts_with("<g") => depth += 1,
                rest if rest.starts_with("</g") && depth == 0 => return &content[..at],
                rest if rest.starts_with("</g") => depth -= 1,
                _ => {}
            }
        }
        panic!("the layer has no end");
    }

    #[test]
    fn the_figures_are_a_table_where_scripts_are_off() {
        let html = html(Page::Index, first());
        let (_, unscripted) = html.split_once("<noscript>").unwrap();
        let (unscripted, _) = unscripted.split_once("</noscript>").unwrap();
        assert!(unscripted.contains("<td>90 %<td>") && unscripted.contains(" rps<td>"), "{unscripted}");
        assert!(unscripted.contains("JavaScript"));
    }

    #[test]
    fn no_name_ends_what_stands_where_scripts_are_off() {
        let name = "</noscript><img src=x onerror=alert(1)>";
        let edge = mesh_view::Edge {
            id: "a>b".into(),
            source: name.into(),
            target: format!("\"'{name}"),
            health: mesh_view::Health::Healthy,
            ..mesh_view::Edge::default()
        };
        let graph = mesh_view::Graph { edges: vec![edge], ..mesh_view::Graph::default() };
        let html =
            Owner::new().with(|| unscripted(&graph, crate::text::texts_in(crate::Language::En)).into_view().to_html());
        assert_eq!(html.matches("</noscript").count(), 1, "{html}");
        assert!(!html.contains("<img") && html.contains("&lt;/noscript"), "{html}");
    }

    #[test]
    fn an_embed_is_small_before_its_click() {
        const LARGEST: usize = 20_000;
        for preset in mesh_scenario::presets() {
            // A build without debug assertions does not say what stands for nothing.
            let [page, embed] = [Page::Index, Page::Embed { id: "x".into() }]
                .map(|page| html(page, preset.scenario()).replace("<!--<() />-->", ""));
            let part = |from: &str, to: &str| {
                embed.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or(0, |(part, _)| part.len())
            };
            println!(
                "{}: page {} bytes, embed {} bytes: handover {}, dots {}, table {}",
                preset.slug,
                page.len(),
                embed.len(),
                part("id=\"handover\"", "</script>"),
                layer(&embed).len(),
                part("<noscript>", "</noscript>")
            );
            assert!(embed.len() < LARGEST, "{}: {} bytes", preset.slug, embed.len());
        }
    }

    #[test]
    fn an_embed_is_a_picture_before_its_click() {
        let embed = html(Page::Embed { id: "x".into() }, first());
        for part in ["data-testid=\"node ", "data-id=", "tabindex=", "data-testid=\"zoom-in\"", "data-testid=\"find\""]
        {
            assert!(!embed.contains(part), "{part}");
            assert!(html(Page::Index, first()).contains(part), "{part}");
        }
        assert!(embed.contains("class=\"node ") && embed.contains("class=\"line\""));
    }

    #[test]
    fn an_embedded_page_waits_for_a_click() {
        let html = html(Page::Embed { id: "x".into() }, first());
        assert!(html.contains("data-run") && html.contains("run.onclick"));
        assert!(!html.contains("modulepreload"));
    }

    /// What the network may send.
    const LARGEST: usize = 256 * 1024;

    /// A text of that size, of a part for each number.
    fn many(part: impl Fn(usize) -> String) -> String {
        let mut text = String::new();
        for at in 0.. {
            let part = part(at);
            if text.len() + part.len() > LARGEST {
                break;
            }
            text.push_str(&part);
        }
        text
    }

    fn shared(text: String) -> String {
        let file = mesh_view::SourceFile { name: "mesh.yaml".into(), text };
        html(Page::Shared { id: "x".into() }, mesh_view::Scenario::new(vec![file]))
    }

    #[test]
    fn no_text_makes_a_page_that_is_many_times_larger() {
        let service = |at: usize| {
            format!("apiVersion: v1\nkind: Service\nmetadata: {{name: s{at}}}\nspec: {{ports: [{{port: 80}}]}}\n---\n")
        };
        let rule = |at: usize| {
            format!(
                "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: r{at}}}\nspec: {{hosts: \
                 [h{at}], http: [{{route: [{{destination: {{host: h{at}}}}}]}}]}}\n---\n"
            )
        };
        for (what, text) in [
            ("Services", many(service)),
            ("rules", many(rule)),
            ("one-line documents", many(|_| "a: 1\n---\n".into())),
            ("tags", many(|_| "<!--".into())),
            ("ends of tags", many(|_| "</".into())),
            ("entities", many(|_| "&lt".into())),
            ("quotes", many(|_| "\"".into())),
            ("one name", format!("apiVersion: v1\nkind: Service\nmetadata: {{name: {}}}\n", "x".repeat(LARGEST - 100))),
            (
                "one title",
                format!(
                    "apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {{title: {}}}\n",
                    "x".repeat(LARGEST - 100)
                ),
            ),
        ] {
            let page = shared(text);
            println!("{what}: {} KB", page.len() / 1000);
            assert!(page.len() < 1_300_000, "{what}: {} bytes", page.len());
        }
    }

    #[test]
    fn what_the_first_frame_does_not_draw_is_counted_in_it() {
        // Gateways are not folded, however many there are.
        let caller = |at: usize| {
            format!(
                "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: g{at}}}\nspec: {{gatewayClassName: \
                 istio, listeners: [{{name: http, port: 80, protocol: HTTP}}]}}\n---\napiVersion: playground.mesh/v1\nkind: \
                 Traffic\nmetadata: {{name: t{at}}}\nspec: {{from: ingress/g{at}, request: {{url: \"http://x/\"}}, rate: 1}}\n---\n"
            )
        };
        let scenario = "apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {view: {at: 5s}}\n---\n";
        let page = shared(many(|at| if at == 0 { scenario.to_owned() } else { caller(at) }));
        println!("callers: {} KB", page.len() / 1000);
        assert!(page.len() < 1_300_000, "{} bytes", page.len());
        assert!(page.contains("data-testid=\"left-out\"") && page.contains("are drawn once the page runs"));
        assert_eq!(page.matches("data-testid=\"node ").count(), 120);
    }

    #[test]
    fn no_number_of_files_is_a_tab_each() {
        let file = |at: usize| mesh_view::SourceFile { name: format!("{at}.yaml"), text: String::new() };
        let scenario = mesh_view::Scenario::new((0..20_000).map(file).collect());
        let page = html(Page::Shared { id: "x".into() }, scenario);
        println!("20,000 files: {} KB", page.len() / 1000);
        assert!(page.len() < 1_300_000 && page.contains("19960 more files"), "{} bytes", page.len());
    }

    #[test]
    fn a_name_cannot_be_markup_nor_stand_everywhere_in_full() {
        let mut scenario = first();
        for file in &mut scenario.files {
            file.name = format!("{}</script><script>alert(1)</script>\u{202e}\0", "x".repeat(60_000));
        }
        let page = html(Page::Shared { id: "x".into() }, scenario);
        assert!(!page.contains("<script>alert"), "unescaped");
        assert!(page.len() < 600_000, "{} bytes", page.len());
    }

    #[test]
    fn what_stands_behind_the_hash_covers_the_first_frame_but_for_places() {
        let page = html(Page::Index, first());
        assert!(page.contains("dataset.link='opening'") && page.contains("Opening the link"));
        let embed = html(Page::Embed { id: "x".into() }, first());
        assert!(!embed.contains("dataset.link"), "an embed has no link of its own");
    }
}
