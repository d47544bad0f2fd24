//! Creates sessions and reads statuses by the requests of the description.

use http::Method;

use super::{Offer, Shown};
use crate::check::client::Answer;
use crate::check::config::{CreateSession, ReadStatus};
use crate::check::template::{Filled, Values};

/// The two requests.
pub(crate) struct HttpProbe {
    pub(crate) create: CreateSession,
    pub(crate) read: ReadStatus,
}

impl HttpProbe {
    /// The request that creates a session.
    pub(crate) fn creation(&self, values: &Values) -> Filled {
        let mut filled = self.create.request.fill(values);
        if self.create.request.method.is_none() {
            filled.method = Method::POST;
        }
        filled
    }

    /// What its answer offers.
    pub(crate) fn offer(&self, answer: &Answer) -> Offer {
        let body = answer.json();
        let find = |place: &crate::check::template::Place| place.find(&answer.headers, &body);
        Offer {
            session_id: self.create.session_id.as_ref().and_then(find),
            url: find(&self.create.session_url),
        }
    }

    /// The request that reads a person's status.
    pub(crate) fn reading(&self, values: &Values) -> Filled {
        self.read.request.fill(values)
    }

    /// What its answer shows. 404 is a person of whom nothing is known.
    pub(crate) fn shown(&self, answer: &Answer) -> Shown {
        if answer.status() == Some(404) {
            return Shown::default();
        }
        let body = answer.json();
        let find = |place: &crate::check::template::Place| place.find(&answer.headers, &body);
        let word = find(&self.read.status);
        let access = match &self.read.access {
            Some(place) => find(place).is_some_and(|value| {
                let mut granting = self.read.access_values.iter();
                granting.any(|one| one.is(&value))
            }),
            None => word
                .as_deref()
                .is_some_and(|word| self.read.words.say(crate::veriff::Status::Approved, word)),
        };
        Shown {
            access,
            reason_code: self.read.reason_code.as_ref().and_then(find),
            effects: self.read.effects.as_ref().and_then(find),
            word,
        }
    }
}
