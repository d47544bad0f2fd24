//! `upload`: Veriff's test of uploading over its API, from the pictures to the decision.

mod walk;

use super::failure::Failure;
use super::style::Style;
use super::upload_target::{Place, WhereTo};
use crate::clock::parse_duration;
use crate::uploads::{Folder, StateFile};
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Send a folder's pictures over Veriff's API, submit them, and wait for the decision
///
/// Creates a session, uploads every picture under the context that its name says (all before the
/// first dot: face.jpg, document-front.png), submits, waits for the decision by webhook or by asking,
/// lists and fetches the media, and tells which answers were signed. Formats and sizes are checked
/// before anything is sent. A run that breaks off is taken up again by the same command: a small file
/// in the folder says how far it came.
///
/// Without API_URL it goes to the sandbox that runs, or to one of its own; with the variables of
/// Veriff's demo to a real integration: API_URL, API_TOKEN, API_SECRET, WEBHOOK_PORT, IMAGE_DIR.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  veriff-sandbox upload sandbox/samples/0001 --own-sandbox      (in the repository)
  veriff-sandbox upload documents
  veriff-sandbox upload documents --decide declined:102
  API_URL=https://stationapi.veriff.com API_TOKEN=… API_SECRET=… veriff-sandbox upload documents --test

Exit codes: 0 decided, 3 not decided in time, 2 a flag is missing, 1 anything else.")]
pub(crate) struct Arguments {
    /// The folder with the pictures
    #[arg(env = "IMAGE_DIR", default_value = "documents", value_name = "DIR")]
    folder: PathBuf,
    /// Where webhooks are listened for on this machine, under /verification/; 0 takes a free port
    #[arg(
        long,
        env = "WEBHOOK_PORT",
        default_value_t = 3002,
        value_name = "PORT"
    )]
    webhook_port: u16,
    /// At the sandbox: decide it so at its submission, such as approved or declined:102 (a sandbox of
    /// its own approves)
    #[arg(long, value_name = "STATUS")]
    decide: Option<String>,
    /// How long to wait for the decision
    #[arg(long, default_value = "10m", value_name = "TIME")]
    wait: String,
    /// Begin anew, whatever an earlier run left
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    target: WhereTo,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut out = io::stdout();
    let style = Style::for_stdout();
    let wait = parse_duration(&arguments.wait)
        .ok()
        .and_then(|wait| Duration::try_from(wait).ok())
        .ok_or_else(|| Failure::Usage("--wait is a duration such as 10m".to_owned()))?;
    let folder = look_through(&arguments.folder, &mut out, style)?;
    let mut destination = arguments
        .target
        .destination(arguments.webhook_port, 1)
        .await?;
    let run = walk::Run {
        folder: &folder,
        file: StateFile::of(&arguments.folder),
        decide: destination.decision(arguments.decide)?,
        wait,
        fresh: arguments.fresh,
        style,
    };
    let done = run.through(&mut destination, &mut out).await;
    if let Place::Own(sandbox) = destination.place {
        sandbox.stop().await;
    }
    done
}

/// Reads the folder and shows what is in it; with errors, nothing goes further.
fn look_through(dir: &Path, out: &mut impl Write, style: Style) -> Result<Folder, Failure> {
    let path = dir.display().to_string();
    let folder = Folder::read(dir).map_err(|source| Failure::Path {
        path: path.clone(),
        source,
    })?;
    writeln!(
        out,
        "{}",
        style.bold(&format!("{path}: {}", folder.counted()))
    )?;
    for found in &folder.pictures {
        let size = match found.picture.dimensions {
            Some((width, height)) => format!("{width} x {height}"),
            None => String::new(),
        };
        let kind = found.picture.mimetype.unwrap_or("?");
        let (bytes, context) = (found.picture.size, &found.context);
        writeln!(
            out,
            "  {context:<18} {:<24} {kind:<16} {size:<12} {bytes} bytes",
            found.name
        )?;
    }
    let mut errors = 0;
    for (name, flaw) in folder.flaws() {
        let what = if flaw.is_error() {
            errors += 1;
            style.bad("error:")
        } else {
            style.dim("note:")
        };
        let name = name.map(|name| format!(" {name}:")).unwrap_or_default();
        writeln!(out, "  {what}{name} {flaw}")?;
    }
    match errors {
        0 => Ok(folder),
        count => Err(Failure::Pictures {
            count,
            folder: path,
        }),
    }
}
