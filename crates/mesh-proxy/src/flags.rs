//! Response flags: Envoy's short codes for what happened to a request (`%RESPONSE_FLAGS%`).

mod unraised;

use std::fmt;

pub use unraised::{UNRAISED_FLAGS, UnraisedFlag};

use serde::{Serialize, Serializer};

/// One response flag; names and codes as in Envoy's `stream_info/utility.h`. Those that nothing here raises are listed in
/// [`UNRAISED_FLAGS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ResponseFlag {
    /// UH: the load balancer found no healthy host.
    NoHealthyUpstream,
    /// UF: the connection to the host failed.
    UpstreamConnectionFailure,
    /// UO: a circuit breaker overflowed.
    UpstreamOverflow,
    /// NR: no route matched.
    NoRouteFound,
    /// UR: the host reset the stream.
    UpstreamRemoteReset,
    /// UC: the host closed the connection.
    UpstreamConnectionTermination,
    /// LR: the proxy reset the stream.
    LocalReset,
    /// UT: the route's or the try's timeout passed.
    UpstreamRequestTimeout,
    /// DI: a fault delayed the request.
    DelayInjected,
    /// FI: a fault answered the request.
    FaultInjected,
    /// URX: the retries are used up.
    UpstreamRetryLimitExceeded,
    /// NC: the route's cluster does not exist.
    NoClusterFound,
    /// UPE: the host's answer broke the protocol.
    UpstreamProtocolError,
    /// DC: the client went away.
    DownstreamConnectionTermination,
    /// DPE: what the client sent is no HTTP.
    DownstreamProtocolError,
}

impl ResponseFlag {
    /// All of them, in the order of their bits.
    pub const ALL: [ResponseFlag; 15] = [
        ResponseFlag::NoHealthyUpstream,
        ResponseFlag::UpstreamConnectionFailure,
        ResponseFlag::UpstreamOverflow,
        ResponseFlag::NoRouteFound,
        ResponseFlag::UpstreamRemoteReset,
        ResponseFlag::UpstreamConnectionTermination,
        ResponseFlag::LocalReset,
        ResponseFlag::UpstreamRequestTimeout,
        ResponseFlag::DelayInjected,
        ResponseFlag::FaultInjected,
        ResponseFlag::UpstreamRetryLimitExceeded,
        ResponseFlag::NoClusterFound,
        ResponseFlag::UpstreamProtocolError,
        ResponseFlag::DownstreamConnectionTermination,
        ResponseFlag::DownstreamProtocolError,
    ];

    /// The short code of access logs, `UH` for example.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.names().0
    }

    /// What the flag means, as a sentence part.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            ResponseFlag::NoHealthyUpstream => ("UH", "no healthy upstream host in the cluster"),
            ResponseFlag::UpstreamConnectionFailure => ("UF", "connecting to the upstream host failed"),
            ResponseFlag::UpstreamOverflow => ("UO", "a circuit breaker overflowed"),
            ResponseFlag::NoRouteFound => ("NR", "no route matched the request, or no filter chain its connection"),
            ResponseFlag::UpstreamRemoteReset => ("UR", "the upstream host reset the request"),
            ResponseFlag::UpstreamConnectionTermination => ("UC", "the upstream host closed the connection"),
            ResponseFlag::LocalReset => ("LR", "the proxy reset the request"),
            ResponseFlag::UpstreamRequestTimeout => ("UT", "the request timed out"),
            ResponseFlag::DelayInjected => ("DI", "a fault delayed the request"),
            ResponseFlag::FaultInjected => ("FI", "a fault aborted the request"),
            ResponseFlag::UpstreamRetryLimitExceeded => ("URX", "the retries were used up"),
            ResponseFlag::NoClusterFound => ("NC", "the cluster of the route does not exist"),
            ResponseFlag::UpstreamProtocolError => ("UPE", "the upstream host broke the protocol"),
            ResponseFlag::DownstreamConnectionTermination => ("DC", "the client went away"),
            ResponseFlag::DownstreamProtocolError => ("DPE", "the client sent what is no HTTP"),
        }
    }
}

/// The set of a request's flags. Envoy prints them in the order in which they were set, so that is kept for the first
/// six of them; more never come together.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResponseFlags {
    order: [u8; Self::CAPACITY],
}

impl ResponseFlags {
    const CAPACITY: usize = 6;

    /// No flag.
    pub const NONE: ResponseFlags = ResponseFlags { order: [0; Self::CAPACITY] };

    /// Adds a flag; a flag that is there stays where it is.
    pub fn set(&mut self, flag: ResponseFlag) {
        let mark = flag as u8 + 1;
        for place in &mut self.order {
            if *place == mark {
                return;
            }
            if *place == 0 {
                *place = mark;
                return;
            }
        }
    }

    /// The same set with one flag more.
    #[must_use]
    pub fn with(mut self, flag: ResponseFlag) -> Self {
        self.set(flag);
        self
    }

    /// Whether a flag is set.
    #[must_use]
    pub fn contains(self, flag: ResponseFlag) -> bool {
        self.order.contains(&(flag as u8 + 1))
    }

    /// Whether no flag is set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.order.first() == Some(&0)
    }

    /// The flags in the order in which they were set.
    pub fn iter(self) -> impl Iterator<Item = ResponseFlag> {
        self.order
            .into_iter()
            .take_while(|mark| *mark != 0)
            .filter_map(|mark| ResponseFlag::ALL.get(usize::from(mark) - 1).copied())
    }
}

impl fmt::Display for ResponseFlags {
    /// `URX,UF`; `-` for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("-");
        }
        for (position, flag) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            f.write_str(flag.code())?;
        }
        Ok(())
    }
}

impl fmt::Debug for ResponseFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResponseFlags({self})")
    }
}

impl Serialize for ResponseFlags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_print_in_the_order_they_were_set() {
        let flags = ResponseFlags::NONE
            .with(ResponseFlag::UpstreamRetryLimitExceeded)
            .with(ResponseFlag::UpstreamConnectionFailure)
            .with(ResponseFlag::UpstreamRetryLimitExceeded);
        assert_eq!(flags.to_string(), "URX,UF");
        assert_eq!(ResponseFlags::NONE.to_string(), "-");
    }

    #[test]
    fn the_table_of_all_flags_is_in_bit_order() {
        for (position, flag) in ResponseFlag::ALL.into_iter().enumerate() {
            assert_eq!(flag as usize, position, "{}", flag.code());
        }
    }
}
