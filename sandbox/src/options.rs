//! How a sandbox is started.

use crate::veriff::{VeriffConfig, VeriffSettings};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

/// How a sandbox is started. The default takes free ports, works in memory, and sweeps by itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port of the platform's HTTP API; 0 takes a free one.
    pub platform_port: u16,
    /// The local Veriff's port; 0 takes a free one.
    pub veriff_port: u16,
    /// The embedded DynamoDB's port; 0 takes a free one.
    pub dynamodb_port: u16,
    /// The address on which the platform and Veriff listen beside 127.0.0.1. Anything else than
    /// loopback lets others in, who may then steer the sandbox as well. The database stays here.
    pub bind: IpAddr,
    /// The origin under which people reach the local Veriff, such as `http://192.168.1.5:8081`:
    /// session URLs start with it. Without one it is taken from `bind`.
    pub public_url: Option<String>,
    /// The folder in which everything is kept, created if missing; in memory without one.
    pub data: Option<PathBuf>,
    /// Whether sessions are swept every minute and when the clock is moved.
    pub sweeps: bool,
    /// Whether outcomes are published: the table's stream is handed to `publish-outcome`.
    pub publishes: bool,
    /// Where Veriff sends its webhooks, instead of to the platform.
    pub webhook_url: Option<String>,
    /// Further integrations of the local Veriff, such as from a settings file; their webhooks go
    /// where they say, and the functions know nothing of them.
    pub veriff_settings: Option<VeriffSettings>,
    /// Whether the local Veriff refuses http callbacks, as Veriff does.
    pub strict: bool,
    /// Whether the platform is asked for a session's status after each webhook, for the console.
    pub watch_platform: bool,
    /// Changes the development settings before the functions read them.
    pub adjust_settings: fn(&mut Value),
    /// Changes what the local Veriff is told of its integrations.
    pub adjust_veriff: fn(&mut VeriffConfig),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            platform_port: 0,
            veriff_port: 0,
            dynamodb_port: 0,
            bind: Ipv4Addr::LOCALHOST.into(),
            public_url: None,
            data: None,
            sweeps: true,
            publishes: true,
            webhook_url: None,
            veriff_settings: None,
            strict: false,
            watch_platform: false,
            adjust_settings: |_| {},
            adjust_veriff: |_| {},
        }
    }
}
