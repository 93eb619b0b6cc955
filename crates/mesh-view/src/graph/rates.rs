//! Requests per second by class of answer.

use serde::{Deserialize, Serialize};

/// Requests per second by class of answer, as Kiali counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rates {
    /// 1xx and 2xx.
    pub ok: f64,
    /// 3xx.
    pub redirect: f64,
    /// 4xx.
    pub client_error: f64,
    /// 5xx.
    pub server_error: f64,
    /// Requests that got no answer (flag `DC` and the like).
    pub no_response: f64,
}

impl Rates {
    /// Adds requests per second that were answered with a status (0: no answer).
    pub fn add(&mut self, status: u16, rate: f64) {
        match status {
            0..=99 => self.no_response += rate,
            100..=299 => self.ok += rate,
            300..=399 => self.redirect += rate,
            400..=499 => self.client_error += rate,
            _ => self.server_error += rate,
        }
    }

    /// Adds another's.
    pub fn merge(&mut self, other: &Rates) {
        self.ok += other.ok;
        self.redirect += other.redirect;
        self.client_error += other.client_error;
        self.server_error += other.server_error;
        self.no_response += other.no_response;
    }

    /// As many, none of them an error.
    #[must_use]
    pub fn without_errors(&self) -> Self {
        Self { ok: self.total() - self.redirect, redirect: self.redirect, ..Self::default() }
    }

    /// As many, fewer of them errors: without those of another.
    #[must_use]
    pub fn with_fewer_errors(&self, fewer: &Rates) -> Self {
        // What is counted twice in another order hardly differs.
        let left = |all: f64, fewer: f64| if all - fewer > all * 1e-6 { all - fewer } else { 0.0 };
        let client_error = left(self.client_error, fewer.client_error);
        let server_error = left(self.server_error, fewer.server_error);
        let no_response = left(self.no_response, fewer.no_response);
        let ok = self.total() - self.redirect - client_error - server_error - no_response;
        Self { ok, redirect: self.redirect, client_error, server_error, no_response }
    }

    /// All requests per second.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.ok + self.redirect + self.client_error + self.server_error + self.no_response
    }

    /// What Kiali labels `%err`: 4xx, 5xx and no response, percent of all; 0 without traffic.
    #[must_use]
    pub fn error_percent(&self) -> f64 {
        let total = self.total();
        if total > 0.0 { 100.0 * (self.client_error + self.server_error + self.no_response) / total } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_4xx_5xx_and_silence() {
        let mut rates = Rates::default();
        for (status, rate) in [(200, 6.0), (302, 1.0), (404, 1.0), (503, 1.0), (0, 1.0)] {
            rates.add(status, rate);
        }
        assert_eq!(rates.total(), 10.0);
        assert_eq!(rates.error_percent(), 30.0);
        let fewer = rates.with_fewer_errors(&Rates {
            client_error: 1.0,
            server_error: 0.25,
            no_response: 7.0,
            ..Rates::default()
        });
        assert_eq!((fewer.total(), fewer.error_percent(), fewer.ok), (10.0, 7.5, 8.25));
    }
}
