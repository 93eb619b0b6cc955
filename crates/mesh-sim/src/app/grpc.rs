//! How apps answer gRPC calls.

/// The `grpc-status` with which an app answers a gRPC call where its App says an HTTP status: the one that Envoy takes for
/// that status (the inverse of `Grpc::Utility::grpcToHttpStatus`), UNKNOWN where there is none.
pub(crate) fn grpc_status(status: u16) -> u32 {
    match status {
        ..400 => 0,
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        409 => 10,
        429 => 8,
        499 => 1,
        500 => 13,
        501 => 12,
        503 => 14,
        504 => 4,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use mesh_proxy::http_status_of_grpc;

    use super::grpc_status;

    #[test]
    fn a_status_comes_back_as_it_was() {
        for status in [200, 400, 401, 403, 404, 409, 429, 499, 500, 501, 503, 504] {
            assert_eq!(http_status_of_grpc(grpc_status(status)), status);
        }
        for status in [418, 502, 599] {
            assert_eq!(http_status_of_grpc(grpc_status(status)), 500, "{status}");
        }
    }
}
