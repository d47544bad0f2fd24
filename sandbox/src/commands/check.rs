//! `check`: the integration checklist against a backend.

mod progress;

use super::failure::Failure;
use super::style::Style;
use crate::check::{
    BackendFile, CATALOGUE, CheckError, Checker, ConfigError, HostError, Hosts, JunitError, Paint,
    Place, Report, STARTER, Selection, Terminal, find, output,
};
use clap::Args;
use progress::Progress;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Run Veriff's integration checklist against a backend in any language
///
/// Without a description it checks this project's own backend, started for the purpose. With one
/// (--backend FILE) it plays Veriff for yours: start your backend with the printed address as
/// Veriff's base URL, and it creates sessions, sends webhooks (genuine, forged, broken, twice, in the
/// wrong order, after a week) and looks at what your backend makes of them.
///
/// Exits with 0 if nothing failed, 1 if something did, 2 if it could not run.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox check                                    this project's own backend
  veriff-sandbox check --init                             write a description to fill in
  veriff-sandbox check --backend veriff-check.toml        your backend
  veriff-sandbox check --backend veriff-check.toml --html report.html --junit report.xml
  veriff-sandbox check --backend veriff-check.toml --only raw-body duplicate
  veriff-sandbox check --backend veriff-check.toml --skip durable-before-200
  veriff-sandbox check --backend staging.toml --this-host-is-mine staging.shop.example
  veriff-sandbox check --list                             every check and what it is about

