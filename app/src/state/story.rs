//! Stories: opened from a dot, a log line or a link, and linked to.

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Ask, Tell};

use super::Playground;
use crate::browser::share;
use crate::format::fill;
use crate::text::Text;

impl Playground {
    /// Shows what was decided about a request of the run.
    pub(crate) fn explain(self, request: u64) {
        spawn_local(async move {
            if let Some(Tell::Decision(told)) = self.ask(Ask::Explain(request)).await {
                match told {
                    Ok(record) => self.show_decision(Some(*record)),
                    Err(why) => self.say(why.to_string(), None),
                }
            }
        });
    }

    /// Lists the latest requests that took the rule at a byte of a file.
    pub(crate) fn list_took(self, file: u32, offset: u32) {
        spawn_local(async move {
            if let Some(Tell::Took(took)) = self.ask(Ask::Took(file, offset)).await {
                match took {
                    Some(took) => {
                        self.show_decision(None);
                        self.took.set(Some(took));
                    }
                    None => {
                        let text = use_context::<&'static Text>().unwrap_or_else(crate::text::spoken);
                        self.say(text.of_story.took_no_rule, None);
                    }
                }
            }
        });
    }

    /// Goes to a moment, or to a request by its name, and stays there.
    pub(crate) fn arrive(self, at: Option<f64>, request: Option<String>) {
        self.playing.set(false);
        let ask = match (request, at) {
            (Some(name), at) => Ask::Find(name, at),
            (None, Some(at)) => Ask::Seek(at),
            (None, None) => return,
        };
        self.change_run(ask, move |told| self.arrived(told));
    }

    fn arrived(self, told: Tell) {
        self.playing.set(false);
        self.jump();
        let (moment, told) = match told {
            Tell::Found(moment, told) => (Tell::Moment(moment), Some(told)),
            moment => (moment, None),
        };
        self.go(moment, |_| {});
        match told {
            Some(Ok(record)) => self.show_decision(Some(*record)),
            Some(Err(why)) => self.say(why.to_string(), None),
            None => {}
        }
    }

    /// Copies a link that opens at a request.
    pub(crate) fn copy_link_to(self, request: &str) {
        let text = use_context::<&'static Text>().unwrap_or_else(crate::text::spoken);
        let at = self.now();
        let query = format!("?t={}&request={}", (at * 1000.0).round() / 1000.0, request);
        let is_changed = self.changed.get_untracked();
        spawn_local(async move {
            let link = share::link_with(self, &query, is_changed).await;
            let Some(link) = link else { return };
            let said = if share::copy(&link).await {
                text.of_story.story_link_copied.to_owned()
            } else {
                fill(text.of_story.story_link_by_hand, &[&link])
            };
            self.say(said, None);
        });
    }
}
