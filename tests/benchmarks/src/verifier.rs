//! The verifier on one core: how fast a signature is checked, and a webhook judged, beside `ring` and AWS-LC.
//!
//! All are measured in one run, in turn. The peers are given the signature's bytes, where ours reads its hex
//! digits, and check one secret, as ours does here. AWS-LC takes a minute of C to build, so it is there only
//! with the feature `aws-lc`.

use crate::in_turn::{Contender, medians};
use crate::payloads::decision_of;
use figures::picture;
use figures::table::{Table, count, ratio, time};
use ring::hmac;
use serde_json::{Value, json};
use std::fmt;
use std::hint::black_box;
use std::time::Duration;
use system_tests::deliveries::signature;
use system_tests::plot::{Corner, Line, Panel, PlotError, Scale, draw};
use veriff_verify::lifecycle::State;
use veriff_verify::signature::{Secret, Secrets};
use veriff_verify::webhook::parse;

/// Sizes of a webhook, in bytes.
pub const SIZES: [usize; 5] = [512, 2_000, 4_000, 6_000, 64_000];

const SECRET: &str = "00000000-0000-4000-8000-5ec2e7000001";
const SESSION: &str = "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41";
const ATTEMPT: &str = "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a42";

/// Who, and how long each took.
pub type Times = Vec<(&'static str, Duration)>;

/// How long it takes with webhooks of one size.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Bytes of the webhook.
    pub bytes: usize,
    /// The signature alone.
    pub signature: Times,
    /// Signature, JSON and what it means.
    pub whole: Times,
}

/// All sizes.
#[derive(Clone, Debug)]
pub struct Verifier(pub Vec<Judged>);

/// Measures every size in so many rounds; `tell` hears of each size.
pub fn measure(rounds: usize, tell: impl Fn(usize)) -> Verifier {
    let sizes = SIZES.into_iter().map(|size| {
        tell(size);
        judged(&webhook(size), rounds)
    });
    Verifier(sizes.collect())
}

/// A webhook of about so many bytes: a decision, or an event where that is too large.
fn webhook(bytes: usize) -> Vec<u8> {
    let decision = decision_of(bytes, SESSION, ATTEMPT, "approved").to_string();
    if decision.len() <= bytes {
        return decision.into_bytes();
    }
    let mut event = system_tests::deliveries::event(SESSION, ATTEMPT, "submitted");
    event["vendorData"] = json!("");
    let left = bytes.saturating_sub(event.to_string().len());
    event["vendorData"] = json!("v".repeat(left));
    event.to_string().into_bytes()
}

fn judged(body: &[u8], rounds: usize) -> Judged {
    let hex = signature(SECRET, body);
    let secret = Secret::new(SECRET).expect("a secret");
    let secrets = Secrets::new([secret]).expect("secrets");
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let tag = hmac::sign(&key, body);

    let ours = || {
        let verified = secrets.verify(black_box(body), hex.as_bytes());
        verified.expect("the signature is genuine")
    };
    let ring = || {
        let verified = hmac::verify(&key, black_box(body), tag.as_ref());
        verified.expect("the signature is genuine");
    };
    #[cfg(feature = "aws-lc")]
    let aws_lc = {
        use aws_lc_rs::hmac;
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        let tag = tag.as_ref();
        move || {
            let verified = hmac::verify(&key, black_box(body), tag);
            verified.expect("the signature is genuine");
        }
    };

    let signature = medians(
        rounds,
        vec![
            Contender::new("veriff-verify", || {
                black_box(ours());
            }),
            Contender::new("ring", ring),
            #[cfg(feature = "aws-lc")]
            Contender::new("aws-lc-rs", &aws_lc),
        ],
    );
    let whole = medians(
        rounds,
        vec![
            Contender::new("veriff-verify", || {
                ours();
                black_box(folded(body));
            }),
            Contender::new("ring, serde_json", || {
                ring();
                black_box(picked(body));
            }),
            #[cfg(feature = "aws-lc")]
            Contender::new("aws-lc-rs, serde_json", || {
                aws_lc();
                black_box(picked(body));
            }),
        ],
    );
    Judged {
        bytes: body.len(),
        signature,
        whole,
    }
}

/// What ours makes of it: the whole message checked, and the session's state.
fn folded(body: &[u8]) -> State {
    let webhook = parse(body).expect("a webhook");
    let mut state = State::default();
    for fact in webhook.facts() {
        state.apply(&fact);
    }
    state
}

