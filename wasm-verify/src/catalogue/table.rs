//! The table. Sorted by code.
//!
//! The published meanings of 210 and 540 were readable only in part.

use super::sentences::*;
use super::{Class, Reason};

/// Every code of Veriff's decision reason codes and granular reason codes that is known.
#[rustfmt::skip]
pub(super) static REASONS: [Reason; 81] = [
    // Declined.
    contact_support(101, "no physical document was shown", SUPPORT),
    contact_support(102, "the document may have been tampered with", SUPPORT),
    contact_support(103, "the face does not match the document's photo", SUPPORT),
    contact_support(104, "the name entered differs from the document's", NAME_DIFFERS),
    contact_support(105, "suspicious behaviour", SUPPORT),
    contact_support(106, "known fraud", SUPPORT),
    contact_support(107, "velocity: repeated use", SUPPORT),
    contact_support(108, "velocity: the same end user again", SUPPORT),
    contact_support(109, "velocity: the same device again", SUPPORT),
    contact_support(110, "velocity: the same document again", SUPPORT),
    contact_support(111, "the session was accessed fraudulently", SUPPORT),
    contact_support(112, "the IP address is in a restricted location", SUPPORT),
    contact_support(113, "identity farming", SUPPORT),
    contact_support(120, "the portrait does not match the reference image", SUPPORT),
    contact_support(121, "the user's id is missing", OUR_SIDE),
    contact_support(122, "there is no reference image to compare with", OUR_SIDE),
    contact_support(123, "the registry checks failed", SUPPORT),
    contact_support(124, "the face is already in the collection", SUPPORT),
    contact_support(126, "a possible politically exposed person", SUPPORT),
    contact_support(127, "the face is on the block list", SUPPORT),
    contact_support(128, "the end user's id does not match", SUPPORT),
    contact_support(129, "the workflow is invalid", OUR_SIDE),

    // Resubmission requested.
    retry(201, "video or photos are missing", TAKE_AGAIN),
    retry(202, "the face is not clear", FACE_AGAIN),
    retry(203, "the document is not fully visible", WHOLE_DOCUMENT),
    retry(204, "the images are poor", READABLE),
    retry(205, "the document is damaged", DAMAGED),
    retry(206, "the document's type is not supported", OTHER_TYPE),
    retry(207, "the document has expired", VALID_DOCUMENT),
    retry(208, "the selfie is missing", FACE_MISSING),
    retry(209, "the document's photo is missing", DOCUMENT_MISSING),
    retry(210, "the document's front is missing or of no use", DOCUMENT_MISSING),

    // Declined, granular.
    contact_support(501, "a high probability of fraud", SUPPORT),
    contact_support(502, "several people took part", SUPPORT),
    contact_support(503, "deceit", SUPPORT),
    contact_support(504, "the document was shown on a screen", SUPPORT),
    contact_support(505, "the document was a printout", SUPPORT),
    contact_support(506, "the document was tampered with", SUPPORT),
    contact_support(507, "tampered with, by cross-checking its data", SUPPORT),
    contact_support(508, "tampered with, compared with the specimen", SUPPORT),
    contact_support(509, "another person than the document's", SUPPORT),
    contact_support(510, "the document's type is not supported", NOT_ACCEPTED),
    contact_support(511, "the document has expired", NOT_ACCEPTED),
    contact_support(515, "the face was shown on a screen", SUPPORT),
    contact_support(526, "the photos were streamed", SUPPORT),
    contact_support(527, "no data in the proof of address", ADDRESS),
    contact_support(528, "the proof of address is too old", ADDRESS),
    last(530, "under 13", AGE),
    last(531, "under 14", AGE),
    last(532, "under 16", AGE),
    last(533, "under 18", AGE),
    last(534, "under 20", AGE),
    last(535, "under 21", AGE),
    last(536, "under 25", AGE),
    contact_support(537, "the portrait could not be cropped", OUR_SIDE),
    new_session(539, "the limit of resubmissions is exceeded", START_ANEW),
    contact_support(540, "low confidence", SUPPORT),

    // Resubmission requested, granular.
    retry(602, "the document's type is not supported", OTHER_TYPE),
    retry(603, "the video is missing", TAKE_AGAIN),
    retry(605, "the face's image is missing", FACE_MISSING),
    retry(606, "the face is not clear", FACE_AGAIN),
    retry(608, "the document's front is missing", DOCUMENT_MISSING),
    retry(609, "the document's back is missing", DOCUMENT_MISSING),
    retry(614, "the document's front is not in the frame", WHOLE_DOCUMENT),
    retry(615, "the document's back is not in the frame", WHOLE_DOCUMENT),
    retry(619, "the document's data is not visible", READABLE),
    retry(620, "the document has expired", VALID_DOCUMENT),
    retry(621, "the document is annulled or damaged", DAMAGED),
    retry(625, "the surname could not be read", READABLE),
    retry(626, "the first names could not be read", READABLE),
    retry(627, "the date of birth could not be read", READABLE),
    retry(628, "the date of issue could not be read", READABLE),
    retry(629, "the date of expiry could not be read", READABLE),
    retry(630, "the gender could not be read", READABLE),
    retry(631, "the document number could not be read", READABLE),
    retry(632, "the personal number could not be read", READABLE),
    retry(633, "the nationality could not be read", READABLE),
    retry(634, "the home address could not be read", READABLE),
    retry(635, "document and face are missing", TAKE_AGAIN),
    retry(641, "several faces", ALONE),
    retry(642, "several documents", ONE_DOCUMENT),
];

const fn retry(code: u32, meaning: &'static str, sentence: &'static str) -> Reason {
    Reason {
        code,
        class: Class::RetrySameLink,
        meaning,
        sentence,
    }
}

const fn contact_support(code: u32, meaning: &'static str, sentence: &'static str) -> Reason {
    Reason {
        code,
        class: Class::ContactSupport,
        meaning,
        sentence,
    }
}

const fn new_session(code: u32, meaning: &'static str, sentence: &'static str) -> Reason {
    Reason {
        code,
        class: Class::NewSession,
        meaning,
        sentence,
    }
}

const fn last(code: u32, meaning: &'static str, sentence: &'static str) -> Reason {
    Reason {
        code,
        class: Class::Final,
        meaning,
        sentence,
    }
}
