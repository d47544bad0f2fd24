//! `up`: starts everything and stays.

use super::failure::Failure;
use super::style::Style;
use crate::veriff::{IntegrationKind, VeriffSettings};
use crate::{Options, Sandbox, demo, development, outcomes};
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use url::Url;

const PLATFORM_PORT: u16 = 8080;
const VERIFF_PORT: u16 = 8081;
const DYNAMODB_PORT: u16 = 8000;

/// Start everything, show one verification, and stay until Ctrl-C
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox up
  veriff-sandbox up --data ./data             what was stored is there again after a restart
  veriff-sandbox up --platform-port 0 --veriff-port 0 --dynamodb-port 0 --json
  veriff-sandbox up --veriff-settings veriff.json
  veriff-sandbox up --bind 0.0.0.0            a phone in the same network can open the pages
  veriff-sandbox up --public-url http://10.0.2.2:8081      the Android emulator, too

A settings file:
  {\"integrations\": [{\"id\": \"shop\", \"type\": \"live\", \"plan\": \"essential\", \"active\": true,
    \"apiKey\": \"00000000-0000-4000-8000-0000000054a9\",
    \"sharedSecrets\": [\"00000000-0000-4000-8000-5ec2e70054a9\"],
    \"webhookUrls\": {\"default\": \"http://127.0.0.1:3000/veriff\",
      \"decisions\": \"http://127.0.0.1:3000/decisions\"},
    \"decideAfter\": \"5m\", \"decideAs\": \"declined:102\"}]}
  The API key is a UUID; webhooks go to this machine. Required: id, type, apiKey, sharedSecrets.
  Plans: essential, plus (without one), premium, enterprise. Types: test, live.
  Types of webhook: decisions, events, fullAuto, watchlist, ine, curp, ineCurp, userStatus.

Magic values: vendorData with veriff-sandbox:STATUS or veriff-sandbox:STATUS:CODE in it, such as
  \"customer-7 veriff-sandbox:declined:102\", decides the session when it is submitted.")]
