//! The files that a text was rendered from: `helm template` writes each one's name above what came of it.

/// What begins the line that `helm template` writes (`pkg/action/action.go`, `renderResources`).
const MARK: &str = "# Source: ";

/// The names of the files that a text was rendered from, by place.
#[derive(Clone, Debug, Default)]
pub struct RenderedFrom<'a> {
    /// Where a document begins, and the file that it comes from, in the order of the text.
    documents: Vec<(usize, Option<&'a str>)>,
}

impl<'a> RenderedFrom<'a> {
    /// Reads the names in a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut documents: Vec<(usize, Option<&str>)> = Vec::new();
        if !text.contains(MARK) {
            return Self { documents };
        }
        documents.push((0, None));
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if line.trim_end() == "---" {
                documents.push((at, None));
            } else if let Some(name) = line.strip_prefix(MARK)
                && let Some((_, file)) = documents.last_mut()
            {
                *file = file.or(Some(name.trim_end()));
            }
            at += line.len();
        }
        Self { documents }
    }

    /// The file that what stands at a byte comes from.
    #[must_use]
    pub fn at(&self, byte: u32) -> Option<&'a str> {
        let after = self.documents.partition_point(|(start, _)| *start <= byte as usize);
        self.documents.get(after.checked_sub(1)?)?.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_the_name_above_it() {
        let text =
            "a: 1\n---\n# Source: shop/templates/rule.yaml\nb: 1\n---\nc: 1\n---\r\n# Source: shop/x.yaml\r\nd: 1\n";
        let from = RenderedFrom::new(text);
        let at = |key: &str| from.at(text.find(key).unwrap() as u32);
        assert_eq!(at("a:"), None);
        assert_eq!(at("b:"), Some("shop/templates/rule.yaml"));
        assert_eq!(at("c:"), None);
        assert_eq!(at("d:"), Some("shop/x.yaml"));
        assert_eq!(RenderedFrom::new("a: 1\n").at(0), None);
    }
}
