//! One HTTP route of a VirtualService (`virtualservice.go`: `validateHTTPRoute`).

use super::{cors, destination, duration, fault, header, http_match, redirect, retries};
use crate::{field::Field, findings::Findings};

/// Checks an HTTP route; in a delegate VirtualService it may not delegate further.
pub(crate) fn validate(route: Field<'_>, in_delegate: bool, findings: &mut Findings<'_>) {
    conflicts(route, in_delegate, findings);
    for matching in route.get("match").items() {
        findings.errors_only(|findings| http_match::validate(matching, findings));
    }
    header::operations(route.get("headers"), findings);
    cors::validate(route.get("corsPolicy"), findings);
    findings.errors_only(|findings| fault::validate(route.get("fault"), findings));
    mirrors(route, findings);
    redirect::redirect(route.get("redirect"), route.get("match"), findings);
    redirect::direct_response(route.get("directResponse"), findings);
    retries::validate(route.get("retries"), findings);
    redirect::rewrite(route.get("rewrite"), findings);
    header::one_authority(route.get("rewrite"), route.get("headers"), findings);
    destination::http_routes(route.get("route"), findings);
    duration::validate(route.get("timeout"), findings);
}

fn conflicts(route: Field<'_>, in_delegate: bool, findings: &mut Findings<'_>) {
    let has = |name: &str| route.get(name).present();
    let has_route = route.get("route").items().next().is_some();
    if !in_delegate && has("delegate") {
        let name = route.get("name").text();
        for (forbidden, is_there) in [("redirect", has("redirect")), ("route", has_route)] {
            if is_there {
                findings.error(route.get(forbidden), format!("root HTTP route {name} must not specify {forbidden}"));
            }
        }
        return;
    }
    if in_delegate && has("delegate") {
        findings.error(route.get("delegate"), "delegate HTTP route cannot contain delegate");
    }
    let mut conflict = |is: bool, at: &str, message: &str| {
        if is {
            findings.error(route.get(at), message);
        }
    };
    if has("redirect") {
        conflict(has_route, "redirect", "HTTP route cannot contain both route and redirect");
        conflict(has("fault"), "fault", "HTTP route cannot contain both fault and redirect");
        conflict(has("rewrite"), "rewrite", "HTTP route rule cannot contain both rewrite and redirect");
        conflict(
            has("directResponse"),
            "directResponse",
            "HTTP route rule cannot contain both direct_response and redirect",
        );
    } else if has("directResponse") {
        conflict(has_route, "directResponse", "HTTP route cannot contain both route and direct_response");
        conflict(has("fault"), "fault", "HTTP route cannot contain both fault and direct_response");
        conflict(has("rewrite"), "rewrite", "HTTP route rule cannot contain both rewrite and direct_response");
    } else if !has_route {
        findings.error(route, "HTTP route, redirect or direct_response is required");
    }
    if has("mirror") && route.get("mirrors").items().next().is_some() {
        findings.error(route.get("mirror"), "HTTP route cannot contain both mirror and mirrors");
    }
}

fn mirrors(route: Field<'_>, findings: &mut Findings<'_>) {
    let old_percent = route.get("mirrorPercent");
    if old_percent.present() {
        let value = old_percent.integer();
        if value > 100 {
            findings.error(old_percent, format!("mirror_percent must have a max value of 100 (it has {value})"));
        }
        findings.warning(old_percent, "using deprecated setting \"mirrorPercent\", use \"mirrorPercentage\" instead");
    }
    percentage(route.get("mirrorPercentage"), "mirror_percentage", findings);
    destination::validate(route.get("mirror"), findings);
    for mirror in route.get("mirrors").items() {
        if !mirror.get("destination").present() {
            findings.error(mirror, "destination is required for mirrors");
        } else {
            destination::validate(mirror.get("destination"), findings);
            percentage(mirror.get("percentage"), "mirror percentage", findings);
        }
    }
}

fn percentage(percent: Field<'_>, name: &str, findings: &mut Findings<'_>) {
    let value = percent.get("value").number();
    if value > 100.0 {
        findings.error(percent, format!("{name} must have a max value of 100 (it has {})", as_go(value)));
    }
    if value < 0.0 {
        findings.error(percent, format!("{name} must have a min value of 0 (it has {})", as_go(value)));
    }
}

/// A number as Go prints it with `%f`.
fn as_go(number: f64) -> String {
    match number.is_infinite() {
        true if number > 0.0 => "+Inf".into(),
        true => "-Inf".into(),
        false => format!("{number:.6}"),
    }
}
