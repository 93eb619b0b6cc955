//! Every text of the page, one catalogue per language: English as Rust, so that a text which is missing does not compile, the
//! others as files (`ko.txt`) that are held against it (`other.rs`).
//!
//! `{0}`, `{1}`, … stand for what the page fills in.

mod en;
mod en_graph;
mod en_lesson;
mod en_runs;
mod en_share;
mod en_stage;
mod en_story;
mod graph;
mod lesson;
mod other;
mod runs;
mod share;
mod stage;
mod story;
mod told;

pub use mesh_view::Language;
use mesh_view::{EventKind, Node, NodeKind};

#[cfg(feature = "csr")]
pub(crate) use self::other::install;
pub(crate) use self::other::spoken;
use self::told::texts;

/// The texts of a language.
pub(crate) fn texts_in(language: Language) -> &'static Text {
    match language {
        Language::En => &en::TEXT,
        Language::Ko => other::text(),
    }
}

texts! {
/// The texts of one language.
pub(crate) struct Text {
    pub(crate) tag: &'static str,
    pub(crate) product: &'static str,
    pub(crate) versions: &'static str,
    pub(crate) versions_help: &'static str,
    pub(crate) graph: &'static str,
    pub(crate) editor: &'static str,
    pub(crate) details: &'static str,
    pub(crate) panels: &'static str,
    pub(crate) files: &'static str,
    pub(crate) skip_to_graph: &'static str,
    pub(crate) time_and_log: &'static str,
    pub(crate) presets: &'static str,
    pub(crate) your_mesh: &'static str,
    pub(crate) history: &'static str,
    pub(crate) history_help: &'static str,
    pub(crate) help: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) toggle_editor: &'static str,
    pub(crate) toggle_details: &'static str,
    pub(crate) opened: &'static str,
    pub(crate) opened_work_kept: &'static str,
    pub(crate) opened_link: &'static str,
    pub(crate) link_runs_otherwise: &'static str,
    // The document around the page is made by the server alone.
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) opening_link: &'static str,
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) opening_failed: &'static str,
    pub(crate) unopened_title: &'static str,
    pub(crate) unopened_saved: &'static str,
    pub(crate) unopened_saved_part: &'static str,
    pub(crate) unopened_nothing: &'static str,
    pub(crate) unopened_behind: &'static str,
    pub(crate) unopened_open: &'static str,
    pub(crate) unopened_name: &'static str,
    pub(crate) unopened_go_on: &'static str,
    pub(crate) unopened_go_on_beside: &'static str,
    pub(crate) undo: &'static str,
    pub(crate) share_it: &'static str,
    pub(crate) share_title: &'static str,
    pub(crate) share_help: &'static str,
    pub(crate) link: &'static str,
    pub(crate) copy_link: &'static str,
    pub(crate) save_help: &'static str,
    pub(crate) save: &'static str,
    pub(crate) link_copied: &'static str,
    pub(crate) copy_by_hand: &'static str,
    pub(crate) saved: &'static str,
    pub(crate) saved_copied: &'static str,
    pub(crate) save_refused: &'static str,
    pub(crate) save_unreachable: &'static str,
    pub(crate) editor_label: &'static str,
    pub(crate) editor_leave: &'static str,
    pub(crate) add_file: &'static str,
    pub(crate) remove_file: &'static str,
    pub(crate) resize_editor: &'static str,
    pub(crate) documentation: &'static str,
    pub(crate) support_checked: &'static str,
    pub(crate) support_none: &'static str,
    pub(crate) ghost_default: &'static str,
    /// A field that lives otherwise than the text says.
    pub(crate) drift: &'static str,
    pub(crate) drift_words: &'static str,
    pub(crate) figure_gone: &'static str,
    pub(crate) figure_gone_words: &'static str,
    pub(crate) rename: &'static str,
    pub(crate) rename_places: &'static str,
    pub(crate) rename_do: &'static str,
    pub(crate) renamed: &'static str,
    pub(crate) actions: &'static str,
    pub(crate) no_actions: &'static str,
    pub(crate) about_code: &'static str,
    pub(crate) at_line: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) no_definition: &'static str,
    pub(crate) outline: &'static str,
    pub(crate) outline_empty: &'static str,
    pub(crate) more: &'static str,
    pub(crate) bring: &'static str,
    pub(crate) bring_title: &'static str,
    pub(crate) bring_help: &'static str,
    pub(crate) brought: &'static str,
    pub(crate) take_title: &'static str,
    pub(crate) take_own: &'static str,
    pub(crate) copy_yaml: &'static str,
    pub(crate) download_yaml: &'static str,
    pub(crate) yaml_copied: &'static str,
    pub(crate) copy_refused: &'static str,
    pub(crate) text_title: &'static str,
    pub(crate) show_defaults: &'static str,
    pub(crate) more_problems: &'static str,
    pub(crate) more_implied: &'static str,
    pub(crate) more_files: &'static str,
    pub(crate) figure_of: &'static str,
    pub(crate) figure_tick: &'static str,
    pub(crate) figure_returns: &'static str,
    pub(crate) figure_hosts: &'static str,
    pub(crate) figure_share_words: &'static str,
    pub(crate) figure_consecutive_words: &'static str,
    pub(crate) figure_tick_words: &'static str,
    pub(crate) figure_returns_words: &'static str,
    pub(crate) figure_hosts_words: &'static str,
    pub(crate) help_about: &'static str,
    pub(crate) help_rules_title: &'static str,
    pub(crate) help_rules: &'static str,
    pub(crate) find_rule: &'static str,
    pub(crate) rules_unreachable: &'static str,
    pub(crate) no_rule: &'static str,
    pub(crate) help_keys_editor_title: &'static str,
    pub(crate) help_older_intro: &'static str,
    pub(crate) help_older_what: &'static str,
    pub(crate) help_older_then: &'static str,
    pub(crate) help_older_now: &'static str,
    pub(crate) format: &'static str,
    pub(crate) format_help: &'static str,
    pub(crate) problems: &'static str,
    pub(crate) no_problems: &'static str,
    pub(crate) severity_error: &'static str,
    pub(crate) severity_warning: &'static str,
    pub(crate) severity_info: &'static str,
    pub(crate) stale: &'static str,
    pub(crate) implied_parts: &'static str,
    pub(crate) write_out: &'static str,
    pub(crate) write_out_named: &'static str,
    pub(crate) graph_type: &'static str,
    pub(crate) graph_versioned_app: &'static str,
    pub(crate) graph_app: &'static str,
    pub(crate) graph_workload: &'static str,
    pub(crate) graph_service: &'static str,
    pub(crate) table: &'static str,
    /// The document's title, of a scenario's and the product's name; what stands below it where the scenario says nothing.
    pub(crate) page_title: &'static str,
    #[cfg_attr(not(feature = "ssr"), allow(dead_code))]
    pub(crate) page_description: &'static str,
    /// What a scenario is about, and what to try in it.
    pub(crate) intro: &'static str,
    pub(crate) intro_try: &'static str,
    pub(crate) try_weight: &'static str,
    pub(crate) try_outlier: &'static str,
    pub(crate) try_route: &'static str,
    pub(crate) try_request: &'static str,
    pub(crate) try_why: &'static str,
    pub(crate) try_failed: &'static str,
    pub(crate) try_why_failed: &'static str,
    pub(crate) try_cluster: &'static str,
    /// Nodes as lanes, and what stands above them.
    pub(crate) cluster: &'static str,
    pub(crate) cluster_nodes: &'static str,
    pub(crate) cluster_no_node: &'static str,
    pub(crate) cluster_more: &'static str,
    pub(crate) node_ready: &'static str,
    pub(crate) node_not_ready: &'static str,
    pub(crate) node_cordoned: &'static str,
    /// Cores requested and there, pods that are there and fit.
    pub(crate) node_figures: &'static str,
    pub(crate) node_drain: &'static str,
    pub(crate) node_uncordon: &'static str,
    pub(crate) pod_gone: &'static str,
    pub(crate) pod_new: &'static str,
    pub(crate) pod_answered: &'static str,
    pub(crate) pod_not_ready: &'static str,
    pub(crate) budget_words: &'static str,
    pub(crate) budget_allowed: &'static str,
    pub(crate) table_caption: &'static str,
    pub(crate) legend: &'static str,
    pub(crate) zoom: &'static str,
    pub(crate) zoom_in: &'static str,
    pub(crate) zoom_out: &'static str,
    pub(crate) zoom_fit: &'static str,
    pub(crate) graph_words: &'static str,
    pub(crate) graph_left_out: &'static str,
    pub(crate) graph_left_out_at_first: &'static str,
    pub(crate) names_shortened: &'static str,
    pub(crate) rates_below: &'static str,
    pub(crate) node_words: &'static str,
    pub(crate) edge_words: &'static str,
    pub(crate) edge_words_share: &'static str,
    pub(crate) edge_words_weight: &'static str,
    pub(crate) edge_words_errors: &'static str,
    pub(crate) ejected_for: &'static str,
    pub(crate) pods_ready: &'static str,
    pub(crate) kind_client: &'static str,
    pub(crate) kind_gateway: &'static str,
    pub(crate) kind_service: &'static str,
    pub(crate) kind_app: &'static str,
    pub(crate) kind_workload: &'static str,
    pub(crate) kind_unknown: &'static str,
    pub(crate) badge_circuit_breaker: &'static str,
    pub(crate) badge_virtual_service: &'static str,
    pub(crate) badge_fault_injection: &'static str,
    pub(crate) badge_missing_sidecar: &'static str,
    pub(crate) badge_gateway: &'static str,
    pub(crate) badge_traffic_source: &'static str,
    pub(crate) badge_traffic_shifting: &'static str,
    pub(crate) badge_request_timeout: &'static str,
    pub(crate) badge_mirroring: &'static str,
    pub(crate) legend_shapes: &'static str,
    pub(crate) legend_edges: &'static str,
    pub(crate) legend_dashed: &'static str,
    pub(crate) legend_dots: &'static str,
    pub(crate) legend_dot: &'static str,
    pub(crate) legend_diamond: &'static str,
    pub(crate) legend_badges: &'static str,
    pub(crate) healthy: &'static str,
    pub(crate) degraded: &'static str,
    pub(crate) failure: &'static str,
    pub(crate) idle: &'static str,
    pub(crate) close_details: &'static str,
    pub(crate) in_namespace: &'static str,
    pub(crate) source: &'static str,
    pub(crate) destination: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) share: &'static str,
    pub(crate) weight: &'static str,
    pub(crate) rate: &'static str,
    pub(crate) errors: &'static str,
    pub(crate) edge: &'static str,
    pub(crate) traffic: &'static str,
    pub(crate) inbound: &'static str,
    pub(crate) outbound: &'static str,
    pub(crate) requests_in: &'static str,
    pub(crate) requests_from_sources: &'static str,
    pub(crate) status_ok: &'static str,
    pub(crate) status_redirect: &'static str,
    pub(crate) status_client_error: &'static str,
    pub(crate) status_server_error: &'static str,
    pub(crate) status_no_response: &'static str,
    pub(crate) codes_and_flags: &'static str,
    pub(crate) response_times: &'static str,
    pub(crate) retries: &'static str,
    pub(crate) observed_and_configured: &'static str,
    pub(crate) observed_share: &'static str,
    pub(crate) configured_weight: &'static str,
    pub(crate) requests_per_second: &'static str,
    pub(crate) last_minute: &'static str,
    pub(crate) configured: &'static str,
    pub(crate) overview_counts: &'static str,
    pub(crate) run: &'static str,
    // The poster of an embed is made by the server alone, and so is what stands where scripts are off.
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) run_it: &'static str,
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) unscripted_title: &'static str,
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) unscripted: &'static str,
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) unscripted_rows: &'static str,
    pub(crate) requests_sent: &'static str,
    pub(crate) figures_over: &'static str,
    pub(crate) digest: &'static str,
    pub(crate) digest_help: &'static str,
    pub(crate) break_it: &'static str,
    pub(crate) fault_slow: &'static str,
    pub(crate) fault_fail: &'static str,
    pub(crate) fault_hang: &'static str,
    pub(crate) fault_kill: &'static str,
    pub(crate) fault_heal: &'static str,
    pub(crate) cut: &'static str,
    pub(crate) cut_hint: &'static str,
    pub(crate) is_cut: &'static str,
    pub(crate) is_slow: &'static str,
    pub(crate) is_failing: &'static str,
    pub(crate) is_hanging: &'static str,
    pub(crate) is_killed: &'static str,
    pub(crate) outlier_title: &'static str,
    pub(crate) outlier_state: &'static str,
    pub(crate) in_rotation: &'static str,
    pub(crate) ejected: &'static str,
    pub(crate) consecutive_5xx: &'static str,
    pub(crate) consecutive_gateway: &'static str,
    pub(crate) times_ejected: &'static str,
    pub(crate) next_tick: &'static str,
    pub(crate) ejection_arithmetic: &'static str,
    pub(crate) allowed: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) breaker_title: &'static str,
    pub(crate) connections: &'static str,
    pub(crate) pending: &'static str,
    pub(crate) requests_running: &'static str,
    pub(crate) retries_running: &'static str,
    pub(crate) overflows: &'static str,
    pub(crate) show_in_editor: &'static str,
    pub(crate) send_one: &'static str,
    pub(crate) client: &'static str,
    pub(crate) method: &'static str,
    pub(crate) headers: &'static str,
    pub(crate) no_header: &'static str,
    pub(crate) send: &'static str,
    pub(crate) default_value: &'static str,
    pub(crate) time: &'static str,
    pub(crate) play: &'static str,
    pub(crate) pause: &'static str,
    pub(crate) step: &'static str,
    pub(crate) speed: &'static str,
    pub(crate) simulated_time: &'static str,
    pub(crate) restart: &'static str,
    pub(crate) restart_help: &'static str,
    pub(crate) seed: &'static str,
    pub(crate) time_line: &'static str,
    pub(crate) time_words: &'static str,
    pub(crate) logs: &'static str,
    pub(crate) events: &'static str,
    pub(crate) access_log: &'static str,
    pub(crate) checks: &'static str,
    pub(crate) terminal: &'static str,
    pub(crate) terminal_line: &'static str,
    /// What to try in it.
    pub(crate) terminal_hint: &'static str,
    pub(crate) terminal_hints: [&'static str; 4],
    pub(crate) no_events: &'static str,
    /// Where a run stopped, and how many steps it was granted.
    pub(crate) stopped_by_steps: &'static str,
    /// Where a run stopped, and how many MiB it was granted.
    pub(crate) stopped_by_bytes: &'static str,
    /// Where a run stopped that nobody waits for.
    pub(crate) stopped_unasked: &'static str,
    /// Said where texts of an earlier time are shown, which.
    pub(crate) past_words: &'static str,
    pub(crate) past_return: &'static str,
    pub(crate) past_changed: &'static str,
    /// Said where the engine has failed.
    pub(crate) engine_failed: &'static str,
    pub(crate) engine_again: &'static str,
    pub(crate) run_on: &'static str,
    pub(crate) no_requests: &'static str,
    pub(crate) why: &'static str,
    pub(crate) event_ejection: &'static str,
    pub(crate) event_unejection: &'static str,
    pub(crate) event_ejection_refused: &'static str,
    pub(crate) event_push: &'static str,
    pub(crate) event_overflow: &'static str,
    pub(crate) event_pod: &'static str,
    pub(crate) event_node: &'static str,
    pub(crate) event_kubernetes: &'static str,
    pub(crate) event_kubernetes_warning: &'static str,
    pub(crate) event_step: &'static str,
    pub(crate) close: &'static str,
    pub(crate) help_what: &'static str,
    pub(crate) help_versions: &'static str,
    pub(crate) help_older_title: &'static str,
    pub(crate) help_limits_title: &'static str,
    pub(crate) help_limits: &'static str,
    pub(crate) help_missing_title: &'static str,
    pub(crate) help_missing: &'static str,
    pub(crate) help_keys_title: &'static str,
    /// Differences to the Istio of older courses: what, then, now.
    pub(crate) help_older: &'static [[&'static str; 3]],
    /// Keys and what they do.
    pub(crate) help_keys: &'static [(&'static str, &'static str)],
    /// Keys in the editor and what they do.
    pub(crate) help_keys_editor: &'static [(&'static str, &'static str)],
    /// Envoy's response flags and what they mean.
    pub(crate) flags: &'static [(&'static str, &'static str)],
    // Where what the page's first module leaves out cannot be had.
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) missing_title: &'static str,
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) missing: &'static str,
    #[cfg_attr(not(feature = "ssr"), expect(dead_code))]
    pub(crate) missing_start: &'static str,
    // Level of detail.
    /// The kind of node that a folded group is.
    pub(crate) kind_group: &'static str,
    /// How many services a group has.
    pub(crate) group_services: &'static str,
    /// A group of one.
    pub(crate) group_service: &'static str,
    /// Why a group is open that nobody opened.
    pub(crate) group_worst: &'static str,
    /// A folded group for those who do not see it: name, services, rate, how many of them are not well.
    pub(crate) card_words: &'static str,
    /// A group of services outside of the mesh.
    pub(crate) group_outside: &'static str,
    /// Folds an open group.
    pub(crate) fold: &'static str,
    /// The same with its name.
    pub(crate) fold_group: &'static str,
    /// Opens all groups.
    pub(crate) unfold_all: &'static str,
    /// Folds all that can be.
    pub(crate) fold_all: &'static str,
    /// How a node is moved.
    pub(crate) card_hint: &'static str,
    /// How requests move.
    pub(crate) dots_rule: &'static str,
    pub(crate) dots_thinned: &'static str,
    pub(crate) another_mesh: &'static str,
    /// The other language by its own name, and what it is for.
    pub(crate) other_language: &'static str,
    pub(crate) other_language_help: &'static str,
    /// What lies behind a button of the bar on a phone.
    pub(crate) bar_rest: &'static str,
    /// Above the graph and opened from it.
    pub(crate) of_graph: graph::GraphText,
    pub(crate) of_stage: stage::StageText,
    /// In stories, and where links lead.
    pub(crate) of_story: story::StoryText,
    /// On the time line, and where runs are compared.
    pub(crate) of_runs: runs::RunsText,
    /// In the dialog that shares, in frames of other pages, on the sheet of a phone.
    pub(crate) of_share: share::ShareText,
    /// Where lessons are chosen and played.
    pub(crate) of_lesson: lesson::LessonText,
}
}

