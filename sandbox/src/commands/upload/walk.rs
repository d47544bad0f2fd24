//! The way of one folder's pictures: session, uploads, submission, decision, media, signatures.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

use uuid::Uuid;

use crate::commands::failure::Failure;
use crate::commands::progress;
use crate::commands::style::Style;
use crate::commands::upload_target::{Destination, Place};
use crate::uploads::{Folder, StateFile, UploadError, Uploaded, Waiting, send_pictures};
use crate::veriff::IntegrationKind;

/// How often to ask for a decision: the sandbox, and Veriff.
const SANDBOX: Duration = Duration::from_millis(200);
const VERIFF: Duration = Duration::from_secs(10);

/// One run of `upload`.
pub(super) struct Run<'a> {
    pub(super) folder: &'a Folder,
    pub(super) file: StateFile,
    pub(super) decide: Option<String>,
    pub(super) wait: Duration,
    pub(super) fresh: bool,
    pub(super) style: Style,
}

impl Run<'_> {
    /// Goes the whole way, and tells of each step.
    pub(super) async fn through(
        &self,
        destination: &mut Destination,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        self.say_where(destination, out)?;
        let mut state = self.begin(destination, out).await?;
        self.send(destination, &mut state, out).await?;
        let decided = self.await_decision(destination, &mut state, out).await;
        let shown = match &decided {
            Ok(()) | Err(Failure::Undecided) => self.fetch(destination, &state, out).await,
            Err(_) => Ok(()),
        };
        let signatures = self.tell_signatures(destination, out);
        decided.and(shown).and(signatures)
    }

    fn say_where(&self, destination: &Destination, out: &mut impl Write) -> io::Result<()> {
        let kind = match destination.kind {
            Some(IntegrationKind::Test) => "a test integration",
            Some(IntegrationKind::Live) => "a live integration",
            None => "an integration",
        };
        let whose = match destination.place {
            Place::Own(_) => " of a sandbox of this run's own",
            Place::Running => " of the sandbox that runs",
            Place::Integration => "",
        };
        let origin = self.style.key(destination.base.origin());
        writeln!(out, "to {kind}{whose} at {origin}")?;
        match &destination.receiver {
            Some(receiver) => writeln!(out, "webhooks are listened for at {}", receiver.url),
            None => writeln!(
                out,
                "webhooks are not listened for: the decision is asked for"
            ),
        }
    }

    /// The session of an earlier run, or a new one.
    async fn begin(
        &self,
        destination: &Destination,
        out: &mut impl Write,
    ) -> Result<Uploaded, Failure> {
        let target = destination.base.origin();
        let earlier = self.file.unfinished(target).filter(|_| !self.fresh);
        if let Some(state) = earlier {
            match destination.api.media(&state.session).await {
                Ok(_) => {
                    let there = state.pictures.len();
                    writeln!(
                        out,
                        "an earlier run is taken up: session {}, {there} of its pictures there",
                        state.session
                    )?;
                    return Ok(state);
                }
                Err(error) if error.is_not_found() => {
                    writeln!(
                        out,
                        "the session of an earlier run is gone: a new one is made"
                    )?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        // Means nothing to anybody, as vendorData should.
        let mut vendor_data = format!("upload-{}", Uuid::new_v4());
        if let Some(status) = &self.decide {
            vendor_data = format!("{vendor_data} veriff-sandbox:{status}");
        }
        let mut state = Uploaded {
            target: target.to_owned(),
            ..Uploaded::default()
        };
        // Before there is a session that may be billed: can it be written down at all?
        self.keep(&state)?;
        state.session = destination.api.create(&vendor_data).await?;
        self.keep(&state)?;
        writeln!(
            out,
            "{} session {}",
            self.style.good("created"),
            state.session
        )?;
        Ok(state)
    }

    async fn send(
        &self,
        destination: &Destination,
        state: &mut Uploaded,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let bar = progress::bar("uploading", self.folder.pictures.len());
        let before: BTreeSet<String> = state.pictures.iter().cloned().collect();
        let submitted = state.submitted;
        let sent = send_pictures(
            &destination.api,
            self.folder,
            state,
            |state| self.keep(state),
            |_| bar.inc(1),
        )
        .await;
        bar.finish_and_clear();
        for found in &self.folder.pictures {
            if state.pictures.contains(&found.key()) && !before.contains(&found.key()) {
                let (context, name) = (&found.context, &found.name);
                writeln!(out, "{} {context} ({name})", self.style.good("uploaded"))?;
            }
        }
        sent?;
        if !submitted {
            writeln!(out, "{}", self.style.good("submitted"))?;
        }
        Ok(())
    }

    async fn await_decision(
        &self,
        destination: &mut Destination,
        state: &mut Uploaded,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let session = &state.session;
        let undecided_by_itself = destination.kind == Some(IntegrationKind::Test);
        if undecided_by_itself && !destination.is_sandbox() {
            writeln!(
                out,
                "A test integration decides nothing: set the session's status in Veriff's portal."
            )?;
        } else if undecided_by_itself && self.decide.is_none() {
            writeln!(
                out,
                "A test integration decides nothing: veriff-sandbox decide {session} approved"
            )?;
        }
        out.flush()?;
        let spinner = progress::spinner("waiting for the decision");
        let every = if destination.is_sandbox() {
            SANDBOX
        } else {
            VERIFF
        };
        let waiting = Waiting {
            webhooks: destination.receiver.as_mut().map(|one| &mut one.outcomes),
            every,
            within: self.wait,
        };
        let decided = waiting.decision(&destination.api, session).await;
        spinner.finish_and_clear();
        let Some((outcome, how)) = decided? else {
            return Err(Failure::Undecided);
        };
        let code = outcome
            .code
            .map(|code| format!(" ({code})"))
            .unwrap_or_default();
        let mut reason = outcome
            .reason_code
            .map(|code| format!(", reason {code}"))
            .unwrap_or_default();
        reason.extend(outcome.reason.map(|text| format!(": {text}")));
        let status = match outcome.status.as_str() {
            "approved" => self.style.good("approved"),
            other => self.style.bad(other),
        };
        writeln!(out, "decided: {status}{code}{reason}, {how}")?;
        state.decision = Some(outcome.status);
        Ok(self.keep(state)?)
    }

    async fn fetch(
        &self,
        destination: &Destination,
        state: &Uploaded,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let media = destination.api.media(&state.session).await?;
        writeln!(out, "media: {}", media.len())?;
        let sent: BTreeSet<&str> = self
            .folder
            .pictures
            .iter()
            .map(|one| one.digest.as_str())
            .collect();
        let bar = progress::bar("fetching", media.len());
        for medium in &media {
            let bytes = destination.api.medium(medium).await?;
            bar.inc(1);
            let same = match sent.contains(crate::uploads::digest(&bytes).as_str()) {
                true => "the bytes that were sent",
                false => "other bytes than were sent",
            };
            let (kind, context) = (medium.kind, &medium.context);
            bar.suspend(|| writeln!(out, "  {kind} {context:<18} {} bytes, {same}", bytes.len()))?;
        }
        bar.finish_and_clear();
        Ok(())
    }

    fn tell_signatures(
        &self,
        destination: &Destination,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let seen = destination.api.signatures.seen();
        writeln!(out, "signatures: {} answers verified", seen.verified)?;
        for (answers, what) in [(&seen.unsigned, "carried none"), (&seen.wrong, "WRONG")] {
            for answer in answers {
                writeln!(out, "  {what}: {answer}")?;
            }
        }
        match seen.wrong.first() {
            None => Ok(()),
            Some(first) => Err(Failure::WrongSignatures(first.clone())),
        }
    }

    fn keep(&self, state: &Uploaded) -> Result<(), UploadError> {
        self.file.write(state).map_err(|source| UploadError::File {
            file: ".veriff-upload.json".to_owned(),
            source,
        })
    }
}
