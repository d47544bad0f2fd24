//! The monthly bill, from the [units](crate::cost) measured and AWS's list prices.

use crate::cost::Costs;
use crate::units::Units;
use figures::picture;
use figures::table::{Table, count, ratio};
use std::fmt;
use system_tests::plot::{Corner, Line, Panel, PlotError, Scale, draw};

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

impl Bills {
    /// Draws the bills, for the page.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn draw(&self) -> Result<(), PlotError> {
        let line = |dollars: fn(&Bill) -> f64, ours: bool| {
            let bills = self.0.iter();
            let bills = bills.map(|(scale, our, naive)| (*scale, if ours { our } else { naive }));
            bills.map(|(scale, bill)| (scale, dollars(bill))).collect()
        };
        let panel = |title, dollars: fn(&Bill) -> f64| Panel {
            title,
            x: ("verifications a month", Scale::Powers),
            y: ("dollars a month", Scale::Powers),
            lines: vec![
                Line::ours("this project", line(dollars, true)),
                Line::peer("transactions and scans", line(dollars, false)),
            ],
            legend: Corner::UpperLeft,
        };
        let panels = [
            panel("The month's bill", Bill::total),
            panel("Of which DynamoDB", |bill| {
                bill.units + bill.sweep + bill.stored
            }),
        ];
        draw(&picture("bill.svg"), &panels)
    }

    /// The section of the page.
    pub fn markdown(&self) -> String {
        let shares = self.0.iter().map(|(scale, ours, naive)| {
            let times = ratio(naive.total(), ours.total());
            format!("{times} as much at {}", count(*scale as u64))
        });
        let each = self
            .0
            .last()
            .map_or(0.0, |(scale, ours, _)| 1e3 * ours.total() / scale);
        format!(
            "The units above at AWS's list prices (us-east-1, January 2026, no free tier), with what else a \
             verification does: requests of the HTTP API, invocations, events, logs, metrics and storage, as \
             `tests/benchmarks/src/bill.rs` sets them out. The design to compare with differs in its units, \
             and sweeps by a scan of three months of sessions, once an hour; all else is the same.\n\n{}\n\
             ![The bill over the verifications of a month](bill.svg)\n\n\
             Transactions and scans cost {}. A thousand verifications come to {:.2} dollars in the long run, of \
             which the sweep is next to nothing, since it reads what is due and not the table.\n",
            self.table().markdown(),
            shares.collect::<Vec<_>>().join(", "),
            each,
        )
    }

    fn table(&self) -> Table {
        let mut table = Table::new([
            "verifications a month",
            "requests to the table",
            "sweep",
            "storage",
            "HTTP API",
            "Lambda",
            "events, logs, metrics, alarms",
            "in all",
            "transactions and scans",
        ]);
        for (scale, ours, naive) in &self.0 {
            let parts = [
                ours.units,
                ours.sweep,
                ours.stored,
                ours.api,
                ours.lambda,
                ours.rest,
            ];
            let dollars = parts.into_iter().chain([ours.total(), naive.total()]);
            let cells = dollars.map(in_dollars);
            table.row(std::iter::once(count(*scale as u64)).chain(cells));
        }
        table
    }
}

/// `$1,234`, `$0.52`.
fn in_dollars(dollars: f64) -> String {
    match dollars >= 100.0 {
        true => format!("${}", count(dollars.round() as u64)),
        false => format!("${dollars:.2}"),
    }
}

impl fmt::Display for Bills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "A month's bill\n\n{}", self.table())
    }
}
