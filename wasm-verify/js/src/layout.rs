//! Where things lie in the input and in the answer. The TypeScript of it is generated: see
//! `tests/generated.rs`.

/// In the input: the inner digests that the host has computed, 32 bytes for each secret.
pub const DIGESTS: usize = 0;
/// In the input: the first block of an HMAC's inner hash, 64 bytes.
pub const PAD: usize = 160;
/// In the input: the body, directly behind that block, and behind the body the headers.
pub const BODY: usize = 224;
/// What a function returns that could not do its work.
pub const REFUSED: u32 = u32::MAX;
/// The most bytes of a body that are looked at.
pub const LARGEST_BODY: usize = 1024 * 1024;
/// How many integrations' secrets are kept prepared.
pub const PLACES: usize = 64;
/// The first numbers of an answer: where its text lies, how many bytes it has, and whether they are ASCII
/// (1) or not (0).
pub const TEXT_AT: usize = 0;
/// See [`TEXT_AT`].
pub const TEXT_SIZE: usize = 1;
/// See [`TEXT_AT`].
pub const TEXT_IS_ASCII: usize = 2;
/// From here on the lengths of the texts, which stand one behind the other, in UTF-16 code units. A text
/// that is not there has no length: not a number.
pub const FIRST_LENGTH: usize = 3;
/// How many texts an answer has at most.
pub const TEXT_COUNT: usize = 10;
const VALUES: usize = FIRST_LENGTH + TEXT_COUNT;
/// How many numbers an answer has.
pub const NUMBER_COUNT: usize = VALUES + STATE_NUMBERS.len();

macro_rules! names {
    ($(#[$about:meta])* $list:ident of $name:ident from $from:expr;
     $($(#[$doc:meta])* $item:ident)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $item),* }

        impl $name {
            /// Where it stands in the answer.
            pub const fn place(self) -> usize {
                $from + self as usize
            }
        }

        /// The names of all of them, in order.
        pub const $list: &[&str] = &[$(stringify!($item)),*];
    };
}

names! {
    /// The numbers of a webhook's summary. What is not there is not a number. Its texts are those of
    /// [`TextField`](veriff_verify::webhook::TextField).
    NUMBERS of Number from VALUES;
    /// The type of webhook, by its place in the list of types.
    Kind
    /// Which secret the message was signed with.
    SecretIndex
    /// `code`
    Code
    /// `reasonCode`
    ReasonCode
    /// `decisionTime`, or full auto's `time`, in milliseconds since 1970, UTC. So are the next three.
    DecisionTime
    /// `submissionTime`
    SubmissionTime
    /// `acceptanceTime`
    AcceptanceTime
    /// The time of a watchlist, registry or user status webhook.
    Time
    /// `totalHits`
    TotalHits
}

names! {
    /// The numbers of what was unexpected in a webhook. The one text is the paths, a line each.
    DRIFT_NUMBERS of DriftNumber from VALUES;
    /// Values of another type or form.
    UnexpectedTypes
    /// Words that are not known.
    UnknownStatus
    /// Codes that are not known.
    UnknownCode
    /// Codes that belong to another word.
    CodeDisagrees
    /// Fields that are not known.
    UnknownFields
}

names! {
    /// The numbers of what a session's state means. What is not there is not a number.
    STATE_NUMBERS of StateNumber from VALUES;
    /// The status, by its place in the list of statuses.
    Status
    /// How many attempts ended in a request to resubmit.
    Resubmissions
    /// On how many attempts the decision webhook and full auto disagree.
    Disagreements
    /// Whether anyone was ever there.
    Opened
    /// Whether the session was decided in two ways.
    Revised
    /// Whether asking for the attempts could tell more.
    Ambiguous
    /// When the session was generated.
    AcceptanceTime
    /// Who decided, by the place in the list of sources. Without it there is no outcome.
    Source
    /// The outcome's `code`
    Code
    /// The outcome's `reasonCode`
    ReasonCode
    /// The outcome's `decisionTime`
    DecisionTime
    /// The outcome's `submissionTime`
    SubmissionTime
    /// The watchlist's `totalHits`
    TotalHits
    /// The watchlist's `createdAt`
    CreatedAt
    /// The user status's time
    UserStatusTime
    /// The time of the first registry's answer; the others' follow.
    RegistryTime
    /// See [`StateNumber::RegistryTime`].
    SecondRegistryTime
    /// See [`StateNumber::RegistryTime`].
    ThirdRegistryTime
}
names! {
    /// The texts of a session's state, in order.
    STATE_TEXTS of StateText from 0;
    /// The state to store.
    Stored
    /// The attempt that gives the status.
    CurrentAttemptId
    /// The outcome's attempt.
    AttemptId
    /// The outcome's reason.
    Reason
    /// The watchlist's `matchStatus`. Without it there is no watchlist.
    MatchStatus
    /// The watchlist's `checkType`
    CheckType
    /// The user status's `statusCode`. Without it there is none.
    StatusCode
    /// The first registry's status; the others' follow. Without it there was no answer.
    RegistryStatus
    /// See [`StateText::RegistryStatus`].
    SecondRegistryStatus
    /// See [`StateText::RegistryStatus`].
    ThirdRegistryStatus
}

const _: () = assert!(STATE_TEXTS.len() == TEXT_COUNT);
