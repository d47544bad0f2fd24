//! The webhooks of a verification, as Veriff delivers them.

use crate::payloads::decision_of;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use system_tests::deliveries::{Headers, event, signature, signed};
use uuid::Uuid;
use veriff_sandbox::development::TEST;
use veriff_sandbox::gateway::authorizer::Authorizer;
use veriff_sandbox::gateway::event::{Arrival, Incoming, http_event};
use veriff_sandbox::gateway::routes;

/// Where webhooks go.
pub(super) const PATH: &str = "/webhooks/veriff";

/// A kind of webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The person opened the link.
    Started,
    /// The person is done.
    Submitted,
    /// A decision of about 2 kB.
    Decision2k,
    /// A decision of about 4 kB.
    Decision4k,
    /// The decision of 2 kB once more.
    Duplicate,
    /// The decision of 2 kB, changed after it was signed.
    Forged,
}

impl Kind {
    /// All of them, in the order in which a session meets them.
    pub const ALL: [Self; 6] = [
        Self::Started,
        Self::Submitted,
        Self::Decision2k,
        Self::Decision4k,
        Self::Duplicate,
        Self::Forged,
    ];
    /// What an ordinary verification brings.
    pub const VERIFICATION: [Self; 3] = [Self::Started, Self::Submitted, Self::Decision2k];

    /// Its name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Submitted => "submitted",
            Self::Decision2k => "decision, 2 kB",
            Self::Decision4k => "decision, 4 kB",
            Self::Duplicate => "duplicate of it",
            Self::Forged => "forgery",
        }
    }

    /// What it is answered with.
    pub fn status(self) -> u16 {
        match self {
            Self::Forged => 401,
            _ => 200,
        }
    }

    /// Which of these sessions it is about: every other one is decided in 2 kB, the rest in 4.
    fn concerns(self, place: usize) -> bool {
        match self {
            Self::Started | Self::Submitted => true,
            Self::Decision4k => place % 2 == 1,
            Self::Decision2k | Self::Duplicate | Self::Forged => place.is_multiple_of(2),
        }
    }
}

/// A session that webhooks are about, with its only attempt.
#[derive(Clone, Debug)]
pub struct Person {
    /// The session's id.
    pub session: String,
    /// The attempt's id.
    pub attempt: String,
}

impl Person {
    /// So many of them, all different.
    pub fn several(count: usize) -> Vec<Self> {
        let id = || Uuid::new_v4().to_string();
        let person = |_| Self {
            session: id(),
            attempt: id(),
        };
        (0..count).map(person).collect()
    }
}

/// One webhook, ready to be sent.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its headers that matter.
    pub headers: Headers,
    /// Its bytes.
    pub body: String,
}

impl Delivery {
    /// A webhook of this kind.
    pub fn new(kind: Kind, person: &Person) -> Self {
        let Person { session, attempt } = person;
        let mut body = match kind {
            Kind::Started => event(session, attempt, "started"),
            Kind::Submitted => event(session, attempt, "submitted"),
            Kind::Decision4k => decision_of(4000, session, attempt, "approved"),
            _ => decision_of(2000, session, attempt, "approved"),
        }
        .to_string();
        let mut headers = signed(TEST.api_key, TEST.secret, body.as_bytes());
        if kind == Kind::Forged {
            body = body.replace("approved", "declined");
            assert_ne!(headers[1].1, signature(TEST.secret, body.as_bytes()));
        }
        headers.push(("content-type".into(), "application/json".into()));
        headers.push(("user-agent".into(), "axios/1.8.4".into()));
        Self { headers, body }
    }

    /// One for each of the people that the kind concerns.
    pub fn batch(kind: Kind, people: &[Person]) -> Vec<Self> {
        let people = people.iter().enumerate();
        let people = people.filter(|(place, _)| kind.concerns(*place));
        people.map(|(_, person)| Self::new(kind, person)).collect()
    }

    /// It as API Gateway hands it to Lambda.
    pub fn event(&self) -> Vec<u8> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = http::HeaderName::try_from(name).expect("a header's name");
            headers.insert(name, value.parse().expect("a header's value"));
        }
        let host = "q1w2e3r4t5.execute-api.eu-west-1.amazonaws.com";
        headers.insert("host", host.parse().expect("a header's value"));
        let matched = routes::find(&Method::POST, PATH).expect("the route is there");
        let incoming = Incoming {
            method: &Method::POST,
            path: PATH,
            query: "",
            headers: &headers,
            body: self.body.as_bytes(),
            source_ip: [203, 0, 113, 7].into(),
        };
        let arrival = Arrival {
            time: Timestamp::now(),
            request_id: "JKJaXmPLvHcESHA=",
            authorizer: &Authorizer::None,
        };
        http_event(&matched, &incoming, &arrival).to_string().into()
    }
}
