//! To whom pictures go: a sandbox that runs, one of its own, or a real integration.

use super::control::Target as Running;
use super::failure::Failure;
use crate::development::TEST;
use crate::http_client::HttpClient;
use crate::uploads::{Api, Base, Keys, Receiver};
use crate::veriff::IntegrationKind;
use crate::{Options, Sandbox};
use clap::Args;
use serde_json::Value;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// The variables of Veriff's own demo, and what they do not say.
#[derive(Args, Debug)]
pub(crate) struct WhereTo {
    /// The integration's base URL, with or without /v1; without it the sandbox
    #[arg(long, env = "API_URL", value_name = "URL", hide_env_values = true)]
    pub(crate) api_url: Option<String>,
    /// The integration's API key; without it the sandbox's own
    #[arg(long, env = "API_TOKEN", value_name = "KEY", hide_env_values = true)]
    api_token: Option<String>,
    /// The integration is a test one: unbilled, and decides nothing by itself
    #[arg(long, conflicts_with = "live")]
    test: bool,
    /// The integration is a live one: Veriff bills its sessions
    #[arg(long)]
    live: bool,
    /// The integration decides by full auto alone: a live one of the Essential plan
    #[arg(long)]
    full_auto: bool,
    /// Do not ask before sessions that are billed
    #[arg(long)]
    yes: bool,
    /// Start a sandbox for this alone, whatever runs and whatever API_URL says
    #[arg(long, conflicts_with_all = ["veriff", "veriff_port", "test", "live", "full_auto"])]
    own_sandbox: bool,
    #[command(flatten)]
    running: Running,
}

/// Where pictures go.
pub(crate) struct Destination {
    pub(crate) api: Api,
    pub(crate) base: Base,
    pub(crate) place: Place,
    /// Test or live, where that is known: always, where it is not a sandbox.
    pub(crate) kind: Option<IntegrationKind>,
    /// Webhooks, where they can come here.
    pub(crate) receiver: Option<Receiver>,
}

/// What is there.
pub(crate) enum Place {
    /// A sandbox of this run's own.
    Own(Box<Sandbox>),
    /// A sandbox that runs.
    Running,
    /// Something else: a real integration, as far as can be told.
    Integration,
}

impl Destination {
    /// Whether it is a sandbox, where nothing is real.
    pub(crate) fn is_sandbox(&self) -> bool {
        !matches!(self.place, Place::Integration)
    }

    /// Whether that sandbox is this run's own.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self.place, Place::Own(_))
    }

    /// The decision that the sandbox is to make: the one asked for, or its own sandbox's approval.
    ///
    /// # Errors
    /// One is asked for, and it is no sandbox.
    pub(crate) fn decision(&self, asked_for: Option<String>) -> Result<Option<String>, Failure> {
        match asked_for {
            Some(_) if !self.is_sandbox() => {
                usage("--decide is for the sandbox; real sessions are decided in Veriff's portal")
            }
            None if self.is_own() => Ok(Some("approved".to_owned())),
            asked_for => Ok(asked_for),
        }
    }
}

impl WhereTo {
    /// Finds out where pictures go, and asks before anything that is billed.
    ///
    /// Webhooks are listened for at `webhook_port`, if that is to be had.
    pub(crate) async fn destination(
        self,
        webhook_port: u16,
        sessions: usize,
    ) -> Result<Destination, Failure> {
        let keys = self.keys()?;
        let running = match self.named()? {
            Some(base) => Some(base),
            None => self.running().await?,
        };
        let Some(base) = running else {
            return own_sandbox(keys, webhook_port).await;
        };
        let key = &keys.key;
        let (place, kind) = match integrations(&base).await {
            Some(list) => (Place::Running, self.told_kind().or(kind_of(&list, key))),
            None => {
                let kind = self.kind_of_a_real_one()?;
                if kind == IntegrationKind::Live {
                    self.agreed_to_be_billed(sessions)?;
                }
                (Place::Integration, Some(kind))
            }
        };
        // The sandbox that runs sends its webhooks where it was told.
        let receiver = match place {
            Place::Integration => Receiver::start(webhook_port, key, &keys.secret).await.ok(),
            _ => None,
        };
        Ok(Destination {
            api: Api::new(&base, keys)?.with_full_auto(self.full_auto),
            base,
            place,
            kind,
            receiver,
        })
    }

    /// The integration's, or the sandbox's where none are needed.
    fn keys(&self) -> Result<Keys, Failure> {
        // Not a flag: whoever lists the machine's processes sees flags.
        let secret = std::env::var("API_SECRET").ok();
        match (&self.api_token, &secret) {
            _ if self.own_sandbox => {}
            (Some(key), Some(secret)) => return Ok(Keys::read(key, secret)?),
            (Some(_), None) => return usage("API_TOKEN is set and API_SECRET is not"),
            (None, Some(_)) => return usage("API_SECRET is set and API_TOKEN is not"),
            (None, None) if self.is_elsewhere()? => {
                return usage("API_URL is set; API_TOKEN and API_SECRET are needed too");
            }
            (None, None) => {}
        }
        Ok(Keys::read(TEST.api_key, TEST.secret)?)
    }

