//! Servers, as far as their arguments decide whether they run.

use super::Call;
use crate::process::{Disposition, Halt, Surroundings, World};
use crate::signal::Signal;

/// What a server answers a signal with, and its exit code then.
type Handled = (Signal, i32);

/// Runs until a signal that it handles.
pub(super) fn serve(surroundings: &Surroundings, world: &mut World, handled: &[Handled]) -> Result<i32, Halt> {
    if !surroundings.is_main {
        world.pass(u64::MAX)?;
        return Ok(0);
    }
    for (signal, _) in handled {
        world.dispositions.insert(*signal, Disposition::Handle);
    }
    world.pass_until_signal(u64::MAX)?;
    let signal = world.pending.first().copied().unwrap_or(Signal::TERM);
    Ok(handled.iter().find(|(known, _)| *known == signal).map_or(0, |(_, status)| *status))
}

/// `nginx [-g directives] [-c file] [-p prefix] [-e file] [-t] [-v] [-q]` (src/core/nginx.c, `ngx_get_options`).
pub(super) fn nginx(call: &mut Call<'_>) -> Result<i32, Halt> {
    let mut directives = String::new();
    let mut arguments = call.arguments().iter();
    let fail = |call: &mut Call<'_>, why: String| {
        call.err(&format!("nginx: {why}\n"));
        Ok(1)
    };
    while let Some(argument) = arguments.next() {
        let Some(options) = argument.strip_prefix('-') else {
            let why = format!("invalid option: \"{argument}\"");
            return fail(call, why);
        };
        match options.chars().next() {
            Some('v' | 'V') => {
                call.err("nginx version: nginx/1.27.0\n");
                return Ok(0);
            }
            Some('t' | 'T') => {
                call.err(
                    "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file \
                     /etc/nginx/nginx.conf test is successful\n",
                );
                return Ok(0);
            }
            Some('h' | '?') => return Ok(0),
            Some('q') => {}
            Some(option @ ('g' | 'c' | 'p' | 'e' | 's')) => {
                let inline = options.get(1..).filter(|text| !text.is_empty()).map(str::to_owned);
                let Some(value) = inline.or_else(|| arguments.next().cloned()) else {
                    return fail(call, format!("option \"-{option}\" requires parameter"));
                };
                match option {
                    'g' => directives = value,
                    's' => {
                        let why = format!(
                            "[error] open() \"/run/nginx.pid\" failed (2: No such file or directory)\nnginx: signal {value}"
                        );
                        return fail(call, why.split('\n').next().unwrap_or_default().to_owned());
                    }
                    _ => {}
                }
            }
            _ => {
                let why = format!("invalid option: \"{}\"", options.chars().next().unwrap_or('-'));
                return fail(call, why);
            }
        }
    }
    let words: Vec<&str> = directives.split_whitespace().collect();
    if !words.is_empty() && !directives.trim_end().ends_with([';', '}']) {
        return fail(call, "[emerg] unexpected end of parameter, expecting \";\" in command line".to_owned());
    }
    // Without "daemon off;" the first process leaves the work to another one and ends.
    if !words.windows(2).any(|pair| matches!(pair, ["daemon", "off;"])) {
        return Ok(0);
    }
    serve(call.surroundings, call.world, &[(Signal::TERM, 0), (Signal::INTERRUPT, 0), (Signal(3), 0)])
}

/// `python FILE`, `python -m MODULE`, `python -c CODE`.
pub(super) fn python(call: &mut Call<'_>) -> Result<i32, Halt> {
    let name = call.name().to_owned();
    match call.arguments() {
        [] => Ok(0),
        [first, ..] if first == "-m" || first == "-u" || first == "-c" => {
            serve(call.surroundings, call.world, &[(Signal::INTERRUPT, 130)])
        }
        [first, ..] if first == "--version" || first == "-V" => {
            call.out("Python 3.12.4\n");
            Ok(0)
        }
        [file, ..] => {
            let folder = call.surroundings.folder.clone();
            if call.world.look(&folder, file).is_none() {
                let whole = crate::files::absolute(&folder, file);
                call.err(&format!("{name}: can't open file '{whole}': [Errno 2] No such file or directory\n"));
                return Ok(2);
            }
            serve(call.surroundings, call.world, &[(Signal::INTERRUPT, 130)])
        }
    }
}

/// `node FILE`; as the first process of a container it does not hear SIGTERM unless its script does.
pub(super) fn node(call: &mut Call<'_>) -> Result<i32, Halt> {
    match call.arguments().first().cloned() {
        None => Ok(0),
        Some(file) if !file.starts_with('-') => {
            let folder = call.surroundings.folder.clone();
            if call.world.look(&folder, &file).is_none() {
                let whole = crate::files::absolute(&folder, &file);
                call.err(&format!(
                    "node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module '{whole}'\n"
                ));
                return Ok(1);
            }
            serve(call.surroundings, call.world, &[(Signal::INTERRUPT, 130)])
        }
        Some(_) => serve(call.surroundings, call.world, &[(Signal::INTERRUPT, 130)]),
    }
}
