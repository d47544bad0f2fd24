//! A Veriff of a few lines that answers as the test wants, and remembers what it was asked.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Answers one request: method, path and body to status, further headers and body.
type Answers = dyn FnMut(&str, &str, &str) -> (u16, String, String) + Send;

/// It answers until the test process ends.
pub(crate) struct PlayedVeriff {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl PlayedVeriff {
    pub(crate) fn start(
        mut answers: impl FnMut(&str, &str, &str) -> (u16, String, String) + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1/", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &noted, &mut answers);
            }
        });
        Self { url, asked }
    }

    /// Methods and paths below `/v1`, in their order.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut asked = self.asked.lock().unwrap().clone();
        asked.retain(|one| one.contains(" /v1/"));
        asked
    }
}

fn serve(mut stream: TcpStream, asked: &Mutex<Vec<String>>, answers: &mut Answers) {
    let mut request = Vec::new();
    let mut part = [0; 65536];
    let (head, body) = loop {
        let read = stream.read(&mut part).unwrap_or(0);
        if read == 0 {
            return;
        }
        request.extend(&part[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            break (head.to_owned(), body.to_owned());
        }
    };
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    asked.lock().unwrap().push(format!("{method} {path}"));
    let (status, headers, answer) = answers(method, path, &body);
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{answer}",
        answer.len()
    );
}
