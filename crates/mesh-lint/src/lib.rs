//! Findings over resources and cluster: one file per rule.
//!
//! Codes are those of istioctl (IST…) and Kiali (KIA…) where they exist, MP… for our own. Must never run
//! a simulation: it judges what is written.
#![forbid(unsafe_code)]
