//! Edits applied.

use mesh_ordered::sort_by_key;

use crate::{SourceFile, TextEdit};

/// Applies edits that do not overlap; those out of range are left out.
pub fn apply_edits(files: &mut [SourceFile], edits: &[TextEdit]) {
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    sort_by_key(&mut edits, |edit| std::cmp::Reverse((edit.span.file, edit.span.start)));
    for edit in edits {
        let range = edit.span.start as usize..edit.span.end as usize;
        let Some(file) = files.get_mut(edit.span.file as usize) else { continue };
        if file.text.get(range.clone()).is_some() {
            file.text.replace_range(range, &edit.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "mesh.yaml".into(), text: text.into() }
    }

    #[test]
    fn edits_apply_from_the_end_so_that_places_stay_right() {
        let mut files = [file("weight: 90\nweight: 10\n")];
        let edit = |start, end, text: &str| TextEdit { span: Span { file: 0, start, end }, text: text.into() };
        apply_edits(&mut files, &[edit(8, 10, "5"), edit(19, 21, "95"), edit(900, 901, "x")]);
        assert_eq!(files[0].text, "weight: 5\nweight: 95\n");
    }
}
