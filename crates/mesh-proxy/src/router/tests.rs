//! Retries, timeouts, faults.
