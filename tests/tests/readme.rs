//! The README's examples: its commands are understood, and its requests get the answers it promises.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

use std::error::Error;

use clap::Parser as _;
use http::Method;
use veriff_sandbox::{Options, Sandbox, commands::Cli};

const README: &str = include_str!("../../README.md");
const MOBILE: &str = include_str!("../../sandbox/docs/mobile.md");

#[test]
fn every_command_of_the_readme_is_understood() {
    let commands: Vec<Vec<String>> = commands(README)
        .into_iter()
        .filter(|words| words[0] == "cargo")
        .collect();
    let mut understood = 0;
    for words in &commands {
        let Some(at) = words.iter().position(|word| word == "run") else {
            continue;
        };
        let arguments = words[at + 1..]
            .iter()
            .skip_while(|word| *word != "--")
            .skip(1);
        let line = std::iter::once("veriff-sandbox").chain(arguments.map(String::as_str));
        if let Err(error) = Cli::try_parse_from(line) {
            panic!("{words:?}: {error}");
        }
        understood += 1;
    }
    // In `sh` blocks alone; those of the scripts stand between variables and pipes.
    assert_eq!(understood, 13, "{commands:?}");
}

#[test]
fn every_command_of_the_page_on_mobile_is_understood() {
    let commands = commands(MOBILE);
    assert!(commands.len() >= 3, "{commands:?}");
    for words in commands {
        assert_eq!(words[0], "veriff-sandbox");
        if let Err(error) = Cli::try_parse_from(&words) {
            panic!("{words:?}: {error}");
        }
    }
}

#[tokio::test]
async fn every_request_of_the_readme_succeeds() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(Options::default()).await?;
    let requests: Vec<Request> = commands(README)
        .iter()
        .filter(|words| words[0] == "curl")
        .map(|words| Request::read(words))
        .collect();
    assert!(requests.len() >= 3, "the README's requests were not found");
    for Request {
        method,
        url,
        headers,
        body,
    } in requests
    {
        let url = url.replace("http://127.0.0.1:8080", &sandbox.platform);
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = sandbox.http.send(method, &url, &headers, body).await?;
        let text = String::from_utf8_lossy(&answer.body);
        assert!(
            (200..300).contains(&answer.status),
            "{url}: {} {text}",
            answer.status
        );
        assert!(answer.json().is_object(), "{url}: {text}");
    }
    sandbox.stop().await;
    Ok(())
}

/// A request as curl is told to send it.
struct Request {
    method: Method,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    fn read(words: &[String]) -> Self {
        let mut request = Self {
            method: Method::GET,
            url: String::new(),
            headers: Vec::new(),
            body: String::new(),
        };
        let mut words = words.iter().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().expect("a value").clone();
            match word.as_str() {
                "-s" => {}
                "-X" => request.method = value().parse().expect("a method"),
                "-H" => {
                    let header = value();
                    let (name, text) = header.split_once(": ").expect("a header");
                    request.headers.push((name.to_owned(), text.to_owned()));
                }
                "-d" => {
                    request.method = Method::POST;
                    request.body = value();
                }
                url => request.url = url.to_owned(),
            }
        }
        request
    }
}

/// The commands in a page's `sh` blocks that a line starts with, in words. Scripts, where
/// variables stand for what an earlier command said, are in `bash` blocks.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    for block in page.split("\n```sh\n").skip(1) {
        let block = block.split("\n```").next().unwrap_or_default();
        commands.extend(split(block).into_iter().filter(|words| !words.is_empty()));
    }
    commands
}

/// Splits into commands and words as a shell does, as far as the README needs it.
fn split(script: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut characters = script.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' => {
                let quoted: String = characters.by_ref().take_while(|c| *c != '\'').collect();
                word.get_or_insert_default().push_str(&quoted);
            }
            '\\' if characters.peek() == Some(&'\n') => {
                characters.next();
            }
            '#' if word.is_none() => while characters.next_if(|c| *c != '\n').is_some() {},
            ' ' | '\n' => {
                let command = commands.last_mut().expect("a command");
                command.extend(word.take());
                if character == '\n' {
                    commands.push(Vec::new());
                }
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    commands.last_mut().expect("a command").extend(word);
    commands
}

#[test]
fn words_are_split_as_a_shell_does() {
    let script = "cargo run   # all\ncurl 'a b'c \\\n  -d '{\n}'";
    assert_eq!(
        split(script),
        [vec!["cargo", "run"], vec!["curl", "a bc", "-d", "{\n}"]]
    );
}
