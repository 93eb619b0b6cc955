//! From a folder of built files to the site folder: names by content, compressed copies, a manifest, and the
//! sizes held against the budgets.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

/// A part whose size over the network has a budget: what it is called, its file, and KB (1,000 bytes) of Brotli. The terminal is
/// in the page's module.
type Budget = (&'static str, &'static str, usize);
const BUDGETS: &[Budget] = &[
    ("page module", "mesh_app_bg.wasm", 300),
    ("engine module", "mesh_engine_bg.wasm", 750),
    ("editor bundle", "editor.js", 160),
    ("CSS", "style.css", 20),
];

/// Media that are compressed already.
const COMPRESSED: &[&str] = &["png", "woff2", "webp", "ico"];

/// Length of a file as it is and as it travels.
pub(crate) struct Size {
    raw: usize,
    brotli: usize,
}

/// Fills `site` with what `staging` holds: `assets/<stem>.<hash>.<extension>` with `.br` and `.gz` beside it, and
/// `manifest.json`, which leads from the built name to the served path. Gives the sizes by built name.
pub(crate) fn pack(staging: &Path, site: &Path) -> Result<BTreeMap<String, Size>> {
    let assets = site.join("assets");
    if assets.exists() {
        fs::remove_dir_all(&assets).with_context(|| format!("cannot empty {}", assets.display()))?;
    }
    fs::create_dir_all(&assets).with_context(|| format!("cannot write to {}", assets.display()))?;

    let mut manifest = BTreeMap::new();
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir(staging).with_context(|| format!("cannot read {}", staging.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let served = hashed_name(&name, &content);
        let size = write_variants(&assets.join(&served), &content)?;
        manifest.insert(name.clone(), format!("/assets/{served}"));
        sizes.insert(name, size);
    }
    fs::write(site.join("manifest.json"), serde_json::to_string_pretty(&manifest)?)?;
    report(&sizes);
    Ok(sizes)
}

/// `style.css` with some content -> `style.5f0c….css`: a name that may be cached forever.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash: String = Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

fn write_variants(path: &Path, content: &[u8]) -> Result<Size> {
    fs::write(path, content)?;
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    if COMPRESSED.contains(&extension.as_str()) {
        return Ok(Size { raw: content.len(), brotli: content.len() });
    }
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut brotli, &parameters)?;
    fs::write(path.with_extension(format!("{extension}.br")), &brotli)?;

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(content)?;
    fs::write(path.with_extension(format!("{extension}.gz")), gzip.finish()?)?;
    Ok(Size { raw: content.len(), brotli: brotli.len() })
}

fn report(sizes: &BTreeMap<String, Size>) {
    eprintln!("{:<24} {:>10} {:>10}", "file", "raw", "brotli");
    for (name, size) in sizes {
        eprintln!("{name:<24} {:>7} KB {:>7} KB", kilobytes(size.raw), kilobytes(size.brotli));
    }
    for budget in BUDGETS {
        let (Ok(line) | Err(line)) = held(sizes, *budget);
        eprintln!("{line}");
    }
}

/// Fails where a part has grown over its budget.
pub(crate) fn hold(sizes: &BTreeMap<String, Size>) -> Result<()> {
    let over: Vec<String> = BUDGETS.iter().filter_map(|budget| held(sizes, *budget).err()).collect();
    ensure!(
        over.is_empty(),
        "the page is too large:\n  {}\nTake out what has come in, or have it fetched later (docs/performance.md, \"What the page \
         loads\"); the budgets stand in xtask/bundler/src/pack.rs",
        over.join("\n  ")
    );
    Ok(())
}

/// What a part takes of its budget; an error where that is too much, or where there is nothing that could be held against it.
fn held(sizes: &BTreeMap<String, Size>, (what, file, budget): Budget) -> Result<String, String> {
    let Some(Size { brotli, .. }) = sizes.get(file) else {
        return Err(format!("{what}: there is no {file} to hold against its budget of {budget} KB"));
    };
    let size = kilobytes(*brotli);
    match brotli.saturating_sub(budget * 1000) {
        0 => Ok(format!("{what}: {size} KB brotli, within its budget of {budget} KB")),
        more => Err(format!("{what}: {size} KB brotli, {more} bytes OVER its budget of {budget} KB")),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content_only() {
        let first = hashed_name("mesh_app_bg.wasm", b"one");
        assert!(first.starts_with("mesh_app_bg.") && first.ends_with(".wasm"));
        assert_eq!(first, hashed_name("mesh_app_bg.wasm", b"one"));
        assert_ne!(first, hashed_name("mesh_app_bg.wasm", b"two"));
    }

    #[test]
    fn a_part_over_its_budget_is_named_with_how_much() {
        let size = |brotli| Size { raw: brotli, brotli };
        let used_up = BUDGETS.iter().map(|(_, file, budget)| ((*file).to_owned(), size(budget * 1000)));
        let mut sizes: BTreeMap<String, Size> = used_up.collect();
        let told = |sizes: &BTreeMap<String, Size>| hold(sizes).map_err(|error| error.to_string());
        assert_eq!(told(&sizes), Ok(()));
        sizes.insert("mesh_app_bg.wasm".to_owned(), size(301_234));
        sizes.remove("editor.js");
        let over = told(&sizes).unwrap_err();
        assert!(over.contains("\n  page module: 301.2 KB brotli, 1234 bytes OVER its budget of 300 KB\n"), "{over}");
        assert!(over.contains("\n  editor bundle: there is no editor.js"), "{over}");
        assert!(!over.contains("engine module"), "{over}");
    }
}
