//! The programs that a line can name.

mod awk;
mod filters;
mod grep;
mod help;
mod small;
mod sort;

use crate::{Context, Program, kubectl};

/// The programs that people type by name; what stands for `kubectl` in a letter aside.
pub(crate) const NAMES: [&str; 21] = [
    "awk", "cat", "clear", "cut", "date", "echo", "export", "false", "grep", "head", "kubectl", "ls", "printf", "pwd",
    "seq", "sleep", "sort", "tail", "true", "uniq", "wc",
];

/// Begins a program.
///
/// # Errors
/// Its exit code, where it has ended already or where there is no such program.
pub(crate) fn start(words: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let Some((name, arguments)) = words.split_first() else { return Err(0) };
    match name.as_str() {
        "kubectl" | "k" => kubectl::start(arguments, context),
        "help" => Err(help::help(context)),
        "docker" => crate::docker::start(arguments, context),
        "grep" | "egrep" | "fgrep" => grep::start(name, arguments, context),
        "sort" | "uniq" => sort::start(name, arguments, context),
        "wc" | "head" | "tail" | "cut" | "cat" | "tr" | "tee" | "xargs" => filters::start(name, arguments, context),
        "awk" => awk::start(arguments, context),
        _ => small::start(name, arguments, context),
    }
}
