//! The programs that a line can name.

mod awk;
mod filters;
mod grep;
mod help;
pub(crate) mod in_pod;
mod small;
mod sort;
mod timeout;
mod xargs;

use crate::{Context, Place, Program, curl, fortio, istioctl, kubectl};

/// The programs that people type by name; what stands for `kubectl` in a letter aside.
pub(crate) const NAMES: [&str; 30] = [
    "awk", "bash", "cat", "clear", "curl", "cut", "date", "docker", "echo", "export", "false", "fortio", "grep",
    "head", "help", "istioctl", "kubectl", "ls", "printf", "pwd", "seq", "sh", "sleep", "sort", "tail", "timeout",
    "true", "uniq", "wc", "xargs",
];

/// Begins a program.
///
/// # Errors
/// Its exit code, where it has ended already or where there is no such program.
pub(crate) fn start(words: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let Some((name, arguments)) = words.split_first() else { return Err(0) };
    if let Place::Pod { .. } = context.session.place
        && let Some(started) = in_pod::start(name, arguments, context)
    {
        return started;
    }
    match name.as_str() {
        "kubectl" | "k" => kubectl::start(arguments, context),
        "docker" => crate::docker::start(arguments, context),
        "curl" => curl::start(arguments, context),
        "fortio" => fortio::start(arguments, context),
        "help" => Err(help::print(context)),
        "istioctl" => istioctl::start(arguments, context),
        "grep" | "egrep" | "fgrep" => grep::start(name, arguments, context),
        "sort" | "uniq" => sort::start(name, arguments, context),
        "wc" | "head" | "tail" | "cut" | "cat" | "tr" | "tee" => filters::start(name, arguments, context),
        "xargs" => xargs::start(arguments, context),
        "timeout" => timeout::start(arguments, context),
        "sh" | "bash" => in_pod::shell(name, arguments, context),
        "break" | "continue" => {
            context.session.leave(name == "break", arguments);
            Err(0)
        }
        "awk" => awk::start(arguments, context),
        _ => small::start(name, arguments, context),
    }
}
