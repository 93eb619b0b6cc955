//! The values of annotations on pods (`pkg/kube/inject/validate.go`), judged in Go's words.

use std::net::Ipv6Addr;

/// Checks the value of an annotation; those that Istio does not judge, and `proxy.istio.io/config`, are always fine.
pub(super) fn check(annotation: &str, value: &str) -> Result<(), String> {
    let named = |what: &str, verdict: Result<(), String>| verdict.map_err(|error| format!("{what} invalid: {error}"));
    match annotation {
        "sidecar.istio.io/interceptionMode" => match value {
            "REDIRECT" | "TPROXY" | "NONE" => Ok(()),
            _ => Err(format!("interceptionMode invalid, use REDIRECT,TPROXY,NONE: {value}")),
        },
        // So Istio calls it.
        "status.sidecar.istio.io/port" => named("excludeInboundPorts", port(value)),
        "readiness.status.sidecar.istio.io/initialDelaySeconds"
        | "readiness.status.sidecar.istio.io/periodSeconds"
        | "readiness.status.sidecar.istio.io/failureThreshold" => unsigned(value, u32::MAX.into()),
        "traffic.sidecar.istio.io/includeOutboundIPRanges" if value == "*" => Ok(()),
        "traffic.sidecar.istio.io/includeOutboundIPRanges" => named("includeIPRanges", ranges(value)),
        "traffic.sidecar.istio.io/excludeOutboundIPRanges" => named("excludeIPRanges", ranges(value)),
        "traffic.sidecar.istio.io/includeInboundPorts" if value == "*" => Ok(()),
        "traffic.sidecar.istio.io/includeInboundPorts" => named("includeInboundPorts", ports(value)),
        "traffic.sidecar.istio.io/excludeInboundPorts" => named("excludeInboundPorts", ports(value)),
        "traffic.sidecar.istio.io/excludeOutboundPorts" => named("excludeOutboundPorts", ports(value)),
        "traffic.sidecar.istio.io/excludeInterfaces"
        | "traffic.sidecar.istio.io/kubevirtInterfaces"
        | "istio.io/reroute-virtual-interfaces" => interfaces(value),
        "prometheus.istio.io/merge-metrics" => boolean(value),
        "sidecar.istio.io/proxyCPU"
        | "sidecar.istio.io/proxyMemory"
        | "sidecar.istio.io/proxyCPULimit"
        | "sidecar.istio.io/proxyMemoryLimit" => quantity(value),
        _ => Ok(()),
    }
}

/// `strconv.ParseUint`.
fn unsigned(text: &str, most: u64) -> Result<(), String> {
    let problem = if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        "invalid syntax"
    } else if text.parse::<u64>().is_ok_and(|number| number <= most) {
        return Ok(());
    } else {
        "value out of range"
    };
    Err(format!("strconv.ParseUint: parsing {text:?}: {problem}"))
}

fn boolean(text: &str) -> Result<(), String> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" | "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(()),
        _ => Err(format!("strconv.ParseBool: parsing {text:?}: invalid syntax")),
    }
}

fn port(text: &str) -> Result<(), String> {
    unsigned(text.trim(), u16::MAX.into()).map_err(|error| format!("failed parsing port '{text}': {error}"))
}

fn ports(list: &str) -> Result<(), String> {
    let list = list.trim();
    let mut ports = if list.is_empty() { Vec::new() } else { list.split(',').collect() }.into_iter();
    ports.try_for_each(|text| port(text).map_err(|error| format!("failed parsing port '{text}': {error}")))
}

fn interfaces(list: &str) -> Result<(), String> {
    const LONGEST: usize = 15;
    let names = list.split(',').map(str::trim).filter(|_| !list.is_empty());
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    for name in names {
        if name.is_empty() {
            return Err("empty interface name".into());
        }
        if name.len() > LONGEST {
            return Err(format!("interface name {name:?} too long (max 15 chars)"));
        }
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.bytes().all(is_known) {
            return Err(format!("interface name {name:?} contains invalid characters"));
        }
    }
    Ok(())
}

fn ranges(list: &str) -> Result<(), String> {
    let mut ranges = list.split(',').filter(|_| !list.is_empty());
    ranges.try_for_each(|range| {
        let wrong = |error| format!("failed parsing cidr '{range}': netip.ParsePrefix({range:?}): {error}");
        prefix(range).map_err(wrong)
    })
}

/// `netip.ParsePrefix`.
fn prefix(text: &str) -> Result<(), String> {
    let Some((address, bits)) = text.rsplit_once('/') else { return Err("no '/'".into()) };
    let most = match address.find(['.', ':', '%']).and_then(|at| address.as_bytes().get(at)) {
        Some(b'.') => ipv4(address).map(|()| 32),
        Some(b':') if address.parse::<Ipv6Addr>().is_ok() => Ok(128),
        Some(b'%') => Err("missing IPv6 address".to_owned()),
        _ => Err("unable to parse IP".to_owned()),
    };
    let most = most.map_err(|error| format!("ParseAddr({address:?}): {error}"))?;
    let is_number = bits == "0" || bits.starts_with(|first: char| matches!(first, '1'..='9'));
    match bits.parse::<u32>() {
        Ok(bits) if is_number && bits <= most => Ok(()),
        Ok(_) if is_number => Err("prefix length out of range".into()),
        _ => Err(format!("bad bits after slash: {bits:?}")),
    }
}

