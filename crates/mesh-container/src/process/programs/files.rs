//! `cat`, `ls` and the programs that make, copy and remove files (coreutils 9.1).

use super::Call;
use crate::files::{Content, Entry, absolute};

fn operands<'a>(call: &'a Call<'_>) -> Vec<&'a String> {
    call.arguments().iter().filter(|argument| !argument.starts_with('-') || *argument == "-").collect()
}

/// `cat FILE…`, or what comes on standard input.
pub(super) fn cat(call: &mut Call<'_>) -> i32 {
    let files: Vec<String> = operands(call).into_iter().cloned().collect();
    let mut status = 0;
    let from_input = files.is_empty();
    for file in files.iter().map(String::as_str).chain(from_input.then_some("-")) {
        if file == "-" {
            let text = call.world.read(call.surroundings.descriptors.get(0), false);
            call.out(&text);
            continue;
        }
        match call.world.look(&call.surroundings.folder, file).cloned() {
            Some(Entry::File { content: Content::Text(text), .. }) => call.out(&text),
            Some(Entry::File { .. }) => call.out("\u{7f}ELF\n"),
            Some(Entry::Directory) => {
                call.err(&format!("cat: {file}: Is a directory\n"));
                status = 1;
            }
            None => {
                call.err(&format!("cat: {file}: No such file or directory\n"));
                status = 1;
            }
        }
    }
    status
}

/// `ls [FILE]…`, a name a line.
pub(super) fn ls(call: &mut Call<'_>) -> i32 {
    let mut files: Vec<String> = operands(call).into_iter().cloned().collect();
    if files.is_empty() {
        files.push(".".to_owned());
    }
    let (mut status, several) = (0, files.len() > 1);
    let mut text = String::new();
    for file in &files {
        let path = absolute(&call.surroundings.folder, file);
        match call.world.files.get(&path) {
            Some(Entry::Directory) => {
                if several {
                    text.push_str(&format!("{file}:\n"));
                }
                for name in call.world.files.names_in(&path) {
                    text.push_str(&format!("{name}\n"));
                }
            }
            Some(Entry::File { .. }) => text.push_str(&format!("{file}\n")),
            None => {
                status = 2;
                call.err(&format!("ls: cannot access '{file}': No such file or directory\n"));
            }
        }
    }
    call.out(&text);
    status
}

/// `mkdir`, `touch`, `rm`, `cp`, `mv`, `chmod`.
pub(super) fn change(program: &str, call: &mut Call<'_>) -> i32 {
    let options: String =
        call.arguments().iter().filter(|argument| argument.starts_with('-')).map(String::as_str).collect();
    let mut names: Vec<String> = operands(call).into_iter().cloned().collect();
    let mode = (program == "chmod" && !names.is_empty()).then(|| names.remove(0));
    if names.is_empty() && program == "rm" && options.contains('f') {
        return 0;
    }
    if names.is_empty() {
        call.err(&format!("{program}: missing operand\nTry '{program} --help' for more information.\n"));
        return 1;
    }
    let folder = call.surroundings.folder.clone();
    let destination =
        if matches!(program, "cp" | "mv") { names.pop().map(|name| absolute(&folder, &name)) } else { None };
    let mut status = 0;
    for name in &names {
        let path = absolute(&folder, name);
        let entry = call.world.files.get(&path).cloned();
        let why = match (program, entry) {
            ("mkdir", Some(_)) if !options.contains('p') => {
                Some(format!("mkdir: cannot create directory '{name}': File exists"))
            }
            ("mkdir", Some(_)) => None,
            ("mkdir", None) => {
                call.world.files.put(&path, Entry::Directory);
                None
            }
            ("touch", None) => {
                call.world.files.write(&path, String::new());
                None
            }
            ("touch", Some(_)) => None,
            ("rm", None) if options.contains('f') => None,
            ("rm", None) => Some(format!("rm: cannot remove '{name}': No such file or directory")),
            ("rm", Some(Entry::Directory)) if !options.contains(['r', 'R']) => {
                Some(format!("rm: cannot remove '{name}': Is a directory"))
            }
            ("rm", Some(_)) => {
                call.world.files.remove(&path);
                None
            }
            ("chmod", None) => Some(format!("chmod: cannot access '{name}': No such file or directory")),
            ("chmod", Some(Entry::File { content, is_executable })) => {
                let mode = mode.clone().unwrap_or_default();
                let digits = mode.chars().all(|c| c.is_ascii_digit());
                let is_executable = match (digits, mode.contains('x')) {
                    (true, _) => mode.chars().any(|c| matches!(c, '1' | '3' | '5' | '7')),
                    (false, true) => mode.contains(['+', '=']),
                    (false, false) => is_executable,
                };
                call.world.files.put(&path, Entry::File { content, is_executable });
                None
            }
            ("chmod", Some(Entry::Directory)) => None,
            (_, None) => Some(format!("{program}: cannot stat '{name}': No such file or directory")),
            (_, Some(entry)) => {
                let target = destination.clone().unwrap_or_default();
                let into = matches!(call.world.files.get(&target), Some(Entry::Directory));
                let last = path.rsplit('/').next().unwrap_or_default();
                let target = if into { absolute(&target, last) } else { target };
                call.world.files.put(&target, entry);
                if program == "mv" {
                    call.world.files.remove(&path);
                }
                None
            }
        };
        if let Some(why) = why {
            status = 1;
            call.err(&format!("{why}\n"));
        }
    }
    status
}
