//! From a folder of built files to the site folder: names by content, compressed copies, a manifest, and the
//! sizes held against the budgets.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Files whose size over the network has a budget, in KB (1,000 bytes) of Brotli.
const BUDGETS: &[(&str, &[&str], usize)] = &[
    ("page module", &["mesh_app_bg.wasm"], 300),
    ("engine module", &["mesh_engine_bg.wasm"], 750),
    ("editor bundle", &["editor.js"], 160),
    ("CSS", &["style.css"], 20),
];

/// Media that are compressed already.
const COMPRESSED: &[&str] = &["png", "woff2", "webp", "ico"];

/// Length of a file as it is and as it travels.
struct Size {
    raw: usize,
    brotli: usize,
}

/// Fills `site` with what `staging` holds: `assets/<stem>.<hash>.<extension>` with `.br` and `.gz` beside it, and
/// `manifest.json`, which leads from the built name to the served path.
pub(crate) fn pack(staging: &Path, site: &Path) -> Result<()> {
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
    Ok(())
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
    for (what, files, budget) in BUDGETS {
        let total: usize = files.iter().filter_map(|file| sizes.get(*file)).map(|size| size.brotli).sum();
        let verdict = if total <= budget * 1000 { "within" } else { "OVER" };
        eprintln!("{what}: {} KB brotli, {verdict} its budget of {budget} KB", kilobytes(total));
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::hashed_name;

    #[test]
    fn a_name_changes_with_the_content_only() {
        let first = hashed_name("mesh_app_bg.wasm", b"one");
        assert!(first.starts_with("mesh_app_bg.") && first.ends_with(".wasm"));
        assert_eq!(first, hashed_name("mesh_app_bg.wasm", b"one"));
        assert_ne!(first, hashed_name("mesh_app_bg.wasm", b"two"));
    }
}
