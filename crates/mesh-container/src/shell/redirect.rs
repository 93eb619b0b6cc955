//! Where the streams of a command go.

use super::tree::{Redirect, RedirectKind};
use super::{Flavor, Shell, Stop};
use crate::files::{Entry, absolute};
use crate::process::{Stream, Target, World};

impl Shell {
    /// Lays redirections over the descriptors; `Err` of a status where one cannot be done.
    pub(super) fn redirect(&mut self, redirects: &[Redirect], world: &mut World) -> Result<Result<(), i32>, Stop> {
        for redirect in redirects {
            let text = self.whole(&redirect.word, world)?;
            let stream = redirect.stream;
            match redirect.kind {
                RedirectKind::Document => {
                    let pipe = world.pipe(text);
                    self.descriptors.set(stream, Target::Input(pipe));
                }
                RedirectKind::Text => {
                    let pipe = world.pipe(text + "\n");
                    self.descriptors.set(stream, Target::Input(pipe));
                }
                RedirectKind::Duplicate => match (text.as_str(), text.parse::<u32>()) {
                    ("-", _) => self.descriptors.close(stream),
                    (_, Ok(other)) => match self.descriptors.get(other).cloned() {
                        Some(target) => self.descriptors.set(stream, target),
                        None => return Ok(Err(self.cannot(world, &format!("{other}: Bad file descriptor")))),
                    },
                    _ => return self.fail(world, "Syntax error: Bad fd number"),
                },
                RedirectKind::Read => {
                    let path = absolute(&self.folder, &text);
                    let content = match world.files.get(&path) {
                        _ if path == "/dev/null" => String::new(),
                        Some(Entry::File { content: crate::files::Content::Text(text), .. }) => text.clone(),
                        Some(_) => String::new(),
                        None => {
                            let why = match self.flavor {
                                Flavor::Dash => format!("cannot open {text}: No such file"),
                                Flavor::Bash => format!("{text}: No such file or directory"),
                            };
                            return Ok(Err(self.cannot(world, &why)));
                        }
                    };
                    let pipe = world.pipe(content);
                    self.descriptors.set(stream, Target::Input(pipe));
                }
                RedirectKind::Write | RedirectKind::Append | RedirectKind::Both => {
                    let path = absolute(&self.folder, &text);
                    let above =
                        path.rsplit_once('/').map_or("/", |(above, _)| if above.is_empty() { "/" } else { above });
                    let above_is_folder = matches!(world.files.get(above), Some(Entry::Directory));
                    let target = match (path.as_str(), world.files.get(&path)) {
                        ("/dev/null", _) => Target::Null,
                        ("/dev/stdout" | "/proc/1/fd/1", _) => Target::Container(Stream::Out),
                        ("/dev/stderr" | "/proc/1/fd/2", _) => Target::Container(Stream::Err),
                        (_, Some(Entry::Directory)) => {
                            let why = match self.flavor {
                                Flavor::Dash => format!("cannot create {text}: Is a directory"),
                                Flavor::Bash => format!("{text}: Is a directory"),
                            };
                            return Ok(Err(self.cannot(world, &why)));
                        }
                        (_, None) if !above_is_folder => {
                            let why = match self.flavor {
                                Flavor::Dash => format!("cannot create {text}: Directory nonexistent"),
                                Flavor::Bash => format!("{text}: No such file or directory"),
                            };
                            return Ok(Err(self.cannot(world, &why)));
                        }
                        (_, known) => {
                            if redirect.kind != RedirectKind::Append || known.is_none() {
                                world.files.write(&path, String::new());
                            }
                            Target::File(path.clone())
                        }
                    };
                    if redirect.kind == RedirectKind::Both {
                        self.descriptors.set(2, target.clone());
                    }
                    self.descriptors.set(stream, target);
                }
            }
        }
        Ok(Ok(()))
    }

    fn cannot(&self, world: &mut World, why: &str) -> i32 {
        self.complain(world, why);
        if self.flavor == Flavor::Bash { 1 } else { 2 }
    }
}
