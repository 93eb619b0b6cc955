//! Checks that tick by themselves, and mistakes that are seen: the engine is asked after each thing that is done, and as time
//! goes by.

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Ask, CheckStanding, CheckState, LessonStep, MistakeSign, Tell};

use super::figures::figures;
use super::player::Player;
use crate::format::fill;

/// Simulated seconds after an action before it is first looked for what it did.
const SETTLES: f64 = 1.0;

/// A question is put again after this share of the time that has gone by since the action: what has not happened for long is
/// asked for seldom.
const PATIENCE: f64 = 0.15;

/// Asks how the step's checks stand, where that can have become known.
pub(super) fn ask(player: Player) {
    let Some((judged, since)) = untrack(|| wanted(player)) else { return };
    player.is_judging.set_value(true);
    player.judged_at.set_value(Some(player.playground.now()));
    let at = player.at.get_untracked();
    spawn_local(async move {
        while let Some(Tell::Judged(checks)) = player.playground.ask(Ask::Judge(judged.clone(), since)).await {
            // Something else has been done meanwhile, or another step is open.
            if player.at.get_untracked() != at || player.since.get_untracked() != since {
                break;
            }
            take(player, &checks.checks);
            if !checks.more {
                break;
            }
        }
        player.is_judging.set_value(false);
    });
}

/// What is to be judged, and since when; nothing where that is not the time.
fn wanted(player: Player) -> Option<(String, f64)> {
    if player.is_judging.get_value() || !player.has_begun() || ticks_all(player) {
        return None;
    }
    let (since, now) = (player.since.get(), player.playground.now());
    let judged = player.with_step(|step| step.judged.clone()).filter(|judged| !judged.is_empty())?;
    is_due(since, now, player.judged_at.get_value()).then_some((judged, since))
}

/// Whether all of the step's checks hold, those of the last one, too.
fn ticks_all(player: Player) -> bool {
    let holds =
        |step: &LessonStep| player.ticked.with(|ticked| step.checks.iter().all(|check| ticked.contains(&check.name)));
    player.with_step(holds).unwrap_or(true)
}

/// Whether it is time to ask, of what happened at `since`, at `now`, having asked last at `asked`.
fn is_due(since: f64, now: f64, asked: Option<f64>) -> bool {
    let gone = now - since;
    gone >= SETTLES && asked.is_none_or(|asked| asked > now || now - asked >= (gone * PATIENCE).max(SETTLES))
}

/// Takes what the engine says of the checks and the mistakes.
fn take(player: Player, checks: &[CheckState]) {
    let step = untrack(|| player.step());
    let holds = |name: &str| {
        checks.iter().any(|check| check.name == name && check.is_over && check.standing == CheckStanding::Holds)
    };
    let seen = checks.iter().filter(|check| check.standing != CheckStanding::Waiting);
    let seen: Vec<_> = seen.map(|check| (check.name.clone(), figures(&check.expectations))).collect();
    player.change_progress(|progress, _| progress.seen.extend(seen));
    for check in &step.checks {
        if holds(&check.name) && !player.ticked.with_untracked(|ticked| ticked.contains(&check.name)) {
            player.ticked.update(|ticked| ticked.push(check.name.clone()));
            let text = super::blocks::plain(&check.text, player);
            player.said.set(fill(player.text.of_lesson.said_holds, &[&text]));
        }
    }
    for mistake in step.mistakes.iter().filter(|mistake| mistake.when == MistakeSign::Check) {
        remark(player, &mistake.name, holds(&mistake.name));
    }
}

/// Shows a mistake's remark, or puts it away.
pub(super) fn remark(player: Player, name: &str, is_seen: bool) {
    let is_shown = player.remarks.with_untracked(|remarks| remarks.iter().any(|shown| shown == name));
    if is_seen && !is_shown {
        player.remarks.update(|remarks| remarks.push(name.to_owned()));
    } else if !is_seen && is_shown {
        player.remarks.update(|remarks| remarks.retain(|shown| shown != name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_happened_for_long_is_asked_for_seldom() {
        for (now, asked, due) in [
            (10.2, None, false),
            (11.0, None, true),
            (11.9, Some(11.0), false),
            (12.0, Some(11.0), true),
            (50.0, Some(45.0), false),
            (51.0, Some(44.0), true),
            (20.0, Some(40.0), true),
            (9.0, None, false),
        ] {
            assert_eq!(is_due(10.0, now, asked), due, "{now} {asked:?}");
        }
    }
}
