//! Lists the folders of `public/scenarios` that are lessons, with the texts of their files: they are compiled in.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let scenarios = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../public/scenarios").canonicalize()?;
    println!("cargo::rerun-if-changed={}", scenarios.display());
    let mut code = "static LESSONS: &[(&str, &[(&str, &str)])] = &[\n".to_owned();
    for folder in entries(&scenarios)?.iter().filter(|folder| folder.join("lesson.en.md").is_file()) {
        let mut files = Vec::new();
        collect(folder, &mut files)?;
        writeln!(code, "    ({:?}, &[", folder.file_name().unwrap_or_default().to_string_lossy())?;
        for file in files {
            let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            writeln!(code, "        ({name:?}, include_str!({:?})),", file.display().to_string())?;
        }
        writeln!(code, "    ]),")?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("lessons.rs"), code)?;
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    entries.sort();
    Ok(entries)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for path in entries(folder)? {
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
