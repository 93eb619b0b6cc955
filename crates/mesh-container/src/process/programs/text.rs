//! Programs that print a text: echo, printf, test, seq, head, wc, id (coreutils 9.1, and the built-ins of shells).

use super::Call;
use crate::files::{Content, Entry};
use crate::process::World;
use crate::shell::Flavor;

/// What `echo` prints: dash's reads escapes always, that of bash and of coreutils with `-e` alone.
pub(crate) fn echo(arguments: &[String], flavor: Flavor) -> String {
    let (mut newline, mut escapes, mut rest) = (true, flavor == Flavor::Dash, arguments);
    while let Some((first, more)) = rest.split_first() {
        let options = first.strip_prefix('-').filter(|options| !options.is_empty());
        match (flavor, options) {
            (Flavor::Dash, Some("n")) if rest.len() == arguments.len() => newline = false,
            (Flavor::Bash, Some(options)) if options.chars().all(|c| matches!(c, 'n' | 'e' | 'E')) => {
                newline &= !options.contains('n');
                for c in options.chars() {
                    escapes = match c {
                        'e' => true,
                        'E' => false,
                        _ => escapes,
                    };
                }
            }
            _ => break,
        }
        rest = more;
    }
    let text = rest.join(" ");
    let text = if escapes { crate::shell::escapes(&text) } else { text };
    if newline { text + "\n" } else { text }
}

/// What `printf` prints; the format is used again while arguments are left.
pub(crate) fn printf(arguments: &[String]) -> Option<String> {
    let (format, rest) = arguments.split_first()?;
    let format = crate::shell::escapes(format);
    let mut rest = rest.iter();
    let mut out = String::new();
    loop {
        let before = rest.len();
        let mut chars = format.chars().peekable();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let mut width = String::new();
            while let Some(c) = chars.next_if(|c| c.is_ascii_digit() || matches!(c, '-' | '.')) {
                width.push(c);
            }
            let kind = chars.next().unwrap_or('%');
            let text = match kind {
                '%' => "%".to_owned(),
                'd' | 'i' => rest.next().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0).to_string(),
                'c' => rest.next().and_then(|text| text.chars().next()).map(String::from).unwrap_or_default(),
                'b' => crate::shell::escapes(rest.next().map_or("", String::as_str)),
                _ => rest.next().cloned().unwrap_or_default(),
            };
            let wanted: usize = width.trim_start_matches('-').parse().unwrap_or(0).min(1_000);
            let blanks = " ".repeat(wanted.saturating_sub(text.chars().count()));
            out.push_str(&if width.starts_with('-') { format!("{text}{blanks}") } else { format!("{blanks}{text}") });
        }
        if rest.len() == 0 || rest.len() == before || out.len() > 1 << 16 {
            return Some(out);
        }
    }
}

/// `test` and `[`: the exit code, and what is wrong with the expression.
pub(crate) fn test(argv: &[String], folder: &str, world: &World) -> (i32, Option<String>) {
    let mut words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    if argv.first().is_some_and(|name| name == "[") && words.pop() != Some("]") {
        return (2, Some("missing ]".to_owned()));
    }
    match expression(&words, folder, world, 0) {
        Ok(holds) => (i32::from(!holds), None),
        Err(why) => (2, Some(why)),
    }
}

fn expression(words: &[&str], folder: &str, world: &World, depth: usize) -> Result<bool, String> {
    if depth > 20 {
        return Err("too many arguments".to_owned());
    }
    let split = |operator: &str| words.iter().skip(1).position(|word| *word == operator).map(|at| at + 1);
    if words.len() > 3 {
        for operator in ["-o", "-a"] {
            if let Some(at) = split(operator) {
                let left = expression(words.get(..at).unwrap_or_default(), folder, world, depth + 1)?;
                let right = expression(words.get(at + 1..).unwrap_or_default(), folder, world, depth + 1)?;
                return Ok(if operator == "-o" { left || right } else { left && right });
            }
        }
    }
    let number = |text: &str| text.trim().parse::<i64>().map_err(|_| format!("Illegal number: {text}"));
    match words {
        [] => Ok(false),
        [one] => Ok(!one.is_empty()),
        ["!", rest @ ..] => expression(rest, folder, world, depth + 1).map(|holds| !holds),
        ["-n", text] => Ok(!text.is_empty()),
        ["-z", text] => Ok(text.is_empty()),
        [operator @ ("-e" | "-f" | "-d" | "-x" | "-r" | "-w" | "-s" | "-L" | "-h"), path] => {
            let entry = world.look(folder, path);
            Ok(match *operator {
                "-d" => matches!(entry, Some(Entry::Directory)),
                "-f" => matches!(entry, Some(Entry::File { .. })),
                "-x" => matches!(entry, Some(Entry::Directory | Entry::File { is_executable: true, .. })),
                "-s" => match entry {
                    Some(Entry::File { content: Content::Text(text), .. }) => !text.is_empty(),
                    entry => entry.is_some(),
                },
                "-L" | "-h" => false,
                _ => entry.is_some(),
            })
        }
        ["-t", _] => Ok(false),
        [a, "=" | "==", b] => Ok(a == b),
        [a, "!=", b] => Ok(a != b),
        [a, "<", b] => Ok(a < b),
        [a, ">", b] => Ok(a > b),
        [a, "-eq", b] => Ok(number(a)? == number(b)?),
        [a, "-ne", b] => Ok(number(a)? != number(b)?),
        [a, "-lt", b] => Ok(number(a)? < number(b)?),
        [a, "-le", b] => Ok(number(a)? <= number(b)?),
        [a, "-gt", b] => Ok(number(a)? > number(b)?),
        [a, "-ge", b] => Ok(number(a)? >= number(b)?),
        ["(", inner @ .., ")"] => expression(inner, folder, world, depth + 1),
        [_, other, ..] => Err(format!("{other}: unexpected operator")),
    }
}

