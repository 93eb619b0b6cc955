//! Tests that hold the control plane and the lints against what the real Istio said.
