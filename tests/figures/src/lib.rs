//! The page of figures, `tests/figures/README.md`: what a benchmark or a proof has measured is written
//! into its section, between two markers, and the prose around them stays as it is.

pub mod table;

use std::path::{Path, PathBuf};

/// Why a section was not written.
#[derive(Debug, thiserror::Error)]
pub enum FiguresError {
    /// The page cannot be read or written.
    #[error("{}: {source}", .path.display())]
    File {
        /// The page.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The page has no place for this section.
    #[error(
        "the page of figures has no section {0:?}: it begins at <!-- {0} --> and ends at <!-- /{0} -->"
    )]
    NoSection(String),
}

/// Where a picture of this name goes: beside the page.
pub fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Puts `markdown` into the page's section of this name, in place of what it held.
pub fn record(section: &str, markdown: &str) -> Result<(), FiguresError> {
    let path = picture("README.md");
    let failed = |source| FiguresError::File {
        path: path.clone(),
        source,
    };
    let page = std::fs::read_to_string(&path).map_err(failed)?;
    let page = replaced(&page, section, markdown)
        .ok_or_else(|| FiguresError::NoSection(section.to_owned()))?;
    std::fs::write(&path, page).map_err(failed)
}

/// The page with this section's content exchanged; `None` if it has no such section.
fn replaced(page: &str, section: &str, markdown: &str) -> Option<String> {
    let (begin, end) = (
        format!("<!-- {section} -->"),
        format!("<!-- /{section} -->"),
    );
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    let markdown = markdown.trim();
    Some(format!("{before}{begin}\n\n{markdown}\n\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_exchanged_and_nothing_around_it() {
        let page = "# Figures\n<!-- a -->\nold\n<!-- /a -->\nprose\n<!-- b -->\n<!-- /b -->\n";
        let once = replaced(page, "a", "| new |\n").unwrap();
        let expected =
            "# Figures\n<!-- a -->\n\n| new |\n\n<!-- /a -->\nprose\n<!-- b -->\n<!-- /b -->\n";
        assert_eq!(once, expected);
        assert_eq!(replaced(&once, "a", "| new |").unwrap(), once);
        assert_eq!(replaced(page, "c", ""), None);
    }
}
