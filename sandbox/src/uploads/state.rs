//! How far a folder's upload has come: a small file in the folder, so that a run that broke off is
//! taken up again. It holds neither key nor secret nor the session's URL.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

const NAME: &str = ".veriff-upload.json";

/// What is written down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Uploaded {
    /// Scheme, host and port.
    pub(crate) target: String,
    /// The session's id.
    pub(crate) session: String,
    /// Digests and names of the pictures that are there.
    pub(crate) pictures: Vec<String>,
    pub(crate) submitted: bool,
    /// The decision's status, once there is one.
    pub(crate) decision: Option<String>,
}

/// Where it is written.
#[derive(Clone, Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
}

impl StateFile {
    /// The one of a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
        }
    }

    /// How far an earlier run at the same target came. A file that is not ours to read is as good as
    /// none.
    pub(crate) fn read(&self, target: &str) -> Option<Uploaded> {
        let state: Uploaded = serde_json::from_slice(&fs::read(&self.path).ok()?).ok()?;
        let id = uuid::Uuid::parse_str(&state.session).is_ok();
        (id && state.target == target).then_some(state)
    }

    /// The same, unless it is over.
    pub(crate) fn unfinished(&self, target: &str) -> Option<Uploaded> {
        self.read(target).filter(|state| state.decision.is_none())
    }

    /// Writes it in one step.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub(crate) fn write(&self, state: &Uploaded) -> io::Result<()> {
        let temporary = self.path.with_extension("json.new");
        let mut json = serde_json::to_vec_pretty(state).map_err(io::Error::from)?;
        json.push(b'\n');
        fs::write(&temporary, json)?;
        fs::rename(&temporary, &self.path)
    }
}
