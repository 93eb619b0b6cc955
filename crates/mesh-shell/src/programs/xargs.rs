//! xargs: commands made of what comes on standard input.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::line::{List, ListRun};
use crate::{Context, Input, Program, Step};

/// So many commands does it make.
const MOST_COMMANDS: usize = 10_000;

#[derive(Clone, Debug)]
struct Xargs {
    words: Vec<String>,
    /// `-n`: so many items for each command.
    each: Option<usize>,
    /// `-I`: what each line stands in the place of.
    replaced: Option<String>,
    /// `-r`: nothing without items.
    needs_items: bool,
    text: String,
    commands: Option<VecDeque<Vec<String>>>,
    running: Option<ListRun>,
    status: i32,
}

impl Program for Xargs {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        self.text.push_str(&std::mem::take(&mut context.input.text));
        if !context.input.ended {
            return Step::FOR_INPUT;
        }
        if self.commands.is_none() {
            self.commands = Some(self.made());
        }
        loop {
            if let Some(list) = &mut self.running {
                let mut nothing = Input { text: String::new(), ended: true };
                let mut inner = Context {
                    server: &mut *context.server,
                    session: &mut *context.session,
                    console: &mut *context.console,
                    input: &mut nothing,
                };
                match list.step(&mut inner) {
                    Step::Done(0) => {}
                    Step::Done(_) => self.status = 123,
                    step => return step,
                }
                self.running = None;
            }
            let Some(words) = self.commands.as_mut().and_then(VecDeque::pop_front) else {
                return Step::Done(self.status);
            };
            self.running = Some(ListRun::new(Arc::new(List::of_words(words))));
        }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}

impl Xargs {
    fn made(&self) -> VecDeque<Vec<String>> {
        let words = || self.words.iter().cloned();
        if let Some(place) = &self.replaced {
            let lines = self.text.lines().map(str::trim_start).filter(|line| !line.is_empty());
            let one = |line: &str| words().map(|word| word.replace(place.as_str(), line)).collect();
            return lines.take(MOST_COMMANDS).map(one).collect();
        }
        let items: Vec<String> = self.text.split_whitespace().map(str::to_owned).collect();
        if items.is_empty() {
            return if self.needs_items { VecDeque::new() } else { [self.words.clone()].into() };
        }
        let each = self.each.unwrap_or(items.len()).max(1);
        items.chunks(each).take(MOST_COMMANDS).map(|chunk| words().chain(chunk.iter().cloned()).collect()).collect()
    }
}

pub(super) fn start(arguments: &[String], context: &mut Context<'_>) -> Result<Box<dyn Program>, i32> {
    let mut xargs = Xargs {
        words: Vec::new(),
        each: None,
        replaced: None,
        needs_items: false,
        text: String::new(),
        commands: None,
        running: None,
        status: 0,
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let Some(letters) = argument.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            xargs.words = std::iter::once(argument.clone()).chain(rest.by_ref().cloned()).collect();
            break;
        };
        let (letter, inside) = letters.split_at_checked(1).unwrap_or((letters, ""));
        let mut value = || if inside.is_empty() { rest.next().cloned().unwrap_or_default() } else { inside.to_owned() };
        match letter {
            "n" | "L" => xargs.each = value().parse().ok(),
            "I" => xargs.replaced = Some(value()).filter(|place| !place.is_empty()),
            "P" | "d" | "s" => drop(value()),
            "r" => xargs.needs_items = true,
            "t" | "0" | "x" => {}
            other => {
                context.err(&format!("xargs: invalid option -- '{other}'\n"));
                return Err(1);
            }
        }
    }
    if xargs.words.is_empty() {
        xargs.words.push("echo".to_owned());
    }
    Ok(Box::new(xargs))
}

#[cfg(test)]
mod tests {
    use crate::script::Living;
    use crate::{Session, Step, Stream};

    #[test]
    fn items_become_commands() {
        for (line, expected, code) in [
            ("seq 3 | xargs", "1 2 3\n", 0),
            ("seq 3 | xargs -n1 echo a", "a 1\na 2\na 3\n", 0),
            ("seq 3 | xargs -n 2 echo", "1 2\n3\n", 0),
            ("seq 2 | xargs -I{} echo '<{}>'", "<1>\n<2>\n", 0),
            ("seq 2 | xargs -P4 -I % echo x % %", "x 1 1\nx 2 2\n", 0),
            ("true | xargs -r echo a", "", 0),
            ("seq 2 | xargs -n1 false", "", 123),
        ] {
            let mut session = Session::default();
            let mut running = session.start(line, "");
            let step = running.step(&mut session, &mut Living::new());
            assert_eq!((running.console.text(Stream::Out).as_str(), step), (expected, Step::Done(code)), "{line}");
        }
    }

    #[test]
    fn loops_are_left_and_gone_on_with() {
        for (line, expected) in [
            ("for i in 1 2 3; do echo $i; if [ $i -eq 2 ]; then break; fi; done; echo end", "1\n2\nend\n"),
            ("for i in 1 2 3; do if [ $i -eq 2 ]; then continue; fi; echo $i; done", "1\n3\n"),
            ("n=0; while true; do n=$((n+1)); [ $n -ge 3 ] && break; echo $n; done", "1\n2\n"),
            ("for i in 1 2; do for j in a b; do echo $i$j; break; done; done", "1a\n2a\n"),
            ("for i in 1 2; do for j in a b; do echo $i$j; break 2; done; done; echo end", "1a\nend\n"),
            ("break; echo on", "on\n"),
        ] {
            let mut session = Session::default();
            let mut running = session.start(line, "");
            running.step(&mut session, &mut Living::new());
            assert_eq!(running.console.text(Stream::Out), expected, "{line}");
        }
    }
}
