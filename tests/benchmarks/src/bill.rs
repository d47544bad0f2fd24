//! The monthly bill, from the [units](crate::cost) measured and AWS's list prices.

use crate::cost::{Costs, Units};
use std::fmt;

/// List prices in us-east-1, in dollars, as of January 2026. Free tiers are left out.
mod price {
    /// A million write request units.
    pub(super) const WRITES: f64 = 0.625;
    /// A million read request units.
    pub(super) const READS: f64 = 0.125;
    /// A gigabyte stored for a month in DynamoDB.
    pub(super) const STORED: f64 = 0.25;
    /// A million requests of an HTTP API.
    pub(super) const API: f64 = 1.0;
    /// A million invocations of a Lambda function.
    pub(super) const INVOCATIONS: f64 = 0.20;
    /// A gigabyte-second of one on arm64.
    pub(super) const GIGABYTE_SECOND: f64 = 0.000_013_333_4;
    /// A million events on a bus.
    pub(super) const EVENTS: f64 = 1.0;
    /// A gigabyte of logs taken in.
    pub(super) const LOGS: f64 = 0.50;
    /// A metric of one's own, for a month.
    pub(super) const METRIC: f64 = 0.30;
    /// A secret, a key, a dashboard and some twenty alarms, for a month.
    pub(super) const FIXED: f64 = 0.40 + 1.0 + 3.0 + 20.0 * 0.10;
}

/// What one verification does beside the table.
mod usage {
    /// Requests of the HTTP API: one to create, three webhooks, two to look.
    pub(super) const REQUESTS: f64 = 6.0;
    /// Invocations: those, and two batches of the stream.
    pub(super) const INVOCATIONS: f64 = 8.0;
    /// Billed seconds of an invocation, waiting for DynamoDB included.
    pub(super) const SECONDS: f64 = 0.015;
    /// Memory of a function, in gigabytes.
    pub(super) const GIGABYTES: f64 = 0.25;
    /// Kilobytes kept: the session's items for ever (counted for a year), and payloads for 90 days.
    pub(super) const KEPT: f64 = 2.0 * 12.0 + 3.0 * 3.0;
    /// Runs of the sweep in a month, one a minute.
    pub(super) const SWEEPS: f64 = 43_800.0;
    /// What a session weighs that a scan reads, in kilobytes, its payloads included.
    pub(super) const SCANNED: f64 = 5.0;
}

/// How many verifications a month.
pub const SCALES: [f64; 3] = [1e4, 1e6, 1e8];

/// A month's bill in dollars.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bill {
    /// Requests to DynamoDB.
    pub units: f64,
    /// What DynamoDB stores.
    pub stored: f64,
    /// The HTTP API.
    pub api: f64,
    /// Lambda.
    pub lambda: f64,
    /// EventBridge, logs, and what costs the same at any scale.
    pub rest: f64,
    /// The sweep's reading.
    pub sweep: f64,
}

impl Bill {
    /// The bill for so many verifications a month at `units` each. A sweep that reads the whole table
    /// does so once an hour, or it would cost sixty times as much.
    pub fn of(verifications: f64, units: Units, logged: usize, shards: f64, scans: bool) -> Self {
        let millions = verifications / 1e6;
        let sweep = match scans {
            // Half a unit for four kilobytes, of everything that three months have left.
            true => {
                let read = 3.0 * verifications * usage::SCANNED / 4.0 * 0.5;
                read * usage::SWEEPS / 60.0 / 1e6 * price::READS
            }
            // One query of each shard, at least half a unit.
            false => shards * 0.5 * usage::SWEEPS / 1e6 * price::READS,
        };
        let invocations = usage::INVOCATIONS * verifications + usage::SWEEPS;
        let seconds = invocations * usage::SECONDS * usage::GIGABYTES;
        Self {
            units: millions * (units.read * price::READS + units.written * price::WRITES),
            stored: verifications * usage::KEPT / 1e6 * price::STORED,
            api: millions * usage::REQUESTS * price::API,
            lambda: invocations / 1e6 * price::INVOCATIONS + seconds * price::GIGABYTE_SECOND,
            rest: millions * price::EVENTS
                + verifications * logged as f64 / 1e9 * price::LOGS
                + price::FIXED,
            sweep,
        }
    }

    /// All of it.
    pub fn total(&self) -> f64 {
        self.units + self.stored + self.api + self.lambda + self.rest + self.sweep
    }
}

/// The bills at every scale: ours, and the peer's.
#[derive(Clone, Debug)]
pub struct Bills(Vec<(f64, Bill, Bill)>);

impl Bills {
    /// From the units measured. What sweep and publishing record doubles a verification's metrics.
    pub fn of(costs: &Costs, shards: f64) -> Self {
        let (ours, naive) = costs.total();
        let bills = SCALES.iter().map(|&scale| {
            let with_metrics = |mut bill: Bill| {
                bill.rest += 2.0 * costs.metrics as f64 * price::METRIC;
                bill
            };
            let ours = Bill::of(scale, ours, costs.logged, shards, false);
            let naive = Bill::of(scale, naive, costs.logged, shards, true);
            (scale, with_metrics(ours), with_metrics(naive))
        });
        Self(bills.collect())
    }
}

impl fmt::Display for Bills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| verifications a month | requests to the table | sweep | storage | HTTP API | Lambda | events, logs, metrics, alarms | **in all** | with transactions and scans |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|---|")?;
        for (scale, ours, naive) in &self.0 {
            writeln!(
                f,
                "| {scale} | ${:.2} | ${:.2} | ${:.2} | ${:.2} | ${:.2} | ${:.2} | **${:.2}** | ${:.2} |",
                ours.units,
                ours.sweep,
                ours.stored,
                ours.api,
                ours.lambda,
                ours.rest,
                ours.total(),
                naive.total(),
            )?;
        }
        Ok(())
    }
}
