//! Sending a data set: several sessions at a time, each from its creation to its decision.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use super::SessionFolder;
use crate::uploads::{Api, Folder, StateFile, UploadError, Uploaded, Waiting, send_pictures};

/// How a data set is sent.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// Scheme, host and port.
    pub(crate) target: String,
    /// Sessions at the same time.
    pub(crate) at_once: usize,
    /// What the sandbox is to decide.
    pub(crate) decide: Option<String>,
    /// How often to ask for a decision, and how long.
    pub(crate) every: Duration,
    pub(crate) within: Duration,
    /// Whether sessions that were sent before are sent again.
    pub(crate) fresh: bool,
}

/// What became of a session.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) name: String,
    pub(crate) pictures: usize,
    /// Its id, once it has one.
    pub(crate) session: Option<String>,
    /// The decision's status; none while there is none. Or why it was not sent.
    pub(crate) outcome: Result<Option<String>, UploadError>,
    pub(crate) took: Duration,
    /// Decided in an earlier run: nothing was sent now.
    pub(crate) earlier: bool,
}

impl Batch {
    /// Sends the sessions; `on` is told of each as it ends. A session that fails keeps none of the
    /// others from being sent. In the order of their names.
    pub(crate) async fn send(
        self,
        api: Arc<Api>,
        sessions: Vec<SessionFolder>,
        mut on: impl FnMut(&Done),
    ) -> Vec<Done> {
        let batch = Arc::new(self);
        let mut waiting = sessions.into_iter();
        let mut running = JoinSet::new();
        let mut done = Vec::new();
        loop {
            while running.len() < batch.at_once
                && let Some(session) = waiting.next()
            {
                running.spawn(one(Arc::clone(&batch), Arc::clone(&api), session));
            }
            match running.join_next().await {
                Some(Ok(one)) => {
                    on(&one);
                    done.push(one);
                }
                // A task that panicked has said so.
                Some(Err(_)) => {}
                None => break,
            }
        }
        done.sort_by(|one, other| one.name.cmp(&other.name));
        done
    }
}

async fn one(batch: Arc<Batch>, api: Arc<Api>, session: SessionFolder) -> Done {
    let begun = Instant::now();
    let file = StateFile::of(&session.path);
    let earlier = match batch.fresh {
        true => None,
        false => file.read(&batch.target),
    };
    let mut done = Done {
        pictures: session.folder.pictures.len(),
        session: earlier.as_ref().map(|state| state.session.clone()),
        outcome: Ok(None),
        took: Duration::ZERO,
        earlier: earlier
            .as_ref()
            .is_some_and(|state| state.decision.is_some()),
        name: session.name,
    };
    if done.earlier {
        done.outcome = Ok(earlier.and_then(|state| state.decision));
        return done;
    }
    let way = Way {
        batch: &batch,
        api: &api,
        folder: &session.folder,
        file,
        path: session.path,
    };
    done.outcome = way.through(earlier, &mut done.session).await;
    done.took = begun.elapsed();
    done
}

struct Way<'a> {
    batch: &'a Batch,
    api: &'a Api,
    folder: &'a Folder,
    file: StateFile,
    path: PathBuf,
}

impl Way<'_> {
    async fn through(
        &self,
        earlier: Option<Uploaded>,
        id: &mut Option<String>,
    ) -> Result<Option<String>, UploadError> {
        let mut state = match earlier {
            Some(state) if self.is_there(&state).await? => state,
            _ => self.create().await?,
        };
        *id = Some(state.session.clone());
        let keep = |state: &Uploaded| self.keep(state);
        send_pictures(self.api, self.folder, &mut state, keep, |_| {}).await?;
        let waiting = Waiting {
            webhooks: None,
            every: self.batch.every,
            within: self.batch.within,
        };
        let decided = waiting.decision(self.api, &state.session).await?;
        state.decision = decided.map(|(outcome, _)| outcome.status);
        self.keep(&state)?;
        Ok(state.decision)
    }

    async fn is_there(&self, state: &Uploaded) -> Result<bool, UploadError> {
        match self.api.media(&state.session).await {
            Ok(_) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn create(&self) -> Result<Uploaded, UploadError> {
        // Means nothing to anybody, as vendorData should; folders may be named after people.
        let mut vendor_data = format!("dataset-{}", Uuid::new_v4());
        if let Some(status) = &self.batch.decide {
            vendor_data = format!("{vendor_data} veriff-sandbox:{status}");
        }
        let mut state = Uploaded {
            target: self.batch.target.clone(),
            ..Uploaded::default()
        };
        // Before there is a session that may be billed: can it be written down at all?
        self.keep(&state)?;
        state.session = self.api.create(&vendor_data).await?;
        self.keep(&state)?;
        Ok(state)
    }

    fn keep(&self, state: &Uploaded) -> Result<(), UploadError> {
        self.file.write(state).map_err(|source| UploadError::File {
            file: self.path.display().to_string(),
            source,
        })
    }
}
