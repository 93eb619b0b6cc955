//! `docker ps` and `docker images` (docker/cli, `cli/command/formatter`).

use mesh_container::with_tag;
use serde_json::json;

use super::call::Call;
use super::engine::{Container, State};
use crate::Context;
use crate::go_template::GoTemplate;
use crate::time::SECOND;

/// A table as Go's tabwriter lays it out: three blanks between columns, ten at least for each.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let widest = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
        (widest + 3).max(10)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            text.push_str(cell);
            if index + 1 < row.len() {
                let blanks = widths.get(index).copied().unwrap_or(0).saturating_sub(cell.chars().count());
                text.push_str(&" ".repeat(blanks));
            }
        }
        text.push('\n');
    }
    text
}

/// How long something took, in words (go-units' `HumanDuration`).
pub(super) fn human_duration(nanoseconds: u64) -> String {
    let seconds = nanoseconds / SECOND;
    let (minutes, hours) = (seconds / 60, (seconds + 1800) / 3600);
    match () {
        () if seconds < 1 => "Less than a second".to_owned(),
        () if seconds == 1 => "1 second".to_owned(),
        () if seconds < 60 => format!("{seconds} seconds"),
        () if minutes == 1 => "About a minute".to_owned(),
        () if minutes < 60 => format!("{minutes} minutes"),
        () if hours == 1 => "About an hour".to_owned(),
        () if hours < 48 => format!("{hours} hours"),
        () => format!("{} days", hours / 24),
    }
}

/// How much something is, in four digits (go-units' `HumanSize`).
pub(super) fn human_size(bytes: f64) -> String {
    let (mut size, mut units) = (bytes, ["B", "kB", "MB", "GB"].iter());
    let mut unit = units.next().copied().unwrap_or("B");
    while size >= 1000.0 {
        let Some(next) = units.next() else { break };
        size /= 1000.0;
        unit = next;
    }
    let digits = if size >= 1000.0 {
        0
    } else if size >= 100.0 {
        1
    } else if size >= 10.0 {
        2
    } else {
        3
    };
    let text = format!("{size:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}{unit}")
}

/// How a container stands, in words.
pub(super) fn status(container: &Container, now: u64) -> String {
    match container.state(now) {
        State::Created => "Created".to_owned(),
        State::Running => format!("Up {}", human_duration(now.saturating_sub(container.started.unwrap_or(now)))),
        State::Exited(at, status) => format!("Exited ({status}) {} ago", human_duration(now.saturating_sub(at))),
    }
}

