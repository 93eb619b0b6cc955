//! Runs that were left for another one: an edit after going back goes on from there, and the run as it was stays.

use mesh_proxy::Time;
use mesh_sim::Work;
use mesh_view::{Against, RunTab, SourceFile};

use super::Session;
use crate::run::Run;

/// Runs that are kept beside the one that is shown: each holds its own snapshots.
const MOST_KEPT: usize = 4;

/// Going back by less than this before an edit leaves nothing behind that is worth a run of its own.
const WORTH: u64 = 1_000_000_000;

/// Letters of a label.
const LONGEST_LABEL: usize = 40;

/// A run that was left.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) id: u32,
    pub(super) run: Run,
    /// When another run parted from it.
    pub(super) parted: Time,
    /// As far as it was shown.
    until: Time,
    /// What its texts say otherwise.
    label: String,
}

impl Session {
    /// Takes note that somebody goes back from a moment: what lies ahead is the run as it was.
    pub fn leave(&mut self, shown: Time) {
        self.left = self.left.max(shown);
    }

    /// The runs, that of the shown one among them; none where it is the only one.
    #[must_use]
    pub fn tabs(&self) -> Vec<RunTab> {
        let Some(shown) = self.runs.first().filter(|_| !self.kept.is_empty()) else { return Vec::new() };
        let now = shown.now();
        let own = RunTab { id: self.shown_id, label: self.label.clone(), until: now.seconds(), is_shown: true };
        let kept = self.kept.iter().map(|kept| RunTab {
            id: kept.id,
            label: kept.label.clone(),
            until: kept.until.seconds(),
            is_shown: false,
        });
        let mut tabs: Vec<RunTab> = kept.chain([own]).collect();
        mesh_ordered::sort_by(&mut tabs, |one, other| one.id.cmp(&other.id));
        tabs
    }

    /// Keeps the run that is shown before it is edited, where it has been farther and is wound back; whether it is kept.
    pub(super) fn keep_if_left(&mut self) -> bool {
        let Some(now) = self.runs.first().map(Run::now) else { return false };
        let left = std::mem::replace(&mut self.left, Time::ZERO);
        let is_past = self.runs.first().is_some_and(Run::is_past);
        let is_left = is_past || left.0 > now.0.saturating_add(WORTH);
        if is_left {
            self.keep(left.max(now));
        }
        is_left
    }

    /// Keeps the run that is shown, and goes on with a fork of it. Of too many runs the oldest is let go of.
    fn keep(&mut self, until: Time) {
        let run = self.shown();
        let (fork, parted) = (run.fork(), run.now());
        let id = self.next_id;
        self.kept.push(Kept { id: self.shown_id, run: fork, parted, until, label: self.label.clone() });
        (self.shown_id, self.next_id) = (id, id + 1);
        if self.kept.len() > MOST_KEPT {
            self.kept.remove(0);
        }
    }

    /// Names the run that is shown, and the one that it parted from, by what their texts say otherwise.
    pub(super) fn name_runs(&mut self) {
        let here = self.runs.first().and_then(Run::newest_texts);
        let kept = self.kept.last_mut();
        if let (Some(here), Some(kept)) = (here, kept)
            && let Some(there) = kept.run.newest_texts()
        {
            let (own, other) = first_difference(&here.files, &there.files);
            self.label = own;
            if kept.label.is_empty() {
                kept.label = other;
            }
        }
    }

    /// Shows another run, at the moment up to which it was shown; the texts that belong to it.
    pub fn show_run(&mut self, id: u32, work: &mut Work) -> Option<Vec<SourceFile>> {
        let now = self.now();
        let left = std::mem::replace(&mut self.left, Time::ZERO).max(now);
        let place = self.kept.iter().position(|kept| kept.id == id)?;
        let kept = self.kept.get_mut(place)?;
        let run = self.runs.first_mut()?;
        kept.run.look_as(run);
        std::mem::swap(&mut kept.run, run);
        std::mem::swap(&mut kept.id, &mut self.shown_id);
        std::mem::swap(&mut kept.label, &mut self.label);
        let until = std::mem::replace(&mut kept.until, left);
        let _ = run.seek(until, work);
        let texts = run.newest_texts()?;
        self.pushed = (texts.config.clone(), super::options(&texts.files, self.strict));
        (self.stale, self.taken, self.checks, self.judging, self.twin) = (false, None, None, None, None);
        self.seed = Some(run.seed());
        self.memo.begin_anew();
        self.texts = texts;
        Some(self.texts.files.clone())
    }

    /// Lets go of a run that is not shown.
    pub fn close_run(&mut self, id: u32) {
        self.kept.retain(|kept| kept.id != id);
        if self.twin.as_ref().is_some_and(|twin| twin.is_against(Against::Kept(id))) {
            self.twin = None;
        }
    }

