//! The pictures of one session: the files of a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::dataset::OWN;
use crate::pictures::{CONTEXTS, Flaw, Picture, UPLOADS, context_of, examine};

/// A folder, looked through.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folder {
    /// By name.
    pub(crate) pictures: Vec<Found>,
    /// What is wrong with the folder as a whole, or with what is no picture; with a name where it is
    /// about one file.
    pub(crate) flaws: Vec<(Option<String>, Flaw)>,
}

/// A picture in it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) context: String,
    /// SHA-256, hex.
    pub(crate) digest: String,
    pub(crate) picture: Picture,
}

impl Folder {
    /// Looks through a folder; files that begin with a dot do not count, nor what `dataset` wrote.
    ///
    /// # Errors
    /// The folder cannot be read. A file that cannot be is a flaw.
    pub(crate) fn read(dir: &Path) -> io::Result<Self> {
        let mut folder = Self::default();
        let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_ours = name.starts_with('.') || name.starts_with(OWN);
            if is_ours || name.eq_ignore_ascii_case("Thumbs.db") {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                let why = "a folder within a session's folder";
                folder.flaws.push((Some(name), Flaw::LeftOut { why }));
                continue;
            }
            match fs::read(&path) {
                Ok(bytes) => folder.pictures.push(Found::of(name, path, &bytes)),
                Err(error) => {
                    let error = error.to_string();
                    folder
                        .flaws
                        .push((Some(name), Flaw::Inaccessible { error }));
                }
            }
        }
        folder.note_duplicates();
        let pictures = folder.pictures.len();
        if pictures == 0 {
            folder.flaws.push((None, Flaw::NoPictures));
        }
        if pictures > UPLOADS {
            folder.flaws.push((None, Flaw::TooMany { pictures }));
        }
        Ok(folder)
    }

    /// How many pictures there are, in words.
    pub(crate) fn counted(&self) -> String {
        match self.pictures.len() {
            1 => "1 picture".to_owned(),
            count => format!("{count} pictures"),
        }
    }

    /// All flaws with the names of the files that they are about.
    pub(crate) fn flaws(&self) -> impl Iterator<Item = (Option<&str>, &Flaw)> {
        let own = self
            .flaws
            .iter()
            .map(|(name, flaw)| (name.as_deref(), flaw));
        let pictures = self.pictures.iter().flat_map(|found| {
            let name = Some(found.name.as_str());
            found.picture.flaws.iter().map(move |flaw| (name, flaw))
        });
        own.chain(pictures)
    }

    fn note_duplicates(&mut self) {
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for found in &mut self.pictures {
            match first.get(&found.digest) {
                Some(file) => {
                    let file = file.clone();
                    found.picture.flaws.push(Flaw::DuplicateOf { file });
                }
                None => {
                    first.insert(found.digest.clone(), found.name.clone());
                }
            }
        }
    }
}

impl Found {
    /// What tells it from other pictures, when a run is taken up again.
    pub(crate) fn key(&self) -> String {
        format!("{} {}", self.digest, self.name)
    }

    fn of(name: String, path: PathBuf, bytes: &[u8]) -> Self {
        let context = context_of(&name).to_owned();
        let mut picture = examine(bytes);
        if !CONTEXTS.contains(&context.as_str()) {
            let context = context.clone();
            picture.flaws.push(Flaw::UnknownContext { context });
        }
        Self {
            name,
            path,
            context,
            digest: digest(bytes),
            picture,
        }
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
