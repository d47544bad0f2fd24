//! Which faults are chosen, for how many webhooks and for which.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::clock::parse_duration;
use crate::veriff::outbox::{Kind, Message};

/// By how much a delayed webhook is late, if nothing else is said.
pub(super) const USUAL_DELAY: &str = "10m";

/// Faults to be chosen.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultRequest {
    /// Which, one or more: they apply together.
    pub faults: Vec<Fault>,
    /// For how many webhooks from now on; none until they are removed. For a counted webhook faults
    /// apply to its first try only, so that its retries arrive as they should.
    #[serde(default = "one")]
    pub deliveries: Option<u32>,
    /// For webhooks of this session only.
    #[serde(default)]
    pub session_id: Option<String>,
    /// For webhooks of this integration only.
    #[serde(default)]
    pub integration_id: Option<String>,
    /// For this type of webhook only.
    #[serde(default)]
    pub webhook: Option<Kind>,
    /// By how much `delayed` delays, such as `10m`, on the sandbox's clock.
    #[serde(default)]
    pub delay: Option<String>,
}

/// Faults that are chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActiveFault {
    /// By which they are removed.
    pub id: String,
    /// Which.
    pub faults: Vec<Fault>,
    /// For how many more webhooks; none until they are removed.
    pub remaining: Option<u32>,
    /// For webhooks of this session only.
    pub session_id: Option<String>,
    /// For webhooks of this integration only.
    pub integration_id: Option<String>,
    /// For this type of webhook only.
    pub webhook: Option<Kind>,
    /// By how much `delayed` delays.
    pub delay: String,
}

/// A fault that goes with a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attached {
    /// By which choice.
    pub(crate) choice: String,
    pub(crate) fault: Fault,
    /// For all its tries.
    pub(crate) always: bool,
}

/// All that are chosen.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Active {
    next: u64,
    entries: Vec<ActiveFault>,
    /// While a session is being created.
    #[serde(skip)]
    pub(crate) creating: bool,
}

impl FaultRequest {
    /// Faults for the next webhook alone.
    pub fn once(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            faults: faults.into_iter().collect(),
            deliveries: Some(1),
            session_id: None,
            integration_id: None,
            webhook: None,
            delay: None,
        }
    }

    /// Faults for every webhook and every try of it, until they are removed.
    pub fn always(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            deliveries: None,
            ..Self::once(faults)
        }
    }
}

impl Active {
    pub(crate) fn entries(&self) -> &[ActiveFault] {
        &self.entries
    }

    /// Takes in a request that was checked.
    pub(super) fn add(&mut self, request: FaultRequest) -> ActiveFault {
        self.next += 1;
        let mut faults = request.faults;
        faults.sort_unstable();
        faults.dedup();
        let entry = ActiveFault {
            id: self.next.to_string(),
            faults,
            remaining: request.deliveries,
            session_id: request.session_id,
            integration_id: request.integration_id,
            webhook: request.webhook,
            delay: request.delay.unwrap_or_else(|| USUAL_DELAY.to_owned()),
        };
        self.entries.push(entry.clone());
        entry
    }

    /// Removes one choice, or all. Returns whether there was one.
    pub(super) fn remove(&mut self, id: Option<&str>) -> bool {
        let before = self.entries.len();
        self.entries
            .retain(|entry| id.is_some_and(|id| entry.id != id));
        self.entries.len() < before
    }

    /// Whether the next session is to be opened before its creation is answered.
    pub(crate) fn awaits_creation(&self, integration: &str) -> bool {
        self.entries.iter().any(|entry| {
            entry.faults.contains(&Fault::BeforeCreateAnswer)
                && entry.integration_id.as_deref().unwrap_or(integration) == integration
        })
    }

    /// The faults of a new webhook, in their order, and its delay; counts it.
    pub(crate) fn choose(&mut self, message: &Message) -> (Vec<Attached>, SignedDuration) {
        let mut chosen: Vec<Attached> = Vec::new();
        let mut delay = SignedDuration::ZERO;
        let creating = self.creating;
        for entry in &mut self.entries {
            if !entry.is_for(message, creating) {
                continue;
            }
            for &fault in &entry.faults {
                let always = entry.remaining.is_none();
                match chosen.iter_mut().find(|one| one.fault == fault) {
                    Some(one) => one.always |= always,
                    None => chosen.push(Attached {
                        choice: entry.id.clone(),
                        fault,
                        always,
                    }),
                }
                if fault == Fault::Delayed {
                    delay = delay.max(parse_duration(&entry.delay).unwrap_or_default());
                }
            }
            entry.remaining = entry.remaining.map(|remaining| remaining.saturating_sub(1));
        }
        self.entries.retain(|entry| entry.remaining != Some(0));
        chosen.sort_by_key(|one| one.fault);
        (chosen, delay)
    }
}

impl ActiveFault {
    fn is_for(&self, message: &Message, creating: bool) -> bool {
        let is = |wanted: &Option<String>, given: &str| wanted.as_deref().unwrap_or(given) == given;
        is(&self.session_id, &message.session)
            && is(&self.integration_id, &message.integration)
            && self.webhook.unwrap_or(message.kind) == message.kind
            && (creating || !self.faults.contains(&Fault::BeforeCreateAnswer))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "serde wants the field's type")]
fn one() -> Option<u32> {
    Some(1)
}
