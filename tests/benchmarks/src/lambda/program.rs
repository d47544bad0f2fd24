//! What runs as the function, and the environment that Lambda gives it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// A program that speaks Lambda's runtime API.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) path: PathBuf,
    arguments: Vec<PathBuf>,
    environment: Vec<(String, String)>,
}

impl Program {
    /// The program at this path, without arguments.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            arguments: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// One more argument, such as the script that `node` runs.
    #[must_use]
    pub fn argument(mut self, argument: impl AsRef<Path>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// More of the environment: what the function's template sets, and where its services are
    /// ([`Sandbox::environment`](veriff_sandbox::Sandbox::environment)).
    #[must_use]
    pub fn environment<N, V>(mut self, variables: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<String>,
        V: Into<String>,
    {
        let variables = variables.into_iter();
        self.environment
            .extend(variables.map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// Lambda's own variables first, so that a given one wins; nothing of this process but where
    /// programs are.
    pub(super) fn command(&self, api: &str) -> Command {
        let mut command = Command::new(&self.path);
        command
            .args(&self.arguments)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("AWS_LAMBDA_RUNTIME_API", api)
            .envs(OF_LAMBDA)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }
}

/// What Lambda sets for every function.
const OF_LAMBDA: [(&str, &str); 10] = [
    ("AWS_LAMBDA_FUNCTION_NAME", "function"),
    ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
    ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
    ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
    ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function"),
    ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]0"),
    ("AWS_DEFAULT_REGION", "eu-west-1"),
    ("LANG", "en_US.UTF-8"),
    ("TZ", ":UTC"),
    ("_HANDLER", "bootstrap"),
];
