//! Deliveries of many sessions from many clients: shuffled, some doubled, some lost, some forged.
//!
//! Lost ones are found by the sweep. In the end every session is in the state that all its facts
//! together give, forged deliveries were refused without exception, and none changed anything.

use crate::mailbox::{Delivery, Mailbox};
use futures_util::StreamExt as _;
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use rand::rngs::SmallRng;
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use system_tests::{World, id_of};
use veriff_sandbox::veriff::{Decision, DecisionStatus};
use veriff_sandbox::{Options, Sandbox};
use veriff_verify::lifecycle::State;
use veriff_verify::webhook::parse;
use verification::store::Stored;

/// Retries of an answer other than 200: Veriff tries for a week.
const TRIES: usize = 20;
/// People who verify themselves at the same time.
const WAVE: usize = 250;
/// How long the local Veriff may take to send all that was left to send.
const PATIENCE: Duration = Duration::from_mins(10);

/// How large the storm is.
#[derive(Clone, Copy, Debug)]
pub struct Storm {
    /// Sessions, each of about ten deliveries.
    pub sessions: usize,
    /// Clients that deliver at the same time.
    pub clients: usize,
    /// What the shuffling begins with, so that a storm can be had again.
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct StormReport {
    /// Deliveries, doubled and forged ones included.
    pub deliveries: usize,
    /// Sent a second time.
    pub doubled: usize,
    /// Never sent.
    pub lost: usize,
    /// Not Veriff's.
    pub forged: usize,
    /// Forged ones that were not refused.
    pub forged_let_in: usize,
    /// Genuine ones that were never acknowledged.
    pub unacknowledged: usize,
    /// Clients that delivered at the same time.
    pub clients: usize,
    /// Sessions by status in the end.
    pub sessions: BTreeMap<&'static str, usize>,
    /// Sessions of which nothing was lost: their states were compared to the last fact.
    pub whole: usize,
    /// Sessions that the sweep found decided.
    pub repaired: u32,
    /// What is wrong, by session.
    pub wrong: Vec<String>,
    /// How long the deliveries took.
    pub took: Duration,
    /// The time of each answer, sorted.
    pub answers: Vec<Duration>,
}

enum Kind {
    Genuine,
    Forged,
}

/// Lets the storm pass.
pub async fn storm(storm: Storm, tell: impl Fn(&str)) -> StormReport {
    let mut random = SmallRng::seed_from_u64(storm.seed);
    let mailbox = Mailbox::open().await;
    let options = Options {
        sweeps: false,
        publishes: false,
        webhook_url: Some(mailbox.url.clone()),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
    let world = World { sandbox };

    let sessions = verified(&world, storm, &mut random, &tell).await;
    settle(&world).await;
    let sent = mailbox.take();
    let wanted = states(&sent);

    let mut report = StormReport {
        clients: storm.clients,
        ..StormReport::default()
    };
    let mut incomplete = BTreeSet::new();
    let mut deliveries = Vec::new();
    for delivery in sent {
        if random.random_ratio(1, 100) {
            report.forged += 1;
            deliveries.push((Kind::Forged, forged(&delivery, &mut random)));
        }
        if random.random_ratio(5, 100) {
            report.lost += 1;
            incomplete.insert(session_of(&delivery));
            continue;
        }
        if random.random_ratio(20, 100) {
            report.doubled += 1;
            deliveries.push((Kind::Genuine, delivery.clone()));
        }
        deliveries.push((Kind::Genuine, delivery));
    }
    deliveries.shuffle(&mut random);
    report.deliveries = deliveries.len();

    tell("Veriff delivers");
    deliver(&world, deliveries, storm.clients, &mut report).await;
    tell("the sweep looks for what was lost");
    world.advance("175h").await;
    loop {
        let swept = world.sweep().await;
        report.repaired += swept.repaired;
        if swept.looked == 0 {
            break;
        }
    }
    tell("every session is looked at");
    for id in sessions {
        let Some(Stored::Session(record, _)) = world.stored(&id).await else {
            report.wrong.push("a session is gone".into());
            continue;
        };
        let wanted = wanted.get(&id).cloned().unwrap_or_default();
        let status = wanted.status().as_str();
        *report.sessions.entry(status).or_default() += 1;
        let is = record.status().as_str();
        if is != status {
            let wrong = format!("a session is {is}, and should be {status}");
            report.wrong.push(wrong);
        }
        if !incomplete.contains(&id) {
            report.whole += 1;
            if record.state != wanted {
                let wrong =
                    format!("a {status} session of which nothing was lost knows other facts");
                report.wrong.push(wrong);
            }
        }
    }
    world.sandbox.stop().await;
    report
}

/// Sessions whose people were told to try again up to twice, and are decided in the end. They come in waves,
/// since the local Veriff looks through all its waiting webhooks whenever one has left.
async fn verified(
    world: &World,
    storm: Storm,
    random: &mut SmallRng,
    tell: impl Fn(&str),
) -> Vec<String> {
    let mut sessions = Vec::new();
    while sessions.len() < storm.sessions {
        let first = sessions.len();
        let people = first..storm.sessions.min(first + WAVE);
        let wave: Vec<_> = stream::iter(people)
            .map(|person| async move {
                let body = serde_json::json!({ "vendorData": format!("person-{person}") });
                id_of(&world.create(body).await)
            })
            .buffered(storm.clients)
            .collect()
            .await;
        finish(world, &wave, random).await;
        sessions.extend(wave);
        let done = format!(
            "{} of {} people verify themselves",
            sessions.len(),
            storm.sessions
        );
        tell(&done);
    }
    sessions
}

async fn finish(world: &World, sessions: &[String], random: &mut SmallRng) {
    let decide = |status| Decision {
        status,
        reason_code: None,
        reason: None,
        revise: false,
    };
    let veriff = &world.sandbox.local_veriff;
    let mut open = sessions.to_vec();
    for round in 0..4 {
        let mut again = Vec::new();
        for id in open {
            let _ = veriff.open(&id).await;
            let _ = veriff.submit(&id).await;
            let status = match random.random_range(0..10) {
                0..8 if round < 3 => DecisionStatus::ResubmissionRequested,
                0..3 => DecisionStatus::Declined,
                _ => DecisionStatus::Approved,
            };
            if status == DecisionStatus::ResubmissionRequested {
                again.push(id.clone());
            }
            let decided = veriff.decide(&id, &decide(status)).await;
            decided.expect("the local Veriff decides");
        }
        open = again;
        // Nothing is on its way when the clock moves.
        settle(world).await;
        world.advance("6m").await;
    }
}

async fn settle(world: &World) {
    let settled = world.sandbox.local_veriff.settled(PATIENCE).await;
    assert!(settled, "the local Veriff does not come to an end");
}

fn session_of(delivery: &Delivery) -> String {
    let webhook = parse(&delivery.body).expect("the local Veriff sends what can be read");
    webhook.session_id().unwrap_or_default().to_owned()
}

/// The state of each session by all that Veriff has sent.
fn states(sent: &[Delivery]) -> BTreeMap<String, State> {
    let mut states = BTreeMap::<String, State>::new();
    for delivery in sent {
        let webhook = parse(&delivery.body).expect("the local Veriff sends what can be read");
        let session = webhook.session_id().unwrap_or_default().to_owned();
        let state = states.entry(session).or_default();
        for fact in webhook.facts() {
            state.apply(&fact);
        }
    }
    states
}

/// What somebody else might send: the opposite decision, or the same one with another signature.
fn forged(delivery: &Delivery, random: &mut SmallRng) -> Delivery {
    let mut forged = delivery.clone();
    let text = String::from_utf8_lossy(&delivery.body);
    let turned = if text.contains("approved") {
        text.replace("approved", "declined").replace("9001", "9102")
    } else {
        text.replace("declined", "approved").replace("9102", "9001")
    };
    if turned != text {
        forged.body = turned.into_bytes().into();
        return forged;
    }
    let mut signature = String::new();
    for _ in 0..64 {
        signature.push(char::from_digit(random.random_range(0..16), 16).unwrap_or('0'));
    }
    let value = HeaderValue::from_str(&signature).expect("hex");
    for name in ["x-hmac-signature", "vrf-hmac-signature"] {
        if forged.headers.contains_key(name) {
            forged
                .headers
                .insert(HeaderName::from_static(name), value.clone());
        }
    }
    forged
}

async fn deliver(
    world: &World,
    deliveries: Vec<(Kind, Delivery)>,
    clients: usize,
    report: &mut StormReport,
) {
    let since = Instant::now();
    let mut answers = stream::iter(deliveries)
        .map(|(kind, delivery)| async move {
            let mut times = Vec::new();
            let mut status = 0;
            for _ in 0..TRIES {
                let since = Instant::now();
                status = post(world, &delivery.headers, &delivery.body).await;
                times.push(since.elapsed());
                if status < 500 {
                    break;
                }
            }
            (kind, status, times)
        })
        .buffer_unordered(clients);
    while let Some((kind, status, times)) = answers.next().await {
        report.answers.extend(times);
        match (kind, status) {
            (Kind::Genuine, 200) | (Kind::Forged, 401) => {}
            (Kind::Genuine, _) => report.unacknowledged += 1,
            (Kind::Forged, _) => report.forged_let_in += 1,
        }
    }
    report.took = since.elapsed();
    report.answers.sort_unstable();
}

async fn post(world: &World, headers: &HeaderMap, body: &[u8]) -> u16 {
    let headers: Vec<_> = headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "host" | "content-length"))
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect();
    let url = format!("{}/webhooks/veriff", world.sandbox.platform);
    let http = &world.sandbox.http;
    let answer = http.send(Method::POST, &url, &headers, body.to_vec()).await;
    answer.map_or(503, |answer| answer.status)
}

impl StormReport {
    /// Whether nothing was lost, nothing forged let in, and every session is as it should be.
    pub fn is_good(&self) -> bool {
        self.wrong.is_empty() && self.forged_let_in == 0 && self.unacknowledged == 0
    }
}
