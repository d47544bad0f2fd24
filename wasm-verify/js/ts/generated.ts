// Written by `cargo test -p veriff-verify-js --test generated` from the Rust types. Do not edit.

/** The types of webhook. */
export const KINDS = [
  "decision",
  "event",
  "fullauto",
  "watchlist",
  "ine",
  "curp",
  "ine-curp",
  "user-status",
  "unknown",
] as const;

/** The statuses of a session. */
export const SESSION_STATUSES = [
  "created",
  "started",
  "submitted",
  "review",
  "approved",
  "declined",
  "resubmission_requested",
  "expired",
  "abandoned",
] as const;

/** The statuses of a decision. */
export const DECISION_STATUSES = [
  "review",
  "approved",
  "declined",
  "resubmission_requested",
  "expired",
  "abandoned",
] as const;

/** The Mexican registries. */
export const REGISTRIES = [
  "ine",
  "curp",
  "ine-curp",
] as const;

/** Who decided. */
export const SOURCES = [
  "fullauto",
  "decision",
] as const;

/** Why a delivery is refused, by number; 0 is success. */
export const FAILURES = [
  "",
  "body-too-large",
  "missing-auth-client",
  "missing-signature",
  "twins-differ",
  "repeated-header",
  "header-not-text",
  "unknown-auth-client",
  "signature-length",
  "signature-not-hex",
  "signature-mismatch",
  "not-json",
  "not-object",
  "too-deep",
  "missing-field",
  "wrong-type",
] as const;

/** A hint for each of them. */
export const HINTS = [
  "",
  "The body is larger than 1 MiB. Veriff sends a few kilobytes.",
  "There is no X-AUTH-CLIENT header. Pass on all headers of the request; was it sent by Veriff?",
  "There is no X-HMAC-SIGNATURE header. Pass on all headers of the request; the legacy X-SIGNATURE is not accepted.",
  "A header and its VRF- twin have different values: someone has added one of them.",
  "A header was sent more than once, with different values or put together in one: someone has added to what Veriff sent.",
  "A header holds something other than printable ASCII.",
  "X-AUTH-CLIENT is not the apiKey you passed: the message is for another integration (test and live have keys of their own).",
  "The signature is not 64 characters long: it was cut, or is not an HMAC-SHA256 in hex.",
  "The signature holds a character that is not a hex digit.",
  "None of the secrets made this signature over these bytes. Pass the raw body, not one parsed and written out again, and the shared secret, not the API key. In development, explainFailure() from veriff-verify/explain says more.",
  "Genuine, but not JSON, or with a lone surrogate or a number beyond a double in it.",
  "Genuine JSON, but not an object.",
  "Genuine, but nested deeper than 127 levels.",
  "Genuine, but a field is missing without which it says nothing: see path.",
  "Genuine, but a field without which it says nothing is of another type: see path.",
] as const;

/** The headers that count. */
export const HEADERS = [
  "x-auth-client",
  "vrf-auth-client",
  "x-hmac-signature",
  "vrf-hmac-signature",
  "vrf-integration-id",
] as const;

/** What helps after a verification that failed. */
export const CLASSES = [
  "retry-same-link",
  "new-session",
  "contact-support",
  "final",
] as const;

/** Places in the numbers of the answer about a webhook. */
export const NUMBER = {
  Kind: 13,
  SecretIndex: 14,
  Code: 15,
  ReasonCode: 16,
  DecisionTime: 17,
  SubmissionTime: 18,
  AcceptanceTime: 19,
  Time: 20,
  TotalHits: 21,
} as const;

/** Places in the numbers of the answer about what was unexpected. */
export const DRIFT_NUMBER = {
  UnexpectedTypes: 13,
  UnknownStatus: 14,
  UnknownCode: 15,
  CodeDisagrees: 16,
  UnknownFields: 17,
} as const;

/** Places in the numbers of the answer about a session's state. */
export const STATE_NUMBER = {
  Status: 13,
  Resubmissions: 14,
  Disagreements: 15,
  Opened: 16,
  Revised: 17,
  Ambiguous: 18,
  AcceptanceTime: 19,
  Source: 20,
  Code: 21,
  ReasonCode: 22,
  DecisionTime: 23,
  SubmissionTime: 24,
  TotalHits: 25,
  CreatedAt: 26,
  UserStatusTime: 27,
  RegistryTime: 28,
  SecondRegistryTime: 29,
  ThirdRegistryTime: 30,
} as const;

