//! How the reader looks at the page; none of it changes the run.

use std::time::Duration;

use leptos::prelude::*;
use mesh_ordered::OrderedSet;

use super::Playground;
use crate::graph::Camera;
use crate::lesson::Player;
use crate::unopened::Unopened;

/// The tabs of the lower panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LogTab {
    /// What happened.
    #[default]
    Events,
    /// Envoy's access log.
    AccessLog,
    /// Command lines, as kubectl's.
    Terminal,
    /// What must hold.
    Checks,
    /// What differs from another run.
    Compare,
}

/// The one panel that a phone shows in its sheet; with the graph the sheet is low.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phone {
    /// The text.
    Editor,
    /// The graph.
    #[default]
    Graph,
    /// The side panel.
    Details,
    /// Events, access log, terminal, checks.
    Log,
    /// The lesson.
    Lesson,
}

/// The pages of the help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum HelpTopic {
    /// What this page does and which versions it follows.
    #[default]
    About,
    /// Keys.
    Keys,
    /// What older meshes do otherwise.
    Older,
    /// What each finding means.
    Rules,
}

/// Two clicks in this time are one.
const TWICE: Duration = Duration::from_millis(250);

/// Signals of the reader's choices.
#[derive(Clone, Copy)]
pub(crate) struct ViewState {
    pub(crate) embed: bool,
    /// The nodes and edges that requests through the one under the pointer may pass; nothing where none is.
    pub(crate) path: RwSignal<Option<OrderedSet<String>>>,
    /// Who the request form is to send from, and to which URL, as far as somebody said.
    pub(crate) to_send: RwSignal<(Option<String>, Option<String>)>,
    pub(crate) table: RwSignal<bool>,
    pub(crate) legend: RwSignal<bool>,
    pub(crate) camera: RwSignal<Camera>,
    pub(crate) edit_open: RwSignal<bool>,
    /// Whether details are shown, over the graph.
    pub(crate) side_open: RwSignal<bool>,
    /// The node or edge that was clicked, while it may become a double click: its details would lie over the second one.
    pub(crate) clicked: StoredValue<Option<String>>,
    /// Whether the card that says what the scenario is about is shown.
    pub(crate) intro: RwSignal<bool>,
    pub(crate) phone: RwSignal<Phone>,
    /// What the sheet showed before it was lowered.
    pub(crate) phone_before: RwSignal<Phone>,
    /// Whether the sheet of a phone takes the whole screen.
    pub(crate) sheet_full: RwSignal<bool>,
    /// Its height while it is pulled.
    pub(crate) sheet_pulled: RwSignal<Option<f64>>,
    pub(crate) log_tab: RwSignal<LogTab>,
    /// The page of the help that is open.
    pub(crate) help: RwSignal<Option<HelpTopic>>,
    /// The code whose help page is sought; empty for all.
    pub(crate) rule: RwSignal<String>,
    /// Whether the outline of the open file is shown.
    pub(crate) outline: RwSignal<bool>,
    /// Whether defaults are shown in the text.
    pub(crate) defaults: RwSignal<bool>,
    /// Width of the editor in pixels, once it was dragged.
    pub(crate) edit_width: RwSignal<Option<f64>>,
    /// Whether lists are drawn whole: from when the page runs on (`bounds`).
    pub(crate) whole: RwSignal<bool>,
    /// Whether the dialog that shares is open.
    pub(crate) share: RwSignal<bool>,
    /// The link that could not be opened, while that is said.
    pub(crate) unopened: RwSignal<Option<Unopened>>,
    /// The lesson that is played, once there was one.
    pub(crate) lesson: RwSignal<Option<Player>>,
    /// Whether it is shown beside the graph.
    pub(crate) teaches: RwSignal<bool>,
    /// Whether the lessons are shown to choose from.
    pub(crate) gallery: RwSignal<bool>,
}

impl ViewState {
    pub(crate) fn new(embed: bool) -> Self {
        Self {
            embed,
            path: RwSignal::new(None),
            to_send: RwSignal::new((None, None)),
            table: RwSignal::new(false),
            legend: RwSignal::new(false),
            camera: RwSignal::new(Camera::default()),
            edit_open: RwSignal::new(true),
            side_open: RwSignal::new(false),
            clicked: StoredValue::new(None),
            intro: RwSignal::new(true),
            phone: RwSignal::new(Phone::default()),
            phone_before: RwSignal::new(Phone::Editor),
            sheet_full: RwSignal::new(false),
            sheet_pulled: RwSignal::new(None),
            log_tab: RwSignal::new(LogTab::default()),
            help: RwSignal::new(None),
            rule: RwSignal::new(String::new()),
            outline: RwSignal::new(false),
            defaults: RwSignal::new(true),
            edit_width: RwSignal::new(None),
            whole: RwSignal::new(false),
            share: RwSignal::new(false),
            unopened: RwSignal::new(None),
            lesson: RwSignal::new(None),
            teaches: RwSignal::new(false),
            gallery: RwSignal::new(false),
        }
    }

    /// Whether what is drawn reacts. In a frame of another page nothing does before the reader has asked for it: until then it
    /// is a picture, without controls and names for scripts.
    pub(crate) fn is_live(self) -> bool {
        !self.embed || self.whole.get()
    }

    /// Shows the details of what is clicked, unless it is clicked twice.
    pub(crate) fn open_details_after_click(self, id: String) {
        self.clicked.set_value(Some(id.clone()));
        let open = move || {
            if self.clicked.try_update_value(|clicked| clicked.take_if(|clicked| *clicked == id)).flatten().is_some() {
                self.open_details();
            }
        };
        set_timeout(open, TWICE);
    }

    /// Shows the details; on a phone they are a panel of their own.
    pub(crate) fn open_details(self) {
        self.clicked.set_value(None);
        self.side_open.set(true);
        self.phone.set(Phone::Details);
    }

    /// Puts the details away, with what they are about.
    pub(crate) fn close_details(self, playground: Playground) {
        self.side_open.set(false);
        if self.phone.get_untracked() == Phone::Details {
            self.phone.set(Phone::Graph);
        }
        if playground.decision.with_untracked(Option::is_some) {
            playground.show_decision(None);
        }
        playground.took.set(None);
        if playground.selected.with_untracked(Option::is_some) {
            playground.select(None);
        }
    }

    /// Opens the help page of a finding's code.
    pub(crate) fn show_rule(self, code: &str) {
        self.rule.set(code.to_owned());
        self.help.set(Some(HelpTopic::Rules));
    }
}
