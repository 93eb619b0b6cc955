//! How far back a run remembers what was pushed: each push holds a whole mesh.

/// How many resources the meshes of remembered pushes have in all: those of 1 MB of YAML five times. Each is some kilobytes.
pub const MOST_REMEMBERED_RESOURCES: usize = 20_000;

/// How many of the oldest are to be forgotten where there are more than so many, or their sizes come to more in all: half of
/// what is allowed stays, and the newest in any case.
#[must_use]
pub fn too_old(
    sizes: impl ExactSizeIterator<Item = usize> + DoubleEndedIterator,
    most: usize,
    most_size: usize,
) -> usize {
    let count = sizes.len();
    let (mut kept, mut size, mut within_half) = (0_usize, 0_usize, 0_usize);
    for of_one in sizes.rev() {
        kept += 1;
        size = size.saturating_add(of_one);
        if kept == 1 || (kept <= most / 2 && size <= most_size / 2) {
            within_half = kept;
        }
    }
    if count <= most && size <= most_size { 0 } else { count - within_half }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_by_number_and_by_size() {
        for (sizes, forgotten) in [
            (vec![], 0),
            (vec![1; 8], 0),
            (vec![1; 9], 5),
            (vec![50, 51], 1),
            (vec![50, 50], 0),
            (vec![10, 10, 10, 90], 3),
            // The newest stays, however large it is.
            (vec![usize::MAX], 0),
            (vec![1, usize::MAX, usize::MAX], 2),
        ] {
            assert_eq!(too_old(sizes.iter().copied(), 8, 100), forgotten, "{sizes:?}");
        }
    }

    #[test]
    fn half_of_what_is_allowed_stays() {
        assert_eq!(too_old([30, 30, 30, 30].into_iter(), 8, 100), 3);
        assert_eq!(too_old([30, 30, 30, 20].into_iter(), 8, 100), 2);
    }
}
