//! The response flags of Envoy that no request here can get, each with the reason.

/// A flag of Envoy 1.40 (`stream_info/stream_info.h`, `CoreResponseFlag`) that is never raised here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnraisedFlag {
    /// Its short code.
    pub code: &'static str,
    /// When Envoy raises it, and the status that goes with it.
    pub meaning: &'static str,
    /// Why it does not happen here.
    pub reason: &'static str,
}

const fn flag(code: &'static str, meaning: &'static str, reason: &'static str) -> UnraisedFlag {
    UnraisedFlag { code, meaning, reason }
}

/// Together with [`ResponseFlag::ALL`](super::ResponseFlag::ALL) these are all flags that Envoy has.
#[rustfmt::skip]
pub const UNRAISED_FLAGS: &[UnraisedFlag] = &[
    flag("LR", "the proxy reset a try, 503", "a proxy here gives up a try only when its time is over, which is UT; the flag exists for the reset reason"),
    flag("LH", "the proxy's own health check failed, 503", "Istio configures no health check filter and no active health checks"),
    flag("SI", "the stream was idle too long, 408 or 504", "Istio sets stream_idle_timeout to 0 and no idle_timeout of routes"),
    flag("UMSDR", "max_stream_duration of the route passed, 408 or 504", "Istio bounds calls by the route's timeout; max_stream_duration is for proxyless gRPC only"),
    flag("DT", "a duration of the connection manager passed, 408 or 504", "it needs connectionSettings of ProxyConfig, which is not simulated"),
    flag("IH", "a header x-envoy-… had no readable value, 400", "it needs strict_check_headers of the router, which Istio does not set"),
    flag("DR", "the client reset the stream, 0", "simulated clients give up by closing, which is DC"),
    flag("RL", "a rate limit was reached, 429", "rate limit filters come in EnvoyFilter only, which is not simulated"),
    flag("RLSE", "the rate limit service failed, 500", "rate limit filters come in EnvoyFilter only, which is not simulated"),
    flag("UAEX", "the external authorisation said no, 403", "AuthorizationPolicy is not simulated"),
    flag("RFCF", "a cache answered", "there is no cache filter in Istio's configuration"),
    flag("NFCF", "a discovered filter was missing, 500", "only WasmPlugin makes filters be discovered, which is not simulated"),
    flag("DF", "a name was not resolved, 503", "names resolve; a cluster whose names have no address has no host, which is UH"),
    flag("OM", "the overload manager refused the request, 503", "memory and file handles of proxies are not simulated"),
    flag("DO", "drop_overload of the endpoints took the request, 503", "Istio sends no drop_overloads"),
    flag("UDO", "drop_overload of 100 % took the request, 503", "Istio sends no drop_overloads"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::flags::ResponseFlag;

    /// All of `CORE_RESPONSE_FLAGS` of Envoy 1.40.
    const ENVOY: &str =
        "LH UH UT LR UR UF UC UO NR DI FI RL UAEX RLSE DC URX SI IH DPE UMSDR RFCF NFCF DT UPE NC OM DF DO DR UDO";

    #[test]
    fn every_flag_of_envoy_is_raised_or_has_a_reason() {
        let unraised = UNRAISED_FLAGS.iter().map(|flag| flag.code);
        let here: BTreeSet<&str> = ResponseFlag::ALL.into_iter().map(ResponseFlag::code).chain(unraised).collect();
        assert_eq!(here, ENVOY.split(' ').collect());
        assert_eq!(ResponseFlag::ALL.len() + UNRAISED_FLAGS.len(), 30 + 1, "LR alone is in both");
    }
}
