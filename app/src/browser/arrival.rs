//! Where a link's query leads: `?t=12.4` and `&request=<traffic>/<n>`.

use leptos::prelude::*;

use super::storage;
use crate::format::{decimal, fill, moment, short};
use crate::state::{EngineState, Playground};
use crate::text::Text;

/// What of the query is read; nothing of a length that no page makes.
const MOST: usize = 400;

/// Where the query of the address leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arrival {
    /// The time as it is written.
    time: Option<String>,
    request: Option<String>,
    /// The lesson, its step, and whether it is shown to an audience.
    pub(super) lesson: Option<String>,
    pub(super) step: Option<String>,
    pub(super) presents: bool,
}

impl Arrival {
    /// Reads `?t=…&request=…`; other parameters are not ours.
    pub(super) fn of(query: &str, decode: impl Fn(&str) -> Option<String>) -> Self {
        let mut arrival = Self::default();
        let pairs = query.strip_prefix('?').unwrap_or(query).split('&').take(MOST);
        for (name, value) in pairs.filter_map(|pair| pair.split_once('=')) {
            let value = decode(value).unwrap_or_else(|| value.to_owned());
            match name {
                "t" => arrival.time = Some(value),
                "request" => arrival.request = Some(value),
                "lesson" => arrival.lesson = Some(value),
                "step" => arrival.step = Some(value),
                "present" => arrival.presents = value == "1",
                _ => {}
            }
        }
        arrival
    }

    /// That of the address.
    pub(super) fn written() -> Self {
        let query = window().location().search().unwrap_or_default();
        Self::of(&query, |value| js_sys::decode_uri_component(value).ok().map(String::from))
    }

    /// Whether it leads to no moment.
    pub(super) fn is_none(&self) -> bool {
        self.time.is_none() && self.request.is_none()
    }

    /// The second that it names within a run of so many (0: without an end), and what is wrong with it.
    fn second(&self, duration: f64, text: &Text) -> (Option<f64>, Option<String>) {
        let Some(written) = &self.time else { return (None, None) };
        match decimal(written) {
            None => (None, Some(fill(text.of_story.arrival_no_time, &[&short(written)]))),
            Some(at) if duration > 0.0 && at > duration => {
                (Some(duration), Some(fill(text.of_story.arrival_too_late, &[&short(written), &moment(duration)])))
            }
            Some(at) if at > LATEST => (None, Some(fill(text.of_story.arrival_no_time, &[&short(written)]))),
            Some(at) => (Some(at), None),
        }
    }
}

/// The latest second that a link may name where a run has no end.
const LATEST: f64 = 1e6;

/// Goes where the query leads once so many scenarios have been opened.
pub(super) fn arrive(playground: Playground, text: &'static Text, arrival: Arrival, opened: RwSignal<Option<u32>>) {
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let is_running = playground.engine.get() == EngineState::Running;
        let pushed = playground.pushed.get();
        let is_opened = opened.get().is_some_and(|needed| pushed >= needed);
        if is_running && is_opened {
            untrack(|| {
                let duration = playground.shown.with(|shown| shown.frame.duration);
                let (at, wrong) = arrival.second(duration, text);
                playground.arrive(at, arrival.request.clone());
                if let Some(wrong) = wrong {
                    playground.say(wrong, None);
                }
            });
        }
        is_running && is_opened
    });
}

/// Whether work that was left here is opened in place of what the server rendered.
pub(super) fn opens_work() -> bool {
    window().location().pathname().is_ok_and(|path| path == "/") && storage::work().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Arrival {
        Arrival::of(query, |value| Some(value.replace("%2F", "/")))
    }

    #[test]
    fn a_query_names_a_time_and_a_request() {
        let arrival = of("?t=12.4&x=1&request=default%2Fusers/214");
        assert_eq!(arrival.request.as_deref(), Some("default/users/214"));
        assert!(of("").is_none() && of("?seed=1").is_none() && of("?lesson=a").is_none());
        let lesson = of("?lesson=canary-weights&step=weights&present=1");
        assert_eq!((lesson.lesson.as_deref(), lesson.step.as_deref()), (Some("canary-weights"), Some("weights")));
        assert!(lesson.presents && !of("?present=0").presents);
        assert_eq!(Arrival::of("?request=%", |_| None).request.as_deref(), Some("%"));
    }

    #[test]
    fn a_bad_time_is_said_and_a_late_one_is_the_end() {
        let text = crate::text::texts_in(crate::Language::En);
        for (written, duration, expected, is_said) in [
            ("12.4", 60.0, Some(12.4), false),
            ("12.4", 0.0, Some(12.4), false),
            ("61", 60.0, Some(60.0), true),
            ("abc", 60.0, None, true),
            ("-1", 60.0, None, true),
            ("NaN", 0.0, None, true),
            ("99999999999", 0.0, None, true),
            ("", 60.0, None, true),
        ] {
            let (at, said) = of(&format!("?t={written}")).second(duration, text);
            assert_eq!((at, said.is_some()), (expected, is_said), "{written}");
        }
    }
}
