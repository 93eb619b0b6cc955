use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
    validation::duration::nanoseconds,
};

rule! {
    /// Timeouts, retries and faults of one HTTP rule that do not work together as they read.
    ///
    /// The timeout of a rule spans all tries, so a per-try timeout that is as long never ends a try (MP0106). A fault is
    /// injected before the router: its delay does not count against the timeout and its abort is not retried (MP0108); put
    /// the fault on the next hop instead. A fault without a percentage is injected never (MP0115).
    each check => "MP0106", "MP0108", "MP0115"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| spec(service).get("http").items().flat_map(move |route| rule(service, route))).collect()
}

fn rule(service: &Resource, route: Field<'_>) -> Vec<Diagnostic> {
    let (timeout, per_try, fault) =
        (route.get("timeout"), route.get("retries").get("perTryTimeout"), route.get("fault"));
    let mut found = Vec::new();
    let mut report = |code, severity, at, message| found.push(finding(code, severity, service, at, message));
    if let (Some(all), Some(one)) = (nanoseconds(timeout), nanoseconds(per_try))
        && one >= all
        && all > 0
    {
        report("MP0106", Severity::Warning, per_try, say!("route-timing-per-try"));
    }
    let (delay, abort) = (fault.get("delay"), fault.get("abort"));
    if delay.present() && timeout.present() {
        report("MP0108", Severity::Warning, delay, say!("route-timing-delay"));
    }
    if abort.present() && route.get("retries").get("attempts").integer() > 0 {
        report("MP0108", Severity::Warning, abort, say!("route-timing-abort"));
    }
    for injected in [delay, abort] {
        let has_share = ["percentage", "percent"].iter().any(|name| injected.get(name).present());
        if injected.present() && !has_share {
            report("MP0115", Severity::Warning, injected, say!("route-timing-no-percentage"));
        }
        let percentage = injected.get("percentage");
        if percentage.present() && !percentage.get("value").present() {
            report("MP0115", Severity::Warning, percentage, say!("route-timing-no-value"));
        }
    }
    found
}
