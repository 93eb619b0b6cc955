//! How a shell begins: its options and where its script comes from.

use super::{Flavor, Shell, Stop};
use crate::files::{Content, Entry};
use crate::process::{Halt, Surroundings, World};

/// Runs a shell by its arguments.
pub(crate) fn start(
    argv: &[String],
    flavor: Flavor,
    surroundings: &Surroundings,
    world: &mut World,
) -> Result<i32, Halt> {
    let name = argv.first().map_or("sh", String::as_str);
    let mut shell = Shell::new(flavor, name, surroundings, world);
    let mut rest = argv.get(1..).unwrap_or_default();
    let mut takes_command = false;
    let refused = |world: &mut World, text: &str| {
        world.write(surroundings.descriptors.get(2), text);
        Ok(2)
    };
    while let Some((first, more)) = rest.split_first() {
        if first == "--" || first == "-" {
            rest = more;
            break;
        }
        if flavor == Flavor::Bash && first.starts_with("--") {
            match first.as_str() {
                "--version" => {
                    world.write(
                        surroundings.descriptors.get(1),
                        "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n",
                    );
                    return Ok(0);
                }
                "--login" | "--noprofile" | "--norc" | "--posix" | "--noediting" | "--verbose" => {}
                _ => return refused(world, &format!("{name}: {first}: invalid option\n{USAGE}")),
            }
            rest = more;
            continue;
        }
        let Some(letters) = first.strip_prefix(['-', '+']).filter(|letters| !letters.is_empty()) else { break };
        rest = more;
        if letters == "o" {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        for letter in letters.chars() {
            if letter == 'c' {
                takes_command = true;
            } else if !shell.option(letter, first.starts_with('-')) {
                return match flavor {
                    Flavor::Dash => refused(world, &format!("{name}: 0: Illegal option -{letter}\n")),
                    Flavor::Bash => refused(world, &format!("{name}: -{letter}: invalid option\n{USAGE}")),
                };
            }
        }
    }
    let text = match (takes_command, rest.split_first()) {
        (true, None) => {
            return match flavor {
                Flavor::Dash => refused(world, &format!("{name}: 0: -c requires an argument\n")),
                Flavor::Bash => refused(world, &format!("{name}: -c: option requires an argument\n")),
            };
        }
        (true, Some((script, more))) => {
            if let Some((zero, arguments)) = more.split_first() {
                shell.name.clone_from(zero);
                shell.arguments = arguments.to_vec();
            }
            script.clone()
        }
        // Nobody types: standard input has ended, unless something was put into it.
        (false, None) => world.read(surroundings.descriptors.get(0), false),
        (false, Some((file, arguments))) => {
            let Some(Entry::File { content: Content::Text(text), .. }) = world.look(&shell.folder, file).cloned()
            else {
                let is_folder = matches!(world.look(&shell.folder, file), Some(Entry::Directory));
                let (status, text) = match (flavor, is_folder) {
                    (Flavor::Dash, _) => (2, format!("{name}: 0: cannot open {file}: No such file\n")),
                    (Flavor::Bash, true) => (126, format!("{name}: {file}: Is a directory\n")),
                    (Flavor::Bash, false) => (127, format!("{name}: {file}: No such file or directory\n")),
                };
                world.write(surroundings.descriptors.get(2), &text);
                return Ok(status);
            };
            shell.name.clone_from(file);
            shell.arguments = arguments.to_vec();
            text
        }
    };
    let ended = shell.run(&text, 1, world);
    end(&mut shell, ended, world)
}

fn end(shell: &mut Shell, ended: Result<i32, Stop>, world: &mut World) -> Result<i32, Halt> {
    shell.finish(ended, world).map_err(|_| Halt)
}

/// Runs a script that the kernel cannot run, in a shell of its own.
pub(crate) fn run_text(
    text: &str,
    name: &str,
    arguments: &[String],
    flavor: Flavor,
    surroundings: &Surroundings,
    world: &mut World,
) -> Result<i32, Halt> {
    let mut shell = Shell::new(flavor, name, surroundings, world);
    shell.arguments = arguments.to_vec();
    let ended = shell.run(text, 1, world);
    end(&mut shell, ended, world)
}

const USAGE: &str = "Usage:\tbash [GNU long option] [option] ...\n\tbash [GNU long option] [option] script-file ...\nGNU long \
    options:\n\t--debug\n\t--debugger\n\t--dump-po-strings\n\t--dump-strings\n\t--help\n\t--init-file\n\t--login\n\t--noediting\n\t\
    --noprofile\n\t--norc\n\t--posix\n\t--pretty-print\n\t--rcfile\n\t--restricted\n\t--verbose\n\t--version\nShell options:\n\t-\
    ilrsD or -c command or -O shopt_option\t\t(invocation only)\n\t-abefhkmnptuvxBCEHPT or -o option\n";