export const NUMBER_COUNT = 31;
export const TEXT_AT = 0;
export const TEXT_SIZE_AT = 1;
export const TEXT_IS_ASCII_AT = 2;
export const FIRST_LENGTH_AT = 3;
export const TEXT_COUNT = 10;
export const DIGESTS_AT = 0;
export const PAD_AT = 160;
export const BODY_AT = 224;
export const LARGEST_BODY = 1048576;
export const PLACES = 64;
export const REFUSED = 4294967295;
export const MAX_SECRETS = 5;

/** The reason catalogue: code, class, meaning, sentence. */
export const CATALOGUE = [
  [101, "contact-support", "no physical document was shown", "We could not verify you. Please contact support."],
  [102, "contact-support", "the document may have been tampered with", "We could not verify you. Please contact support."],
  [103, "contact-support", "the face does not match the document's photo", "We could not verify you. Please contact support."],
  [104, "contact-support", "the name entered differs from the document's", "The name you gave differs from the name on the document. Please contact support."],
  [105, "contact-support", "suspicious behaviour", "We could not verify you. Please contact support."],
  [106, "contact-support", "known fraud", "We could not verify you. Please contact support."],
  [107, "contact-support", "velocity: repeated use", "We could not verify you. Please contact support."],
  [108, "contact-support", "velocity: the same end user again", "We could not verify you. Please contact support."],
  [109, "contact-support", "velocity: the same device again", "We could not verify you. Please contact support."],
  [110, "contact-support", "velocity: the same document again", "We could not verify you. Please contact support."],
  [111, "contact-support", "the session was accessed fraudulently", "We could not verify you. Please contact support."],
  [112, "contact-support", "the IP address is in a restricted location", "We could not verify you. Please contact support."],
  [113, "contact-support", "identity farming", "We could not verify you. Please contact support."],
  [120, "contact-support", "the portrait does not match the reference image", "We could not verify you. Please contact support."],
  [121, "contact-support", "the user's id is missing", "The verification could not be carried out. Please contact support."],
  [122, "contact-support", "there is no reference image to compare with", "The verification could not be carried out. Please contact support."],
  [123, "contact-support", "the registry checks failed", "We could not verify you. Please contact support."],
  [124, "contact-support", "the face is already in the collection", "We could not verify you. Please contact support."],
  [126, "contact-support", "a possible politically exposed person", "We could not verify you. Please contact support."],
  [127, "contact-support", "the face is on the block list", "We could not verify you. Please contact support."],
  [128, "contact-support", "the end user's id does not match", "We could not verify you. Please contact support."],
  [129, "contact-support", "the workflow is invalid", "The verification could not be carried out. Please contact support."],
  [201, "retry-same-link", "video or photos are missing", "Photos or video are missing. Please try again."],
  [202, "retry-same-link", "the face is not clear", "Your face could not be seen clearly. Please try again in good light."],
  [203, "retry-same-link", "the document is not fully visible", "The document could not be seen completely. Please try again with all of it in the picture."],
  [204, "retry-same-link", "the images are poor", "The document could not be read. Please try again in good light and hold it still."],
  [205, "retry-same-link", "the document is damaged", "The document is damaged. Please try again with another one."],
  [206, "retry-same-link", "the document's type is not supported", "This type of document is not accepted. Please try again with another one."],
  [207, "retry-same-link", "the document has expired", "The document is no longer valid. Please try again with a valid one."],
  [208, "retry-same-link", "the selfie is missing", "The photo of your face is missing. Please try again."],
  [209, "retry-same-link", "the document's photo is missing", "A photo of the document is missing. Please try again with its front and its back."],
  [210, "retry-same-link", "the document's front is missing or of no use", "A photo of the document is missing. Please try again with its front and its back."],
  [501, "contact-support", "a high probability of fraud", "We could not verify you. Please contact support."],
  [502, "contact-support", "several people took part", "We could not verify you. Please contact support."],
  [503, "contact-support", "deceit", "We could not verify you. Please contact support."],
  [504, "contact-support", "the document was shown on a screen", "We could not verify you. Please contact support."],
  [505, "contact-support", "the document was a printout", "We could not verify you. Please contact support."],
  [506, "contact-support", "the document was tampered with", "We could not verify you. Please contact support."],
  [507, "contact-support", "tampered with, by cross-checking its data", "We could not verify you. Please contact support."],
  [508, "contact-support", "tampered with, compared with the specimen", "We could not verify you. Please contact support."],
  [509, "contact-support", "another person than the document's", "We could not verify you. Please contact support."],
  [510, "contact-support", "the document's type is not supported", "This document cannot be accepted. Please contact support."],
  [511, "contact-support", "the document has expired", "This document cannot be accepted. Please contact support."],
  [515, "contact-support", "the face was shown on a screen", "We could not verify you. Please contact support."],
  [526, "contact-support", "the photos were streamed", "We could not verify you. Please contact support."],
  [527, "contact-support", "no data in the proof of address", "The proof of address could not be accepted. Please contact support."],
  [528, "contact-support", "the proof of address is too old", "The proof of address could not be accepted. Please contact support."],
  [530, "final", "under 13", "The age required for this service has not been reached."],
  [531, "final", "under 14", "The age required for this service has not been reached."],
  [532, "final", "under 16", "The age required for this service has not been reached."],
  [533, "final", "under 18", "The age required for this service has not been reached."],
  [534, "final", "under 20", "The age required for this service has not been reached."],
  [535, "final", "under 21", "The age required for this service has not been reached."],
  [536, "final", "under 25", "The age required for this service has not been reached."],
  [537, "contact-support", "the portrait could not be cropped", "The verification could not be carried out. Please contact support."],
  [539, "new-session", "the limit of resubmissions is exceeded", "No further try is possible here. Please start a new verification."],
  [540, "contact-support", "low confidence", "We could not verify you. Please contact support."],
  [602, "retry-same-link", "the document's type is not supported", "This type of document is not accepted. Please try again with another one."],
  [603, "retry-same-link", "the video is missing", "Photos or video are missing. Please try again."],
  [605, "retry-same-link", "the face's image is missing", "The photo of your face is missing. Please try again."],
  [606, "retry-same-link", "the face is not clear", "Your face could not be seen clearly. Please try again in good light."],
  [608, "retry-same-link", "the document's front is missing", "A photo of the document is missing. Please try again with its front and its back."],
  [609, "retry-same-link", "the document's back is missing", "A photo of the document is missing. Please try again with its front and its back."],
  [614, "retry-same-link", "the document's front is not in the frame", "The document could not be seen completely. Please try again with all of it in the picture."],
  [615, "retry-same-link", "the document's back is not in the frame", "The document could not be seen completely. Please try again with all of it in the picture."],
  [619, "retry-same-link", "the document's data is not visible", "The document could not be read. Please try again in good light and hold it still."],
  [620, "retry-same-link", "the document has expired", "The document is no longer valid. Please try again with a valid one."],
  [621, "retry-same-link", "the document is annulled or damaged", "The document is damaged. Please try again with another one."],
  [625, "retry-same-link", "the surname could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [626, "retry-same-link", "the first names could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [627, "retry-same-link", "the date of birth could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [628, "retry-same-link", "the date of issue could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [629, "retry-same-link", "the date of expiry could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [630, "retry-same-link", "the gender could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [631, "retry-same-link", "the document number could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [632, "retry-same-link", "the personal number could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [633, "retry-same-link", "the nationality could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [634, "retry-same-link", "the home address could not be read", "The document could not be read. Please try again in good light and hold it still."],
  [635, "retry-same-link", "document and face are missing", "Photos or video are missing. Please try again."],
  [641, "retry-same-link", "several faces", "More than one face was in the picture. Please try again alone."],
  [642, "retry-same-link", "several documents", "More than one document was in the picture. Please try again with one."],
] as const;

/** What to tell the person, by status alone. */
export const SENTENCES = {
  created: "Please start the verification.",
  started: "Please finish the verification.",
  submitted: "Your verification was received. The result will follow.",
  review: "Your verification is being looked at. The result will follow.",
  approved: "You are verified.",
  declined: "We could not verify you. Please contact support.",
  resubmission_requested: "The verification did not succeed. Please try again.",
  expired: "The time for this verification is over. Please start a new one.",
  abandoned: "The time for this verification is over. Please start a new one.",
} as const;
