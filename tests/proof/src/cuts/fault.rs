//! What may happen to a request on its way.

use std::fmt;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// The table.
    DynamoDb,
    /// Veriff's API.
    Veriff,
    /// The event bus.
    EventBridge,
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The connection breaks before the request arrives.
    Reset,
    /// The request is carried out, and the connection breaks before the answer.
    AnswerLost,
    /// Too many requests.
    Throttled,
    /// The service's own failure; nothing was done.
    Unavailable,
    /// Another transaction is at the item: DynamoDB alone, and writes alone.
    Conflict,
    /// The index shows what it showed before: DynamoDB's queries of an index alone.
    StaleIndex,
    /// No answer ever comes; nothing was done.
    Hangs,
    /// The function's process dies before the request arrives.
    KilledBefore,
    /// The function's process dies when the request has been carried out.
    KilledAfter,
}

/// Every fault, the commonest first.
pub const ALL: [Fault; 9] = [
    Fault::AnswerLost,
    Fault::KilledAfter,
    Fault::KilledBefore,
    Fault::Reset,
    Fault::Throttled,
    Fault::Unavailable,
    Fault::Conflict,
    Fault::StaleIndex,
    Fault::Hangs,
];

/// The faults that leave the most behind.
pub const WORST: [Fault; 3] = [Fault::AnswerLost, Fault::KilledAfter, Fault::Conflict];

impl Fault {
    /// Whether the request may be answered in this way at all.
    pub fn befalls(self, call: &Call) -> bool {
        let database = call.service == Service::DynamoDb;
        match self {
            Self::Conflict => database && call.writes(),
            Self::StaleIndex => database && call.operation == "Query due",
            _ => true,
        }
    }

    /// What the service answers in place of its own answer: status and body.
    pub(super) fn answer(self, service: Service) -> Option<(u16, &'static str)> {
        Some(match (self, service) {
            (Self::Throttled, Service::DynamoDb) => (
                400,
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"planted"}"#,
            ),
            (Self::Throttled, Service::EventBridge) => (
                400,
                r#"{"__type":"ThrottlingException","message":"planted"}"#,
            ),
            (Self::Throttled, Service::Veriff) => (
                429,
                r#"{"status":"fail","code":"1004","message":"planted"}"#,
            ),
            (Self::Unavailable, Service::Veriff) => (503, "planted"),
            (Self::Unavailable, _) => (
                500,
                r#"{"__type":"InternalServerError","message":"planted"}"#,
            ),
            (Self::Conflict, _) => (
                400,
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"planted"}"#,
            ),
            _ => return None,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Reset => "connection reset",
            Self::AnswerLost => "answer lost",
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::Conflict => "transaction conflict",
            Self::StaleIndex => "stale index",
            Self::Hangs => "no answer",
            Self::KilledBefore => "killed before",
            Self::KilledAfter => "killed after",
        })
    }
}

/// A request that a function made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// By which function.
    pub function: &'static str,
    /// To whom.
    pub service: Service,
    /// What: an action of DynamoDB's with the index or the kind of item, or method and path at Veriff.
    pub operation: String,
}

impl Call {
    fn writes(&self) -> bool {
        let action = self.operation.split(' ').next();
        matches!(action, Some("PutItem" | "UpdateItem" | "DeleteItem"))
    }
}

/// Which request is cut, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The request's place among all of the story's, from 0.
    pub at: usize,
    /// What happens to it.
    pub fault: Fault,
    /// How many requests in a row it happens to. One is often mended by the SDK's own second try;
    /// more than its three tries reach the function.
    pub calls: usize,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, fault, calls } = self;
        write!(f, "{fault}, from request {at}, {calls} in a row")
    }
}
