//! The step's action, applied by a click: patches to the texts, commands into the terminal one after the other.

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Amended, AmendedKind, Ask, FilePatch, LitLine, SourceFile, Span, Tell, Words};

use super::player::{Applied, Player};
use crate::browser::autosave;

/// Asks what the step's patches change in the texts as they stand.
pub(super) fn ask_amended(player: Player, patches: Vec<FilePatch>) {
    let at = player.at.get_untracked();
    spawn_local(async move {
        if let Some(Tell::Amended(amended)) = player.playground.ask(Ask::Amend(patches)).await
            && player.at.get_untracked() == at
            && player.applied.with_untracked(Option::is_none)
        {
            player.amended.set(amended);
        }
    });
}

/// Keeps the texts where a reload finds them: the playground's own, which a frame of another page leaves alone.
fn keep(player: Player) {
    if !player.view.embed {
        autosave(player.playground);
    }
}

/// Does what the step is about.
pub(super) fn apply(player: Player) {
    let Player { playground, .. } = player;
    let Some(action) = untrack(|| player.with_step(|step| step.action.clone())).flatten() else { return };
    let at = playground.now();
    if action.patches.is_empty() {
        return applied(player, at, None, Vec::new(), action.commands);
    }
    // Of the texts as they stand in the editor: they may be newer than what was shown.
    playground.synchronized();
    spawn_local(async move {
        let Some(Tell::Amended(amended)) = playground.ask(Ask::Amend(action.patches)).await else { return };
        let before = playground.files.get_untracked();
        let lines = added(&amended);
        playground.change(|files| amend(files, &amended));
        player.own_texts.set_value(playground.texts_sent());
        keep(player);
        player.amended.set(amended);
        // What was typed into a terminal cannot be taken back by taking the texts back.
        let before = action.commands.is_empty().then_some(before);
        applied(player, at, before, lines, action.commands);
        light(player);
    });
}

fn applied(player: Player, at: f64, before: Option<Vec<SourceFile>>, lines: Vec<(String, u32)>, commands: Vec<String>) {
    player.since.set(at);
    player.judged_at.set_value(None);
    player.remarks.set(Vec::new());
    player.applied.set(Some(Applied { at, before, lines }));
    player.commands.set(commands);
    // What it does is seen only while time goes by.
    player.playground.playing.set(true);
}

/// Shows the first line that was added, and lights them all.
fn light(player: Player) {
    let lines = player.applied.with_untracked(|applied| applied.as_ref().map(|applied| applied.lines.clone()));
    let spans = player.playground.files.with_untracked(|files| {
        lines.unwrap_or_default().iter().filter_map(|(file, line)| span(files, file, *line)).collect::<Vec<_>>()
    });
    if let Some(first) = spans.first() {
        player.playground.show_span(*first);
    }
    let line = |span| LitLine { span, note: Words::default(), tried: false, at: 0.0 };
    player.playground.lit.set(spans.into_iter().map(line).collect());
}

/// Where a line of a file stands, counted from 1.
fn span(files: &[SourceFile], file: &str, line: u32) -> Option<Span> {
    let (at, file) = files.iter().enumerate().find(|(_, known)| known.name == file)?;
    let mut start = 0;
    for (number, text) in (1..).zip(file.text.split_inclusive('\n')) {
        if number == line {
            let end = start + text.trim_end().len();
            return Some(Span { file: at as u32, start: start as u32, end: end as u32 });
        }
        start += text.len();
    }
    None
}

/// Takes it back.
pub(super) fn take_back(player: Player) {
    let before = player.applied.with_untracked(|applied| applied.as_ref().and_then(|applied| applied.before.clone()));
    if let Some(before) = before {
        player.playground.change(|files| *files = before);
        player.own_texts.set_value(player.playground.texts_sent());
        player.applied.set(None);
        player.playground.lit.set(Vec::new());
        player.ticked.set(Vec::new());
        keep(player);
    }
}

/// Types the first of the commands that wait, once the terminal is free.
pub(super) fn type_next(player: Player) {
    let Some(line) =
        player.commands.try_update(|commands| (!commands.is_empty()).then(|| commands.remove(0))).flatten()
    else {
        return;
    };
    player.typed.update_value(|typed| typed.push(line.clone()));
    // The next one is typed when this one has been: whoever waits for it looks at the terminal as it is then.
    player.playground.type_line_then(line, move || player.commands.update(|_| {}));
}

/// The texts with the changes in them.
fn amend(files: &mut Vec<SourceFile>, amended: &[Amended]) {
    for Amended { file, text, .. } in amended {
        match files.iter_mut().find(|known| known.name == *file) {
            Some(known) => known.text.clone_from(text),
            None => files.push(SourceFile { name: file.clone(), text: text.clone() }),
        }
    }
}

/// The lines that are added.
fn added(amended: &[Amended]) -> Vec<(String, u32)> {
    let of_file = |amended: &Amended| {
        let lines = amended.lines.iter().filter(|line| line.kind == AmendedKind::Added);
        lines.map(|line| (amended.file.clone(), line.number)).collect::<Vec<_>>()
    };
    amended.iter().flat_map(of_file).collect()
}

#[cfg(test)]
mod tests {
    use mesh_view::AmendedLine;

    use super::*;

    #[test]
    fn a_patch_changes_files_and_adds_those_that_are_not_there() {
        let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
        let amended = |name: &str, text: &str| Amended { file: name.into(), text: text.into(), lines: Vec::new() };
        let mut files = vec![file("a", "1"), file("b", "2")];
        amend(&mut files, &[amended("b", "3"), amended("c", "4")]);
        assert_eq!(files, [file("a", "1"), file("b", "3"), file("c", "4")]);
    }

    #[test]
    fn a_line_is_found_by_its_number() {
        let files = [SourceFile { name: "a".into(), text: "one\n  two \nthree".into() }];
        let at = |start, end| Some(Span { file: 0, start, end });
        for (line, span) in [(1, at(0, 3)), (2, at(4, 9)), (3, at(11, 16)), (4, None), (0, None)] {
            assert_eq!(super::span(&files, "a", line), span, "{line}");
        }
        assert_eq!(super::span(&files, "b", 1), None);
    }

    #[test]
    fn lines_that_are_added_are_known_by_where_they_stand_afterwards() {
        let line = |kind, number| AmendedLine { kind, text: String::new(), number };
        let lines = vec![line(AmendedKind::Same, 1), line(AmendedKind::Removed, 2), line(AmendedKind::Added, 2)];
        let amended = [Amended { file: "a".into(), text: String::new(), lines }];
        assert_eq!(added(&amended), [("a".to_owned(), 2)]);
    }
}