    /// Begins anew at time 0 with the texts of now, up to the moment that is shown; the run as it was is kept.
    pub fn anew(&mut self, work: &mut Work) {
        let now = self.now();
        self.keep(now);
        self.restart(self.seed());
        let _ = self.seek(now, work);
    }
}

/// The first line that two scenarios do not share, as each says it.
fn first_difference(here: &[SourceFile], there: &[SourceFile]) -> (String, String) {
    let lines = |files: &[SourceFile]| -> Vec<String> {
        files.iter().flat_map(|file| file.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    let (here, there) = (lines(here), lines(there));
    let at = here.iter().zip(&there).position(|(one, other)| one != other).unwrap_or(here.len().min(there.len()));
    let label = |lines: &[String]| {
        let line = lines.get(at).map(|line| line.trim()).unwrap_or_default();
        line.chars().take(LONGEST_LABEL).collect::<String>()
    };
    (label(&here), label(&there))
}

#[cfg(test)]
mod tests {
    use mesh_proxy::Duration;

    use super::*;
    use crate::preset;

    fn seconds(seconds: u64) -> Time {
        Time(seconds * 1_000_000_000)
    }

    fn edited(session: &Session, weight: u32) -> Vec<SourceFile> {
        let mut files = session.files().to_vec();
        for file in &mut files {
            file.text = file.text.replace("weight: 90", &format!("weight: {weight}"));
        }
        files
    }

    #[test]
    fn an_edit_after_going_back_leaves_the_run_as_it_was_in_a_tab() {
        let mut session = Session::open(preset("canary-weights").unwrap().scenario());
        session.advance(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
        let digest = session.digest();
        session.leave(session.now());
        session.seek(seconds(20), &mut Work::unlimited()).unwrap();
        session.edit(edited(&session, 50));
        let tabs = session.tabs();
        let told: Vec<_> = tabs.iter().map(|tab| (tab.id, tab.label.as_str(), tab.until, tab.is_shown)).collect();
        assert_eq!(told, [(0, "weight: 90", 60.0, false), (1, "weight: 50", 20.0, true)]);
        session.advance(Duration::from_secs(30), &mut Work::unlimited()).unwrap();
        // Back to the old one, as it was, with its texts.
        let files = session.show_run(0, &mut Work::unlimited()).unwrap();
        assert!(files.iter().any(|file| file.text.contains("weight: 90")));
        assert_eq!((session.digest(), session.now(), session.frame().past), (digest, seconds(60), None));
        assert_eq!(session.files(), files);
        // And to the new one.
        let files = session.show_run(1, &mut Work::unlimited()).unwrap();
        assert!(files.iter().any(|file| file.text.contains("weight: 50")));
        assert_eq!(session.now(), seconds(50));
        session.close_run(0);
        assert_eq!(session.tabs(), []);
        assert_eq!(session.show_run(0, &mut Work::unlimited()), None);
    }

    #[test]
    fn an_edit_at_the_newest_moment_leaves_nothing_and_of_many_runs_the_oldest_goes() {
        let mut session = Session::open(preset("canary-weights").unwrap().scenario());
        session.advance(Duration::from_secs(9), &mut Work::unlimited()).unwrap();
        session.edit(edited(&session, 70));
        assert_eq!(session.tabs(), []);
        for round in 0..6 {
            session.advance(Duration::from_secs(9), &mut Work::unlimited()).unwrap();
            session.leave(session.now());
            session.seek(seconds(1), &mut Work::unlimited()).unwrap();
            let mut files = session.files().to_vec();
            files[0].text.push_str(&format!(
                "---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{round}}}\nspec: {{ports: [{{port: 80}}]}}\n"
            ));
            session.edit(files);
        }
        let ids: Vec<u32> = session.tabs().iter().map(|tab| tab.id).collect();
        assert_eq!(ids, [2, 3, 4, 5, 6]);
    }

    #[test]
    fn beginning_anew_keeps_the_run() {
        let mut session = Session::open(preset("canary-weights").unwrap().scenario());
        session.advance(Duration::from_secs(20), &mut Work::unlimited()).unwrap();
        session.edit(edited(&session, 50));
        session.advance(Duration::from_secs(1), &mut Work::unlimited()).unwrap();
        session.anew(&mut Work::unlimited());
        assert_eq!((session.now(), session.tabs().len()), (seconds(21), 2));
        // The whole of it is held against the texts that were opened.
        let told = session.compare(Against::Opened, seconds(21), &mut Work::unlimited()).unwrap();
        assert_eq!((told.since, told.until), (0.0, 21.0));
        assert!(told.changed_requests() > 20, "{told:?}");
        let weights: f64 = told.splits.iter().flat_map(|split| &split.versions).map(|version| version.percent[1]).sum();
        assert!((weights - 100.0 * told.splits.len() as f64).abs() < 1e-6);
    }
}
