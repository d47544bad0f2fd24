//! How far the stream has been read: on disk beside the database, or in memory with it.

use std::io;
use std::path::{Path, PathBuf};

const FILE: &str = "stream-checkpoint";

/// Where the sequence number of the last record is kept.
#[derive(Debug)]
pub(super) struct Checkpoint {
    file: Option<PathBuf>,
}

impl Checkpoint {
    /// In that folder; nowhere without one, since the stream ends with the sandbox then.
    pub(super) fn new(folder: Option<&Path>) -> Self {
        Self {
            file: folder.map(|folder| folder.join(FILE)),
        }
    }

    /// The number that was written last. What is no number counts as none: outcomes are published
    /// at least once, so reading from the beginning does no harm.
    pub(super) fn read(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.file.as_deref()?).ok()?;
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(text)
    }

    /// Writes a number, whole or not at all.
    pub(super) fn write(&self, sequence_number: &str) -> io::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let new = file.with_extension("new");
        std::fs::write(&new, sequence_number)?;
        std::fs::rename(new, file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nonsense_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoint = Checkpoint::new(Some(folder.path()));
        assert_eq!(checkpoint.read(), None);
        checkpoint.write("100").unwrap();
        assert_eq!(checkpoint.read().as_deref(), Some("100"));
        for nonsense in ["", "1 0", "\u{661}"] {
            std::fs::write(folder.path().join(FILE), nonsense).unwrap();
            assert_eq!(checkpoint.read(), None, "{nonsense:?}");
        }
    }
}
