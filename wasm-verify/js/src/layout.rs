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
/// The headers that count. In the input each is named by its place in this list.
pub const HEADERS: [&str; 5] = [
    "x-auth-client",
    "vrf-auth-client",
    "x-hmac-signature",
    "vrf-hmac-signature",
    "vrf-integration-id",
];

macro_rules! names {
    ($(#[$about:meta])* $list:ident of $name:ident: $($(#[$doc:meta])* $item:ident)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $item),* }

        /// The names of all of them, in order.
        pub const $list: &[&str] = &[$(stringify!($item)),*];
    };
}

names! {
    /// The numbers of the answer. What is not there is not a number.
    NUMBERS of Number:
    /// Where the text lies.
    TextAt
    /// How long it is, in bytes.
    TextSize
    /// Whether it is ASCII (1) or not (0).
    TextIsAscii
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
    /// The lengths of the texts, which stand one behind the other, in UTF-16 code units.
    FirstLength
}

names! {
    /// The texts of the answer, in order.
    TEXTS of Text:
    /// The session's id.
    SessionId
    /// The attempt's id.
    AttemptId
    /// `vendorData`
    VendorData
    /// `endUserId`
    EndUserId
    /// `status` of a decision, full auto's `decision`, or a registry's or portal user's own word.
    Status
    /// `action` of an event; `checkType` of a watchlist; `statusCode` of a user status.
    Action
    /// `reason` of a decision or user status; `matchStatus` of a watchlist; `feature` of an event.
    Reason
    /// `reasonCode` of a user status, which is a text; `eventType` of an unknown type; full auto's
    /// `status`.
    Detail
}

/// How many texts an answer has at most.
pub const TEXT_COUNT: usize = TEXTS.len();
/// How many numbers an answer has.
pub const NUMBER_COUNT: usize = Number::FirstLength as usize + TEXT_COUNT;
