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
    /// Something else answers there.
    #[error(
        "no local Veriff at {origin}: it is usually at http://127.0.0.1:8081; say where it is with \
         --veriff-port or --veriff"
    )]
    NoSandbox {
        /// Scheme, host and port.
        origin: String,
    },
    /// The connection broke off.
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
        "{count} sample event(s) are not up to date, first {first}: run `veriff-sandbox events {folder}`"
    )]
    StaleEvents {
        /// How many.
        count: usize,
        /// One of them.
        first: String,
        /// Where they are.
        folder: String,
    },
    /// A sample event cannot be made.
    #[error("cannot make the sample events: {0}")]
    Events(#[from] crate::events::EventsError),
    /// The checklist: something failed, or it could not run.
    #[error(transparent)]
    Check(#[from] super::check::CheckFailure),
    /// The pictures are not as Veriff takes them; nothing was sent.
    #[error("nothing was sent: {}", to_mend(*count, folder))]
    Pictures {
        /// How many.
        count: usize,
        /// Where.
        folder: String,
    },
    /// The same, where nothing was to be sent.
    #[error("{}", to_mend(*count, folder))]
    Examined {
        /// How many.
        count: usize,
        /// Where.
        folder: String,
    },
    /// A folder cannot be read, or a file not be written.
    #[error("{path}: {source}")]
    Path {
        /// Which.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// To whom pictures are to be sent is not clear, or not allowed.
    #[error(transparent)]
    Target(#[from] crate::uploads::TargetError),
    /// Another flag or variable is needed.
    #[error("{0}")]
    Usage(String),
    /// A session could not be uploaded.
    #[error(transparent)]
    Upload(#[from] crate::uploads::UploadError),
    /// Some sessions of a batch failed.
    #[error("{failed} of {of} sessions failed; the same command sends what is missing")]
    Batch {
        /// How many.
        failed: usize,
        /// Of how many.
        of: usize,
    },
    /// Veriff has not decided yet.
    #[error("no decision yet; the same command goes on waiting, and sends nothing again")]
    Undecided,
    /// Answers had a wrong signature.
    #[error("{0} had a wrong signature: it did not come from the integration with this secret")]
    WrongSignatures(String),
    /// Reading or writing failed.
    #[error("{0}")]
    Io(#[from] io::Error),
}

fn to_mend(count: usize, folder: &str) -> String {
    let things = if count == 1 {
        "thing has"
    } else {
        "things have"
    };
    format!("{count} {things} to be mended in {folder}")
}

impl Failure {
    /// 2 where another flag would help, 3 where waiting would, otherwise 1.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Start(_)
            | Self::VeriffSettings(_)
            | Self::NotRunning { .. }
            | Self::NoSandbox { .. }
            | Self::Target(_)
            | Self::Usage(_) => ExitCode::from(2),
            Self::Undecided => ExitCode::from(3),
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
