//! Why a delivery is refused, as a number, as a word, and as advice.

use veriff_verify::headers::HeaderError;
use veriff_verify::signature::SignatureError;
use veriff_verify::webhook::PayloadError;

macro_rules! failures {
    ($($(#[$doc:meta])* $name:ident $word:literal $hint:literal)*) => {
        /// Why a delivery is refused, in the order of judging.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Failure { $($(#[$doc])* $name),* }

        /// All of them: the word, and a hint for whoever reads the log.
        pub const ALL: &[(&str, &str)] = &[$(($word, $hint)),*];
    };
}

failures! {
    /// Success, which is no failure.
    None "" ""
    /// Over 1 MiB.
    BodyTooLarge "body-too-large" "The body is larger than 1 MiB. Veriff sends a few kilobytes."
    /// [`HeaderError::MissingAuthClient`]
    MissingAuthClient "missing-auth-client" "There is no X-AUTH-CLIENT header. Pass on all headers of the request; was it sent by Veriff?"
    /// [`HeaderError::MissingSignature`]
    MissingSignature "missing-signature" "There is no X-HMAC-SIGNATURE header. Pass on all headers of the request; the legacy X-SIGNATURE is not accepted."
    /// [`HeaderError::TwinsDiffer`]
    TwinsDiffer "twins-differ" "A header and its VRF- twin have different values: someone has added one of them."
    /// [`HeaderError::Repeated`]
    RepeatedHeader "repeated-header" "A header was sent more than once, with different values or put together in one: someone has added to what Veriff sent."
    /// [`HeaderError::NotText`]
    HeaderNotText "header-not-text" "A header holds something other than printable ASCII."
    /// The API key is not the one expected.
    UnknownAuthClient "unknown-auth-client" "X-AUTH-CLIENT is not the apiKey you passed: the message is for another integration (test and live have keys of their own)."
    /// [`SignatureError::WrongLength`]
    SignatureLength "signature-length" "The signature is not 64 characters long: it was cut, or is not an HMAC-SHA256 in hex."
    /// [`SignatureError::NotHex`]
    SignatureNotHex "signature-not-hex" "The signature holds a character that is not a hex digit."
    /// [`SignatureError::Mismatch`]
    SignatureMismatch "signature-mismatch" "None of the secrets made this signature over these bytes. Pass the raw body, not one parsed and written out again, and the shared secret, not the API key. In development, explainFailure() from veriff-verify/explain says more."
    /// [`PayloadError::NotJson`]
    NotJson "not-json" "Genuine, but not JSON, or with a lone surrogate or a number beyond a double in it."
    /// [`PayloadError::NotObject`]
    NotObject "not-object" "Genuine JSON, but not an object."
    /// [`PayloadError::TooDeep`]
    TooDeep "too-deep" "Genuine, but nested deeper than 127 levels."
    /// [`PayloadError::Missing`]
    MissingField "missing-field" "Genuine, but a field is missing without which it says nothing: see path."
    /// [`PayloadError::WrongType`]
    WrongType "wrong-type" "Genuine, but a field without which it says nothing is of another type: see path."
}

impl From<HeaderError> for Failure {
    fn from(error: HeaderError) -> Self {
        match error {
            HeaderError::MissingAuthClient => Self::MissingAuthClient,
            HeaderError::MissingSignature => Self::MissingSignature,
            HeaderError::TwinsDiffer { .. } => Self::TwinsDiffer,
            HeaderError::Repeated { .. } => Self::RepeatedHeader,
            _ => Self::HeaderNotText,
        }
    }
}

impl From<SignatureError> for Failure {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Missing => Self::MissingSignature,
            SignatureError::WrongLength => Self::SignatureLength,
            SignatureError::NotHex => Self::SignatureNotHex,
            _ => Self::SignatureMismatch,
        }
    }
}

impl From<&PayloadError> for Failure {
    fn from(error: &PayloadError) -> Self {
        match error {
            PayloadError::NotJson { .. } => Self::NotJson,
            PayloadError::NotObject => Self::NotObject,
            PayloadError::TooDeep { .. } => Self::TooDeep,
            PayloadError::Missing { .. } => Self::MissingField,
            _ => Self::WrongType,
        }
    }
}
