//! `docker build` (docker/cli, `cli/command/image/build.go`).

use std::collections::BTreeMap;

use mesh_container::{Context as BuildContext, build as build_image, with_tag};

use super::call::Call;
use super::engine::{MOST, Stored};
use crate::Context;

pub(super) fn build(call: &Call, context: &mut Context<'_>) -> i32 {
    let mut tags = Vec::new();
    for tag in call.all("tag") {
        let why = if tag.chars().any(|c| c.is_ascii_uppercase()) {
            let full = if tag.contains('/') { tag.to_owned() } else { format!("library/{tag}") };
            format!("invalid reference format: repository name ({full}) must be lowercase")
        } else if tag.is_empty() || tag.contains(' ') || tag.starts_with([':', '-', '/']) {
            "invalid reference format".to_owned()
        } else {
            tags.push(with_tag(tag));
            continue;
        };
        let usage = "Usage:  docker build [OPTIONS] PATH | URL | -";
        context.err(&format!(
            "invalid argument {tag:?} for \"-t, --tag\" flag: {why}\n\n{usage}\n\nRun 'docker build --help' for more information\n"
        ));
        return 125;
    }
    let path = call.arguments.first().map_or(".", String::as_str);
    let is_input = path == "-";
    let Some(files) = files_below(path, &context.session.files).or_else(|| is_input.then(BTreeMap::new)) else {
        context.err(&format!("unable to prepare context: path {path:?} not found\n"));
        return 1;
    };
    let text = if is_input {
        std::mem::take(&mut context.input.text)
    } else {
        let named = call.last("file").map(|file| file.trim_start_matches("./").to_owned());
        let file = named.clone().unwrap_or_else(|| "Dockerfile".to_owned());
        // A file that is named is seen from where the terminal stands.
        let found = match named {
            Some(_) => context.session.files.get(&file).or_else(|| files.get(&file)),
            None => files.get(&file),
        };
        match found {
            Some(text) => text.clone(),
            None => {
                let home = context.session.variables.get("PWD").cloned().unwrap_or_default();
                let folder = folder_of(path);
                let whole =
                    if folder.is_empty() || call.last("file").is_some() { file } else { format!("{folder}/{file}") };
                context.err(&format!(
                    "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat {home}/{whole}: no such \
                     file or directory\n"
                ));
                return 1;
            }
        }
    };
    let arguments: Vec<(String, String)> = call
        .all("build-arg")
        .filter_map(|pair| pair.split_once('='))
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect();
    let engine = context.session.docker.clone();
    let images = |name: &str| engine.image(name);
    let target = call.last("target").unwrap_or_default();
    let place = BuildContext { files: &files, images: &images, arguments: &arguments, target };
    let sent = format!("Sending build context to Docker daemon  {}\n", size(&files));
    match build_image(&text, &place) {
        Ok(built) => {
            let id = built.image.id();
            if call.is("quiet") {
                context.out(&format!("sha256:{id}\n"));
            } else {
                let short = id.get(..12).unwrap_or_default();
                context.out(&format!("{sent}{}Successfully built {short}\n", built.log));
                for tag in &tags {
                    context.out(&format!("Successfully tagged {tag}\n"));
                }
            }
            for tag in tags {
                context.server.add_image(&tag, &built.image);
                let engine = &mut context.session.docker;
                if engine.images.len() < MOST {
                    let created = context.server.now();
                    engine.images.insert(tag, Stored { image: built.image.clone(), created });
                }
            }
            0
        }
        Err(failure) => {
            let quiet = call.is("quiet");
            let before = format!("{sent}{}{}", if quiet { "\n" } else { "" }, failure.log);
            if quiet {
                context.err(&before);
            } else {
                context.out(&before);
            }
            let by = if failure.is_refused { "Error response from daemon: " } else { "" };
            context.err(&format!("{by}{}\n", failure.message));
            failure.status
        }
    }
}

/// The folder that a path names, from where the terminal stands.
fn folder_of(path: &str) -> &str {
    match path.trim_start_matches("./").trim_end_matches('/') {
        "." => "",
        path => path,
    }
}

/// The files below a folder, as they are named from there.
fn files_below(path: &str, files: &BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
    let folder = folder_of(path);
    if folder.is_empty() {
        return Some(files.clone());
    }
    let prefix = format!("{folder}/");
    let inside: BTreeMap<String, String> =
        files.iter().filter_map(|(name, text)| Some((name.strip_prefix(&prefix)?.to_owned(), text.clone()))).collect();
    (!inside.is_empty()).then_some(inside)
}

/// How much a tar of files is (go-units' `HumanSizeWithPrecision`).
fn size(files: &BTreeMap<String, String>) -> String {
    const BLOCK: usize = 512;
    let folders = files.keys().filter(|name| name.contains('/')).count();
    let of = |text: &String| BLOCK + text.len().div_ceil(BLOCK) * BLOCK;
    let bytes = files.values().map(of).sum::<usize>() + folders * BLOCK + 2 * BLOCK;
    super::list::human_size(bytes as f64)
}
