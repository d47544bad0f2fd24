//! The intake's tables, for a person and for the page.

use super::side::Cost;
use super::{AT_ONCE, Contender, Intake, Kind};
use figures::table::{Table, count, ratio, time};
use std::fmt;

impl Intake {
    /// The section of the page of figures.
    pub fn markdown(&self) -> String {
        format!(
            "{}\n\n{}\n{}\n\n{}\n{}",
            self.about(),
            self.cpu().markdown(),
            "Webhooks per second, through the embedded DynamoDB on the same two cores:",
            self.rate().markdown(),
            self.conclusion()
        )
    }

    fn about(&self) -> String {
        format!(
            "CPU time (user and kernel) of the process that takes a webhook in: the function's binary as it \
             is deployed, on a runtime API that gives it one event after another, and an Express 5 server \
             with `node:crypto` and `@aws-sdk/lib-dynamodb`. Both write the same items in as many requests \
             to the same DynamoDB, over plain HTTP. Medians of {} rounds in turn, after a warm-up; {} \
             webhooks each in all.",
            self.plan.rounds,
            count(self.plan.rounds * self.plan.sessions * 4),
        )
    }

    /// CPU time for one webhook of each kind.
    fn cpu(&self) -> Table {
        let at_once = format!("Express, {AT_ONCE} at once");
        let mut table = Table::new(["webhook", "requests", "ours", "Express", "", &*at_once, ""]);
        let cells = |name: &str, requests: String, cost: &dyn Fn(Contender) -> Cost| {
            let ours = cost(Contender::Ours).cpu;
            let mut cells = vec![name.to_owned(), requests, time(ours)];
            for peer in [Contender::Express, Contender::ExpressAtOnce] {
                let peer = cost(peer).cpu;
                cells.push(time(peer));
                cells.push(ratio(peer.as_secs_f64(), ours.as_secs_f64()));
            }
            cells
        };
        for kind in Kind::ALL {
            let [ours, peer] = &self.requests[&kind];
            let requests = match ours.len() == peer.len() {
                true => ours.len().to_string(),
                false => format!("{} and {}", ours.len(), peer.len()),
            };
            table.row(cells(kind.name(), requests, &|of| self.cost(kind, of)));
        }
        let mean = |of| self.verification(of);
        table.total(cells("a verification's three, each", String::new(), &mean));
        table
    }

    /// Webhooks in a second.
    fn rate(&self) -> Table {
        let at_once = format!("Express, {AT_ONCE} at once");
        let mut table = Table::new(["webhook", "ours", "Express", &*at_once]);
        let cells = |name: &str, cost: &dyn Fn(Contender) -> Cost| {
            let contenders = [
                Contender::Ours,
                Contender::Express,
                Contender::ExpressAtOnce,
            ];
            let rates = contenders.map(|contender| {
                let took = cost(contender).took.as_secs_f64();
                count((1.0 / took.max(1e-9)) as u64)
            });
            let mut cells = vec![name.to_owned()];
            cells.extend(rates);
            cells
        };
        for kind in Kind::ALL {
            table.row(cells(kind.name(), &|of| self.cost(kind, of)));
        }
        table.total(cells("a verification's three", &|of| self.verification(of)));
        table
    }

    fn conclusion(&self) -> String {
        let [ours, express, at_once] = [
            Contender::Ours,
            Contender::Express,
            Contender::ExpressAtOnce,
        ]
        .map(|contender| self.verification(contender).cpu.as_secs_f64());
        let items = &self.items;
        format!(
            "A webhook of a verification costs {} less CPU time than in Express ({} with {AT_ONCE} at \
             once). Each table holds {} sessions, {} of them approved, {} attempts and {} payloads \
             afterwards; the forgeries left nothing.",
            ratio(express, ours),
            ratio(at_once, ours),
            count(items.sessions.0),
            count(items.sessions.1),
            count(items.attempts),
            count(items.payloads),
        )
    }
}

impl fmt::Display for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "CPU time for one webhook\n\n{}", self.cpu())?;
        writeln!(f, "webhooks per second\n\n{}", self.rate())?;
        writeln!(f, "{}", self.conclusion())
    }
}