/// What a handler would pick out by itself.
fn picked(body: &[u8]) -> (Option<String>, Option<String>, Option<u64>) {
    let message: Value = serde_json::from_slice(body).expect("JSON");
    let from = match &message["verification"] {
        Value::Null => &message,
        verification => verification,
    };
    let text = |name: &str| from[name].as_str().map(str::to_owned);
    let status = text("status").or_else(|| text("action"));
    (text("id"), status, from["code"].as_u64())
}

impl Verifier {
    /// Draws it, for the page.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn draw(&self) -> Result<(), PlotError> {
        let panel = |title, of: fn(&Judged) -> &Times| Panel {
            title,
            x: ("bytes of a webhook", Scale::Powers),
            y: ("webhooks a second and core", Scale::Powers),
            lines: self.lines(of),
            legend: Corner::UpperRight,
        };
        let panels = [
            panel("The signature", |it| &it.signature),
            panel("Signature, JSON and facts", |it| &it.whole),
        ];
        draw(&picture("verifier.svg"), &panels)
    }

    fn lines(&self, of: fn(&Judged) -> &Times) -> Vec<Line> {
        let names = self.0.first().map(of).into_iter().flatten().enumerate();
        let line = |(place, (name, _)): (usize, &(&'static str, Duration))| {
            let rate = |judged: &Judged| 1.0 / of(judged)[place].1.as_secs_f64();
            let points = self.0.iter().map(|it| (it.bytes as f64, rate(it)));
            match place {
                0 => Line::ours(*name, points.collect()),
                _ => Line::peer(*name, points.collect()),
            }
        };
        names.map(line).collect()
    }

    /// The section of the page.
    pub fn markdown(&self) -> String {
        format!(
            "One core, each with the others in turn, medians. The signature alone: HMAC-SHA256, and a comparison \
             in constant time. The whole: ours also checks and reads the JSON and folds its facts into a \
             state; the peers parse into a `serde_json::Value` and pick id, status and code.\n\n{}\n{}\n\
             ![Webhooks a second over their size](verifier.svg)\n",
            self.table("signature", |it| &it.signature).markdown(),
            self.table("the whole", |it| &it.whole).markdown(),
        )
    }

    fn table(&self, what: &str, of: fn(&Judged) -> &Times) -> Table {
        let mut columns = vec![format!("{what}, bytes")];
        for (place, (name, _)) in self.0.first().map(of).into_iter().flatten().enumerate() {
            columns.push((*name).to_owned());
            columns.push(match place {
                0 => "a second and core".to_owned(),
                _ => "ours as fast".to_owned(),
            });
        }
        let mut table = Table::new(columns);
        for judged in &self.0 {
            let ours = of(judged)[0].1.as_secs_f64();
            let mut cells = vec![count(judged.bytes as u64)];
            for (place, (_, took)) in of(judged).iter().enumerate() {
                cells.push(time(*took));
                cells.push(match place {
                    0 => count((1.0 / ours) as u64),
                    _ => ratio(took.as_secs_f64(), ours),
                });
            }
            table.row(cells);
        }
        table
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = self.table("signature", |it| &it.signature);
        let whole = self.table("the whole", |it| &it.whole);
        write!(f, "{signature}\n{whole}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_have_the_sizes_that_are_told_and_both_sides_understand_them() {
        for size in SIZES {
            let body = webhook(size);
            assert!(body.len().abs_diff(size) < 200, "{} for {size}", body.len());
            assert!(folded(&body).attempts().next().is_some());
            let (id, status, code) = picked(&body);
            assert_eq!(id.as_deref(), Some(SESSION));
            assert!(matches!(status.as_deref(), Some("approved" | "submitted")));
            assert!(matches!(code, Some(7002 | 9001)));
        }
    }

    #[test]
    fn each_is_measured_at_each_size() {
        let judged = judged(&webhook(2_000), 1);
        let peers = 1 + usize::from(cfg!(feature = "aws-lc"));
        assert_eq!(
            (judged.signature.len(), judged.whole.len()),
            (1 + peers, 1 + peers)
        );
        let verifier = Verifier(vec![judged]);
        assert!(
            verifier.to_string().contains("ring, serde_json"),
            "{verifier}"
        );
    }
}
