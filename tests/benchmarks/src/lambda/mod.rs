//! AWS Lambda for one program: a runtime API on loopback, and the program as its child.
//!
//! The program is anything that speaks the runtime API, as a function's binary does, or `node` and
//! `python3` with a loop of their own. It gets the environment that Lambda gives, and nothing else of
//! ours. What it costs is the kernel's count for the process, read while it lives.

mod api;
mod meter;
mod program;

pub use meter::{Spent, read as spent_by};
pub use program::Program;

use api::{Api, Outcome};
use std::io;
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use system_tests::tools::repository;
use thiserror::Error;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};
use tokio::sync::watch;

/// How long a program may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How much of what a program prints is kept for an error.
const TAIL: usize = 4096;

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum LambdaError {
    /// The machine does not let us, or the program is not there.
    #[error("{what}: {source}")]
    Machine {
        /// What was tried.
        what: String,
        /// What the system says.
        source: io::Error,
    },
    /// The function says that it failed, as Lambda would be told.
    #[error("the function failed: {0}")]
    Failed(String),
    /// The program ended instead of answering.
    #[error("the program ended ({status}); it printed: {printed}")]
    Ended {
        /// How.
        status: String,
        /// The end of what it printed.
        printed: String,
    },
    /// The program does not answer.
    #[error("no answer within {} s; it printed: {printed}", PATIENCE.as_secs())]
    Silent {
        /// The end of what it printed.
        printed: String,
    },
}

/// An answer of the function.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The bytes, which are JSON.
    pub body: Vec<u8>,
    /// When the last of them was here.
    pub at: Instant,
}

/// A running program, as Lambda keeps one for invocations that follow one another.
///
/// Dropped, the program is killed.
#[derive(Debug)]
pub struct Lambda {
    api: Api,
    process: u32,
    started: Instant,
    ended: watch::Receiver<Option<ExitStatus>>,
    stop: watch::Sender<bool>,
    printed: Arc<Mutex<Vec<u8>>>,
}

impl Lambda {
    /// Starts the program. Events may be given at once: they wait until it asks for them.
    ///
    /// # Errors
    /// It cannot be started.
    pub async fn start(program: &Program) -> Result<Self, LambdaError> {
        let failed = |source| LambdaError::Machine {
            what: format!("starting {}", program.path.display()),
            source,
        };
        let api = Api::listen().await.map_err(failed)?;
        let mut command = program.command(&api.address);
        let started = Instant::now();
        let mut child = command.spawn().map_err(failed)?;
        let process = child.id().unwrap_or_default();
        let printed = Arc::default();
        keep_tail(child.stdout.take(), &printed);
        keep_tail(child.stderr.take(), &printed);
        let (stop, stopping) = watch::channel(false);
        Ok(Self {
            api,
            process,
            started,
            ended: end_of(child, stopping),
            stop,
            printed,
        })
    }

    /// One invocation with this event.
    ///
    /// # Errors
    /// The function fails, or there is no answer.
    pub async fn invoke(&self, event: &[u8]) -> Result<Answered, LambdaError> {
        let answer = self.api.invoke(event.to_vec());
        let mut ended = self.ended.clone();
        tokio::select! {
            // What was answered counts, also if the program has ended since.
            biased;
            outcome = answer => match outcome {
                Outcome::Answer(body, at) => Ok(Answered { body, at }),
                Outcome::Error(text) => Err(LambdaError::Failed(text)),
            },
            status = status_in(&mut ended) => {
                Err(LambdaError::Ended { status, printed: self.printed() })
            }
            () = tokio::time::sleep(PATIENCE) => {
                Err(LambdaError::Silent { printed: self.printed() })
            }
        }
    }

    /// When the program was started: just before the system was asked to.
    pub const fn started(&self) -> Instant {
        self.started
    }

    /// What the program has cost since its start.
    ///
    /// # Errors
    /// It has ended, or this system does not tell.
    pub fn spent(&self) -> Result<Spent, LambdaError> {
        meter::read(self.process).map_err(|source| LambdaError::Machine {
            what: "reading what the program has cost".into(),
            source,
        })
    }

    /// Ends the program, and waits until it is gone.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let _ = self.ended.wait_for(Option::is_some).await;
    }

    /// Asks the program to end (SIGTERM), and waits until it has: so that what it writes at its end is there.
    pub async fn end(mut self) {
        let asked = Command::new("kill").arg(self.process.to_string()).status();
        if asked.await.is_ok_and(|status| status.success()) {
            let ended = self.ended.wait_for(Option::is_some);
            let _ = tokio::time::timeout(PATIENCE, ended).await;
        }
    }

    fn printed(&self) -> String {
        let printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&printed).trim().to_owned()
    }
}

/// A sample event of the repository, such as `receive-webhook/decision-approved`.
///
/// # Panics
/// There is none of this name.
pub fn sample_event(name: &str) -> Vec<u8> {
    let file = repository().join("events").join(format!("{name}.json"));
    std::fs::read(&file).expect("the repository has the sample event")
}

async fn status_in(ended: &mut watch::Receiver<Option<ExitStatus>>) -> String {
    let status = ended.wait_for(Option::is_some).await;
    let status = status.ok().and_then(|status| *status);
    status.map_or_else(String::new, |status| status.to_string())
}

fn end_of(
    mut child: Child,
    mut stop: watch::Receiver<bool>,
) -> watch::Receiver<Option<ExitStatus>> {
    let (tell, ended) = watch::channel(None);
    tokio::spawn(async move {
        let alone = tokio::select! {
            status = child.wait() => Some(status),
            // The other half is gone, or asks for it.
            _ = stop.wait_for(|stop| *stop) => None,
        };
        let status = match alone {
            Some(status) => status,
            None => {
                let _ = child.start_kill();
                child.wait().await
            }
        };
        let _ = tell.send(Some(status.unwrap_or_default()));
    });
    ended
}

/// Reads what the program prints, as Lambda does, and keeps the end of it.
fn keep_tail<R>(from: Option<R>, tail: &Arc<Mutex<Vec<u8>>>)
where
    R: tokio::io::AsyncRead + Unpin + Send + 'static,
{
    let Some(mut from) = from else { return };
    let tail = Arc::clone(tail);
    tokio::spawn(async move {
        let mut bytes = [0; TAIL];
        while let Ok(read @ 1..) = from.read(&mut bytes).await {
            let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
            tail.extend_from_slice(&bytes[..read]);
            let too_many = tail.len().saturating_sub(TAIL);
            tail.drain(..too_many);
        }
    });
}
