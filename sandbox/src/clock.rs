//! The sandbox's clock: real time, moved or stopped on demand.
//!
//! The local Veriff and the functions inside the sandbox share one. Deployed functions have no such
//! thing: they use [`verification::clock::SystemClock`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

const FILE: &str = "clock.json";

/// A clock that runs with real time plus an offset, or stands still. Clones show the same time.
#[derive(Clone, Debug)]
pub struct SandboxClock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    setting: watch::Sender<Setting>,
    file: Option<PathBuf>,
}

/// How the clock is set: `frozen` wins over `offset`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What is added to real time while the clock runs.
    pub offset: SignedDuration,
    /// The instant at which the clock stands, if it does.
    pub frozen: Option<Timestamp>,
}

/// Why the clock was not moved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClockError {
    /// The text is no duration such as `7d`, `2h`, `30m`, `45s` or `7d2h`.
    #[error("not a duration; write it like 7d, 2h, 30m, 45s or 7d2h")]
    NotADuration,
    /// A negative duration: the clock is advanced, and set to go back.
    #[error("the duration is negative; set the clock to a time to go back")]
    Negative,
    /// The result would lie outside the years that can be represented.
    #[error("that is out of the clock's range")]
    OutOfRange,
    /// The setting could not be kept in the data folder.
    #[error("cannot keep the clock in the data folder: {0}")]
    Io(#[from] io::Error),
}

impl SandboxClock {
    /// A running clock that shows real time and forgets its setting at the end.
    pub fn new() -> Self {
        Self::with(Setting::default(), None)
    }

    /// A clock whose setting is kept in `dir` (created if missing), found again at the next start.
    ///
    /// # Errors
    /// The folder or its `clock.json` cannot be read or written.
    pub fn persisted(dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        let file = dir.join(FILE);
        let setting = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{}: {error}", file.display()),
                )
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Setting::default(),
            Err(error) => return Err(error),
        };
        Ok(Self::with(setting, Some(file)))
    }

    fn with(setting: Setting, file: Option<PathBuf>) -> Self {
        let (setting, _) = watch::channel(setting);
        Self {
            inner: Arc::new(Inner { setting, file }),
        }
    }

    /// The sandbox's present instant.
    pub fn now(&self) -> Timestamp {
        self.inner.setting.borrow().now()
    }

    /// How the clock is set.
    pub fn setting(&self) -> Setting {
        *self.inner.setting.borrow()
    }

    /// Tells of every change of the setting (not of time passing by itself).
    pub fn changes(&self) -> watch::Receiver<Setting> {
        self.inner.setting.subscribe()
    }

    /// Moves the clock forward and returns the new time; a frozen clock stays frozen.
    ///
    /// # Errors
    /// [`ClockError::Negative`], [`ClockError::OutOfRange`], or the setting cannot be kept.
    pub fn advance(&self, by: SignedDuration) -> Result<Timestamp, ClockError> {
        self.set(self.after(by)?)
    }

    /// The instant that [`advance`](Self::advance) would lead to.
    ///
    /// # Errors
    /// [`ClockError::Negative`] or [`ClockError::OutOfRange`].
    pub fn after(&self, by: SignedDuration) -> Result<Timestamp, ClockError> {
        if by.is_negative() {
            return Err(ClockError::Negative);
        }
        self.now()
            .checked_add(by)
            .map_err(|_| ClockError::OutOfRange)
    }

    /// Sets the clock to `to`, earlier or later; a frozen clock stays frozen.
    ///
    /// # Errors
    /// The setting cannot be kept in the data folder.
    pub fn set(&self, to: Timestamp) -> Result<Timestamp, ClockError> {
        self.change(|setting| match &mut setting.frozen {
            Some(frozen) => *frozen = to,
            None => setting.offset = to.duration_since(Timestamp::now()),
        })
    }

    /// Stops the clock where it is, or lets it run on from there.
    ///
    /// # Errors
    /// The setting cannot be kept in the data folder.
    pub fn freeze(&self, freeze: bool) -> Result<Timestamp, ClockError> {
        self.change(|setting| match (freeze, setting.frozen) {
            (true, None) => setting.frozen = Some(setting.now()),
            (false, Some(at)) => {
                setting.frozen = None;
                setting.offset = at.duration_since(Timestamp::now());
            }
            _ => {}
        })
    }

    fn change(&self, edit: impl FnOnce(&mut Setting)) -> Result<Timestamp, ClockError> {
        self.inner.setting.send_modify(edit);
        let setting = self.setting();
        if let Some(file) = &self.inner.file {
            let temporary = file.with_extension("json.new");
            fs::write(
                &temporary,
                serde_json::to_vec(&setting).map_err(io::Error::from)?,
            )?;
            fs::rename(&temporary, file)?;
        }
        Ok(setting.now())
    }
}

impl Default for SandboxClock {
    fn default() -> Self {
        Self::new()
    }
}

impl verification::clock::Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }
}

impl Setting {
    fn now(&self) -> Timestamp {
        match self.frozen {
            Some(at) => at,
            None => Timestamp::now()
                .checked_add(self.offset)
                .unwrap_or(Timestamp::MAX),
        }
    }
}

/// Reads a duration such as `7d`, `2h`, `30m`, `45s` or `7d2h`; a day has 24 hours.
///
/// # Errors
/// [`ClockError::NotADuration`] for anything else, months and years included.
pub fn parse_duration(text: &str) -> Result<SignedDuration, ClockError> {
    let span: Span = text.trim().parse().map_err(|_| ClockError::NotADuration)?;
    span.to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| ClockError::NotADuration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let hours = |h| SignedDuration::from_hours(h);
        assert_eq!(parse_duration("7d").unwrap(), hours(168));
        assert_eq!(parse_duration("7d2h").unwrap(), hours(170));
        assert_eq!(parse_duration(" 2h ").unwrap(), hours(2));
        assert_eq!(
            parse_duration("30m").unwrap(),
            SignedDuration::from_mins(30)
        );
        assert_eq!(
            parse_duration("45s").unwrap(),
            SignedDuration::from_secs(45)
        );
        for bad in ["", "7", "d", "1mo", "1y", "soon"] {
            assert!(parse_duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_running_clock_keeps_running_after_a_move() {
        let clock = SandboxClock::new();
        let moved = clock.advance(SignedDuration::from_hours(24)).unwrap();
        assert!(clock.now() >= moved);
        assert!(clock.now().duration_since(Timestamp::now()) > SignedDuration::from_hours(23));
        assert!(matches!(
            clock.advance(SignedDuration::from_secs(-1)),
            Err(ClockError::Negative)
        ));
        assert!(matches!(
            clock.advance(SignedDuration::MAX),
            Err(ClockError::OutOfRange)
        ));
    }

    #[test]
    fn a_frozen_clock_stands_and_moves_only_when_told() {
        let clock = SandboxClock::new();
        let at = clock.freeze(true).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert_eq!(clock.now(), at);
        let later = clock.advance(SignedDuration::from_mins(5)).unwrap();
        assert_eq!(clock.now(), later);
        assert_eq!(later.duration_since(at), SignedDuration::from_mins(5));
        clock.freeze(false).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(clock.now() > later);
    }

    #[test]
    fn the_setting_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let at: Timestamp = "2030-01-02T03:04:05Z".parse().unwrap();
        let clock = SandboxClock::persisted(dir.path()).unwrap();
        clock.freeze(true).unwrap();
        clock.set(at).unwrap();
        drop(clock);
        assert_eq!(SandboxClock::persisted(dir.path()).unwrap().now(), at);
    }
}