    /// Whether it is another host than this machine.
    pub(crate) fn is_elsewhere(&self) -> Result<bool, Failure> {
        Ok(self.named()?.is_some_and(|base| !base.is_loopback()))
    }

    /// Whether a batch may go there: to this machine, or with Veriff's agreement to the one host that
    /// the variable API_URL names, whatever the flag of that name says.
    pub(crate) fn check_batch(&self, veriff_agreed: bool) -> Result<(), Failure> {
        let Some(base) = self.named()?.filter(|base| !base.is_loopback()) else {
            return Ok(());
        };
        if !veriff_agreed {
            return usage(&format!(
                "a batch is sent to {} only if Veriff agreed to it: say --veriff-agreed, or leave out \
                 API_URL for the sandbox",
                base.origin()
            ));
        }
        let variable = std::env::var("API_URL").unwrap_or_default();
        if Base::read(&variable, "API_URL").ok().as_ref() != Some(&base) {
            return usage("a batch is sent only to the host that the variable API_URL names");
        }
        Ok(())
    }

    fn named(&self) -> Result<Option<Base>, Failure> {
        // Whoever names a sandbox does not mean what the environment happens to say.
        let sandbox = self.own_sandbox || self.running.is_named();
        let url = self.api_url.as_deref().filter(|_| !sandbox);
        Ok(url.map(|url| Base::read(url, "API_URL")).transpose()?)
    }

    /// The sandbox that runs, if one does where it was looked for.
    async fn running(&self) -> Result<Option<Base>, Failure> {
        if self.own_sandbox {
            return Ok(None);
        }
        match self.running.get("/control/clock").await {
            Ok(_) => Ok(Some(Base::read(&self.running.origin(), "--veriff")?)),
            Err(error) if self.running.is_named() => Err(error),
            Err(_) => Ok(None),
        }
    }

    fn told_kind(&self) -> Option<IntegrationKind> {
        match (self.test, self.live) {
            (true, _) => Some(IntegrationKind::Test),
            (_, true) => Some(IntegrationKind::Live),
            _ => None,
        }
    }

    /// Nothing in Veriff's API tells a test integration from a live one.
    fn kind_of_a_real_one(&self) -> Result<IntegrationKind, Failure> {
        if let Some(kind) = self.told_kind() {
            return Ok(kind);
        }
        if !io::stdin().is_terminal() {
            return usage("say whether the integration is a test or a live one: --test or --live");
        }
        match ask("Is this a test or a live integration? [test/live]")?.as_str() {
            "test" => Ok(IntegrationKind::Test),
            "live" => Ok(IntegrationKind::Live),
            _ => usage("neither test nor live; nothing was sent"),
        }
    }

    fn agreed_to_be_billed(&self, sessions: usize) -> Result<(), Failure> {
        let billed = match sessions {
            1 => "Veriff bills this session, since the integration is a live one.".to_owned(),
            _ => format!(
                "Veriff bills these {sessions} sessions, since the integration is a live one."
            ),
        };
        if self.yes {
            writeln!(io::stderr(), "{billed}")?;
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return usage(&format!("{billed} Say --yes to go on; nothing was sent"));
        }
        match ask(&format!("{billed} Go on? [y/N]"))?.as_str() {
            "y" | "yes" => Ok(()),
            _ => usage("nothing was sent"),
        }
    }
}

/// A sandbox for this run alone, whose webhooks come here.
async fn own_sandbox(keys: Keys, webhook_port: u16) -> Result<Destination, Failure> {
    let receiver = match Receiver::start(webhook_port, &keys.key, &keys.secret).await {
        Ok(receiver) => receiver,
        Err(_) => Receiver::start(0, &keys.key, &keys.secret).await?,
    };
    let options = Options {
        webhook_url: Some(receiver.url.clone()),
        sweeps: false,
        ..Options::default()
    };
    let sandbox = Box::new(Sandbox::start(options).await?);
    let base = Base::read(&sandbox.veriff, "the sandbox's address")?;
    Ok(Destination {
        api: Api::new(&base, keys)?,
        base,
        place: Place::Own(sandbox),
        kind: Some(TEST.kind),
        receiver: Some(receiver),
    })
}

/// The integrations of a sandbox; none where no sandbox answers.
async fn integrations(base: &Base) -> Option<Vec<Value>> {
    if !base.is_loopback() {
        return None;
    }
    let url = format!("{}/control/integrations", base.origin());
    let answer = HttpClient::default().get(&url).await.ok()?;
    match answer.json()["integrations"].take() {
        Value::Array(list) if answer.status == 200 => Some(list),
        _ => None,
    }
}

fn kind_of(integrations: &[Value], key: &str) -> Option<IntegrationKind> {
    let mut list = integrations.iter();
    let one = list.find(|one| one["apiKey"].as_str() == Some(key))?;
    serde_json::from_value(one["type"].clone()).ok()
}

/// Asks the person at the terminal; the answer in lower case.
fn ask(question: &str) -> io::Result<String> {
    write!(io::stderr(), "{question} ")?;
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().to_ascii_lowercase())
}

fn usage<T>(message: &str) -> Result<T, Failure> {
    Err(Failure::Usage(message.to_owned()))
}
