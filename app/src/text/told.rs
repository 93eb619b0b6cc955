//! Texts that are read from a file instead of being compiled.

use std::str::Split;

use mesh_view::ROW;

/// The lines of a file of texts ([`mesh_view::texts`]) that are not read yet.
pub(super) type Lines = Split<'static, char>;

/// What stands in one or several lines.
pub(super) trait Told: Sized {
    fn told(lines: &mut Lines) -> Self;
}

/// A text; nothing where the file has ended.
impl Told for &'static str {
    fn told(lines: &mut Lines) -> Self {
        lines.next().unwrap_or_default()
    }
}

impl<const N: usize> Told for [&'static str; N] {
    fn told(lines: &mut Lines) -> Self {
        rows(lines).next().unwrap_or([""; N])
    }
}

impl<const N: usize> Told for &'static [[&'static str; N]] {
    fn told(lines: &mut Lines) -> Self {
        rows(lines).collect::<Vec<_>>().leak()
    }
}

impl Told for &'static [(&'static str, &'static str)] {
    fn told(lines: &mut Lines) -> Self {
        rows(lines).map(|[first, second]| (first, second)).collect::<Vec<_>>().leak()
    }
}

/// The rows of a list.
fn rows<const N: usize>(lines: &mut Lines) -> impl Iterator<Item = [&'static str; N]> {
    let mut rows = lines.next().unwrap_or_default().split(ROW);
    // What stands before the first row is nothing.
    rows.next();
    rows.map(|row| {
        let mut parts = row.splitn(N, " | ");
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    })
}

/// Declares a struct of texts, which can be compiled as a constant and read from a file as well: its fields in their order.
macro_rules! texts {
    ($(#[$about:meta])* pub(crate) struct $name:ident { $($(#[$note:meta])* pub(crate) $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        pub(crate) struct $name { $($(#[$note])* pub(crate) $field: $kind,)* }

        impl $crate::text::told::Told for $name {
            fn told(lines: &mut $crate::text::told::Lines) -> Self {
                Self { $($field: $crate::text::told::Told::told(lines),)* }
            }
        }

        #[cfg(test)]
        impl $crate::text::told::Named for $name {
            fn named(&self, _name: &str, to: &mut Vec<(String, Vec<&'static str>)>) {
                $($crate::text::told::Named::named(&self.$field, stringify!($field), to);)*
            }
        }
    };
}
pub(super) use texts;

/// Texts with their names, to be held against those of another language.
#[cfg(test)]
pub(super) trait Named {
    fn named(&self, name: &str, to: &mut Vec<(String, Vec<&'static str>)>);
}

#[cfg(test)]
mod named {
    use super::Named;

    impl Named for &'static str {
        fn named(&self, name: &str, to: &mut Vec<(String, Vec<&'static str>)>) {
            to.push((name.to_owned(), vec![self]));
        }
    }

    impl<const N: usize> Named for [&'static str; N] {
        fn named(&self, name: &str, to: &mut Vec<(String, Vec<&'static str>)>) {
            to.push((name.to_owned(), self.to_vec()));
        }
    }

    impl<const N: usize> Named for &'static [[&'static str; N]] {
        fn named(&self, name: &str, to: &mut Vec<(String, Vec<&'static str>)>) {
            to.push((name.to_owned(), self.concat()));
        }
    }

    impl Named for &'static [(&'static str, &'static str)] {
        fn named(&self, name: &str, to: &mut Vec<(String, Vec<&'static str>)>) {
            to.push((name.to_owned(), self.iter().flat_map(|(first, second)| [*first, second]).collect()));
        }
    }
}
