//! What the report of all cuts says, in tables.

use super::{Call, Fault, Report, Service};
use figures::table::{Table, count};
use std::collections::BTreeMap;
use std::fmt;

const SERVICES: [(Service, &str); 3] = [
    (Service::DynamoDb, "DynamoDB"),
    (Service::Veriff, "Veriff"),
    (Service::EventBridge, "EventBridge"),
];

/// So many failures are told at length: one cause often fails a hundred cuts.
const TOLD: usize = 12;

impl Report {
    /// The section of the page.
    pub fn markdown(&self) -> String {
        let verdict = match self.failures.len() {
            0 => "Every story ended as it does undisturbed".to_owned(),
            failures => format!("**{} stories ended otherwise**", count(failures as u64)),
        };
        format!(
            "Between the functions and what they call stands a proxy that fails one request of a story, or four in \
             a row so that the SDK\'s own tries are used up. Then the world is whole again, and clients, Veriff and \
             the schedules come again as they do. {verdict}: the same state, each outcome published, nothing \
             twice.\n\n{}\n{}\n\
             A cut while a session is created can leave one at Veriff that nobody was shown: {} did, and none of \
             these was ever anybody\'s current session. {} events were published about them, since the sweep closes \
             them in the end like any other. {} people were given a new session, since Veriff could not be asked \
             what became of their old one, whose link was dead; the sweep found its decision.\n",
            self.by_fault().markdown(),
            self.by_function().markdown(),
            count(self.orphans as u64),
            count(self.strays as u64),
            count(self.anew as u64),
        )
    }

    /// Cuts by fault and service.
    fn by_fault(&self) -> Table {
        let names = SERVICES.iter().map(|(_, name)| *name);
        let mut table = Table::new(std::iter::once("cuts").chain(names).chain(["in all"]));
        let mut row = |name: String, of: &dyn Fn(Fault) -> bool, total: bool| {
            let sum = |service: Option<Service>| -> usize {
                let cuts = self.cuts.iter();
                let cuts = cuts.filter(|((fault, whom), _)| {
                    of(*fault) && service.is_none_or(|service| service == *whom)
                });
                cuts.map(|(_, cuts)| cuts).sum()
            };
            let services = SERVICES.iter().map(|(service, _)| Some(*service));
            let cells = services.chain([None]).map(|service| match sum(service) {
                0 => String::new(),
                cuts => count(cuts as u64),
            });
            let cells = std::iter::once(name).chain(cells);
            match total {
                true => table.total(cells),
                false => table.row(cells),
            }
        };
        for fault in super::ALL {
            if self.cuts.keys().any(|(other, _)| *other == fault) {
                row(fault.to_string(), &|other| other == fault, false);
            }
        }
        row("in all".into(), &|_| true, true);
        table
    }

    /// The different requests that were cut, by the function that made them.
    fn by_function(&self) -> Table {
        let mut functions: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
        for call in &self.requests {
            functions.entry(call.function).or_default().push(call);
        }
        let names = SERVICES.iter().map(|(_, name)| *name);
        let columns = std::iter::once("different requests cut").chain(names);
        let mut table = Table::new(columns);
        for (function, calls) in functions {
            let cells = SERVICES.iter().map(|(service, _)| {
                match calls.iter().filter(|call| call.service == *service).count() {
                    0 => String::new(),
                    calls => calls.to_string(),
                }
            });
            table.row(std::iter::once(function.to_owned()).chain(cells));
        }
        table
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in self.failures.iter().take(TOLD) {
            write!(f, "FAILED {}, ", failure.story)?;
            match &failure.cut {
                Some((cut, call)) => write!(f, "{cut} ({}, {})", call.function, call.operation)?,
                None => write!(f, "undisturbed")?,
            }
            writeln!(f, ": {}", failure.wrong)?;
        }
        if let more @ 1.. = self.failures.len().saturating_sub(TOLD) {
            writeln!(f, "FAILED in the same way or another, {more} more")?;
        }
        writeln!(
            f,
            "{}\n{}\n{} failures, {} cuts that met no request; {} sessions left at Veriff that nobody was shown, \
             {} events about these; {} people given a new session",
            self.by_fault(),
            self.by_function(),
            self.failures.len(),
            self.missed,
            self.orphans,
            self.strays,
            self.anew,
        )
    }
}