/// `seq [FIRST [STEP]] LAST`.
pub(super) fn seq(call: &mut Call<'_>) -> i32 {
    let numbers: Option<Vec<i64>> = call.arguments().iter().map(|argument| argument.parse().ok()).collect();
    let (first, step, last) = match numbers.as_deref() {
        Some([last]) => (1, 1, *last),
        Some([first, last]) => (*first, 1, *last),
        Some([first, step, last]) if *step != 0 => (*first, *step, *last),
        _ => {
            call.err("seq: missing operand\nTry 'seq --help' for more information.\n");
            return 1;
        }
    };
    let mut text = String::new();
    let mut value = first;
    for _ in 0..10_000 {
        if (step > 0 && value > last) || (step < 0 && value < last) {
            break;
        }
        text.push_str(&format!("{value}\n"));
        value = value.saturating_add(step);
    }
    call.out(&text);
    0
}

fn whole(call: &mut Call<'_>, name: &str, file: Option<&String>) -> Option<String> {
    let Some(file) = file else { return Some(call.world.read(call.surroundings.descriptors.get(0), false)) };
    match call.world.look(&call.surroundings.folder, file).cloned() {
        Some(Entry::File { content: Content::Text(text), .. }) => Some(text),
        Some(_) => Some(String::new()),
        None => {
            call.err(&format!("{name}: cannot open '{file}' for reading: No such file or directory\n"));
            None
        }
    }
}

/// `head [-n COUNT] [FILE]`.
pub(super) fn head(call: &mut Call<'_>) -> i32 {
    let arguments = call.arguments().to_vec();
    let (mut count, mut file) = (10, None);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.strip_prefix('-') {
            Some("n") => count = rest.next().and_then(|count| count.parse().ok()).unwrap_or(count),
            Some(number) => count = number.trim_start_matches('n').parse().unwrap_or(count),
            None => file = Some(argument),
        }
    }
    let Some(text) = whole(call, "head", file) else { return 1 };
    let lines: String = text.split_inclusive('\n').take(count).collect();
    call.out(&lines);
    0
}

/// `wc [-l|-w|-c] [FILE]`.
pub(super) fn wc(call: &mut Call<'_>) -> i32 {
    let arguments = call.arguments().to_vec();
    let file = arguments.iter().find(|argument| !argument.starts_with('-'));
    let Some(text) = whole(call, "wc", file) else { return 1 };
    let (lines, words, bytes) = (text.matches('\n').count(), text.split_whitespace().count(), text.len());
    let counts = match arguments.iter().find(|argument| argument.starts_with('-')).map(String::as_str) {
        Some("-l") => format!("{lines}"),
        Some("-w") => format!("{words}"),
        Some("-c") => format!("{bytes}"),
        _ => format!("{lines:>7} {words:>7} {bytes:>7}"),
    };
    call.out(&file.map_or_else(|| format!("{counts}\n"), |file| format!("{counts} {file}\n")));
    0
}

/// Number and name of who runs it.
fn user(call: &Call<'_>) -> (String, Option<String>) {
    let user = call.surroundings.user.split(':').next().unwrap_or_default();
    let wanted = if user.is_empty() { "0" } else { user };
    let passwd = match call.world.files.get("/etc/passwd") {
        Some(Entry::File { content: Content::Text(text), .. }) => text.clone(),
        _ => String::new(),
    };
    for line in passwd.lines() {
        let fields: Vec<&str> = line.split(':').collect();
        if let [name, _, number, ..] = fields.as_slice()
            && (*name == wanted || *number == wanted)
        {
            return ((*number).to_owned(), Some((*name).to_owned()));
        }
    }
    (wanted.to_owned(), None)
}

/// `id [-u|-un]`.
pub(super) fn id(call: &mut Call<'_>) -> i32 {
    let (number, name) = user(call);
    let named = name.as_ref().map(|name| format!("({name})")).unwrap_or_default();
    let group = if number == "0" { named.clone() } else { String::new() };
    let text = match call.arguments().first().map(String::as_str) {
        Some("-u") => number,
        Some("-un") => name.unwrap_or(number),
        Some("-g") => "0".to_owned(),
        _ => format!("uid={number}{named} gid=0{group} groups=0{group}"),
    };
    call.out(&format!("{text}\n"));
    0
}

/// `whoami`.
pub(super) fn whoami(call: &mut Call<'_>) -> i32 {
    match user(call) {
        (_, Some(name)) => {
            call.out(&format!("{name}\n"));
            0
        }
        (number, None) => {
            call.err(&format!("whoami: cannot find name for user ID {number}: No such file or directory\n"));
            1
        }
    }
}
