//! How wide the line of an edge is.

/// Pixels across an edge by the requests per second on it: one more for each fourfold of them, in steps that figures which
/// waver do not cross all the time.
#[must_use]
pub fn breadth(rate: f64) -> f64 {
    let mut breadth = if rate > 0.0 { 2.0 } else { 1.5 };
    let mut limit = 1.0;
    while rate > limit && breadth < 8.0 {
        breadth += 0.5;
        limit *= 2.0;
    }
    breadth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_is_a_pixel_wider_for_four_times_the_requests() {
        for (rate, pixels) in [(0.0, 1.5), (0.2, 2.0), (1.0, 2.0), (1.1, 2.5), (4.0, 3.0), (16.0, 4.0), (1e9, 8.0)] {
            assert_eq!(breadth(rate), pixels, "{rate} rps");
        }
    }
}
