//! The pace of deletions at Veriff: five an hour and ten in 24 hours, per integration.
//!
//! A small item per integration holds when the last ten were asked for, however many functions ask at
//! once. Every request counts, also one that was refused: what Veriff counts is not said.

use super::error::unless_refused;
use super::item::{Item, ItemReader, SCHEMA, instant, number, text};
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError};
use crate::record::later;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::{SignedDuration, Timestamp};

const SORT: &str = "DELETIONS";
/// How many in how long, a minute longer than Veriff says: its clock is another one.
const LIMITS: [(usize, SignedDuration); 2] = [
    (5, SignedDuration::from_mins(61)),
    (10, SignedDuration::from_mins(24 * 60 + 1)),
];
/// So many times are held: what the widest limit needs.
const HELD: usize = 10;
/// Each loss means that somebody else took a turn, of which there are ten.
const TRIES: u32 = 50;

/// Whether Veriff may be asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is ours, and counted.
    Ours,
    /// Not before then.
    At(Timestamp),
}

/// When deletions were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pace {
    /// The oldest first.
    times: Vec<Timestamp>,
    /// Veriff has refused to be asked before then, or was in trouble.
    closed_until: Option<Timestamp>,
    /// Counts the changes; none: there is no item yet.
    step: Option<u64>,
}

impl Pace {
    /// When the next one may be asked for; in the past, or now: at once.
    fn opens_at(&self) -> Option<Timestamp> {
        let limits = LIMITS.iter().filter_map(|(count, window)| {
            let oldest = self.times.len().checked_sub(*count)?;
            Some(later(*self.times.get(oldest)?, *window))
        });
        limits.chain(self.closed_until).max()
    }

    fn ask(&mut self, now: Timestamp) {
        self.times.push(now);
        self.times.sort();
        let surplus = self.times.len().saturating_sub(HELD);
        self.times.drain(..surplus);
    }
}

impl Store {
    /// When Veriff may next be asked, if not now; takes no turn.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn next_turn(
        &self,
        integration_id: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let pace = self.read_pace(integration_id).await?;
        Ok(pace.opens_at().filter(|at| *at > now))
    }

    /// Takes a turn in deleting sessions at Veriff, if one is free.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn take_turn(
        &self,
        integration_id: &str,
        now: Timestamp,
    ) -> Result<Turn, StoreError> {
        for _ in 0..TRIES {
            let seen = self.read_pace(integration_id).await?;
            if let Some(at) = seen.opens_at().filter(|at| *at > now) {
                return Ok(Turn::At(at));
            }
            let mut after = seen.clone();
            after.ask(now);
            if self.write_pace(integration_id, &after).await? {
                return Ok(Turn::Ours);
            }
            tokio::task::yield_now().await;
        }
        Err(StoreError::Contended)
    }

    /// Nobody asks Veriff to delete anything before then.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn close_turns(
        &self,
        integration_id: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            let mut pace = self.read_pace(integration_id).await?;
            if pace.closed_until.is_some_and(|closed| closed >= until) {
                return Ok(());
            }
            pace.closed_until = Some(until);
            if self.write_pace(integration_id, &pace).await? {
                return Ok(());
            }
        }
        Err(StoreError::Contended)
    }

    async fn read_pace(&self, integration_id: &str) -> Result<Pace, StoreError> {
        let item = self
            .read("read pace", key(integration_id), text(SORT))
            .await?;
        item.as_ref().map_or(Ok(Pace::default()), decode)
    }

    async fn write_pace(&self, integration_id: &str, pace: &Pace) -> Result<bool, StoreError> {
        let mut request = self
            .client
            .put_item()
            .table_name(&*self.table)
            .set_item(Some(encode(integration_id, pace)))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        request = match pace.step {
            None => request
                .condition_expression("attribute_not_exists(#pk)")
                .expression_attribute_names("#pk", PARTITION_KEY),
            Some(step) => request
                .condition_expression("#step = :step")
                .expression_attribute_names("#step", "step")
                .expression_attribute_values(":step", number(step)),
        };
        let written = unless_refused("write the pace of deletions", request.send().await)?;
        if let Some(answer) = &written {
            self.units.add("write pace", answer.consumed_capacity());
        }
        Ok(written.is_some())
    }
}

fn key(integration_id: &str) -> AttributeValue {
    text(format!("PACE#{integration_id}"))
}

fn encode(integration_id: &str, pace: &Pace) -> Item {
    let times = pace.times.iter().map(|at| instant(*at)).collect();
    let mut item = Item::from([
        (PARTITION_KEY.into(), key(integration_id)),
        (SORT_KEY.into(), text(SORT)),
        ("schema".into(), number(SCHEMA)),
        ("step".into(), number(pace.step.map_or(0, |step| step + 1))),
        ("times".into(), AttributeValue::L(times)),
    ]);
    if let Some(until) = pace.closed_until {
        item.insert("closedUntil".into(), instant(until));
    }
    item
}

fn decode(item: &Item) -> Result<Pace, StoreError> {
    let reader = ItemReader { kind: "pace", item };
    reader.check_schema()?;
    let broken = || reader.corrupt("times", "is not a list of instants");
    let times = match item.get("times") {
        None => Vec::new(),
        Some(AttributeValue::L(list)) => list
            .iter()
            .map(|one| one.as_n().ok()?.parse().ok())
            .map(|ms| Timestamp::from_millisecond(ms?).ok())
            .collect::<Option<Vec<_>>>()
            .ok_or_else(broken)?,
        Some(_) => return Err(broken()),
    };
    Ok(Pace {
        times,
        closed_until: reader.instant("closedUntil")?,
        step: Some(reader.number("step")?.unwrap_or(0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::constant(1_800_000_000 + minute * 60, 0)
    }

    /// When `count` deletions are asked for, each as soon as it may be, in minutes.
    fn paced(count: usize) -> Vec<i64> {
        let mut pace = Pace::default();
        let mut now = at(0);
        (0..count)
            .map(|_| {
                now = pace.opens_at().map_or(now, |opens| opens.max(now));
                pace.ask(now);
                (now.as_second() - at(0).as_second()) / 60
            })
            .collect()
    }

    #[test]
    fn never_more_than_five_an_hour_and_ten_a_day() {
        let times = paced(200);
        for (limit, window) in [(5, 60), (10, 24 * 60)] {
            for first in &times {
                let inside = times
                    .iter()
                    .filter(|at| (*first..first + window).contains(at));
                assert!(inside.count() <= limit);
            }
        }
        // And no slower than that.
        assert_eq!(times[..11], [0, 0, 0, 0, 0, 61, 61, 61, 61, 61, 1441]);
    }

    #[test]
    fn a_closed_pace_opens_when_it_was_said_to() {
        let mut pace = Pace::default();
        assert_eq!(pace.opens_at(), None);
        pace.closed_until = Some(at(30));
        assert_eq!(pace.opens_at(), Some(at(30)));
        (0..5).for_each(|_| pace.ask(at(0)));
        assert_eq!(pace.opens_at(), Some(at(61)));
    }
}
