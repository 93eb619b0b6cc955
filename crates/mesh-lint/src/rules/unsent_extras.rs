use mesh_config::{Diagnostic, Severity};
use mesh_words::say;

use super::others::listed;
use crate::context::{Context, finding, spec};

rule! {
    /// A rule answers by itself, and says what is to become of requests that it sends on.
    ///
    /// Where a rule has `redirect` or `directResponse` nothing is sent: `mirror`, `mirrors`, `retries` and `timeout` are
    /// left out, and nobody is told. Headers of the answer and `corsPolicy` count. Istio: `TranslateRoute`.
    each check => "MP0195"
}

const OF_SENDING: [&str; 4] = ["mirror", "mirrors", "retries", "timeout"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for rule in spec(service).get("http").items() {
            // With a route beside them Istio refuses the whole.
            let is_refused = rule.get("route").items().len() > 0;
            let answer = rule.one_of(&["directResponse", "redirect"]).filter(|_| !is_refused);
            let Some((how, _)) = answer else { continue };
            let written: Vec<&str> = OF_SENDING.into_iter().filter(|name| rule.get(name).present()).collect();
            let Some(names) = listed(written.iter().map(|name| (*name).to_owned())) else { continue };
            let place = written.first().map_or(rule, |first| rule.get(first));
            let message = say!("unsent-extras", answer = how, fields = names);
            found.push(finding("MP0195", Severity::Warning, service, place, message));
        }
    }
    found
}
