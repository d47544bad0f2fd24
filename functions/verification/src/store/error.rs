//! What can go wrong in the store.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// Why a request to the store failed. Nothing of an item is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The store cannot be reached, is throttled or refused the request.
    #[error("the store could not {operation}: {code}")]
    Unavailable {
        /// Such as `put payload`.
        operation: &'static str,
        /// DynamoDB's error code, or what became of the request.
        code: String,
    },
    /// An item is not as it must be: another version of the functions, or a hand, wrote it.
    #[error("an item cannot be read: `{attribute}` of the {kind} item {rule}")]
    Corrupt {
        /// The kind of item.
        kind: &'static str,
        /// The attribute.
        attribute: &'static str,
        /// What it is or lacks.
        rule: &'static str,
    },
    /// Others changed the same item again and again.
    #[error("the session item was contended for too long")]
    Contended,
}

/// The answer of a conditional write; none if its condition did not hold.
pub(super) fn unless_refused<T, E: ProvideErrorMetadata, R>(
    operation: &'static str,
    result: Result<T, SdkError<E, R>>,
) -> Result<Option<T>, StoreError> {
    match result {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(None),
        Err(error) => Err(StoreError::of(operation, &error)),
    }
}

impl StoreError {
    pub(super) fn of<E: ProvideErrorMetadata, R>(
        operation: &'static str,
        error: &SdkError<E, R>,
    ) -> Self {
        let code = match error {
            SdkError::TimeoutError(_) => "timed out",
            SdkError::DispatchFailure(_) => "not reachable",
            SdkError::ResponseError(_) => "answer not understood",
            SdkError::ServiceError(_) => error.code().unwrap_or("unknown error"),
            _ => "request not built",
        };
        Self::Unavailable {
            operation,
            code: code.to_owned(),
        }
    }
}
