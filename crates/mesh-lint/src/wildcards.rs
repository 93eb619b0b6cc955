//! Host names with a star, and the names that they cover.

/// The wildcards over a host name, the narrowest first: of `a.b.c` `*.b.c`, `*.c` and `*`.
pub(crate) fn wildcards_over(host: &str) -> impl Iterator<Item = String> {
    let below_a_dot = host.match_indices('.').filter_map(|(place, _)| host.get(place..));
    below_a_dot.map(|suffix| format!("*{suffix}")).chain(["*".to_owned()]).filter(move |wildcard| wildcard != host)
}

/// Whether a name stands for all names below a domain, or for all.
pub(crate) fn is_wildcard(host: &str) -> bool {
    host == "*" || host.starts_with("*.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_below_each_of_its_domains() {
        assert_eq!(wildcards_over("a.b.c").collect::<Vec<_>>(), ["*.b.c", "*.c", "*"]);
        assert_eq!(wildcards_over("*.b.c").collect::<Vec<_>>(), ["*.c", "*"]);
        assert_eq!(wildcards_over("*").count(), 0);
    }
}
