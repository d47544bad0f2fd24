//! What can go wrong with Veriff.

/// Why a request to Veriff failed. Nothing of a person, and no URL, is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("veriff could not {operation}: {kind}")]
pub struct VeriffError {
    /// Such as `create a session`.
    pub operation: &'static str,
    /// What happened.
    pub kind: VeriffErrorKind,
}

/// The kinds of failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VeriffErrorKind {
    /// No answer within the time that was given.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or it broke.
    #[error("not reachable")]
    Unreachable,
    /// The machine has no root certificates, so no server can be trusted.
    #[error("this machine has no root certificates: install ca-certificates")]
    NoRootCertificates,
    /// 401: the key or the signature is refused (Veriff's 1801 to 1819).
    #[error("credentials refused (HTTP {status}, code {})", code.as_deref().unwrap_or("none"))]
    Credentials {
        /// The HTTP status.
        status: u16,
        /// Veriff's own code.
        code: Option<String>,
    },
    /// 404: Veriff does not have the session (any more).
    #[error("no such session")]
    NotFound,
    /// 400 and other refusals of what was asked.
    #[error("request refused (HTTP {status}, code {})", code.as_deref().unwrap_or("none"))]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Veriff's own code.
        code: Option<String>,
    },
    /// 429, after the tries that were allowed.
    #[error("too many requests")]
    Throttled,
    /// 5xx, after the tries that were allowed.
    #[error("HTTP {status}")]
    Failing {
        /// The HTTP status.
        status: u16,
    },
    /// The answer's signature is wrong, or missing where it is demanded.
    #[error("the answer's signature is {0}")]
    Signature(&'static str),
    /// The answer is not what it must be.
    #[error("the answer cannot be used: {0}")]
    Answer(String),
}

impl VeriffErrorKind {
    /// A short name, as it is counted.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TimedOut => "timed-out",
            Self::Unreachable => "unreachable",
            Self::NoRootCertificates => "no-root-certificates",
            Self::Credentials { .. } => "credentials",
            Self::NotFound => "not-found",
            Self::Refused { .. } => "refused",
            Self::Throttled => "throttled",
            Self::Failing { .. } => "failing",
            Self::Signature(_) => "signature",
            Self::Answer(_) => "answer",
        }
    }

    /// Whether the same request may be sent again, if it is one that changes nothing.
    pub(super) fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::TimedOut | Self::Unreachable | Self::Throttled | Self::Failing { .. }
        )
    }
}
