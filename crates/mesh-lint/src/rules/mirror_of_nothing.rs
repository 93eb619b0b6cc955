use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A mirror that gets no copies, or a share of copies without a mirror.
    ///
    /// A `mirrorPercentage` that is left out is 100, but an empty one is 0 and makes no mirror. It is the share of `mirror`
    /// alone: entries of `mirrors` have a `percentage` of their own. Istio: `MirrorPercent`.
    each check => "MP0190"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services
        .flat_map(|service| spec(service).get("http").items().flat_map(move |rule| verdicts(service, rule)))
        .collect()
}

fn verdicts(service: &Resource, rule: Field<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut report = |place, message: Words| found.push(finding("MP0190", Severity::Info, service, place, message));
    let share = rule.get("mirrorPercentage");
    if share.present() && !rule.get("mirror").present() && !rule.get("delegate").present() {
        let of_several = rule.get("mirrors").items().len() > 0;
        let message = if of_several { say!("mirror-of-nothing-of-several") } else { say!("mirror-of-nothing") };
        report(share, message);
    }
    let shares = rule.get("mirrors").items().map(|mirror| mirror.get("percentage"));
    let own = Some(share).filter(|_| rule.get("mirror").present());
    for share in own.into_iter().chain(shares) {
        // Who writes 0 means it.
        if share.present() && !share.get("value").present() {
            report(share, say!("mirror-of-nothing-without-value"));
        }
    }
    found
}