impl Text {
    /// What a node is called by its kind.
    pub(crate) fn kind_of(&self, node: &Node) -> &'static str {
        match node.kind {
            NodeKind::Service if node.is_service_entry => self.of_graph.kind_service_entry,
            NodeKind::Client => self.kind_client,
            NodeKind::Gateway => self.kind_gateway,
            NodeKind::Service => self.kind_service,
            NodeKind::App => self.kind_app,
            NodeKind::Workload => self.kind_workload,
            NodeKind::Unknown => self.kind_unknown,
            NodeKind::Group => self.kind_group,
        }
    }

    /// What a kind of event is called.
    pub(crate) fn event_kind(&self, kind: EventKind) -> &'static str {
        match kind {
            EventKind::Ejection => self.event_ejection,
            EventKind::Unejection => self.event_unejection,
            EventKind::EjectionRefused => self.event_ejection_refused,
            EventKind::Push => self.event_push,
            EventKind::Overflow => self.event_overflow,
            EventKind::Pod => self.event_pod,
            EventKind::Node => self.event_node,
            EventKind::Kubernetes => self.event_kubernetes,
            EventKind::KubernetesWarning => self.event_kubernetes_warning,
            EventKind::Step => self.event_step,
        }
    }

    /// What somebody broke at a node, in words.
    pub(crate) fn fault(&self, fault: mesh_view::Fault) -> &'static str {
        match fault {
            mesh_view::Fault::Slow => self.is_slow,
            mesh_view::Fault::Fail => self.is_failing,
            mesh_view::Fault::Hang => self.is_hanging,
            mesh_view::Fault::Kill => self.is_killed,
            mesh_view::Fault::Heal => "",
        }
    }

    /// What flags as `URX,UF` mean; empty for `-`.
    pub(crate) fn flags_meaning(&self, flags: &str) -> String {
        let meaning = |flag: &str| self.flags.iter().find(|(name, _)| *name == flag).map(|(_, meaning)| *meaning);
        flags.split(',').filter_map(meaning).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_explained_one_by_one() {
        let text = texts_in(Language::En);
        assert!(text.flags_meaning("URX,UF").contains("connection to the pod"));
        assert_eq!(text.flags_meaning("-"), "");
    }
}