fn ipv4(text: &str) -> Result<(), String> {
    let at = |index: usize| format!(" (at {:?})", text.get(index..).unwrap_or_default());
    let (mut value, mut digits, mut fields) = (0_u32, 0, 0);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if digits == 1 && value == 0 => return Err("IPv4 field has octet with leading zero".into()),
            b'0'..=b'9' => {
                value = value * 10 + u32::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return Err("IPv4 field has value >255".into());
                }
            }
            b'.' if digits == 0 || index + 1 == text.len() => {
                return Err(format!("IPv4 field must have at least one digit{}", at(index)));
            }
            b'.' if fields == 3 => return Err("IPv4 address too long".into()),
            b'.' => (value, digits, fields) = (0, 0, fields + 1),
            _ => return Err(format!("unexpected character{}", at(index))),
        }
    }
    if fields < 3 { Err("IPv4 address too short".into()) } else { Ok(()) }
}

/// `resource.ParseQuantity` of Kubernetes.
fn quantity(text: &str) -> Result<(), String> {
    if text.contains(char::is_control) {
        return Err("value contains control characters".into());
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = unsigned.trim_start_matches(|character: char| character.is_ascii_digit());
    let suffix =
        whole.strip_prefix('.').unwrap_or(whole).trim_start_matches(|character: char| character.is_ascii_digit());
    let rest = suffix.trim_start_matches(|character: char| "eEinumkKMGTP".contains(character));
    let rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    if text.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        let pattern = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";
        return Err(format!("quantities must match the regular expression '{pattern}'"));
    }
    let exponent = suffix.strip_prefix(['e', 'E']).is_some_and(|exponent| exponent.parse::<i64>().is_ok());
    let is_unit = matches!(
        suffix,
        "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei"
    );
    if is_unit || exponent { Ok(()) } else { Err("unable to parse quantity's suffix".into()) }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn values_are_judged_in_the_words_of_go() {
        for (annotation, value, problem) in [
            ("sidecar.istio.io/interceptionMode", "NONE", ""),
            ("sidecar.istio.io/interceptionMode", "none", "interceptionMode invalid, use REDIRECT,TPROXY,NONE: none"),
            (
                "status.sidecar.istio.io/port",
                "70000",
                "excludeInboundPorts invalid: failed parsing port '70000': strconv.ParseUint: parsing \"70000\": value out of range",
            ),
            (
                "readiness.status.sidecar.istio.io/periodSeconds",
                "1s",
                "strconv.ParseUint: parsing \"1s\": invalid syntax",
            ),
            ("traffic.sidecar.istio.io/includeOutboundIPRanges", "*", ""),
            ("traffic.sidecar.istio.io/includeOutboundIPRanges", "10.0.0.0/8,fd00::/8", ""),
            (
                "traffic.sidecar.istio.io/excludeOutboundIPRanges",
                "10.0.0/8",
                "excludeIPRanges invalid: failed parsing cidr '10.0.0/8': netip.ParsePrefix(\"10.0.0/8\"): ParseAddr(\"10.0.0\"): IPv4 address too short",
            ),
            (
                "traffic.sidecar.istio.io/excludeOutboundIPRanges",
                "10.0.0.0/33",
                "excludeIPRanges invalid: failed parsing cidr '10.0.0.0/33': netip.ParsePrefix(\"10.0.0.0/33\"): prefix length out of range",
            ),
            ("traffic.sidecar.istio.io/excludeInboundPorts", " 80, 443", ""),
            (
                "traffic.sidecar.istio.io/excludeInboundPorts",
                "80,x",
                "excludeInboundPorts invalid: failed parsing port 'x': failed parsing port 'x': strconv.ParseUint: parsing \"x\": invalid syntax",
            ),
            ("traffic.sidecar.istio.io/excludeInterfaces", "eth0,", "empty interface name"),
            ("prometheus.istio.io/merge-metrics", "yes", "strconv.ParseBool: parsing \"yes\": invalid syntax"),
            ("sidecar.istio.io/proxyCPU", "100m", ""),
            ("sidecar.istio.io/proxyCPU", "1e3", ""),
            (
                "sidecar.istio.io/proxyCPU",
                "a lot",
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            ),
            ("sidecar.istio.io/proxyMemory", "1KK", "unable to parse quantity's suffix"),
        ] {
            assert_eq!(check(annotation, value).err().unwrap_or_default(), problem, "{annotation}: {value}");
        }
    }
}
