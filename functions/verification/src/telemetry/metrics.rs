//! The catalogue of metrics: what is counted, in which unit, and by what.
//!
//! Alarms and the dashboard may name these and no others. Every combination of a metric and its
//! dimensions' values is a metric of its own to CloudWatch, and billed as one: details have few values.

/// CloudWatch's namespace of all metrics.
pub const NAMESPACE: &str = "Verification";

/// The target of the events that carry metrics.
pub(super) const TARGET: &str = "verification::metric";

/// A metric's unit, of those that [CloudWatch knows](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// So many.
    Count,
    /// So many seconds.
    Seconds,
}

impl Unit {
    /// CloudWatch's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Seconds => "Seconds",
        }
    }
}

/// Writes the enum and its table from one list, so that none is forgotten.
macro_rules! catalogue {
    ($($name:ident $unit:ident $($detail:literal)? : $meaning:literal)+) => {
        /// What is counted. The variant is the metric's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Metric {
            $(#[doc = $meaning] $name,)+
        }

        impl Metric {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name in CloudWatch.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// Its unit.
            pub fn unit(self) -> Unit {
                match self {
                    $(Self::$name => Unit::$unit,)+
                }
            }

            /// The dimension it is told apart by, besides the integration.
            pub fn detail(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => [$($detail)?].into_iter().next(),)+
                }
            }

            /// What it counts, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)+
                }
            }
        }
    };
}

catalogue! {
    WebhookReceived Count "Type": "Genuine webhooks, by Veriff's type."
    WebhookResult Count "Result": "What became of genuine webhooks: new, duplicate, erased, quarantined, not-json, foreign."
    WebhookRejected Count "Reason": "Deliveries not let in: headers, api-key, signature, signature-shape, too-large."
    WebhookLate Count: "Webhooks answered 503, because the store was down, throttled or slow: Veriff repeats them."
    WebhookQuarantined Count "Reason": "Genuine webhooks newly kept aside: not-json, unknown-type, unreadable, no-session."
    WebhookForeign Count: "Webhooks signed for one integration about a session of another: refused."
    SecretUsed Count "Fingerprint": "Genuine webhooks, by the shared secret that signed them."
    Drift Count "Kind": "What Veriff sent that is not known here: unknown-field, unknown-status, unknown-code, code-disagrees, unexpected-type."
    SessionCreated Count: "Sessions created at Veriff."
    SessionRefused Count "Reason": "Sessions not created: the cap per person and day, or why Veriff refused."
    SessionRepaired Count "Status": "Sessions that asking Veriff moved on, because a webhook was lost, by their status since."
    SessionUndecided Count: "Looks at live sessions that Veriff should have decided and has not."
    SessionGone Count: "Looks at submitted sessions of which Veriff says that it does not have them."
    SessionGivenUp Count: "Submitted sessions that are asked about no more: for 90 days after their deadline Veriff did not decide them."
    SessionOrphaned Count: "Sessions created at Veriff that no person has: a write failed, or a lease ran out."
    SessionUnclaimed Count: "Sessions first heard of from a webhook, which were not created here."
    SweepLooked Count: "Sessions that a sweep looked at."
    SweepFailed Count: "Sessions that a sweep could not look at, to be tried again."
    SweepUnfinished Count: "Sweeps that left due sessions for the next one."
    SweepBehind Seconds: "How long the session that was due longest had been due when a sweep found it; 0 when nothing was due."
    SweepClosed Count "Status": "Sessions that a sweep closed: expired, abandoned."
    OutcomePublished Count "Outcome": "Events that EventBridge took."
    OutcomeNotPublished Count: "Events that EventBridge did not take; the stream tries them again."
    OutcomeUnreadable Count: "Records of the stream that could not be read."
    ErasurePending Count: "Erasures that a sweep found waiting for Veriff."
    ErasureDone Count: "Erasures that are done at Veriff."
    ErasureRefused Count "Code": "Erasures that Veriff refused, by its error code; tried again later."
    QuarantineReplayed Count: "Deliveries that left the quarantine because they are understood now."
    RequestUnits Count "Operation": "DynamoDB's read and write request units, by what they were for."
    VeriffAnswerUnsigned Count: "Answers of Veriff's API without a signature, taken on the strength of TLS."
    PayloadLeftOut Count: "Payloads too large to keep even compressed; their facts were recorded."
}

impl Metric {
    /// Counts one, of an integration and with a detail; an empty text where there is none.
    pub fn count(self, integration: &str, detail: &str) {
        self.record(1.0, integration, detail);
    }

    /// Records a value in the metric's [unit](Self::unit), of an integration and with a detail; an empty
    /// text where there is none.
    pub fn record(self, value: f64, integration: &str, detail: &str) {
        tracing::info!(target: TARGET, metric = self.name(), value, integration, detail);
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }
}
