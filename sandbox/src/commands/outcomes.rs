//! `outcomes`: what the platform heard on the event bus of a running sandbox.

use super::control::{Target, segment};
use super::failure::Failure;
use super::style::Style;
use clap::Args;
use serde_json::Value;
use std::io::{self, Write};
use std::time::Duration;

/// Between two looks at what is new.
const LOOK: Duration = Duration::from_millis(300);

/// Show what the platform hears on the event bus: outcomes, watchlist changes, erasures
///
/// One line an event, the oldest first: time, source, detail type, status, session and revision.
/// Records that could not be published are told on standard error.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox outcomes
  veriff-sandbox outcomes --session 0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11
  veriff-sandbox outcomes --follow --json | jq .event.detail")]
pub(crate) struct Arguments {
    /// Of this session only
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    /// Go on with what comes, until Ctrl-C
    #[arg(long)]
    follow: bool,
    /// Print each event as a line of JSON, with the envelope that rules see
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let session = match &arguments.session {
        Some(id) => format!("&session={}", segment(id)),
        None => String::new(),
    };
    let style = Style::for_stdout();
    let mut out = io::stdout();
    let (mut after, mut lost) = (0, 0);
    let mut any = false;
    loop {
        let path = format!("/control/outcomes?after={after}{session}");
        let answer = arguments.target.get(&path).await?;
        for published in answer["outcomes"].as_array().into_iter().flatten() {
            any = true;
            after = published["number"].as_u64().unwrap_or(after).max(after);
            match arguments.json {
                true => writeln!(out, "{published}")?,
                false => writeln!(out, "{}", line(published, style))?,
            }
        }
        for discarded in answer["discarded"].as_array().into_iter().flatten() {
            let number = discarded["number"].as_u64().unwrap_or_default();
            if number > lost {
                lost = number;
                tell_lost(discarded)?;
            }
        }
        out.flush()?;
        if !arguments.follow {
            if !any {
                tell_none(arguments.session.as_deref(), &arguments.target)?;
            }
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn line(published: &Value, style: Style) -> String {
    let event = &published["event"];
    let detail = &event["detail"];
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let status = match text(&detail["status"]) {
        status if status == "approved" => style.good(&status),
        status => status,
    };
    let repeat = match published["repeat"].as_bool() {
        Some(true) => style.dim("  repeat"),
        _ => String::new(),
    };
    format!(
        "{}  {}  {}  {status}  {} {}{repeat}",
        style.dim(&text(&published["receivedAt"])),
        text(&event["source"]),
        text(&event["detail-type"]),
        style.key(&text(&detail["sessionId"])),
        style.dim(&format!("revision {}", detail["revision"])),
    )
}

/// On standard error, so that a script's list is empty.
fn tell_none(session: Option<&str>, target: &Target) -> io::Result<()> {
    let of = session.map_or_else(String::new, |id| format!(" of session {id}"));
    let console = format!("{}/console", target.origin());
    let mut err = io::stderr();
    writeln!(
        err,
        "no events{of} so far; {console} lists sessions and events"
    )
}

fn tell_lost(discarded: &Value) -> io::Result<()> {
    let style = Style::for_stderr();
    let session = discarded["sessionId"]
        .as_str()
        .unwrap_or("an unknown session");
    let text = format!("not published: a record of {session}, given up after its retries");
    writeln!(io::stderr(), "{}", style.bad(&text))
}
