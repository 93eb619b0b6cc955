//! What goes wrong on purpose, and is put right again: by a click, or by a step of a Timeline.

use mesh_words::{Words, say};

use crate::engine::{Cut, Labelled, PodFault};

/// Something that goes wrong, or is put right again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatIf {
    /// Something goes wrong with pods.
    Fault(Labelled, PodFault),
    /// Nothing passes on an edge.
    Cut(Cut),
    /// Pods are healed.
    HealPods(Labelled),
    /// Edges are put right again, by their caller and whom it calls; what is left out is any.
    Mend(Option<String>, Option<String>),
    /// Everything is put right again.
    HealAll,
}

impl WhatIf {
    /// What is said of it on the time line.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            WhatIf::Fault(labelled, fault) => {
                let pods = pods(labelled);
                match fault {
                    PodFault::None => say!("step-heal-pods", pods),
                    PodFault::Slow(milliseconds) => say!("step-slow", pods, milliseconds),
                    PodFault::Fail(status) => say!("step-fail", pods, status),
                    PodFault::Hang => say!("step-hang", pods),
                    PodFault::Kill => say!("step-kill", pods),
                }
            }
            WhatIf::Cut(Cut { from, to }) => say!("step-cut", from, to),
            WhatIf::HealPods(labelled) => say!("step-heal-pods", pods = pods(labelled)),
            WhatIf::Mend(from, to) => {
                let end = |end: &Option<String>| end.clone().unwrap_or_else(|| "*".to_owned());
                say!("step-mend", from = end(from), to = end(to))
            }
            WhatIf::HealAll => say!("step-heal-all"),
        }
    }
}

fn pods(pods: &Labelled) -> String {
    let labels: Vec<String> = pods.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if labels.is_empty() { "*".to_owned() } else { labels.join(",") }
}