/// The words of a container as a shell would have them, in quotes.
fn command(container: &Container, whole: bool) -> String {
    let quote = |word: &String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,+@%".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    let text: Vec<String> = container.argv().iter().map(quote).collect();
    let text = text.join(" ");
    let text =
        if whole || text.chars().count() <= 20 { text } else { text.chars().take(19).collect::<String>() + "…" };
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn wanted(call: &Call, container: &Container, now: u64) -> bool {
    call.all("filter").all(|filter| match filter.split_once('=') {
        Some(("name", name)) => container.name.contains(name),
        Some(("status", status)) => {
            let state = match container.state(now) {
                State::Created => "created",
                State::Running => "running",
                State::Exited(..) => "exited",
            };
            state == status
        }
        Some(("exited", code)) => {
            matches!(container.state(now), State::Exited(_, status) if status.to_string() == code)
        }
        Some(("ancestor", image)) => with_tag(&container.image) == with_tag(image),
        _ => true,
    })
}

/// `docker ps`.
pub(super) fn containers(call: &Call, context: &mut Context<'_>) -> i32 {
    let now = context.now();
    let only = call.last("last").and_then(|text| text.parse::<usize>().ok());
    let only = if call.is("latest") { Some(1) } else { only };
    let all = call.is("all")
        || only.is_some()
        || call.all("filter").any(|filter| filter.starts_with("status=") || filter.starts_with("exited="));
    let whole = call.is("no-trunc");
    let short = |id: &str| if whole { id.to_owned() } else { id.get(..12).unwrap_or_default().to_owned() };
    let chosen: Vec<Container> = context
        .session
        .docker
        .containers
        .iter()
        .rev()
        .filter(|container| (all || container.state(now) == State::Running) && wanted(call, container, now))
        .take(only.unwrap_or(usize::MAX))
        .cloned()
        .collect();
    if call.is("quiet") {
        let text: String = chosen.iter().map(|container| format!("{}\n", short(&container.id))).collect();
        context.out(&text);
        return 0;
    }
    let heads = ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"].map(str::to_owned).to_vec();
    let row = |container: &Container| {
        let created = format!("{} ago", human_duration(now.saturating_sub(container.created)));
        vec![
            short(&container.id),
            container.image.clone(),
            command(container, whole),
            created,
            status(container, now),
            String::new(),
            container.name.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = chosen.iter().map(row).collect();
    let names = ["ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names"];
    shown(call, heads, rows, &names, context)
}

/// A table, or what a format makes of each row.
fn shown(call: &Call, heads: Vec<String>, rows: Vec<Vec<String>>, names: &[&str], context: &mut Context<'_>) -> i32 {
    let Some(format) = call.last("format").filter(|format| *format != "table") else {
        let mut all = vec![heads];
        all.extend(rows);
        context.out(&table(&all));
        return 0;
    };
    let (is_table, text) = format.strip_prefix("table ").map_or((false, format), |rest| (true, rest));
    let text = if text == "json" { "{{json .}}" } else { text };
    let template = match GoTemplate::with_json(&text.replace("\\t", "\t").replace("\\n", "\n")) {
        Ok(template) => template,
        Err(why) => {
            context
                .err(&format!("failed to parse template: {}\n", why.replace("template: output:1:", "template: :1:")));
            return 1;
        }
    };
    let object = |row: &Vec<String>| {
        let fields = names.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), json!(cell)));
        serde_json::Value::Object(fields.collect())
    };
    let mut lines = Vec::new();
    for row in is_table.then_some(&heads).into_iter().chain(&rows) {
        match template.print(&object(row)) {
            Ok(line) => lines.push(line),
            Err(why) => {
                context.err(&format!("template parsing error: {why}\n"));
                return 1;
            }
        }
    }
    let text = if is_table {
        table(&lines.iter().map(|line| line.split('\t').map(str::to_owned).collect()).collect::<Vec<_>>())
    } else {
        lines.iter().map(|line| format!("{line}\n")).collect()
    };
    context.out(&text);
    0
}

/// `docker images`.
pub(super) fn images(call: &Call, context: &mut Context<'_>) -> i32 {
    let now = context.now();
    let wanted = call.arguments.first().cloned();
    let mut stored: Vec<(String, String, u64)> = context
        .session
        .docker
        .images
        .iter()
        .map(|(name, stored)| (name.clone(), stored.image.id(), stored.created))
        .filter(|(name, _, _)| {
            wanted
                .as_ref()
                .is_none_or(|wanted| name == wanted || name.rsplit_once(':').is_some_and(|(first, _)| first == wanted))
        })
        .collect();
    stored.sort_by_key(|(_, _, created)| std::cmp::Reverse(*created));
    let short = |id: &str| {
        if call.is("no-trunc") { format!("sha256:{id}") } else { id.get(..12).unwrap_or_default().to_owned() }
    };
    if call.is("quiet") {
        let text: String = stored.iter().map(|(_, id, _)| format!("{}\n", short(id))).collect();
        context.out(&text);
        return 0;
    }
    let heads = ["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"].map(str::to_owned).to_vec();
    let row = |(name, id, created): &(String, String, u64)| {
        let (repository, tag) = name.rsplit_once(':').unwrap_or((name, "latest"));
        let age = format!("{} ago", human_duration(now.saturating_sub(*created)));
        vec![repository.to_owned(), tag.to_owned(), short(id), age, "8.17MB".to_owned()]
    };
    let rows: Vec<Vec<String>> = stored.iter().map(row).collect();
    shown(call, heads, rows, &["Repository", "Tag", "ID", "CreatedSince", "Size"], context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_said_in_words() {
        for (seconds, wanted) in [
            (0, "Less than a second"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "About a minute"),
            (130, "2 minutes"),
            (3600, "About an hour"),
        ] {
            assert_eq!(human_duration(seconds * SECOND), wanted);
        }
        for (bytes, wanted) in
            [(2048.0, "2.048kB"), (1536.0, "1.536kB"), (3072.0, "3.072kB"), (10240.0, "10.24kB"), (512.0, "512B")]
        {
            assert_eq!(human_size(bytes), wanted);
        }
    }

    #[test]
    fn columns_are_ten_wide_at_least() {
        let rows = [vec!["REPOSITORY".to_owned(), "TAG".to_owned(), "SIZE".to_owned()]];
        assert_eq!(table(&rows), "REPOSITORY   TAG       SIZE\n");
    }
}