pub(crate) struct Arguments {
    /// The platform's HTTP API: POST /sessions and so on; 0 takes a free port
    #[arg(long, default_value_t = PLATFORM_PORT, value_name = "PORT")]
    platform_port: u16,
    /// The local Veriff, with its API under /v1; 0 takes a free port
    #[arg(long, default_value_t = VERIFF_PORT, value_name = "PORT")]
    veriff_port: u16,
    /// The embedded DynamoDB; 0 takes a free port
    #[arg(long, default_value_t = DYNAMODB_PORT, value_name = "PORT")]
    dynamodb_port: u16,
    /// Listen on this address of the machine too, such as 0.0.0.0 for all of them: a phone,
    /// an emulator or a container can then open the pages, and whoever else reaches it
    #[arg(long, default_value_t = IpAddr::from(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    bind: IpAddr,
    /// Let session URLs start with this, where people reach Veriff under another address than this
    /// machine does
    #[arg(long, value_name = "URL", value_parser = origin)]
    public_url: Option<String>,
    /// Keep everything in this folder instead of in memory
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Give the local Veriff further integrations from this JSON file
    #[arg(long, value_name = "FILE")]
    veriff_settings: Option<PathBuf>,
    /// Refuse what Veriff refuses: http callbacks, and in the settings file webhook addresses with
    /// http or a port
    #[arg(long)]
    strict: bool,
    /// Print one line of JSON when everything answers, and nothing else; no demonstration
    #[arg(long)]
    json: bool,
    /// Leave out the demonstration
    #[arg(long)]
    no_demo: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let begun = Instant::now();
    // From here on a signal is remembered, also one that comes while things start.
    let stopped = stop_signal()?;
    let mut stopped = std::pin::pin!(stopped);
    let data = arguments.data.clone();
    let veriff_settings = arguments
        .veriff_settings
        .map(|file| VeriffSettings::read(&file, arguments.strict))
        .transpose()?;
    let sandbox = Sandbox::start(Options {
        platform_port: arguments.platform_port,
        veriff_port: arguments.veriff_port,
        dynamodb_port: arguments.dynamodb_port,
        bind: arguments.bind,
        public_url: arguments.public_url,
        data: arguments.data,
        veriff_settings,
        strict: arguments.strict,
        watch_platform: true,
        ..Options::default()
    })
    .await?;
    if !arguments.bind.is_loopback() {
        warn(&sandbox, arguments.bind)?;
    }
    let mut out = io::stdout();
    let style = Style::for_stdout();
    let talk = async {
        if arguments.json {
            writeln!(out, "{}", as_json(&sandbox))?;
            return out.flush();
        }
        let place = data.map_or_else(|| "in memory".to_owned(), |data| data.display().to_string());
        banner(&mut out, style, &sandbox, &place, begun.elapsed())?;
        if !arguments.no_demo
            && let Err(error) = demo::walk(&sandbox, style, &mut out).await
        {
            writeln!(out, "{} {error}", style.bad("the demonstration failed:"))?;
        }
        writeln!(out, "\nCtrl-C stops everything.")?;
        out.flush()
    };
    let told = tokio::select! {
        told = talk => Some(told),
        () = &mut stopped => None,
    };
    match told {
        None => {}
        // Whoever closed the pipe still wants the sandbox.
        Some(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => stopped.await,
        Some(told) => {
            told?;
            stopped.await;
        }
    }
    sandbox.stop().await;
    Ok(())
}

/// What `--json` prints: where everything is, and the keys.
fn as_json(sandbox: &Sandbox) -> Value {
    let integrations = sandbox.local_veriff.integrations().iter();
    let integrations: Vec<_> = integrations
        .map(|integration| {
            json!({
                "id": integration.id,
                "type": integration.kind,
                "apiKey": integration.api_key,
                "sharedSecret": integration.secret_texts.first().and_then(|text| invented(text)),
                "nextSharedSecret": integration.secret_texts.get(1).and_then(|text| invented(text)),
            })
        })
        .collect();
    json!({
        "platform": sandbox.platform,
        "veriff": sandbox.veriff,
        "dynamodb": sandbox.dynamodb,
        "eventBridge": sandbox.event_bridge(),
        "publicUrl": sandbox.public_url,
        "console": format!("{}/console", sandbox.veriff_origin),
        "shop": format!("{}/shop", sandbox.platform),
        "apiKey": sandbox.api_key,
        "sharedSecret": sandbox.secret,
        "webhookUrl": sandbox.webhook_url,
        "table": sandbox.table,
        "integrations": integrations,
    })
}

/// A secret that may be shown, since everybody has it: one of the sandbox's own. One from a settings file may be a
/// real integration's, and a terminal's output is kept and shared.
fn invented(secret: &str) -> Option<&str> {
    let own = development::INTEGRATIONS.iter();
    let mut own = own.flat_map(|integration| [integration.secret, integration.next_secret]);
    own.any(|known| known == secret).then_some(secret)
}

/// Says what it means that others reach the sandbox.
fn warn(sandbox: &Sandbox, address: IpAddr) -> io::Result<()> {
    let style = Style::for_stderr();
    let mut err = io::stderr();
    let title = format!("Listening on {address}: whoever reaches this machine can");
    writeln!(err, "{}", style.bad(&title))?;
    writeln!(
        err,
        "{}",
        style.bad(
            "create and decide sessions, read what is in them, send webhooks and move the clock."
        )
    )?;
    writeln!(
        err,
        "Use it in a network that you trust, with invented people only. From another device:"
    )?;
    writeln!(err, "  shop     {}/shop", sandbox.public_platform)?;
    writeln!(err, "  console  {}/console\n", sandbox.public_url)
}

/// An origin such as `http://192.168.1.5:8081`.
fn origin(text: &str) -> Result<String, String> {
    let wrong = "write scheme, host and port only, such as http://192.168.1.5:8081";
    let url = Url::parse(text).map_err(|_| wrong.to_owned())?;
    let origin = url.origin().ascii_serialization();
    let only = origin == text.trim_end_matches('/') && matches!(url.scheme(), "http" | "https");
    only.then_some(origin).ok_or_else(|| wrong.to_owned())
}

fn banner(
    out: &mut impl Write,
    style: Style,
    sandbox: &Sandbox,
    place: &str,
    elapsed: Duration,
) -> io::Result<()> {
    let title = format!("veriff-sandbox is ready after {} ms", elapsed.as_millis());
    writeln!(out, "{}\n", style.bold(&title))?;
    let event_bridge = sandbox.event_bridge();
    // The longest of the addresses and keys.
    let width = event_bridge.len() + 1;
    let mut line = |name: &str, value: &str, note: &str| {
        let space = " ".repeat(width.saturating_sub(value.len()).max(1));
        let line = format!("  {name:<14}{}{space}{}", style.key(value), style.dim(note));
        writeln!(out, "{}", line.trim_end())
    };
    line(
        "platform",
        &sandbox.platform,
        "the functions: POST /sessions, GET /sessions/{id}",
    )?;
    line(
        "Veriff",
        &sandbox.veriff,
        "sends its webhooks to the platform",
    )?;
    line(
        "console",
        &format!("{}/console", sandbox.veriff_origin),
        "sessions, webhooks, clock and faults",
    )?;
    line(
        "shop",
        &format!("{}/shop", sandbox.platform),
        "a demonstration: get verified",
    )?;
    line(
        "DynamoDB",
        &sandbox.dynamodb,
        &format!("table {}, {place}", sandbox.table),
    )?;
    line(
        "EventBridge",
        &event_bridge,
        &format!("bus {}: what your platform hears", outcomes::NAME),
    )?;
    for integration in sandbox.local_veriff.integrations() {
        let kind = match integration.kind {
            IntegrationKind::Test => "test",
            IntegrationKind::Live => "live",
        };
        let used = match integration.api_key == sandbox.api_key {
            true => ", for new sessions",
            false => "",
        };
        let note = format!("{kind} integration {}{used}", integration.id);
        line("API key", &integration.api_key, &note)?;
        match integration
            .secret_texts
            .first()
            .and_then(|text| invented(text))
        {
            Some(secret) => line("shared secret", secret, "")?,
            None => line("shared secret", "", "as the settings have it")?,
        }
    }
    let port = |url: &str| url.rsplit(':').next().unwrap_or_default().to_owned();
    let (platform, veriff, dynamodb) = (
        port(&sandbox.platform),
        port(&sandbox.veriff_origin),
        port(&sandbox.dynamodb),
    );
    let at = |flag: &str, port: &str, usual: u16| {
        if port == usual.to_string() {
            String::new()
        } else {
            format!(" {flag} {port}")
        }
    };
    let control = at("--veriff-port", &veriff, VERIFF_PORT);
    let all = format!(
        "{}{control}{}",
        at("--platform-port", &platform, PLATFORM_PORT),
        at("--dynamodb-port", &dynamodb, DYNAMODB_PORT)
    );
    writeln!(out, "\n  In another terminal:")?;
    let create = format!(
        "curl {}/sessions -H 'content-type: application/json' \
         -d '{{\"verification\":{{\"vendorData\":\"customer-1\"}}}}'",
        sandbox.platform
    );
    for (purpose, command) in [
        ("create a session", create),
        (
            "decide it",
            format!("cargo run -- decide SESSION approved{control}"),
        ),
        (
            "see what your platform hears",
            format!("cargo run -- outcomes --follow{control}"),
        ),
        (
            "let a week pass",
            format!("cargo run -- clock advance 7d{control}"),
        ),
        (
            "run the functions with cargo lambda watch",
            format!("eval \"$(cargo run -- env{all})\""),
        ),
    ] {
        writeln!(
            out,
            "    {:<44}{}",
            format!("{purpose}:"),
            style.key(&command)
        )?;
    }
    writeln!(out)
}

/// Completes at Ctrl-C or SIGTERM. Listens from the moment this function returns.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Completes at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
