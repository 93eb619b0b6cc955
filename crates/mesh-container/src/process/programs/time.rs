//! `sleep` (coreutils 9.1).

use super::Call;
use crate::process::Halt;

const SECOND: f64 = 1e9;

/// Lets time pass.
pub(super) fn sleep(call: &mut Call<'_>) -> Result<i32, Halt> {
    const HINT: &str = "Try 'sleep --help' for more information.\n";
    let name = call.name().to_owned();
    let mut arguments: Vec<&String> = Vec::new();
    let mut only_operands = false;
    for argument in call.arguments() {
        match argument.as_str() {
            "--" if !only_operands => only_operands = true,
            long if long.starts_with("--") && !only_operands => {
                let why = format!("{name}: unrecognized option '{long}'\n{HINT}");
                call.err(&why);
                return Ok(1);
            }
            short if short.len() > 1 && short.starts_with('-') && !only_operands => {
                let option = short.chars().nth(1).unwrap_or('-');
                let why = format!("{name}: invalid option -- '{option}'\n{HINT}");
                call.err(&why);
                return Ok(1);
            }
            _ => arguments.push(argument),
        }
    }
    if arguments.is_empty() {
        call.err(&format!("{name}: missing operand\n{HINT}"));
        return Ok(1);
    }
    let (mut sum, mut wrong) = (0_u64, String::new());
    for argument in arguments {
        match nanoseconds(argument) {
            Some(time) => sum = sum.saturating_add(time),
            None => wrong.push_str(&format!("{name}: invalid time interval '{argument}'\n")),
        }
    }
    if !wrong.is_empty() {
        call.err(&format!("{wrong}{HINT}"));
        return Ok(1);
    }
    let until = call.world.now.saturating_add(sum);
    call.world.pass(until)?;
    Ok(0)
}

/// `5`, `0.5s`, `1m`, `2h`, `1d`, `infinity`.
fn nanoseconds(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity") {
        return Some(u64::MAX);
    }
    let (number, unit) = match text.chars().last()? {
        's' => (text.get(..text.len() - 1)?, 1.0),
        'm' => (text.get(..text.len() - 1)?, 60.0),
        'h' => (text.get(..text.len() - 1)?, 3600.0),
        'd' => (text.get(..text.len() - 1)?, 86_400.0),
        _ => (text, 1.0),
    };
    if !number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+')) {
        return None;
    }
    let value: f64 = number.parse().ok()?;
    let total = value * unit * SECOND;
    Some(if total >= 1.8e19 { u64::MAX } else { total as u64 })
}
