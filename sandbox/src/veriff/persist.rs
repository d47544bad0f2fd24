//! The data folder: one JSON document for the state, one file per medium; or memory.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;

use super::state::Store;

const STATE: &str = "veriff.json";
const MEDIA: &str = "media";

/// Where state and media are kept.
pub(crate) struct Files {
    dir: Option<PathBuf>,
    /// The newest change that is on disk.
    written: Arc<tokio::sync::Mutex<u64>>,
    /// Media, where there is no folder.
    memory: Mutex<HashMap<String, Bytes>>,
}

impl Files {
    /// Opens a folder, making it if it is missing; without one everything stays in memory.
    pub(crate) fn open(dir: Option<&Path>) -> io::Result<Self> {
        if let Some(dir) = dir {
            fs::create_dir_all(dir.join(MEDIA))?;
        }
        Ok(Self {
            dir: dir.map(Path::to_owned),
            written: Arc::default(),
            memory: Mutex::default(),
        })
    }

    /// The state as it was written last.
    pub(crate) fn read(&self) -> io::Result<Store> {
        let Some(dir) = &self.dir else {
            return Ok(Store::default());
        };
        let file = dir.join(STATE);
        match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                let text = format!("{} cannot be read: {error}", file.display());
                io::Error::new(io::ErrorKind::InvalidData, text)
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Store::default()),
            Err(error) => Err(error),
        }
    }

    /// Puts the state on disk in one step, unless `change` is there already.
    ///
    /// Many callers that wait here are served by one writing: `snapshot` tells the state and the
    /// newest change in it.
    pub(crate) async fn write(
        &self,
        change: u64,
        snapshot: impl FnOnce() -> (u64, serde_json::Result<Vec<u8>>),
    ) -> io::Result<()> {
        let Some(dir) = &self.dir else {
            return Ok(());
        };
        let mut written = Arc::clone(&self.written).lock_owned().await;
        if *written >= change {
            return Ok(());
        }
        let (newest, bytes) = snapshot();
        let bytes = bytes.map_err(io::Error::from)?;
        let file = dir.join(STATE);
        // The lock goes along: a caller that is gone meanwhile must not let the next one in early.
        blocking(move || {
            replace(&file, &bytes)?;
            *written = newest;
            Ok(())
        })
        .await
    }

    /// Keeps the bytes of a medium.
    pub(crate) async fn put_media(&self, id: &str, bytes: Bytes) -> io::Result<()> {
        match &self.dir {
            Some(dir) => {
                let file = dir.join(MEDIA).join(id);
                blocking(move || replace(&file, &bytes)).await
            }
            None => {
                self.memory().insert(id.to_owned(), bytes);
                Ok(())
            }
        }
    }

    /// The bytes of a medium.
    pub(crate) async fn media(&self, id: &str) -> io::Result<Bytes> {
        match &self.dir {
            Some(dir) => {
                let file = dir.join(MEDIA).join(id);
                blocking(move || fs::read(file)).await.map(Bytes::from)
            }
            None => self
                .memory()
                .get(id)
                .cloned()
                .ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }

    /// Erases a medium; one that is gone already is no error.
    pub(crate) async fn remove_media(&self, id: &str) {
        match &self.dir {
            Some(dir) => {
                let file = dir.join(MEDIA).join(id);
                if let Err(error) = blocking(move || fs::remove_file(file)).await {
                    tracing::warn!(%error, "a medium of an erased session stays in the data folder");
                }
            }
            None => {
                self.memory().remove(id);
            }
        }
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, HashMap<String, Bytes>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = file.with_extension("new");
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, file)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
}
