//! What to tell the person. Few sentences, shared by many codes.

use crate::lifecycle::Status;

pub(super) const SUPPORT: &str = "We could not verify you. Please contact support.";
pub(super) const OUR_SIDE: &str =
    "The verification could not be carried out. Please contact support.";
pub(super) const NAME_DIFFERS: &str =
    "The name you gave differs from the name on the document. Please contact support.";
pub(super) const NOT_ACCEPTED: &str = "This document cannot be accepted. Please contact support.";
pub(super) const ADDRESS: &str =
    "The proof of address could not be accepted. Please contact support.";
pub(super) const AGE: &str = "The age required for this service has not been reached.";
pub(super) const START_ANEW: &str =
    "No further try is possible here. Please start a new verification.";

pub(super) const TAKE_AGAIN: &str = "Photos or video are missing. Please try again.";
pub(super) const FACE_AGAIN: &str =
    "Your face could not be seen clearly. Please try again in good light.";
pub(super) const FACE_MISSING: &str = "The photo of your face is missing. Please try again.";
pub(super) const ALONE: &str = "More than one face was in the picture. Please try again alone.";
pub(super) const WHOLE_DOCUMENT: &str =
    "The document could not be seen completely. Please try again with all of it in the picture.";
pub(super) const READABLE: &str =
    "The document could not be read. Please try again in good light and hold it still.";
pub(super) const DAMAGED: &str = "The document is damaged. Please try again with another one.";
pub(super) const OTHER_TYPE: &str =
    "This type of document is not accepted. Please try again with another one.";
pub(super) const VALID_DOCUMENT: &str =
    "The document is no longer valid. Please try again with a valid one.";
pub(super) const DOCUMENT_MISSING: &str =
    "A photo of the document is missing. Please try again with its front and its back.";
pub(super) const ONE_DOCUMENT: &str =
    "More than one document was in the picture. Please try again with one.";

/// A sentence for the person by status alone: for a reason that is not known, or none.
pub fn fallback(status: Status) -> &'static str {
    match status {
        Status::Created => "Please start the verification.",
        Status::Started => "Please finish the verification.",
        Status::Submitted => "Your verification was received. The result will follow.",
        Status::Review => "Your verification is being looked at. The result will follow.",
        Status::Approved => "You are verified.",
        Status::Declined => SUPPORT,
        Status::ResubmissionRequested => "The verification did not succeed. Please try again.",
        Status::Expired | Status::Abandoned => {
            "The time for this verification is over. Please start a new one."
        }
    }
}
