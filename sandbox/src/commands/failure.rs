//! Why a command did not do its work.

use crate::StartError;
use crate::http_client::ClientError;
use std::io;
use std::process::ExitCode;
use thiserror::Error;

/// A command's failure; its text is for the person at the terminal.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// The sandbox does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The settings file of the local Veriff is refused.
    #[error(transparent)]
    VeriffSettings(#[from] crate::veriff::VeriffSettingsError),
    /// No sandbox runs where the command looked.
    #[error(
        "nothing answers at {origin}: is the sandbox running? Start it with `veriff-sandbox up` \
         (`cargo run` in this repository), or say where it is with --veriff-port"
    )]
    NotRunning {
        /// Scheme, host and port.
        origin: String,
    },
    /// Something that is no sandbox answers there, or it broke off.
    #[error(transparent)]
    Client(ClientError),
    /// The sandbox says no.
    #[error("the sandbox answered {status}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its explanation.
        message: String,
    },
    /// The walk did not end with an approval.
    #[error("the demonstration failed: {0}")]
    Demo(#[from] crate::demo::DemoError),
    /// The sample events differ from what the generator makes.
    #[error(
        "{count} sample event(s) are not up to date, first {first}: run `veriff-sandbox events`"
    )]
    StaleEvents {
        /// How many.
        count: usize,
        /// One of them.
        first: String,
    },
    /// A sample event cannot be made.
    #[error("cannot make the sample events: {0}")]
    Events(#[from] crate::events::EventsError),
    /// The checklist: something failed, or it could not run.
    #[error(transparent)]
    Check(#[from] super::check::CheckFailure),
    /// Reading or writing failed.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Failure {
    /// 2 where another flag would help, otherwise 1.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Start(_) | Self::VeriffSettings(_) | Self::NotRunning { .. } => ExitCode::from(2),
            Self::Check(super::check::CheckFailure::Failed(_)) => ExitCode::FAILURE,
            Self::Check(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Unreachable { origin } => Self::NotRunning { origin },
            other => Self::Client(other),
        }
    }
}
