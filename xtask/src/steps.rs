//! The steps of `cargo xtask test`, the quick ones first.

use crate::node;
use crate::run::Run;
use crate::tools::Tools;

/// One check: what it is called in the table, and the command whose success it is.
pub(crate) struct Step {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// What to run, in the workspace's folder.
    pub(crate) run: Run,
    /// Whether it needs more than the Rust toolchain: `--fast` leaves it out.
    pub(crate) needs_tools: bool,
}

/// Every step, in order.
///
/// They build the whole workspace in one profile, so that crates are compiled once; only the sample
/// events and the demonstration run as a newcomer types it, although cargo then gives some crates other
/// features than beside the tests' dependencies, and compiles those once more.
pub(crate) fn all(tools: &Tools, long: bool) -> Vec<Step> {
    let calls = if long { "1000000" } else { "100000" };
    let cargo = |arguments: &str| Run::new("cargo", arguments.split(' '));
    let chromium = node::chromium().unwrap_or_default();
    let npm_test = |folder: &str| {
        Run::new("npm", ["test", "--silent", "--prefix", folder]).env("CHROMIUM", &chromium)
    };
    let tool = |name: &str, arguments: &str| Run::new(tools.program(name), arguments.split(' '));
    let mut steps = vec![
        plain("format", cargo("fmt --all --check")),
        tooled("toml format", tool("taplo", "format --check")),
        tooled("spelling", tool("typos", ".")),
        tooled("shell scripts", tool("shellcheck", ".ci/run")),
        plain(
            "clippy",
            cargo("clippy --workspace --all-targets --locked -- -D warnings"),
        ),
        plain("tests", cargo("test --workspace --locked --no-fail-fast")),
        plain(
            "documentation",
            cargo("doc --workspace --no-deps --locked").env("RUSTDOCFLAGS", "-D warnings"),
        ),
        plain("sample events", cargo("run --locked -- events --check")),
        plain("demonstration", cargo("run --locked -- demo")),
        plain("checklist", cargo("run --locked -- check")),
        tooled(
            "broken backends",
            cargo("test --workspace --locked --test check_matrix -- --ignored"),
        ),
        tooled(
            "cargo-lambda",
            cargo("test --workspace --locked --test cargo_lambda -- --ignored")
                .env("CARGO_LAMBDA", tools.program("cargo-lambda")),
        ),
        tooled(
            "HTTP API",
            cargo("test --workspace --locked --test openapi -- --ignored")
                .env("SCHEMATHESIS", tools.aws("schemathesis")),
        ),
        tooled("templates", {
            cargo("test --workspace --locked --test infra lint:: -- --ignored")
                .env("CFN_LINT", tools.aws("cfn-lint"))
                .env("CHECKOV", tools.aws("checkov"))
                .env("SAM", tools.aws("sam"))
        }),
        tooled("deployment", {
            // One after another: each takes all of the machine.
            let filter = "deploy:: -- --ignored --nocapture --test-threads 1";
            cargo(&format!("test --workspace --locked --test infra {filter}"))
                .env("ARM64_RUSTC", tools.arm64_rustc())
                .env("CARGO_LAMBDA", tools.program("cargo-lambda"))
                .env("LONG", if long { "1" } else { "0" })
                .env("MOTO_SERVER", tools.aws("moto_server"))
                .env("SAM", tools.aws("sam"))
        }),
        tooled("npm package", cargo("xtask npm")),
        tooled(
            "JavaScript hosts",
            npm_test(node::TESTS).env("CALLS", calls),
        ),
        // They drive the binary that the demonstration has built.
        tooled("pages in a browser", npm_test(node::BROWSER_TESTS)),
        tooled("example consumers", npm_test(node::CONSUMER_TESTS)),
    ];
    if long {
        // Compiles its tool the first time.
        steps.push(tooled("dependencies", cargo("xtask audit")));
    }
    steps
}

fn plain(name: &'static str, run: Run) -> Step {
    Step {
        name,
        run,
        needs_tools: false,
    }
}

fn tooled(name: &'static str, run: Run) -> Step {
    Step {
        name,
        run,
        needs_tools: true,
    }
}
