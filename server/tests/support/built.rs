//! A page as if it were built.

use mesh_server::Site;

/// The names of a built page. That its files are not there is no matter to the server.
pub(crate) fn site() -> Site {
    let names = [
        "style.css",
        "mesh_app.js",
        "mesh_app_bg.wasm",
        "mesh_app_rest.wasm",
        "mesh_engine.js",
        "mesh_engine_bg.wasm",
        "mesh_engine_rest.wasm",
        "engine.js",
        "worker.js",
        "dots.js",
        "editor.js",
        "sentences.en.txt",
        "sentences.ko.txt",
        "fields.ko.txt",
        "icon.svg",
    ];
    Site::of(names.map(|name| (name.to_owned(), format!("/assets/{name}"))).into())
}
