//! `fault`: makes webhooks of a running sandbox go wrong.

use super::control::{Target, segment};
use super::failure::Failure;
use super::style::Style;
use crate::veriff::{Fault, WebhookKind};
use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use serde_json::{Value, json};
use std::io::{self, Write};

const PATH: &str = "/control/faults";

/// Make webhooks of a running sandbox go wrong, as they do in real life
///
/// Each name is a fault; several apply together. They are for the next webhook, or for as many as
/// --deliveries says: its first try only, so that the retry an hour later is as it should be. With
/// --always they are for every webhook and every try, until they are removed.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox fault --list
  veriff-sandbox fault duplicate
  veriff-sandbox fault delayed --delay 2h --webhook decision
  veriff-sandbox fault bad-signature upper-case-hex --session 0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11
  veriff-sandbox fault receiver-500 --always
  veriff-sandbox fault --clear")]
pub(crate) struct Arguments {
    /// The faults; --list says what they do
    #[arg(
        value_name = "NAME",
        required_unless_present_any = ["list", "clear", "remove"],
        conflicts_with_all = ["list", "clear", "remove"],
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Fault::ALL.map(Fault::as_str))
            .try_map(|name| name.parse::<Fault>()),
    )]
    faults: Vec<Fault>,
    /// For webhooks of this session only
    #[arg(long, value_name = "ID", requires = "faults")]
    session: Option<String>,
    /// For webhooks of this integration only
    #[arg(long, value_name = "ID", requires = "faults")]
    integration: Option<String>,
    /// For this type of webhook only
    #[arg(
        long,
        value_name = "TYPE",
        requires = "faults",
        value_parser = PossibleValuesParser::new(WebhookKind::ALL.map(WebhookKind::as_str)),
    )]
    webhook: Option<String>,
    /// By how much `delayed` delays, on the sandbox's clock
    #[arg(long, value_name = "TIME", requires = "faults")]
    delay: Option<String>,
    /// For so many webhooks
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "always")]
    deliveries: u32,
    /// For every webhook until they are removed
    #[arg(long, requires = "faults")]
    always: bool,
    /// Show the faults there are, and the ones that are chosen
    #[arg(long, conflicts_with_all = ["clear", "remove"])]
    list: bool,
    /// Remove all that are chosen
    #[arg(long, conflicts_with = "remove")]
    clear: bool,
    /// Remove one choice, by its number
    #[arg(long, value_name = "NUMBER")]
    remove: Option<String>,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let target = &arguments.target;
    let mut out = io::stdout();
    if arguments.list {
        return Ok(list(&mut out, &target.get(PATH).await?)?);
    }
    if arguments.clear {
        target.delete(PATH).await?;
        writeln!(out, "webhooks are as they should be")?;
        return Ok(());
    }
    if let Some(number) = &arguments.remove {
        target
            .delete(&format!("{PATH}/{}", segment(number)))
            .await?;
        writeln!(out, "removed {number}")?;
        return Ok(());
    }
    let mut body = json!({
        "faults": arguments.faults,
        "deliveries": (!arguments.always).then_some(arguments.deliveries),
    });
    for (name, value) in [
        ("sessionId", &arguments.session),
        ("integrationId", &arguments.integration),
        ("webhook", &arguments.webhook),
        ("delay", &arguments.delay),
    ] {
        if let Some(value) = value {
            body[name] = json!(value);
        }
    }
    let chosen = target.post(PATH, &body).await?;
    writeln!(out, "{}", described(&chosen))?;
    Ok(())
}

fn list(out: &mut impl Write, answer: &Value) -> io::Result<()> {
    let style = Style::for_stdout();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for fault in answer["known"].as_array().into_iter().flatten() {
        let name = format!("{:<22}", text(&fault["name"]));
        writeln!(out, "{}{}", style.key(&name), text(&fault["description"]))?;
    }
    let active = answer["active"].as_array().cloned().unwrap_or_default();
    if active.is_empty() {
        return writeln!(out, "\nNone is chosen.");
    }
    writeln!(out, "\nChosen:")?;
    for one in &active {
        writeln!(out, "  {}", described(one))?;
    }
    Ok(())
}

/// One choice in a line: `3: duplicate, upper-case-hex for the next 2 webhooks (decision)`.
fn described(choice: &Value) -> String {
    let names = choice["faults"].as_array().into_iter().flatten();
    let names: Vec<_> = names.filter_map(Value::as_str).collect();
    let often = match choice["remaining"].as_u64() {
        None => "every webhook until removed".to_owned(),
        Some(1) => "the next webhook".to_owned(),
        Some(remaining) => format!("the next {remaining} webhooks"),
    };
    let mut only = Vec::new();
    for (name, shown) in [
        ("webhook", ""),
        ("sessionId", "session "),
        ("integrationId", "integration "),
    ] {
        only.extend(choice[name].as_str().map(|value| format!("{shown}{value}")));
    }
    let only = match only.is_empty() {
        true => String::new(),
        false => format!(" ({})", only.join(", ")),
    };
    let id = choice["id"].as_str().unwrap_or_default();
    format!("{id}: {} for {often}{only}", names.join(", "))
}
