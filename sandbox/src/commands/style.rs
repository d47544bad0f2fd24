//! Colours, on a terminal only.

use std::io::IsTerminal;

/// Puts colours around text, or leaves it plain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    coloured: bool,
}

impl Style {
    /// For standard output: plain unless it is a terminal, and where NO_COLOR is set.
    pub(crate) fn for_stdout() -> Self {
        Self::of(&std::io::stdout())
    }

    /// The same for standard error.
    pub(crate) fn for_stderr() -> Self {
        Self::of(&std::io::stderr())
    }

    fn of(stream: &impl IsTerminal) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            coloured: wanted && stream.is_terminal(),
        }
    }

    /// A heading.
    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Something of less weight.
    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Something that went well.
    pub(crate) fn good(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Something that did not.
    pub(crate) fn bad(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// Something to copy.
    pub(crate) fn key(self, text: &str) -> String {
        self.paint("36", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.coloured {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays_plain() {
        assert_eq!(Style { coloured: false }.good("x"), "x");
        assert_eq!(Style { coloured: true }.good("x"), "\x1b[32mx\x1b[0m");
    }
}
