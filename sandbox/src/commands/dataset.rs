//! `dataset`: a folder of sessions for a batch test, examined and sent.

use super::failure::Failure;
use super::progress;
use super::style::Style;
use super::upload_target::{Place, WhereTo};
use crate::clock::parse_duration;
use crate::dataset::{Batch, Manifest, Report, Results, SessionFolder, Survey, write, write_json};
use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often to ask for a decision: the sandbox, and Veriff.
const SANDBOX: Duration = Duration::from_millis(200);
const VERIFF: Duration = Duration::from_secs(60);

/// Examine a data set for a batch test, or send it
///
/// A data set is a folder with a folder per session, and in it that session's pictures, named after
/// their contexts: set/0001/face.jpg, set/0001/document-front.jpg, set/0002/….
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox dataset check set
  veriff-sandbox dataset run set --own-sandbox --concurrency 8
  veriff-sandbox dataset run set --decide declined:102")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Check(CheckArguments),
    Run(Box<RunArguments>),
}

/// Examine a data set, and write a manifest and a report
///
/// Contexts, formats, sizes, the longest side, uploads per session, the same content twice, pictures
/// that cannot be read. Nothing is sent. Exits with 1 if something is to be mended.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox dataset check set
  veriff-sandbox dataset check set --out reports

Writes dataset-manifest.json, dataset-report.txt and dataset-report.json.")]
struct CheckArguments {
    /// The data set
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Where the manifest and the report are written, if not into the data set
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Send a data set: to the sandbox, or where Veriff agreed to a batch test
///
/// What was sent before is not sent again: a small file in each session's folder says how far it
/// came. Another host than this machine is sent to only with --veriff-agreed, and only the one that
/// the variable API_URL names.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox dataset run set
  veriff-sandbox dataset run set --own-sandbox --concurrency 8 --decide approved
  API_URL=https://stationapi.veriff.com API_TOKEN=… API_SECRET=… \\
    veriff-sandbox dataset run set --test --veriff-agreed --wait 0s

Writes dataset-results.json. Exit codes: 0 all decided, 3 some not decided in time, 2 a flag is
missing, 1 anything else.")]
struct RunArguments {
    /// The data set
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Sessions at the same time
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: u16,
    /// At the sandbox: decide sessions so at their submission, such as approved or declined:102 (a
    /// sandbox of its own approves)
    #[arg(long, value_name = "STATUS")]
    decide: Option<String>,
    /// How long to wait for each decision
    #[arg(long, default_value = "10m", value_name = "TIME")]
    wait: String,
    /// Send all sessions anew, whatever an earlier run left
    #[arg(long)]
    fresh: bool,
    /// Leave out sessions in which something is to be mended
    #[arg(long)]
    skip_faulty: bool,
    /// Veriff agreed to a batch test of this integration
    #[arg(long)]
    veriff_agreed: bool,
    #[command(flatten)]
    target: WhereTo,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.action {
        Action::Check(arguments) => check(&arguments),
        Action::Run(arguments) => send(*arguments).await,
    }
}

fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let survey = look_through(&arguments.folder)?;
    let report = Report::of(&survey);
    let folder = arguments.out.as_deref().unwrap_or(&arguments.folder);
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| write_json(folder, Manifest::FILE, &Manifest::of(&survey)))
        .and_then(|()| write_json(folder, Report::JSON, &report))
        .and_then(|()| write(folder, Report::TEXT, report.to_string().as_bytes()));
    written.map_err(at(folder))?;
    let mut out = io::stdout();
    write!(out, "{report}")?;
    let (manifest, text, json) = (Manifest::FILE, Report::TEXT, Report::JSON);
    writeln!(
        out,
        "written to {}: {manifest}, {text}, {json}",
        folder.display()
    )?;
    match report.errors {
        0 => Ok(()),
        count => Err(Failure::Examined {
            count,
            folder: arguments.folder.display().to_string(),
        }),
    }
}

async fn send(arguments: RunArguments) -> Result<(), Failure> {
    let usage = |text: &str| Failure::Usage(text.to_owned());
    let within = parse_duration(&arguments.wait)
        .ok()
        .and_then(|wait| Duration::try_from(wait).ok())
        .ok_or_else(|| usage("--wait is a duration such as 10m"))?;
    arguments.target.check_batch(arguments.veriff_agreed)?;
    let folder = arguments.folder;
    let sessions = ready(&folder, arguments.skip_faulty)?;
    let count = sessions.len();
    let destination = arguments.target.destination(0, count).await?;
    let target = destination.base.origin().to_owned();
    let style = Style::for_stdout();
    let mut out = io::stdout();
    writeln!(out, "{count} sessions to {}", style.key(&target))?;
    out.flush()?;
    let decide = destination.decision(arguments.decide)?;
    let batch = Batch {
        target: target.clone(),
        at_once: usize::from(arguments.concurrency),
        decide,
        every: if destination.is_sandbox() {
            SANDBOX
        } else {
            VERIFF
        },
        within,
        fresh: arguments.fresh,
    };
    let bar = progress::bar("sessions", count);
    let api = Arc::new(destination.api);
    let done = batch.send(Arc::clone(&api), sessions, |_| bar.inc(1)).await;
    bar.finish_and_clear();
    if let Place::Own(sandbox) = destination.place {
        sandbox.stop().await;
    }
    let results = Results::of(&target, &done);
    write_json(&folder, Results::FILE, &results).map_err(at(&folder))?;
    write!(out, "{results}")?;
    writeln!(out, "written to {}", folder.join(Results::FILE).display())?;
    let signatures = api.signatures.seen();
    let (right, none) = (signatures.verified, signatures.unsigned.len());
    let wrong = signatures.wrong.len();
    writeln!(
        out,
        "signatures: {right} answers verified, {none} carried none, {wrong} wrong"
    )?;
    if let Some(first) = signatures.wrong.first() {
        return Err(Failure::WrongSignatures(first.clone()));
    }
    match (results.failed(), results.undecided()) {
        (0, 0) => Ok(()),
        (0, _) => Err(Failure::Undecided),
        (failed, _) => Err(Failure::Batch { failed, of: count }),
    }
}

/// The sessions that can be sent.
fn ready(folder: &Path, skip_faulty: bool) -> Result<Vec<SessionFolder>, Failure> {
    let survey = look_through(folder)?;
    if !survey.is_ready() && !skip_faulty {
        let errors = survey.flaws().filter(|(_, _, flaw)| flaw.is_error());
        write!(io::stderr(), "{}", Report::of(&survey))?;
        return Err(Failure::Pictures {
            count: errors.count(),
            folder: folder.display().to_string(),
        });
    }
    let mut sessions = survey.sessions;
    sessions.retain(SessionFolder::is_ready);
    if sessions.is_empty() {
        let none = format!("{}: no session can be sent", folder.display());
        return Err(Failure::Usage(none));
    }
    Ok(sessions)
}

fn look_through(folder: &Path) -> Result<Survey, Failure> {
    let bar = progress::bar("sessions looked through", 0);
    let begun = |count| ProgressBar::set_length(&bar, count as u64);
    let survey = Survey::read(folder, begun, || bar.inc(1)).map_err(at(folder));
    bar.finish_and_clear();
    survey
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.display().to_string();
    move |source| Failure::Path { path, source }
}
