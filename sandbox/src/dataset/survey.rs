//! Looking through a data set.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::OWN;
use crate::pictures::{CONTEXTS, Flaw, context_of};
use crate::uploads::Folder;

/// All there is in a data set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
    /// By name.
    pub(crate) sessions: Vec<SessionFolder>,
    /// About the data set as a whole, or about a file that is in no session's folder.
    pub(crate) flaws: Vec<(Option<String>, Flaw)>,
}

/// The folder of one session.
#[derive(Clone, Debug)]
pub(crate) struct SessionFolder {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) folder: Folder,
}

impl SessionFolder {
    /// Whether it can be sent.
    pub(crate) fn is_ready(&self) -> bool {
        !self.folder.flaws().any(|(_, flaw)| flaw.is_error())
    }
}

impl Survey {
    /// Looks through a folder; `begun` is told how many sessions there are, `looked` of each.
    ///
    /// # Errors
    /// The folder, or a session's, cannot be read.
    pub(crate) fn read(
        dir: &Path,
        begun: impl FnOnce(usize),
        mut looked: impl FnMut(),
    ) -> io::Result<Self> {
        let mut survey = Self::default();
        let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        entries.retain(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            !name.starts_with('.') && !name.starts_with(OWN)
        });
        let (folders, files): (Vec<_>, Vec<_>) =
            entries.iter().partition(|entry| entry.path().is_dir());
        let mut pictures = false;
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            let why = "a file beside the sessions' folders";
            pictures |= CONTEXTS.contains(&context_of(&name));
            survey.flaws.push((Some(name), Flaw::LeftOut { why }));
        }
        begun(folders.len());
        for entry in folders {
            let mut folder = Folder::read(&entry.path())?;
            note_what_is_lacking(&mut folder);
            survey.sessions.push(SessionFolder {
                name: entry.file_name().to_string_lossy().into_owned(),
                path: entry.path(),
                folder,
            });
            looked();
        }
        if survey.sessions.is_empty() {
            let flaw = if pictures {
                Flaw::NoSessions
            } else {
                Flaw::NoPictures
            };
            survey.flaws.push((None, flaw));
        }
        survey.note_duplicates();
        Ok(survey)
    }

    /// All flaws, with the session and the file that they are about.
    pub(crate) fn flaws(&self) -> impl Iterator<Item = (Option<&str>, Option<&str>, &Flaw)> {
        let own = self.flaws.iter();
        let own = own.map(|(file, flaw)| (None, file.as_deref(), flaw));
        let sessions = self.sessions.iter().flat_map(|session| {
            let name = Some(session.name.as_str());
            let flaws = session.folder.flaws();
            flaws.map(move |(file, flaw)| (name, file, flaw))
        });
        own.chain(sessions)
    }

    /// Whether everything can be sent.
    pub(crate) fn is_ready(&self) -> bool {
        !self.flaws().any(|(_, _, flaw)| flaw.is_error())
    }

    /// The same picture in two sessions: seldom meant. Within one it was noted already.
    fn note_duplicates(&mut self) {
        let mut first: BTreeMap<String, (String, String)> = BTreeMap::new();
        for session in &mut self.sessions {
            for found in &mut session.folder.pictures {
                match first.get(&found.digest) {
                    Some((other, _)) if *other == session.name => {}
                    Some((other, file)) => {
                        let file = format!("{other}/{file}");
                        found.picture.flaws.push(Flaw::DuplicateOf { file });
                    }
                    None => {
                        let place = (session.name.clone(), found.name.clone());
                        first.insert(found.digest.clone(), place);
                    }
                }
            }
        }
    }
}

/// A verification usually needs a face and the front of a document.
fn note_what_is_lacking(folder: &mut Folder) {
    let has = |start: &str| {
        let mut contexts = folder.pictures.iter().map(|found| found.context.as_str());
        contexts.any(|context| context.starts_with(start))
    };
    let together = has("document-and-face");
    let lacking = [
        ("face", together || has("face")),
        (
            "document-front",
            together || has("document-front") || has("generic-document-front"),
        ),
    ];
    if !folder.pictures.is_empty() {
        for (context, there) in lacking {
            if !there {
                folder.flaws.push((None, Flaw::Lacks { context }));
            }
        }
    }
}