The description names your webhook URL and keys, one request that creates a session and one that
reads a person's status. It never talks to the real Veriff, whatever the flags.")]
pub(crate) struct Arguments {
    /// The description of your backend: TOML, or JSON if the name ends in .json
    #[arg(long, value_name = "FILE")]
    backend: Option<PathBuf>,
    /// Write a commented description to FILE, to be filled in, and end
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        default_missing_value = "veriff-check.toml",
        conflicts_with = "backend"
    )]
    init: Option<PathBuf>,
    /// List the checks and end
    #[arg(long)]
    list: bool,
    /// Run these checks only
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these checks out
    #[arg(long, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    skip: Vec<String>,
    /// Check for the Essential plan's full auto: its webhook instead of decisions and events
    #[arg(long)]
    full_auto: bool,
    /// The port of the Veriff that your backend talks to; 0 takes a free one
    #[arg(long, default_value_t = 8081, value_name = "PORT")]
    veriff_port: u16,
    /// The address it listens on; anything but loopback lets other machines in
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    bind: IpAddr,
    /// Its address in session URLs, where your backend reaches it under another one
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Allow requests to this very host, which is yours; without it, only to this machine
    #[arg(long, value_name = "HOST")]
    this_host_is_mine: Vec<String>,
    /// Write the report as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the report as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write the report as one HTML page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Why nothing was checked, or something failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum CheckFailure {
    /// Some check failed: told already.
    #[error("{0} check(s) failed")]
    Failed(usize),
    /// There is no check of that name.
    #[error("there is no check named {0:?}: see `veriff-sandbox check --list`")]
    NoSuchCheck(String),
    /// The file for the description is there.
    #[error("{} exists: name another file, or remove it", .0.display())]
    Exists(PathBuf),
    /// The description cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A host named on the command line is Veriff's.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The run cannot begin.
    #[error(transparent)]
    Start(#[from] CheckError),
    /// A report cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The JUnit report cannot be made.
    #[error(transparent)]
    Junit(#[from] JunitError),
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    if arguments.list {
        return Ok(list()?);
    }
    if let Some(file) = &arguments.init {
        return init(file);
    }
    let names = arguments.only.iter().chain(&arguments.skip);
    for name in names {
        if find(name).is_none() {
            return Err(CheckFailure::NoSuchCheck(name.clone()).into());
        }
    }
    let checker = start(&arguments).await?;
    let selection = Selection {
        only: arguments.only.clone(),
        skip: arguments.skip.clone(),
    };
    let mut progress = Progress::new(Style::for_stdout(), checker.asks());
    let report = checker.run(&selection, &mut progress).await;
    progress.finish();
    checker.stop().await;
    output::write_details(&mut io::stdout(), &report, &Style::for_stdout())?;
    write_files(&arguments, &report)?;
    match report.totals().failed {
        0 => Ok(()),
        failed => Err(CheckFailure::Failed(failed).into()),
    }
}

async fn start(arguments: &Arguments) -> Result<Checker, Failure> {
    let mut out = io::stdout();
    let style = Style::for_stdout();
    let Some(file) = &arguments.backend else {
        let checker = Checker::own(arguments.full_auto)
            .await
            .map_err(CheckFailure::Start)?;
        let own = "this project's own backend: the functions over the embedded DynamoDB";
        writeln!(out, "Checking {}\n", style.key(own))?;
        return Ok(checker);
    };
    let hosts = Hosts::new(&arguments.this_host_is_mine).map_err(CheckFailure::Host)?;
    let backend = BackendFile::read(file)
        .and_then(|file| file.check(hosts, |name| std::env::var(name).ok()))
        .map_err(CheckFailure::Config)?;
    let place = Place {
        bind: arguments.bind,
        port: arguments.veriff_port,
        public_url: arguments.public_url.clone(),
    };
    let checker = Checker::start(backend, &place, arguments.full_auto, Terminal)
        .await
        .map_err(CheckFailure::Start)?;
    writeln!(out, "Checking {}", style.key(checker.webhook_url()))?;
    writeln!(
        out,
        "Veriff's base URL for your backend: {} {}\n",
        style.key(checker.veriff()),
        style.dim("(requests go to its /v1)")
    )?;
    if !arguments.bind.is_loopback() {
        let warning = format!(
            "Other machines can reach this Veriff and steer it: it listens on {}.\n",
            arguments.bind
        );
        writeln!(out, "{}", style.bad(&warning))?;
    }
    out.flush()?;
    checker.reach().await.map_err(CheckFailure::Start)?;
    Ok(checker)
}

fn list() -> io::Result<()> {
    let mut out = io::stdout();
    let style = Style::for_stdout();
    let mut group = None;
    let mut checks: Vec<_> = CATALOGUE.to_vec();
    checks.sort_by_key(|check| check.group);
    for check in checks {
        if group != Some(check.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", style.bold(check.group.title()))?;
            group = Some(check.group);
        }
        writeln!(out, "  {:<30}{}", style.key(check.name), check.title)?;
    }
    Ok(())
}

fn init(file: &Path) -> Result<(), Failure> {
    let path = || file.to_owned();
    let created = std::fs::File::create_new(file);
    let mut created = created.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => CheckFailure::Exists(path()),
        _ => CheckFailure::Write {
            path: path(),
            source,
        },
    })?;
    created
        .write_all(STARTER.as_bytes())
        .map_err(|source| CheckFailure::Write {
            path: path(),
            source,
        })?;
    println!(
        "{} written: fill it in, then run `veriff-sandbox check --backend {}`",
        file.display(),
        file.display()
    );
    Ok(())
}

fn write_files(arguments: &Arguments, report: &Report) -> Result<(), Failure> {
    if let Some(path) = &arguments.json {
        write_file(path, &format!("{:#}\n", output::json(report)))?;
    }
    if let Some(path) = &arguments.junit {
        write_file(path, &output::junit(report).map_err(CheckFailure::Junit)?)?;
    }
    if let Some(path) = &arguments.html {
        write_file(path, &output::html(report))?;
    }
    Ok(())
}

fn write_file(path: &Path, text: &str) -> Result<(), CheckFailure> {
    std::fs::write(path, text).map_err(|source| CheckFailure::Write {
        path: path.to_owned(),
        source,
    })
}

impl Paint for Style {
    fn bold(&self, text: &str) -> String {
        Self::bold(*self, text)
    }
    fn dim(&self, text: &str) -> String {
        Self::dim(*self, text)
    }
    fn good(&self, text: &str) -> String {
        Self::good(*self, text)
    }
    fn bad(&self, text: &str) -> String {
        Self::bad(*self, text)
    }
}
