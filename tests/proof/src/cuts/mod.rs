//! Every request that a function makes is cut, one at a time, in every way; then the world is healed, and
//! clients, Veriff and the schedules come again. In the end each session must be as if nothing had
//! happened, and each outcome published, with no effect doubled.
//!
//! A cut while a session is created may leave one at Veriff that nobody was shown. It is counted, and must
//! never be anybody's current session.

mod fault;
mod layer;
mod page;
mod stage;
mod story;

pub use fault::{ALL, Call, Cut, Fault, Service, WORST};

use futures_util::StreamExt as _;
use futures_util::stream;
use stage::Stage;
use std::collections::{BTreeMap, BTreeSet};
use story::{Ending, STORIES, Story};

/// How long a row of cuts is: one, which the SDK's second try mends, and more than it tries.
const ROWS: [usize; 2] = [1, 4];

/// What to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The faults.
    pub faults: Vec<Fault>,
    /// Every so manieth request of a story; 1 is all of them.
    pub every: usize,
    /// Stories told at the same time.
    pub at_once: usize,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Cuts by fault, and by whom it befell.
    pub cuts: BTreeMap<(Fault, Service), usize>,
    /// Cuts that met no request: some are sent side by side, and their order is another each time.
    pub missed: usize,
    /// The different requests that were cut.
    pub requests: BTreeSet<Call>,
    /// Sessions left at Veriff that nobody was shown.
    pub orphans: usize,
    /// Events about these.
    pub strays: usize,
    /// People who were given a new session, since Veriff could not be asked about their old one.
    pub anew: usize,
    /// What did not end as it should have.
    pub failures: Vec<Failure>,
}

/// A story that a cut gave another ending.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Which story.
    pub story: &'static str,
    /// What was cut, if anything was.
    pub cut: Option<(Cut, Call)>,
    /// What is wrong.
    pub wrong: String,
}

/// Makes all cuts. `tell` hears of each that is done: how many, of how many.
pub async fn run(plan: &Plan, tell: impl Fn(usize, usize)) -> Report {
    let mut report = Report::default();
    let mut work = Vec::new();
    for (place, story) in STORIES.iter().enumerate() {
        let stage = Stage::new(None).await;
        match story.tell(&stage).await {
            Ok(ending) => {
                let calls = stage.layer.calls();
                for cut in cuts(plan, place, &calls) {
                    work.push((story, calls[cut.at].clone(), ending.clone(), cut));
                }
            }
            Err(wrong) => report.failures.push(Failure {
                story: story.name,
                cut: None,
                wrong,
            }),
        }
    }
    let all = work.len();
    let mut told = stream::iter(work)
        .map(|(story, call, ending, cut)| async move {
            // A task of its own: both processors work.
            let told = tokio::spawn(disturbed(story, ending, cut, call.service));
            let story_name = story.name;
            let result = told.await.unwrap_or_else(|error| Err(error.to_string()));
            (story_name, call, cut, result)
        })
        .buffer_unordered(plan.at_once);
    let mut done = 0;
    while let Some((story, call, cut, result)) = told.next().await {
        done += 1;
        tell(done, all);
        match result {
            Ok(None) => report.missed += 1,
            Ok(Some(left)) => {
                *report.cuts.entry((cut.fault, call.service)).or_default() += 1;
                report.requests.insert(call);
                report.orphans += left.orphans;
                report.strays += left.strays;
                report.anew += usize::from(left.anew);
            }
            Err(wrong) => report.failures.push(Failure {
                story,
                cut: Some((cut, call)),
                wrong,
            }),
        }
    }
    report
}

/// The cuts of a story whose requests are these. Each story begins at another one, so that together they
/// miss as few as can be.
fn cuts(plan: &Plan, place: usize, calls: &[Call]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let first = place % plan.every;
    for (at, call) in calls.iter().enumerate().skip(first).step_by(plan.every) {
        for fault in plan.faults.iter().copied().filter(|it| it.befalls(call)) {
            let rows = match fault {
                Fault::KilledBefore | Fault::KilledAfter | Fault::Hangs | Fault::StaleIndex => {
                    &ROWS[..1]
                }
                _ => &ROWS[..],
            };
            cuts.extend(rows.iter().map(|&calls| Cut { at, fault, calls }));
        }
    }
    cuts
}

/// What a cut may leave behind.
struct Traces {
    orphans: usize,
    strays: usize,
    anew: bool,
}

/// Tells a story with a cut; none if the cut was not made, since requests sent side by side change their
/// order.
async fn disturbed(
    story: &Story,
    wanted: Ending,
    cut: Cut,
    service: Service,
) -> Result<Option<Traces>, String> {
    let stage = Stage::new(Some(cut)).await;
    let ending = story.tell(&stage).await?;
    let mut mended = ending.clone();
    if ending.orphans == 1 {
        mended.orphans = 0;
        mended.strays = 0;
    }
    // Nobody is sent to a dead link because Veriff cannot be asked how it died.
    let anew = service == Service::Veriff && mended.forget_a_new_session_beside(&wanted);
    if mended != wanted {
        return Err(format!(
            "ended as\n  {ending:?}\nand should have as\n  {wanted:?}"
        ));
    }
    Ok(stage.layer.struck().then_some(Traces {
        orphans: ending.orphans,
        strays: ending.strays,
        anew,
    }))
}
