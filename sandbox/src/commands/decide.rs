//! `decide`: plays the decision that a test integration never makes by itself.

use super::control::{Target, segment};
use super::failure::Failure;
use clap::{Args, ValueEnum};
use serde_json::json;

/// Decide a session of a running sandbox, as Veriff would
///
/// The decision webhook is signed and sent to the platform; a session that was never opened is
/// decided all the same, as from Veriff's portal.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox decide 0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11 approved
  veriff-sandbox decide 0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11 declined --reason-code 102
  veriff-sandbox decide 0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11 resubmission-requested --reason-code 204")]
pub(crate) struct Arguments {
    /// The session's id
    session: String,
    /// What is decided
    status: Decision,
    /// Veriff's reason code, such as 102 (tampering) or 539 (resubmission limit)
    #[arg(long, value_name = "N")]
    reason_code: Option<u32>,
    #[command(flatten)]
    target: Target,
}

/// Veriff's decisions.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Decision {
    Approved,
    Declined,
    #[value(alias = "resubmission_requested", alias = "resubmission")]
    ResubmissionRequested,
    Review,
    Expired,
    Abandoned,
}

impl Decision {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::ResubmissionRequested => "resubmission_requested",
            Self::Review => "review",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
        }
    }
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut body = json!({ "status": arguments.status.as_str() });
    if let Some(code) = arguments.reason_code {
        body["reasonCode"] = code.into();
    }
    let session = segment(&arguments.session);
    arguments
        .target
        .post(&format!("/control/sessions/{session}/decide"), &body)
        .await?;
    println!(
        "session {} is {}",
        arguments.session,
        arguments.status.as_str()
    );
    Ok(())
}
